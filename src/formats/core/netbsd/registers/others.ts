/** Register sets of NetBSD sparc, sparc64, m68k, vax. Source: NetBSD sys/arch/ARCH/include/reg.h, release 10. */
import { c, struct } from '../../../../schema/base.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const word = c.uint32.hex
const long = c.uint64.hex

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

export const regM68k = struct('reg', { r_regs: c.array(word, 16).doc('d0 to d7, a0 to a7'), r_sr: word, r_pc: word })
export const generalM68k: RegisterSet = {
  struct: regM68k,
  names: {
    ...numberedNames('d', 0, 7, (i) => `r_regs[${i}]`),
    ...numberedNames('a', 0, 5, (i) => `r_regs[${i + 8}]`),
    fp: 'r_regs[14]',
    sp: 'r_regs[15]',
    ps: 'r_sr',
    pc: 'r_pc',
  },
}
export const fpregM68k = struct('fpreg', { r_regs: c.array(c.bytes(12, 4), 8), r_fpcr: word, r_fpsr: word, r_fpiar: word })
export const floatingM68k: RegisterSet = {
  struct: fpregM68k,
  names: { ...numberedNames('fp', 0, 7, (i) => `r_regs[${i}]`), fpcontrol: 'r_fpcr', fpstatus: 'r_fpsr', fpiaddr: 'r_fpiar' },
}

const vaxFields = 'r0 r1 r2 r3 r4 r5 r6 r7 r8 r9 r10 r11 ap fp sp pc'
export const regVax = struct('reg', {
  ...(Object.fromEntries(vaxFields.split(' ').map((name) => [name, word])) as Readonly<Record<string, typeof word>>),
  psl: word,
})
export const generalVax: RegisterSet = { struct: regVax, names: { ...identityNames(vaxFields), ps: 'psl' } }
