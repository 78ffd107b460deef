/** Register sets of Linux on Alpha. Source: Linux arch/alpha/include/asm/elf.h (6.1). */
import { c, struct } from '../../../../schema/base.js'
import { numbered } from '../../../../schema/numbered-fields.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const long = c.uint64.hex

const alphaOrder = 'v0 t0 t1 t2 t3 t4 t5 t6 t7 s0 s1 s2 s3 s4 s5 fp a0 a1 a2 a3 a4 a5 t8 t9 t10 t11 ra pv at gp sp pc unique'

export const alphaGregset = struct('elf_gregset_t', Object.fromEntries(alphaOrder.split(' ').map((name) => [name, long])), {
  doc: 'Slots by register number; 31 is the PC in place of the register that is always zero.',
})

export const alphaGeneral: RegisterSet = {
  struct: alphaGregset,
  names: {
    ...identityNames('v0 t0 t1 t2 t3 t4 t5 t6 t7 s0 s1 s2 s3 s4 s5 fp a0 a1 a2 a3 a4 a5 t8 t9 t10 t11 ra'),
    t12: 'pv',
    ...identityNames('at gp sp pc unique'),
  },
}

export const alphaFpregset = struct('elf_fpregset_t', { ...numbered('f', 0, 30, long), fpcr: long })

export const alphaFloating: RegisterSet = {
  struct: alphaFpregset,
  names: { ...numberedNames('f', 0, 30, (i) => `f${i}`), fpcr: 'fpcr' },
}
