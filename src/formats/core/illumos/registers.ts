/** Register sets of illumos. Source: illumos usr/src/uts/{intel,sparc}/sys/{regset,mcontext,procfs_isa}.h, 2024-09. */
import { type Abi, type AbiName, type CType, c, struct } from '../../../schema/base.js'
import { numbered } from '../declare.js'
import { fxsave64 } from '../machines/x86/x87-environment.js'
import type { XsaveComponents } from '../machines/x86/xsave-layout.js'
import type { Registers } from '../process-info.js'
import { identityNames, numberedNames, type RegisterNames } from '../register-names.js'
import { type RegisterSet, readRegisterSet } from '../register-set.js'

const r = c.reg
const word = c.uint32.hex
const half = c.uint16.hex
const long = c.uint64.hex

const regAmd64 = struct('prgregset_t', {
  r15: r,
  r14: r,
  r13: r,
  r12: r,
  r11: r,
  r10: r,
  r9: r,
  r8: r,
  rdi: r,
  rsi: r,
  rbp: r,
  rbx: r,
  rdx: r,
  rcx: r,
  rax: r,
  trapno: r,
  err: r,
  rip: r,
  cs: r,
  rfl: r,
  rsp: r,
  ss: r,
  fs: r,
  gs: r,
  es: r,
  ds: r,
  fsbase: r,
  gsbase: r,
})

const regI386 = struct('prgregset_t', {
  gs: r,
  fs: r,
  es: r,
  ds: r,
  edi: r,
  esi: r,
  ebp: r,
  esp: r.doc('0; the stack pointer is uesp'),
  ebx: r,
  edx: r,
  ecx: r,
  eax: r,
  trapno: r,
  err: r,
  eip: r,
  cs: r,
  efl: r,
  uesp: r.doc('stack pointer'),
  ss: r,
})

const windows = { ...numbered('g', 0, 7, r), ...numbered('o', 0, 7, r), ...numbered('l', 0, 7, r), ...numbered('i', 0, 7, r) } as const
const windowNames: RegisterNames = {
  ...numberedNames('g', 0, 7, (i) => `g${i}`),
  ...numberedNames('o', 0, 5, (i) => `o${i}`),
  sp: 'o6',
  o7: 'o7',
  ...numberedNames('l', 0, 7, (i) => `l${i}`),
  ...numberedNames('i', 0, 5, (i) => `i${i}`),
  fp: 'i6',
  i7: 'i7',
}

const regSparc = struct('prgregset_t', { ...windows, psr: r, pc: r, npc: r, y: r, wim: r, tbr: r })
const regSparc64 = struct('prgregset_t', { ...windows, ccr: r, pc: r, npc: r, y: r, asi: r, fprs: r })

const fpregAmd64 = struct('prfpregset_t', {
  fp_reg_set: struct('fp_reg_set', {
    fpchip_state: struct('fpchip_state', {
      cw: half,
      sw: half,
      fctw: c.uint8.hex.doc('abridged tag: one bit for each register that is in use'),
      __fx_rsvd: c.uint8,
      fop: half,
      rip: long,
      rdp: long,
      mxcsr: word,
      mxcsr_mask: word,
      st: c.array(c.bytes(16, 16), 8).doc('10 bytes of each are used'),
      xmm: c.array(c.bytes(16, 16), 16),
      __fx_ign2: c.array(c.bytes(16, 16), 6),
      status: word,
      xstatus: word,
    }),
  }),
})

const fpregI386 = struct('prfpregset_t', {
  fp_reg_set: struct('fp_reg_set', {
    fpchip_state: struct('fpchip_state', {
      state: struct('fnsave_state', {
        f_fcw: half,
        __f_ign0: c.uint16,
        f_fsw: half,
        __f_ign1: c.uint16,
        f_ftw: half,
        __f_ign2: c.uint16,
        f_eip: word,
        f_cs: half,
        f_fop: half,
        f_dp: word,
        f_ds: half,
        __f_ign3: c.uint16,
        f_st: c.array(c.bytes(10), 8),
      }),
      status: word,
      mxcsr: word,
      xstatus: word,
      __pad: c.array(word, 2),
      xmm: c.array(c.bytes(16, 4), 8),
    }),
    rest: c.bytes(124).doc('the union has room for an emulator of the coprocessor'),
  }),
})

const fq = c.bytes(8, 8)

const fpregSparc = struct('prfpregset_t', {
  pr_fr: c.aligned(8, struct('pr_fr', { pr_regs: c.array(word, 32) })),
  pr_filler: word,
  pr_fsr: word,
  pr_qcnt: c.uint8,
  pr_q_entrysize: c.uint8,
  pr_en: c.uint8,
  pr_q: c.array(fq, 32).doc('instructions that the FPU had not finished'),
})

const fpregSparc64 = struct('prfpregset_t', {
  pr_fr: c.aligned(16, struct('pr_fr', { pr_dregs: c.array(long, 32) })),
  pr_filler: long,
  pr_fsr: long,
  pr_qcnt: c.uint8,
  pr_q_entrysize: c.uint8,
  pr_en: c.uint8,
  pr_pad: c.bytes(13),
  pr_q: c.array(c.bytes(16, 8), 16).doc('instructions that the FPU had not finished'),
})

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

export const xregInfo = struct('prxregset_info_t', {
  pri_type: c.enum(c.uint32, {
    PRX_INFO_XCR: 1,
    PRX_INFO_XSAVE: 2,
    PRX_INFO_YMM: 3,
    PRX_INFO_OPMASK: 4,
    PRX_INFO_ZMM: 5,
    PRX_INFO_HI_ZMM: 6,
  }),
  pri_flags: word,
  pri_size: c.uint32,
  pri_offset: c.uint32.doc('from the start of the descriptor'),
})

export const xregX86 = struct(
  'prxregset_hdr_t',
  {
    pr_type: c.uint32.doc('1: of the form of XSAVE'),
    pr_size: c.uint32,
    pr_flags: word,
    pr_pad: c.array(c.uint32, 4),
    pr_ninfo: c.uint32,
    pr_info: c.array(xregInfo, { count: 'pr_ninfo' }),
    blocks: c.rest.doc('at the offsets that pr_info gives'),
  },
  { source: 'illumos usr/src/uts/intel/sys/procfs_isa.h' },
)

interface XregValue {
  readonly pr_info?: readonly { readonly pri_type: number; readonly pri_size: number; readonly pri_offset: number }[]
  readonly blocks?: Uint8Array
}

/** Header of the note, and an entry of its table. */
const HEADER = 32
const ENTRY = 16
/** Where the XMM registers are in an XSAVE area. */
const XMM = 160
/** Bytes of the block of the XSAVE area: what is before the first component. */
const XSAVE_AREA = 576

/** The vector registers, whose lower and upper halves are in two blocks. */
export function xregRegisters({ pr_info = [], blocks }: XregValue, abi: Abi): Registers {
  const registers: Record<string, bigint> = {}
  if (!blocks) return registers
  const block = (type: number): Uint8Array | undefined => {
    const info = pr_info.find(({ pri_type }) => pri_type === type)
    const at = info && info.pri_offset - HEADER - ENTRY * pr_info.length
    return info && at !== undefined && at >= 0 && at + info.pri_size <= blocks.length ? blocks.subarray(at, at + info.pri_size) : undefined
  }
  const number = (bytes: Uint8Array | undefined, at: number, length: number): bigint | undefined =>
    bytes && at + length <= bytes.length
      ? bytes.subarray(at, at + length).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
      : undefined
  const [area, high, masks, zmm, upper] = [block(2), block(3), block(4), block(5), block(6)]
  for (let i = 0; i < (abi.bits === 64 ? 16 : 8); i++) {
    const xmm = number(area, XMM + 16 * i, 16)
    if (xmm === undefined) break
    registers[`xmm${i}`] = xmm
    const top = number(high, 16 * i, 16)
    if (top === undefined) continue
    const ymm = xmm | (top << 128n)
    registers[`ymm${i}`] = ymm
    const rest = number(zmm, 32 * i, 32)
    if (rest !== undefined) registers[`zmm${i}`] = ymm | (rest << 256n)
  }
  for (let i = 0; i < 8; i++) {
    const mask = number(masks, 8 * i, 8)
    if (mask !== undefined) registers[`k${i}`] = mask
  }
  if (abi.bits === 64)
    for (let i = 0; i < 16; i++) {
      const value = number(upper, 64 * i, 64)
      if (value !== undefined) registers[`zmm${16 + i}`] = value
    }
  return registers
}

/** Features of XSAVE by the blocks that hold their components. */
const blockOf: Readonly<Record<number, number>> = { 2: 3, 5: 4, 6: 5, 7: 6 }

/** The blocks of NT_PRXREG as parts of its bytes; undefined where it has none of the XSAVE area, or that is cut. */
export function xregParts({ pr_info = [] }: XregValue, bytes: Uint8Array): XsaveComponents | undefined {
  const block = (type: number | undefined): Uint8Array | undefined => {
    const info = pr_info.find(({ pri_type }) => pri_type === type)
    if (!info || info.pri_offset < HEADER + ENTRY * pr_info.length || info.pri_offset + info.pri_size > bytes.length) return undefined
    return bytes.subarray(info.pri_offset, info.pri_offset + info.pri_size)
  }
  const area = block(2)
  if (!area || area.length < XSAVE_AREA) return undefined
  return { legacy: area.subarray(0, XSAVE_AREA), component: (feature) => block(blockOf[feature]), allUsed: true }
}

export const xregSparc = struct(
  'prxregset_t',
  {
    pr_type: c.uint32,
    pr_align: c.uint32,
    pr_un: struct('pr_un', {
      pr_v8p: struct('pr_v8p', {
        pr_xfr: c.aligned(8, struct('pr_xfr', { pr_regs: c.array(word, 32).doc('f32 to f63') })),
        pr_xfsr: word,
        pr_fprs: word,
        pr_xg: c.array(word, 8).doc('upper halves of the global registers'),
        pr_xo: c.array(word, 8),
        pr_tstate: long,
        pr_filler: c.array(c.uint32, 8),
      }),
    }),
  },
  { doc: 'What 32-bit processes have no room for elsewhere.' },
)

export const rwindow = struct('rwindow', { rw_local: c.array(r, 8), rw_in: c.array(r, 8) })

export const gwindows = struct(
  'gwindows_t',
  { wbcnt: c.int32, spbuf: c.array(c.pointer, 31), wbuf: c.array(rwindow, 'rest') },
  { doc: 'Register windows that could not be saved on the stack; only the first wbcnt are there.' },
)

export const asrs = struct('asrset_t', { asrs: c.array(long, 16) })

export const ssd = struct('ssd', { sel: word, bo: word, ls: word, acc1: word, acc2: word })
export const ldt = struct('ssd[]', { descriptors: c.array(ssd, 'rest') })

export { type RegisterSet, readRegisterSet }
