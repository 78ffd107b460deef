/** Register sets of NetBSD mips, powerpc, riscv, alpha, hppa, sh3. Source: NetBSD sys/arch/ARCH/include/reg.h, release 10. */
import { c, struct } from '../../../../schema/base.js'
import { names64, namesO32 } from '../../linux/registers/mips.js'
import { identityNames, indexedNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const word = c.uint32.hex
const long = c.uint64.hex
const r = c.reg

export const regMips = struct('reg', { r_regs: c.array(word, 38) }, { doc: 'r0 to r31, sr, lo, hi, badvaddr, cause, pc; of o32 kernels.' })
export const regMips64 = struct('reg', { r_regs: c.array(long, 38) }, { doc: 'Of kernels with 64-bit registers, for any process.' })
export const fpregMips = struct('fpreg', { r_regs: c.array(word, 33) }, { doc: 'f0 to f31, fsr.' })
export const fpregMips64 = struct('fpreg', { r_regs: c.array(long, 33) })

const slot = (i: number): string => `r_regs[${i}]`
const special = 'sr lo hi bad cause pc'

/** Both sizes of the structure have the same slots. */
export const mipsNamesO32 = indexedNames(`${namesO32} ${special}`, slot)
export const mipsNames64 = indexedNames(`${names64} ${special}`, slot)
export const mipsFloatingNames = { ...numberedNames('f', 0, 31, slot), fsr: slot(32) }

export const regPowerpc = struct('reg', { fixreg: c.array(r, 32), lr: r, cr: word, xer: word, ctr: r, pc: r })
export const generalPowerpc: RegisterSet = {
  struct: regPowerpc,
  names: { ...numberedNames('r', 0, 31, (i) => `fixreg[${i}]`), ...identityNames('pc cr lr ctr xer') },
}
export const fpregPowerpc = struct('fpreg', { fpreg: c.array(long, 32), fpscr: long })
export const floatingPowerpc: RegisterSet = {
  struct: fpregPowerpc,
  names: { ...numberedNames('f', 0, 31, (i) => `fpreg[${i}]`), fpscr: 'fpscr' },
}
export const vregPowerpc = struct('vreg', { vreg: c.array(word, 128), vrsave: r, spare: c.array(r, 2), vscr: r })

export const regRiscv = struct('reg', { r_reg: c.array(r, 31).doc('x1 to x31'), r_pc: r })
export const generalRiscv: RegisterSet = {
  struct: regRiscv,
  names: {
    ...indexedNames('ra sp gp tp t0 t1 t2 fp s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6', (i) => `r_reg[${i}]`),
    pc: 'r_pc',
  },
}
export const fpregRiscv = struct('fpreg', { r_fpreg: c.array(long, 33).doc('f0 to f31, fcsr') })
export const floatingRiscv: RegisterSet = {
  struct: fpregRiscv,
  names: indexedNames(
    'ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 fs2 fs3 fs4 fs5 fs6 fs7 fs8 fs9 fs10 fs11 ft8 ft9 ft10 ft11 fcsr',
    (i) => `r_fpreg[${i}]`,
  ),
}

export const regAlpha = struct('reg', { r_regs: c.array(long, 32) }, { doc: 'By register number; 31 is the PC in place of zero.' })
export const generalAlpha: RegisterSet = {
  struct: regAlpha,
  names: indexedNames('v0 t0 t1 t2 t3 t4 t5 t6 t7 s0 s1 s2 s3 s4 s5 fp a0 a1 a2 a3 a4 a5 t8 t9 t10 t11 ra t12 at gp sp pc', slot),
}
export const fpregAlpha = struct('fpreg', { fpr_regs: c.array(long, 32), fpr_cr: long })
export const floatingAlpha: RegisterSet = {
  struct: fpregAlpha,
  names: { ...numberedNames('f', 0, 30, (i) => `fpr_regs[${i}]`), fpcr: 'fpr_cr' },
}

const hppaNames = 'ipsw r1 rp r3 r4 r5 r6 r7 r8 r9 r10 r11 r12 r13 r14 r15 r16 r17 r18 r19 r20 r21 r22 r23 r24 r25 r26 dp ret0 ret1 sp r31'
const hppaFields = {
  r_sar: word,
  r_pcsqh: word,
  r_pcsqt: word,
  r_pcoqh: word,
  r_pcoqt: word,
  r_sr0: word,
  r_sr1: word,
  r_sr2: word,
  r_sr3: word,
  r_sr4: word,
  r_sr5: word,
  r_sr6: word,
  r_sr7: word,
  r_cr26: word,
  r_cr27: word.doc('thread pointer'),
} as const
export const regHppa = struct('reg', { r_regs: c.array(word, 32).doc('slot 0 is the IPSW'), ...hppaFields })
export const regHppaOld = struct('reg', { r_regs: c.array(word, 32) }, { doc: 'Up to release 4.' })
export const generalHppa: RegisterSet = {
  struct: regHppa,
  names: { ...indexedNames(hppaNames, slot), ...Object.fromEntries(Object.keys(hppaFields).map((name) => [name.slice(2), name])) },
  // The two low bits are the privilege level.
  toGdb: ({ pcoqh }) => (pcoqh === undefined ? {} : { pc: pcoqh & ~3n }),
}
export const fpregHppa = struct('fpreg', { fpr_regs: c.array(long, 33).doc('the last one belongs to the emulator') })
export const floatingHppa: RegisterSet = { struct: fpregHppa, names: numberedNames('fr', 4, 31, (i) => `fpr_regs[${i}]`) }

const shFields = 'r_spc r_ssr r_pr r_mach r_macl r_r15 r_r14 r_r13 r_r12 r_r11 r_r10 r_r9 r_r8 r_r7 r_r6 r_r5 r_r4 r_r3 r_r2 r_r1 r_r0'
const shWords = Object.fromEntries(shFields.split(' ').map((name) => [name, word])) as Readonly<Record<string, typeof word>>
export const regSh = struct('reg', { ...shWords, r_gbr: word })
export const regShOld = struct('reg', shWords, { doc: 'Up to release 4.' })
export const generalSh: RegisterSet = {
  struct: regSh,
  names: {
    ...numberedNames('r', 0, 15, (i) => `r_r${i}`),
    pc: 'r_spc',
    pr: 'r_pr',
    gbr: 'r_gbr',
    mach: 'r_mach',
    macl: 'r_macl',
    sr: 'r_ssr',
  },
}
