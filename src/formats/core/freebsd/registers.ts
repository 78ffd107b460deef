/**
 * Register sets of FreeBSD on each machine. Source: FreeBSD sys/ARCH/include/reg.h, main of July 2022; the order of the
 * registers is Linux's on no machine.
 */
import { type Abi, type AbiName, c, type Struct, struct } from '../../../schema/base.js'
import { withoutThumbBit } from '../linux/registers/arm.js'
import { fsave, fxsave64 } from '../machines/x86/x87-environment.js'
import { fpregPowerpc } from '../netbsd/registers/risc.js'
import type { Registers } from '../process-info.js'
import { identityNames, indexedNames, numberedNames } from '../register-names.js'
import { type RegisterSet, readRegisterSet } from '../register-set.js'

const r = c.reg
const word = c.uint32.hex
const half = c.uint16.hex
const long = c.uint64.hex

export const regAmd64 = struct('reg', {
  r_r15: r,
  r_r14: r,
  r_r13: r,
  r_r12: r,
  r_r11: r,
  r_r10: r,
  r_r9: r,
  r_r8: r,
  r_rdi: r,
  r_rsi: r,
  r_rbp: r,
  r_rbx: r,
  r_rdx: r,
  r_rcx: r,
  r_rax: r,
  r_trapno: c.uint32,
  r_fs: half,
  r_gs: half,
  r_err: word,
  r_es: half,
  r_ds: half,
  r_rip: r,
  r_cs: r,
  r_rflags: r,
  r_rsp: r,
  r_ss: r,
})

const prefixed = (names: string, prefix = 'r_') => Object.fromEntries(names.split(' ').map((name) => [name, `${prefix}${name}`]))

const generalAmd64: RegisterSet = {
  struct: regAmd64,
  names: {
    ...prefixed('rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip'),
    eflags: 'r_rflags',
    ...prefixed('cs ss ds es fs gs'),
  },
}

export const regI386 = struct('reg', {
  r_fs: word,
  r_es: word,
  r_ds: word,
  r_edi: word,
  r_esi: word,
  r_ebp: word,
  r_isp: word.doc('the kernel stack pointer that pushal saved'),
  r_ebx: word,
  r_edx: word,
  r_ecx: word,
  r_eax: word,
  r_trapno: c.uint32,
  r_err: word,
  r_eip: word,
  r_cs: word,
  r_eflags: word,
  r_esp: word,
  r_ss: word,
  r_gs: word,
})

const generalI386: RegisterSet = {
  struct: regI386,
  names: prefixed('eax ecx edx ebx esp ebp esi edi eip eflags cs ss ds es fs gs'),
}

export const regArm64 = struct('reg', {
  x: c.array(long, 30),
  lr: long,
  sp: long,
  elr: long.doc('program counter'),
  spsr: word.doc('newer headers have it as 64 bits at the same place'),
})

const generalArm64: RegisterSet = {
  struct: regArm64,
  names: { ...numberedNames('x', 0, 29, (i) => `x[${i}]`), x30: 'lr', sp: 'sp', pc: 'elr', cpsr: 'spsr' },
}

export const regArm = struct('reg', { r: c.array(word, 13), r_sp: word, r_lr: word, r_pc: word, r_cpsr: word })

const generalArm: RegisterSet = {
  struct: regArm,
  names: { ...numberedNames('r', 0, 12, (i) => `r[${i}]`), sp: 'r_sp', lr: 'r_lr', pc: 'r_pc', cpsr: 'r_cpsr' },
  toGdb: withoutThumbBit,
}

export const regRiscv = struct('reg', {
  ra: long,
  sp: long,
  gp: long,
  tp: long,
  t: c.array(long, 7),
  s: c.array(long, 12),
  a: c.array(long, 8),
  sepc: long.doc('program counter'),
  sstatus: long,
})

const generalRiscv: RegisterSet = {
  struct: regRiscv,
  names: {
    ...identityNames('ra sp gp tp'),
    ...numberedNames('t', 0, 6, (i) => `t[${i}]`),
    fp: 's[0]',
    ...numberedNames('s', 1, 11, (i) => `s[${i}]`),
    ...numberedNames('a', 0, 7, (i) => `a[${i}]`),
    pc: 'sepc',
  },
}

export const regPowerpc = struct('reg', { fixreg: c.array(r, 32), lr: r, cr: r, xer: r, ctr: r, pc: r })

const generalPowerpc: RegisterSet = {
  struct: regPowerpc,
  names: { ...numberedNames('r', 0, 31, (i) => `fixreg[${i}]`), ...identityNames('pc cr lr ctr xer') },
}

export const fpregAmd64 = struct(
  'fpreg',
  {
    fpr_env: struct('envxmm', {
      en_cw: half,
      en_sw: half,
      en_tw: c.uint8.hex.doc('abridged tag: one bit for each register that is in use'),
      en_zero: c.uint8,
      en_opcode: half,
      en_rip: long,
      en_rdp: long,
      en_mxcsr: word,
      en_mxcsr_mask: word,
    }),
    fpr_acc: c.array(c.bytes(16), 8).doc('10 bytes of each are used'),
    fpr_xacc: c.array(c.bytes(16), 16),
    fpr_spare: c.bytes(96),
  },
  { doc: 'The FXSAVE image; the header has its start as an array of four words.' },
)

const floatingAmd64: RegisterSet = {
  struct: fpregAmd64,
  names: {
    ...numberedNames('st', 0, 7, (i) => `fpr_acc[${i}]`),
    fctrl: 'fpr_env.en_cw',
    fstat: 'fpr_env.en_sw',
    ftag: 'fpr_env.en_tw',
    fioff: 'fpr_env.en_rip',
    fooff: 'fpr_env.en_rdp',
    fop: 'fpr_env.en_opcode',
    ...numberedNames('xmm', 0, 15, (i) => `fpr_xacc[${i}]`),
    mxcsr: 'fpr_env.en_mxcsr',
  },
  ...fxsave64,
}

export const fpregI386 = struct(
  'fpreg',
  {
    fpr_env: c.array(word, 7).doc('control, status and tag word, instruction and operand pointers'),
    fpr_acc: c.array(c.bytes(10), 8),
    fpr_ex_sw: word,
    fpr_pad: c.bytes(64),
  },
  { doc: 'Of the form of FNSAVE, not of FXSAVE.' },
)

const floatingI386: RegisterSet = {
  struct: fpregI386,
  names: {
    ...numberedNames('st', 0, 7, (i) => `fpr_acc[${i}]`),
    fctrl: 'fpr_env[0]',
    fstat: 'fpr_env[1]',
    ftag: 'fpr_env[2]',
    fioff: 'fpr_env[3]',
    fiseg: 'fpr_env[4]',
    fooff: 'fpr_env[5]',
    foseg: 'fpr_env[6]',
  },
  ...fsave,
}

export const fpregArm64 = struct('fpreg', { fp_q: c.array(c.bytes(16, 16), 32), fp_sr: word, fp_cr: word })

const floatingArm64: RegisterSet = {
  struct: fpregArm64,
  names: { ...numberedNames('v', 0, 31, (i) => `fp_q[${i}]`), fpsr: 'fp_sr', fpcr: 'fp_cr' },
}

export const fpregArm = struct(
  'fpreg',
  { fpr_fpsr: word, fpr: c.array(c.bytes(12, 4), 8) },
  { doc: 'The FPA coprocessor of old; the registers of VFP are in NT_ARM_VFP.' },
)

/** What a 64-bit kernel writes for a 32-bit process. */
export const fpregArm32 = struct('fpreg32', { dummy: c.int32 }, { source: 'FreeBSD sys/arm64/include/reg.h' })

const floatingArm: RegisterSet = {
  struct: fpregArm,
  names: { ...numberedNames('f', 0, 7, (i) => `fpr[${i}]`), fps: 'fpr_fpsr' },
}

export const fpregRiscv = struct('fpreg', { fp_x: c.array(c.array(long, 2), 32).doc('room for 128 bits each'), fp_fcsr: long })

const floatingRiscv: RegisterSet = {
  struct: fpregRiscv,
  names: {
    ...indexedNames(
      'ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 fs2 fs3 fs4 fs5 fs6 fs7 fs8 fs9 fs10 fs11 ft8 ft9 ft10 ft11',
      (i) => `fp_x[${i}][0]`,
    ),
    fcsr: 'fp_fcsr',
  },
}

const floatingPowerpc: RegisterSet = {
  struct: fpregPowerpc,
  names: { ...numberedNames('f', 0, 31, (i) => `fpreg[${i}]`), fpscr: 'fpscr' },
}

interface Port {
  readonly general: RegisterSet
  readonly floating: RegisterSet
}

const powerpc: Port = { general: generalPowerpc, floating: floatingPowerpc }

const ports: Readonly<Partial<Record<AbiName, Port>>> = {
  amd64: { general: generalAmd64, floating: floatingAmd64 },
  i386: { general: generalI386, floating: floatingI386 },
  aarch64: { general: generalArm64, floating: floatingArm64 },
  arm: { general: generalArm, floating: floatingArm },
  riscv64: { general: generalRiscv, floating: floatingRiscv },
  powerpc,
  powerpc64: powerpc,
  powerpc64le: powerpc,
}

/** ABIs that FreeBSD writes cores of, of those whose registers are known. */
export const freebsdAbis = Object.keys(ports) as readonly AbiName[]

export const portOf = (abi: Abi): Port | undefined => (ports as Readonly<Record<string, Port>>)[abi.name]

export const floatingStruct = {
  choose: (abi: Abi, size: number | undefined): Struct<unknown> | undefined =>
    abi.name === 'arm' && size === 4 ? fpregArm32 : portOf(abi)?.floating.struct,
  all: (abi: Abi): readonly Struct<unknown>[] => {
    const port = portOf(abi)
    if (!port) return []
    return abi.name === 'arm' ? [port.floating.struct, fpregArm32] : [port.floating.struct]
  },
}

export const segbases = struct('segbasereg', { r_fsbase: r, r_gsbase: r })

/** 32 registers of 64 bits and the status word. */
export const vfp = struct('mcontext_vfp_t', { mcv_reg: c.array(long, 32), mcv_fpscr: word })

export const vfpSet: RegisterSet = { struct: vfp, names: { ...numberedNames('d', 0, 31, (i) => `mcv_reg[${i}]`), fpscr: 'mcv_fpscr' } }

export const tlsOne = struct('arm_tls', { tpidr: r })
export const tlsTwo = struct('arm_tls', { tpidr: r, tpidr2: r })

export const addrMask = struct('arm64_addr_mask', { code: long, data: long })
export const addrMaskSet: RegisterSet = { struct: addrMask, names: { pauth_dmask: 'data', pauth_cmask: 'code' } }

export const sve = struct('svereg_header', {
  sve_size: c.uint32,
  sve_maxsize: c.uint32,
  sve_vec_len: c.uint16,
  sve_max_vec_len: c.uint16,
  sve_flags: half,
  sve_reserved: c.uint16,
  data: c.rest,
})

export const vmx = struct('vec', { vr: c.array(c.array(word, 4), 32), spare: c.array(word, 2), vrsave: word, vscr: word })
export const vmxSet: RegisterSet = { struct: vmx, names: { vrsave: 'vrsave', vscr: 'vscr' } }

export const vsx = struct('vsx', { vsr: c.array(long, 32) }, { doc: 'Low-order doubleword of VSR0 to VSR31.' })

/** The vector registers are arrays of four words, the most significant first on big-endian machines. */
export function vectorsOf(vr: readonly (readonly number[])[] | undefined, abi: Abi): Registers {
  return Object.fromEntries(
    (vr ?? []).map((words, i) => {
      const ordered = abi.endian === 'big' ? words : [...words].reverse()
      return [`vr${i}`, ordered.reduce((value, each) => (value << 32n) | BigInt(each), 0n)]
    }),
  )
}

export { type RegisterSet, readRegisterSet }
