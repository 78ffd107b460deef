/** Register sets of the machines that have no more than two: Alpha, m68k, PA-RISC, SuperH, C-SKY. Source: the kernel (6.1). */
import { c, struct } from '../../../../schema/base.js'
import { numbered } from '../../declare.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const word = c.uint32.hex
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

export const m68kGregset = struct('elf_gregset_t', {
  ...numbered('d', 1, 7, word),
  ...numbered('a', 0, 6, word),
  d0: word,
  usp: word,
  orig_d0: word,
  sr: word,
  pc: word,
  fmtvec: word.doc('format << 12 | vector'),
})
export const m68kGeneral: RegisterSet = {
  struct: m68kGregset,
  names: {
    ...numberedNames('d', 0, 7, (i) => `d${i}`),
    ...numberedNames('a', 0, 5, (i) => `a${i}`),
    fp: 'a6',
    sp: 'usp',
    ps: 'sr',
    pc: 'pc',
  },
}
export const m68kFpregset = struct('elf_fpregset_t', { ...numbered('fp', 0, 7, c.bytes(12, 4)), fpcr: word, fpsr: word, fpiar: word })
export const m68kFloating: RegisterSet = {
  struct: m68kFpregset,
  names: { ...numberedNames('fp', 0, 7, (i) => `fp${i}`), fpcontrol: 'fpcr', fpstatus: 'fpsr', fpiaddr: 'fpiar' },
}

const hppaSpecial = 'iaoq0 iaoq1 iasq0 iasq1 sar iir isr ior ipsw cr0 cr24 cr25 cr26 cr27 cr28 cr29 cr30 cr31 cr8 cr9 cr12 cr13 cr10 cr15'

export const hppaGregset = struct('elf_gregset_t', {
  ...numbered('gr', 0, 31, word),
  ...numbered('sr', 0, 7, word),
  ...(Object.fromEntries(hppaSpecial.split(' ').map((name) => [name, word])) as Readonly<Record<string, typeof word>>),
  ...numbered('reserved', 64, 79, word),
})
export const hppaGeneral: RegisterSet = {
  struct: hppaGregset,
  names: {
    flags: 'gr0',
    r1: 'gr1',
    rp: 'gr2',
    ...numberedNames('r', 3, 26, (i) => `gr${i}`),
    dp: 'gr27',
    ret0: 'gr28',
    ret1: 'gr29',
    sp: 'gr30',
    r31: 'gr31',
    sar: 'sar',
    pcoqh: 'iaoq0',
    pcsqh: 'iasq0',
    pcoqt: 'iaoq1',
    pcsqt: 'iasq1',
    eiem: 'cr15',
    ...identityNames('iir isr ior ipsw'),
    ...numberedNames('sr', 0, 7, (i) => `sr${i}`),
    ...identityNames('cr0 cr8 cr9 cr12 cr13 cr24 cr25 cr26'),
    ccr: 'cr10',
    cr27: 'cr27',
  },
  // The two low bits are the privilege level.
  toGdb: ({ pcoqh }) => (pcoqh === undefined ? {} : { pc: pcoqh & ~3n }),
}
export const hppaFpregset = struct('elf_fpregset_t', numbered('fr', 0, 31, long), {
  doc: 'fr0 to fr3 hold status and exception words.',
})
export const hppaFloating: RegisterSet = { struct: hppaFpregset, names: numberedNames('fr', 4, 31, (i) => `fr${i}`) }

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

const cskyOrder =
  'tls lr pc sr usp orig_a0 a0 a1 a2 a3 r4 r5 r6 r7 r8 r9 r10 r11 r12 r13 r16 r17 r18 r19 r20 r21 r22 r23 r24 r25 r26 r27 r28 r29 r30 rhi'
export const cskyGregset = struct('elf_gregset_t', Object.fromEntries(cskyOrder.split(' ').map((name) => [name, word])))
export const cskyGeneral: RegisterSet = {
  struct: cskyGregset,
  names: {
    ...numberedNames('r', 0, 3, (i) => `a${i}`),
    ...numberedNames('r', 4, 13, (i) => `r${i}`),
    r14: 'usp',
    r15: 'lr',
    ...numberedNames('r', 16, 30, (i) => `r${i}`),
    r31: 'tls',
    hi: 'rhi',
    pc: 'pc',
    psr: 'sr',
  },
  toGdb: ({ r14 }) => (r14 === undefined ? {} : { sp: r14 }),
}
export const cskyFpregset = struct('elf_fpregset_t', {
  vr: c.array(word, 96),
  fcr: word,
  fesr: word,
  fid: word,
  reserved: c.uint32,
})
