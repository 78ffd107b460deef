/** Register sets of NetBSD on SPARC, 32 and 64 bits. Source: NetBSD sys/arch/sparc{,64}/include/reg.h, release 10. */
import { c, struct } from '../../../../schema/base.js'
import { numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const long = c.uint64.hex
const word = c.uint32.hex

const sparcNames = {
  ...numberedNames('g', 0, 7, (i) => `r_global[${i}]`),
  ...numberedNames('o', 0, 5, (i) => `r_out[${i}]`),
  sp: 'r_out[6]',
  o7: 'r_out[7]',
  y: 'r_y',
  pc: 'r_pc',
  npc: 'r_npc',
}

const windows = 'The local and in registers are in the window that is saved on the stack.'

export const regSparc = struct(
  'reg',
  { r_psr: word, r_pc: word, r_npc: word, r_y: word, r_global: c.array(word, 8), r_out: c.array(word, 8) },
  { doc: windows },
)

export const generalSparc: RegisterSet = { struct: regSparc, names: { ...sparcNames, psr: 'r_psr' } }

export const fpregSparc = struct('fpreg', { fr_regs: c.array(word, 32), fr_fsr: word })

export const floatingSparc: RegisterSet = {
  struct: fpregSparc,
  names: { ...numberedNames('f', 0, 31, (i) => `fr_regs[${i}]`), fsr: 'fr_fsr' },
}

export const regSparc64 = struct(
  'reg',
  { r_tstate: long, r_pc: long, r_npc: long, r_y: word, r_global: c.array(long, 8), r_out: c.array(long, 8) },
  { doc: windows },
)

export const generalSparc64: RegisterSet = { struct: regSparc64, names: { ...sparcNames, state: 'r_tstate' } }

/** Also of OpenBSD. The header has 64 words; the registers that all of them make up are of 64 bits. */
export const fpregSparc64 = struct(
  'fpreg',
  { fr_regs: c.array(long, 32).doc('pairs of words: d0 to d62'), fr_fsr: long, fr_gsr: word },
  { doc: 'All ones where the thread has not used the FPU.' },
)

export const floatingSparc64: RegisterSet = {
  struct: fpregSparc64,
  names: { ...Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`d${2 * i}`, `fr_regs[${i}]`])), fsr: 'fr_fsr' },
}
