/** Additional registers of illumos: XSAVE blocks, SPARC V8+, descriptor tables. Source: illumos usr/src/uts/{intel,sparc}/sys/procfs_isa.h, 2024-09. */
import { type Abi, c, struct } from '../../../../schema/base.js'
import type { XsaveComponents } from '../../machines/x86/xsave-layout.js'
import type { Registers } from '../../process-info.js'

const long = c.uint64.hex
const word = c.uint32.hex

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

export const ssd = struct('ssd', { sel: word, bo: word, ls: word, acc1: word, acc2: word })

export const ldt = struct('ssd[]', { descriptors: c.array(ssd, 'rest') })
