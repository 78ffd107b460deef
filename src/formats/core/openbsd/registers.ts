/** Register sets of OpenBSD amd64, i386, arm64, sparc64. Source: OpenBSD sys/arch/ARCH/include/reg.h, fpu.h, npx.h. */
import { type Abi, type AbiName, c, type Struct, struct } from '../../../schema/base.js'
import { floatingXI386, fpxregsI386 } from '../machines/x86/fxsave.js'
import { fxsave64 } from '../machines/x86/x87-environment.js'
import { floatingSparc64 } from '../netbsd/registers/sparc.js'
import { floatingI386 as fsave, fpregI386 as fsaveImage } from '../netbsd/registers/x86.js'
import { numberedNames } from '../register-names.js'
import { type RegisterSet, readRegisterSet } from '../register-set.js'

const word = c.uint32.hex
const long = c.uint64.hex
const half = c.uint16.hex

const prefixed = (names: string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, `r_${name}`]))

export const regAmd64 = struct('reg', {
  r_rdi: long,
  r_rsi: long,
  r_rdx: long,
  r_rcx: long,
  r_r8: long,
  r_r9: long,
  r_r10: long,
  r_r11: long,
  r_r12: long,
  r_r13: long,
  r_r14: long,
  r_r15: long,
  r_rbp: long,
  r_rbx: long,
  r_rax: long,
  r_rsp: long,
  r_rip: long,
  r_rflags: long,
  r_cs: long,
  r_ss: long,
  r_ds: long,
  r_es: long,
  r_fs: long,
  r_gs: long,
})

const generalAmd64: RegisterSet = {
  struct: regAmd64,
  names: {
    ...prefixed('rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip'),
    eflags: 'r_rflags',
    ...prefixed('cs ss ds es fs gs'),
  },
}

export const fpregAmd64 = struct(
  'fpreg',
  {
    fx_fcw: half,
    fx_fsw: half,
    fx_ftw: c.uint8.hex.doc('abridged tag: one bit for each register that is in use'),
    fx_unused1: c.uint8,
    fx_fop: half,
    fx_rip: long,
    fx_rdp: long,
    fx_mxcsr: word,
    fx_mxcsr_mask: word,
    fx_st: c.array(c.bytes(16), 8).doc('10 bytes of each are used'),
    fx_xmm: c.array(c.bytes(16), 16),
    fx_unused3: c.bytes(96),
  },
  { packed: true, doc: 'The FXSAVE image.' },
)

const floatingAmd64: RegisterSet = {
  struct: fpregAmd64,
  names: {
    ...numberedNames('st', 0, 7, (i) => `fx_st[${i}]`),
    fctrl: 'fx_fcw',
    fstat: 'fx_fsw',
    ftag: 'fx_ftw',
    fioff: 'fx_rip',
    fooff: 'fx_rdp',
    fop: 'fx_fop',
    ...numberedNames('xmm', 0, 15, (i) => `fx_xmm[${i}]`),
    mxcsr: 'fx_mxcsr',
  },
  ...fxsave64,
}

export const regI386 = struct('reg', {
  r_eax: word,
  r_ecx: word,
  r_edx: word,
  r_ebx: word,
  r_esp: word,
  r_ebp: word,
  r_esi: word,
  r_edi: word,
  r_eip: word,
  r_eflags: word,
  r_cs: word,
  r_ss: word,
  r_ds: word,
  r_es: word,
  r_fs: word,
  r_gs: word,
})

const generalI386: RegisterSet = {
  struct: regI386,
  names: prefixed('eax ecx edx ebx esp ebp esi edi eip eflags cs ss ds es fs gs'),
}

export const fpregI386Old = struct('fpreg', { ...fsaveImage.fields }, { packed: true, doc: 'The FSAVE image.' })
export const fpregI386 = struct(
  'fpreg',
  { ...fsaveImage.fields, sv_ex_sw: word, sv_ex_tw: word },
  { packed: true, doc: 'The FSAVE image, with the status and tag words that were saved at an exception.' },
)
const floatingI386: RegisterSet = { struct: fpregI386, names: fsave.names }

export const xmmregs = struct('xmmregs', { ...fpxregsI386.fields }, { packed: true, doc: 'The FXSAVE image of a 32-bit process.' })
export const xmmSet: RegisterSet = { ...floatingXI386, struct: xmmregs }

export const regArm64 = struct('reg', {
  r_reg: c.array(long, 30),
  r_lr: long,
  r_sp: long,
  r_pc: long,
  r_spsr: long,
  r_tpidr: long.doc('thread pointer'),
})

const generalArm64: RegisterSet = {
  struct: regArm64,
  names: { ...numberedNames('x', 0, 29, (i) => `r_reg[${i}]`), x30: 'r_lr', sp: 'r_sp', pc: 'r_pc', cpsr: 'r_spsr', tpidr: 'r_tpidr' },
}

export const fpregArm64 = struct('fpreg', { fp_registers: c.array(c.bytes(16, 8), 32), fp_sr: word, fp_cr: word })
const floatingArm64: RegisterSet = {
  struct: fpregArm64,
  names: { ...numberedNames('v', 0, 31, (i) => `fp_registers[${i}]`), fpsr: 'fp_sr', fpcr: 'fp_cr' },
}

export const pacmask = struct('pacmask', { mask: c.array(long, 2).doc('of data and of code; ones above the bits of an address') })
export const pacmaskSet: RegisterSet = { struct: pacmask, names: { pauth_dmask: 'mask[0]', pauth_cmask: 'mask[1]' } }

export const regSparc64 = struct('reg', {
  r_tstate: long,
  r_pc: long,
  r_npc: long,
  r_y: word,
  r_global: c.array(long, 8),
  r_out: c.array(long, 8),
  r_local: c.array(long, 8),
  r_in: c.array(long, 8),
})

const generalSparc64: RegisterSet = {
  struct: regSparc64,
  names: {
    ...numberedNames('g', 0, 7, (i) => `r_global[${i}]`),
    ...numberedNames('o', 0, 5, (i) => `r_out[${i}]`),
    sp: 'r_out[6]',
    o7: 'r_out[7]',
    ...numberedNames('l', 0, 7, (i) => `r_local[${i}]`),
    ...numberedNames('i', 0, 5, (i) => `r_in[${i}]`),
    fp: 'r_in[6]',
    i7: 'r_in[7]',
    pc: 'r_pc',
    npc: 'r_npc',
    state: 'r_tstate',
    y: 'r_y',
  },
}

interface Port {
  readonly general: RegisterSet
  readonly floating: RegisterSet
}

const ports: Readonly<Partial<Record<AbiName, Port>>> = {
  amd64: { general: generalAmd64, floating: floatingAmd64 },
  i386: { general: generalI386, floating: floatingI386 },
  aarch64: { general: generalArm64, floating: floatingArm64 },
  sparc64: { general: generalSparc64, floating: floatingSparc64 },
}

/** ABIs of OpenBSD whose registers are known. */
export const openbsdAbis = Object.keys(ports) as readonly AbiName[]

export const portOf = (abi: Abi): Port | undefined => (ports as Readonly<Record<string, Port>>)[abi.name]

export const floatingStruct = {
  choose: (abi: Abi, size: number | undefined): Struct<unknown> | undefined =>
    abi.name === 'i386' && size === 108 ? fpregI386Old : portOf(abi)?.floating.struct,
  all: (abi: Abi): readonly Struct<unknown>[] => {
    const port = portOf(abi)
    if (!port) return []
    return abi.name === 'i386' ? [fpregI386, fpregI386Old] : [port.floating.struct]
  },
}

export { type RegisterSet, readRegisterSet }
