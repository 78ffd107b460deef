/** Register sets of Linux on SuperH. Source: Linux arch/sh/include/uapi/asm/ptrace_32.h (6.1). */
import { c, struct } from '../../../../schema/base.js'
import { numbered } from '../../../../schema/numbered-fields.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const word = c.uint32.hex

export const shGregset = struct('elf_gregset_t', {
  ...numbered('r', 0, 15, word),
  pc: word,
  pr: word,
  sr: word,
  gbr: word,
  mach: word,
  macl: word,
  tra: word,
})

export const shGeneral: RegisterSet = {
  struct: shGregset,
  names: { ...numberedNames('r', 0, 15, (i) => `r${i}`), ...identityNames('pc pr gbr mach macl sr') },
}

export const shFpregset = struct('elf_fpregset_t', {
  ...numbered('fr', 0, 15, word),
  ...numbered('xf', 0, 15, word),
  fpscr: word,
  fpul: word,
})

export const shFloating: RegisterSet = {
  struct: shFpregset,
  names: { ...numberedNames('fr', 0, 15, (i) => `fr${i}`), ...identityNames('fpscr fpul') },
}
