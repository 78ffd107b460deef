import { xregX86 } from '../../../formats/core/illumos/registers/xregs.js'
import { putXsave, XSAVE_REGISTER, type XsaveArea, xfeatures, xsaveArea } from '../../../formats/core/machines/x86/xsave.js'
import { vectorsOf, xstate } from '../../../formats/core/netbsd/registers/x86.js'
import type { Registers } from '../../../formats/core/process-info.js'
import { type Abi, abi as abis } from '../../../schema/base.js'
import { zeroValue } from '../../../schema/zero-value.js'
import { type Descriptor, type RegisterNote, setNote } from './register-pool.js'

/** Registers that the smaller notes cannot store. */
const VECTORS = /^(?:[yz]mm\d+|k[0-7])$/
const BEHIND_FXSAVE = /^(?:[yz]mm\d+|k[0-7]|pkru)$/
/** The SSE registers; on i386 systems with an FSAVE note, only the XSAVE note can store them. */
const SSE = /^(?:xmm\d+|mxcsr)$/
const has = (registers: Registers, names: RegExp): boolean => Object.keys(registers).some((name) => names.test(name))

/** Size of the area, up to the last component that is present. */
function sizeOf(registers: Registers): number {
  if (has(registers, /^pkru$/)) return 2696
  if (has(registers, /^(?:zmm\d+|k[0-7])$/)) return 2688
  return has(registers, /^ymm\d+$/) ? 832 : 576
}

function area(registers: Registers, abi: Abi): Descriptor {
  const struct = xsaveArea(sizeOf(registers))
  const value = zeroValue(struct, abi) as Record<string, unknown> & XsaveArea
  // Components that are not known stay unused, which means their initial values.
  if (has(registers, XSAVE_REGISTER)) putXsave(value, registers)
  Object.assign(value, { sw_xfeatures: value.xstate_bv })
  return { struct: struct as Descriptor['struct'], value }
}

/** NT_X86_XSTATE of Linux: kernels write it for every thread, and lldb takes the file for a Linux core by it. */
export const xsaveNote: RegisterNote = {
  name: 'NT_X86_XSTATE',
  holds: (register) => XSAVE_REGISTER.test(register),
  make: area,
}

/** The same note on FreeBSD: written if there are registers that the other notes cannot store; i386 has no FXSAVE note. */
export const freebsdXsave: RegisterNote = {
  ...xsaveNote,
  make: (registers, abi) =>
    has(registers, BEHIND_FXSAVE) || (abi.name === 'i386' && has(registers, SSE)) ? area(registers, abi) : undefined,
}

const vectorNotes = {
  amd64: setNote('PT_GETXSTATE', vectorsOf(abis.amd64), VECTORS),
  i386: setNote('PT_GETXSTATE', vectorsOf(abis.i386), new RegExp(`${VECTORS.source}|${SSE.source}`)),
} as const

/** PT_GETXSTATE of NetBSD. */
export function netbsdVectors(abi: Abi): RegisterNote {
  const note = vectorNotes[abi.name === 'i386' ? 'i386' : 'amd64']
  return {
    ...note,
    make(registers) {
      const made = note.make(registers, abi)
      if (!made) return undefined
      const wide = has(registers, /^(?:zmm\d+|k[0-7])$/)
      const features = xfeatures.X87 | xfeatures.SSE | (has(registers, /^ymm\d+$/) ? xfeatures.AVX : 0n)
      const all = features | xfeatures.AVX | xfeatures.OPMASK | xfeatures.ZMM_Hi256 | xfeatures.Hi16_ZMM
      const used = wide ? all : features
      return { struct: xstate, value: { ...(made.value as object), xs_rfbm: used, xs_xstate_bv: used } }
    },
  }
}

const XREG_HEADER = 32
const XREG_ENTRY = 16
/** PRX_INFO_XCR, XSAVE, YMM, OPMASK, ZMM, HI_ZMM: size and alignment of each block in bytes. */
const XREG_BLOCKS: readonly (readonly [type: number, size: number, align: number])[] = [
  [1, 32, 16],
  [2, 576, 16],
  [3, 256, 32],
  [4, 64, 8],
  [5, 512, 64],
  [6, 1024, 64],
]

/** NT_PRXREG of illumos on x86: a table followed by one block per component. */
export const xregNote: RegisterNote = {
  name: 'NT_PRXREG',
  holds: (register) => XSAVE_REGISTER.test(register) && register !== 'pkru',
  make(registers, abi) {
    if (!has(registers, /^(?:[yz]mm\d+|k[0-7])$/)) return undefined
    const { pkru: _, ...own } = registers
    const { struct, value } = area(own, abi)
    const image = struct.for(abi).encode(value)
    const contents: Readonly<Record<number, Uint8Array>> = {
      1: new Uint8Array(32),
      2: image.subarray(0, 576),
      3: image.subarray(576, 832),
      4: image.subarray(1088, 1152),
      5: image.subarray(1152, 1664),
      6: image.subarray(1664, 2688),
    }
    // The enabled features, as in XCR0.
    new DataView((contents[1] as Uint8Array).buffer).setBigUint64(0, (value as XsaveArea).xstate_bv, true)
    const wanted = XREG_BLOCKS.filter(([type]) => image.length > 832 || type <= 3)
    const table = XREG_HEADER + XREG_ENTRY * wanted.length
    const info: Record<string, number>[] = []
    let at = table
    for (const [type, size, align] of wanted) {
      at = Math.ceil(at / align) * align
      info.push({ pri_type: type, pri_flags: 0, pri_size: size, pri_offset: at })
      at += size
    }
    const blocks = new Uint8Array(at - table)
    for (const { pri_type, pri_offset } of info as { pri_type: number; pri_offset: number }[])
      blocks.set(contents[pri_type] as Uint8Array, pri_offset - table)
    const header = { pr_type: 1, pr_size: at, pr_flags: 0, pr_pad: [0, 0, 0, 0], pr_ninfo: info.length, pr_info: info, blocks }
    return { struct: xregX86, value: header }
  },
}
