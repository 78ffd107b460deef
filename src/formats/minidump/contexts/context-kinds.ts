/** Kinds of contexts: the registers of a thread by processor. The size and the processor's architecture determine the kind. */
import type { AbiName, Struct } from '../../../schema/base.js'
import { fsave, fxsave32 } from '../../core/machines/x86/x87-environment.js'
import { identityNames, indexedNames, numberedNames, type RegisterNames } from '../../core/register-names.js'
import type { RegisterSet } from '../../core/register-set.js'
import { architecture } from '../headers.js'
import { arm, arm64, arm64Old } from './arm.js'
import { mips } from './mips.js'
import { ppc, ppc64 } from './powerpc.js'
import { RISCV, riscv, riscv64 } from './riscv.js'
import { sparc } from './sparc.js'
import { amd64, x86 } from './x86.js'

/** A context: how it is identified, what it holds, and its flags that say that all of it is there. */
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
