/**
 * The registers of a thread in a minidump, for each processor. A context is told by its size and the processor's architecture.
 * Source: Breakpad minidump_cpu_*.h and winnt.h, whose sizes were compiled; which registers go where was seen with lldb.
 */
import { type AbiName, c, type Fields, type Struct, type StructValue, struct } from '../../schema/base.js'
import { numbered } from '../core/declare.js'
import { fsave, fxsave32 } from '../core/machines/x86/x87-environment.js'
import { identityNames, indexedNames, numberedNames, type RegisterNames } from '../core/register-names.js'
import type { RegisterSet } from '../core/register-set.js'
import { architecture } from './headers.js'

const w = c.uint32.hex
const x = c.uint64.hex
const vector = c.bytes(16)

const context = <F extends Fields>(name: string, fields: F): Struct<StructValue<F>> =>
  struct(name, fields, { packed: true, source: 'Breakpad minidump_cpu_*.h; winnt.h' })

const xmmSave = struct(
  'XMM_SAVE_AREA32',
  {
    control_word: c.uint16.hex,
    status_word: c.uint16.hex,
    tag_word: c.uint8.doc('abridged: one bit for each register'),
    reserved1: c.uint8,
    error_opcode: c.uint16.hex,
    error_offset: w,
    error_selector: c.uint16.hex,
    reserved2: c.uint16,
    data_offset: w,
    data_selector: c.uint16.hex,
    reserved3: c.uint16,
    mx_csr: w,
    mx_csr_mask: w,
    float_registers: c.array(vector, 8),
    xmm_registers: c.array(vector, 16),
    reserved4: c.bytes(96),
  },
  { packed: true, doc: 'What FXSAVE stores.' },
)

const DEBUG = { dr0: x, dr1: x, dr2: x, dr3: x, dr6: x, dr7: x } as const

export const amd64 = context('CONTEXT_AMD64', {
  p1_home: x,
  p2_home: x,
  p3_home: x,
  p4_home: x,
  p5_home: x,
  p6_home: x,
  context_flags: w,
  mx_csr: w,
  cs: c.uint16.hex,
  ds: c.uint16.hex,
  es: c.uint16.hex,
  fs: c.uint16.hex,
  gs: c.uint16.hex,
  ss: c.uint16.hex,
  eflags: w,
  ...DEBUG,
  rax: x,
  rcx: x,
  rdx: x,
  rbx: x,
  rsp: x,
  rbp: x,
  rsi: x,
  rdi: x,
  ...numbered('r', 8, 15, x),
  rip: x,
  flt_save: xmmSave,
  vector_register: c.array(vector, 26),
  vector_control: x,
  debug_control: x,
  last_branch_to_rip: x,
  last_branch_from_rip: x,
  last_exception_to_rip: x,
  last_exception_from_rip: x,
})

const floatSave = struct(
  'FLOATING_SAVE_AREA',
  {
    control_word: w,
    status_word: w,
    tag_word: w,
    error_offset: w,
    error_selector: w,
    data_offset: w,
    data_selector: w,
    register_area: c.array(c.bytes(10), 8),
    cr0_npx_state: w,
  },
  { packed: true, doc: 'What FSAVE stores.' },
)

export const x86 = context('CONTEXT_X86', {
  context_flags: w,
  dr0: w,
  dr1: w,
  dr2: w,
  dr3: w,
  dr6: w,
  dr7: w,
  float_save: floatSave,
  gs: w,
  fs: w,
  es: w,
  ds: w,
  edi: w,
  esi: w,
  ebx: w,
  edx: w,
  ecx: w,
  eax: w,
  ebp: w,
  eip: w,
  cs: w,
  eflags: w,
  esp: w,
  ss: w,
  extended_registers: struct('extended_registers', {
    fctrl: c.uint16.hex,
    fstat: c.uint16.hex,
    ftag: c.uint16.hex,
    fop: c.uint16.hex,
    fioff: w,
    fiseg: w,
    fooff: w,
    foseg: w,
    mxcsr: w,
    mxcsr_mask: w,
    st: c.array(vector, 8),
    xmm: c.array(vector, 8),
    reserved: c.bytes(224),
  }),
})

/** As Breakpad wrote it at first, and what lldb and Breakpad's Linux writer still use. */
export const arm64Old = context('CONTEXT_ARM64_BREAKPAD_OLD', {
  context_flags: x,
  iregs: c.array(x, 33),
  cpsr: w,
  float_save: struct('float_save', { fpsr: w, fpcr: w, regs: c.array(vector, 32) }, { packed: true }),
})

export const arm64 = context('CONTEXT_ARM64', {
  context_flags: w,
  cpsr: w,
  iregs: c.array(x, 33),
  float_save: struct('float_save', { regs: c.array(vector, 32), fpcr: w, fpsr: w }, { packed: true }),
  bcr: c.array(w, 8),
  bvr: c.array(x, 8),
  wcr: c.array(w, 2),
  wvr: c.array(x, 2),
})

export const arm = context('CONTEXT_ARM', {
  context_flags: w,
  iregs: c.array(w, 16),
  cpsr: w,
  float_save: struct('float_save', { fpscr: x, regs: c.array(x, 32), extra: c.array(w, 8) }, { packed: true }),
})

export const mips = context('CONTEXT_MIPS', {
  context_flags: w,
  _pad0: w,
  iregs: c.array(x, 32),
  mdhi: x,
  mdlo: x,
  hi: c.array(w, 3),
  lo: c.array(w, 3),
  dsp_control: w,
  _pad1: w,
  epc: x,
  badvaddr: x,
  status: w,
  cause: w,
  float_save: struct('float_save', { regs: c.array(x, 32), fpcsr: w, fir: w }, { packed: true }),
})

const vectorSave = struct(
  'vector_save',
  {
    save_vr: c.array(vector, 32),
    save_vscr: struct('uint128_struct', { high: x, low: x }, { packed: true }),
    save_pad5: c.array(w, 4),
    save_vrvalid: w,
    save_pad6: c.array(w, 7),
  },
  { packed: true },
)
const floatSavePpc = struct('float_save', { fpregs: c.array(x, 32), fpscr_pad: w, fpscr: w }, { packed: true })

export const ppc = context('CONTEXT_PPC', {
  context_flags: w,
  srr0: w,
  srr1: w,
  gpr: c.array(w, 32),
  cr: w,
  xer: w,
  lr: w,
  ctr: w,
  mq: w,
  vrsave: w,
  float_save: floatSavePpc,
  vector_save: vectorSave,
})

export const ppc64 = context('CONTEXT_PPC64', {
  context_flags: x,
  srr0: x,
  srr1: x,
  gpr: c.array(x, 32),
  cr: x,
  xer: x,
  lr: x,
  ctr: x,
  vrsave: x,
  float_save: floatSavePpc,
  vector_save: vectorSave,
})

export const sparc = context('CONTEXT_SPARC', {
  context_flags: w,
  flag_pad: w,
  g_r: c.array(x, 32),
  ccr: x,
  pc: x,
  npc: x,
  y: x,
  asi: x,
  fprs: x,
  float_save: struct('float_save', { regs: c.array(x, 32), filler: x, fsr: x }, { packed: true }),
})

const RISCV = 'pc ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6'.split(' ')
const riscvOf = (name: string, type: typeof w | typeof x, end: Fields = {}) =>
  context(name, {
    context_flags: w,
    version: w,
    ...Object.fromEntries(RISCV.map((each) => [each, type])),
    fpregs: c.array(type as typeof w, 32),
    fcsr: w,
    ...end,
  })

export const riscv64 = riscvOf('CONTEXT_RISCV64', x, { end: c.pad(4) })
export const riscv = riscvOf('CONTEXT_RISCV', w)

/** A context: how it is told, what it holds, and its flags that say that all of it is there. */
export interface ContextKind {
  readonly architecture: number
  readonly abis: readonly AbiName[]
  readonly struct: Struct<unknown>
  readonly general: RegisterSet
  readonly floating: RegisterSet
  readonly flags: bigint
  /** An older place of the floating-point registers: all that there is where the flags do not have `unless`. */
  readonly legacy?: { readonly set: RegisterSet; readonly unless: bigint }
}

const kind = (
  of: Struct<unknown>,
  facts: { architecture: number; abis: readonly AbiName[]; flags: bigint; general: RegisterNames; floating: RegisterNames },
  form: Pick<RegisterSet, 'toGdb' | 'fromGdb' | 'derivedNames'> = {},
  legacy?: ContextKind['legacy'],
): ContextKind => ({
  architecture: facts.architecture,
  abis: facts.abis,
  struct: of,
  flags: facts.flags,
  general: { struct: of, names: facts.general },
  floating: { struct: of, names: facts.floating, ...form },
  ...(legacy && { legacy }),
})

const at = (path: string) => (i: number) => `${path}[${i}]`
const iregs = indexedNames('zero at v0 v1 a0 a1 a2 a3 t0 t1 t2 t3 t4 t5 t6 t7 s0 s1 s2 s3 s4 s5 s6 s7 t8 t9 k0 k1 gp sp s8 ra', at('iregs'))
const iregs64 = indexedNames(
  'zero at v0 v1 a0 a1 a2 a3 a4 a5 a6 a7 t0 t1 t2 t3 s0 s1 s2 s3 s4 s5 s6 s7 t8 t9 k0 k1 gp sp s8 ra',
  at('iregs'),
)
const mipsOthers: RegisterNames = { hi: 'mdhi', lo: 'mdlo', bad: 'badvaddr', sr: 'status', cause: 'cause', pc: 'epc' }
const mipsFloating: RegisterNames = {
  ...numberedNames('f', 0, 31, at('float_save.regs')),
  fsr: 'float_save.fpcsr',
  fir: 'float_save.fir',
}
const arm64Names: RegisterNames = { ...numberedNames('x', 0, 30, at('iregs')), sp: 'iregs[31]', pc: 'iregs[32]', cpsr: 'cpsr' }
const arm64Floating: RegisterNames = {
  ...numberedNames('v', 0, 31, at('float_save.regs')),
  fpsr: 'float_save.fpsr',
  fpcr: 'float_save.fpcr',
}
const powerNames: RegisterNames = { ...numberedNames('r', 0, 31, at('gpr')), pc: 'srr0', msr: 'srr1', ...identityNames('cr lr ctr xer') }
const powerFloating: RegisterNames = {
  ...numberedNames('f', 0, 31, at('float_save.fpregs')),
  fpscr: 'float_save.fpscr',
  ...numberedNames('vr', 0, 31, at('vector_save.save_vr')),
  vrsave: 'vrsave',
}
const riscvNames: RegisterNames = { ...Object.fromEntries(RISCV.filter((name) => name !== 's0').map((name) => [name, name])), fp: 's0' }
const riscvFloating: RegisterNames = {
  ...indexedNames(
    'ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 fs2 fs3 fs4 fs5 fs6 fs7 fs8 fs9 fs10 fs11 ft8 ft9 ft10 ft11',
    at('fpregs'),
  ),
  fcsr: 'fcsr',
}

/** The first one of an architecture is the one that is written. */
export const contextKinds: readonly ContextKind[] = [
  kind(
    amd64,
    {
      architecture: architecture.PROCESSOR_ARCHITECTURE_AMD64,
      abis: ['amd64'],
      flags: 0x10000fn,
      general: identityNames('rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip eflags cs ss ds es fs gs'),
      floating: {
        fctrl: 'flt_save.control_word',
        fstat: 'flt_save.status_word',
        ftag: 'flt_save.tag_word',
        fop: 'flt_save.error_opcode',
        fioff: 'flt_save.error_offset',
        fiseg: 'flt_save.error_selector',
        fooff: 'flt_save.data_offset',
        foseg: 'flt_save.data_selector',
        mxcsr: 'flt_save.mx_csr',
        ...numberedNames('st', 0, 7, at('flt_save.float_registers')),
        ...numberedNames('xmm', 0, 15, at('flt_save.xmm_registers')),
      },
    },
    fxsave32,
  ),
  kind(
    x86,
    {
      architecture: architecture.PROCESSOR_ARCHITECTURE_INTEL,
      abis: ['i386'],
      flags: 0x1003fn,
      general: identityNames('eax ecx edx ebx esp ebp esi edi eip eflags cs ss ds es fs gs'),
      floating: {
        ...Object.fromEntries(
          'fctrl fstat ftag fop fioff fiseg fooff foseg mxcsr'.split(' ').map((name) => [name, `extended_registers.${name}`]),
        ),
        ...numberedNames('st', 0, 7, at('extended_registers.st')),
        ...numberedNames('xmm', 0, 7, at('extended_registers.xmm')),
      },
    },
    fxsave32,
    {
      unless: 0x20n,
      set: {
        struct: x86,
        names: {
          fctrl: 'float_save.control_word',
          fstat: 'float_save.status_word',
          ftag: 'float_save.tag_word',
          fioff: 'float_save.error_offset',
          fiseg: 'float_save.error_selector',
          fooff: 'float_save.data_offset',
          foseg: 'float_save.data_selector',
          ...numberedNames('st', 0, 7, at('float_save.register_area')),
        },
        ...fsave,
      },
    },
  ),
  kind(arm64Old, {
    architecture: architecture.MD_CPU_ARCHITECTURE_ARM64_OLD,
    abis: ['aarch64'],
    flags: 0x80000006n,
    general: arm64Names,
    floating: arm64Floating,
  }),
  kind(arm64, {
    architecture: architecture.PROCESSOR_ARCHITECTURE_ARM64,
    abis: ['aarch64'],
    flags: 0x400007n,
    general: arm64Names,
    floating: arm64Floating,
  }),
  kind(arm, {
    architecture: architecture.PROCESSOR_ARCHITECTURE_ARM,
    abis: ['arm'],
    flags: 0x40000006n,
    general: { ...numberedNames('r', 0, 12, at('iregs')), sp: 'iregs[13]', lr: 'iregs[14]', pc: 'iregs[15]', cpsr: 'cpsr' },
    floating: { ...numberedNames('d', 0, 31, at('float_save.regs')), fpscr: 'float_save.fpscr' },
  }),
  kind(mips, {
    architecture: architecture.PROCESSOR_ARCHITECTURE_MIPS,
    abis: ['mips-o32', 'mips-o32el'],
    flags: 0x4000en,
    general: { ...iregs, ...mipsOthers },
    floating: mipsFloating,
  }),
  kind(mips, {
    architecture: architecture.MD_CPU_ARCHITECTURE_MIPS64,
    abis: ['mips-n64', 'mips-n64el'],
    flags: 0x8000en,
    general: { ...iregs64, ...mipsOthers },
    floating: mipsFloating,
  }),
  kind(ppc, {
    architecture: architecture.PROCESSOR_ARCHITECTURE_PPC,
    abis: ['powerpc'],
    flags: 0x20000029n,
    general: powerNames,
    floating: powerFloating,
  }),
  kind(ppc64, {
    architecture: architecture.MD_CPU_ARCHITECTURE_PPC64,
    abis: ['powerpc64', 'powerpc64le'],
    flags: 0x01000029n,
    general: powerNames,
    floating: powerFloating,
  }),
  kind(sparc, {
    architecture: architecture.MD_CPU_ARCHITECTURE_SPARC,
    abis: ['sparc64'],
    flags: 0x1000000fn,
    general: {
      ...indexedNames('g0 g1 g2 g3 g4 g5 g6 g7 o0 o1 o2 o3 o4 o5 sp o7 l0 l1 l2 l3 l4 l5 l6 l7 i0 i1 i2 i3 i4 i5 fp i7', at('g_r')),
      ...identityNames('pc npc y'),
    },
    floating: {
      ...Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`d${2 * i}`, `float_save.regs[${i}]`])),
      fsr: 'float_save.fsr',
      fprs: 'fprs',
    },
  }),
  kind(riscv64, {
    architecture: architecture.MD_CPU_ARCHITECTURE_RISCV64,
    abis: ['riscv64'],
    flags: 0x08000003n,
    general: riscvNames,
    floating: riscvFloating,
  }),
  kind(riscv, {
    architecture: architecture.MD_CPU_ARCHITECTURE_RISCV,
    abis: ['riscv32'],
    flags: 0x00800003n,
    general: riscvNames,
    floating: riscvFloating,
  }),
]
