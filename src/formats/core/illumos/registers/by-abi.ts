/** Register sets of illumos by machine. */
import { type Abi, type AbiName, type CType, c } from '../../../../schema/base.js'
import { fxsave64 } from '../../machines/x86/x87-environment.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'
import { fpregSparc, fpregSparc64, regSparc, regSparc64, windowNames } from './sparc.js'
import { fpregAmd64, fpregI386, regAmd64, regI386 } from './x86.js'

interface Port {
  readonly general: RegisterSet
  readonly floating: RegisterSet
}

const chip = 'fp_reg_set.fpchip_state'

const ports: Readonly<Partial<Record<AbiName, Port>>> = {
  amd64: {
    general: {
      struct: regAmd64,
      names: {
        ...identityNames('rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip'),
        eflags: 'rfl',
        ...identityNames('cs ss ds es fs gs'),
        fs_base: 'fsbase',
        gs_base: 'gsbase',
      },
    },
    floating: {
      struct: fpregAmd64,
      names: {
        ...numberedNames('st', 0, 7, (i) => `${chip}.st[${i}]`),
        fctrl: `${chip}.cw`,
        fstat: `${chip}.sw`,
        ftag: `${chip}.fctw`,
        fioff: `${chip}.rip`,
        fooff: `${chip}.rdp`,
        fop: `${chip}.fop`,
        ...numberedNames('xmm', 0, 15, (i) => `${chip}.xmm[${i}]`),
        mxcsr: `${chip}.mxcsr`,
      },
      ...fxsave64,
    },
  },
  i386: {
    general: {
      struct: regI386,
      names: {
        ...identityNames('eax ecx edx ebx'),
        esp: 'uesp',
        ...identityNames('ebp esi edi eip'),
        eflags: 'efl',
        ...identityNames('cs ss ds es fs gs'),
      },
    },
    floating: {
      struct: fpregI386,
      names: {
        ...numberedNames('st', 0, 7, (i) => `${chip}.state.f_st[${i}]`),
        fctrl: `${chip}.state.f_fcw`,
        fstat: `${chip}.state.f_fsw`,
        ftag: `${chip}.state.f_ftw`,
        fioff: `${chip}.state.f_eip`,
        fiseg: `${chip}.state.f_cs`,
        fop: `${chip}.state.f_fop`,
        fooff: `${chip}.state.f_dp`,
        foseg: `${chip}.state.f_ds`,
        ...numberedNames('xmm', 0, 7, (i) => `${chip}.xmm[${i}]`),
        mxcsr: `${chip}.mxcsr`,
      },
    },
  },
  sparc: {
    general: { struct: regSparc, names: { ...windowNames, ...identityNames('y psr wim tbr pc npc') } },
    floating: { struct: fpregSparc, names: { ...numberedNames('f', 0, 31, (i) => `pr_fr.pr_regs[${i}]`), fsr: 'pr_fsr' } },
  },
  sparc64: {
    general: { struct: regSparc64, names: { ...windowNames, ...identityNames('y asi fprs pc npc') } },
    floating: {
      struct: fpregSparc64,
      names: { ...Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`d${2 * i}`, `pr_fr.pr_dregs[${i}]`])), fsr: 'pr_fsr' },
    },
  },
}

/** ABIs of illumos. */
export const illumosAbis = Object.keys(ports) as readonly AbiName[]

export const portOf = (abi: Abi): Port | undefined => (ports as Readonly<Record<string, Port>>)[abi.name]

export const general = c.perAbi<unknown>('prgregset_t', (abi): CType<unknown> => portOf(abi)?.general.struct ?? regAmd64)

export const floating = c.perAbi<unknown>('prfpregset_t', (abi): CType<unknown> => portOf(abi)?.floating.struct ?? fpregAmd64)
