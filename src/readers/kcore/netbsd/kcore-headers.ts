/** The headers in front of the memory of a kcore file, in both of its forms. */

import { type Diagnostic, FormatError } from '../../../errors.js'
import { KCORE_MAGIC, KCORESEG_MAGIC, type Midmag, readMidmag, segmentFlag } from '../../../formats/kcore/midmag.js'
import { kcoreHeader, kcoreSegment } from '../../../formats/kcore/netbsd/headers.js'
import { roundUp } from '../../../io/bytes.js'
import type { ByteSource } from '../../../io/source.js'
import type { Abi } from '../../../schema/base.js'
import { machineName } from '../../../systems/machines/machine-ids.js'
import type { Part } from '../../file-parts.js'
import type { KcoreMachine } from '../kcore-machine.js'
import { kcoreMachine } from '../machine-registry.js'

/** What stands in front of the memory. Offsets and sizes are in bytes, from the start of the file. */
export interface KcoreHead {
  /** Where the dump begins in the file. */
  readonly offset: number
  /** `file`: as savecore writes it; `device`: as the kernel leaves it on a dump device. */
  readonly form: 'file' | 'device'
  readonly midmag: Midmag
  readonly machine: KcoreMachine
  readonly abi: Abi
  /** The machine id is one that only OpenBSD has. */
  readonly openbsd: boolean
  readonly headerSize: number
  readonly segmentHeaderSize: number
  readonly cpuOffset: number
  readonly cpuSize: number
  readonly memoryOffset: number
  /** What the data segment says: modulo 4 GiB; undefined in the device form, which does not say it. */
  readonly dataSize: number | undefined
  readonly parts: readonly Part[]
}

/** A header larger than this is damaged. */
const LARGEST_CPU = 64 * 1024 * 1024

const invalid = (offset: number, path: string, message: string): FormatError =>
  new FormatError({ code: 'UNKNOWN_FORMAT', offset, path, message })

/**
 * The form of a dump by its magic word; undefined for another magic. libkvm knows the form from the call and ignores the flags; where it is not
 * known, the CPU flag decides.
 */
export function formOf(midmag: Midmag, wanted?: KcoreForm): KcoreForm | undefined {
  if (midmag.magic !== KCORE_MAGIC) return undefined
  return wanted ?? ((midmag.flags & segmentFlag.CORE_CPU) !== 0 ? 'device' : 'file')
}

export type KcoreForm = 'file' | 'device'

export interface HeadOptions {
  /** ABI of the kernel, where that is known. */
  readonly abi?: Abi | undefined
  /** Where the dump begins. */
  readonly offset?: number
  /** The form to read; by the flags where absent. */
  readonly form?: KcoreForm | undefined
}

/**
 * Reads the headers.
 *
 * @throws FormatError `UNKNOWN_FORMAT` or `TRUNCATED` that says which check of libkvm failed
 */
export function readHead(source: ByteSource, options: HeadOptions = {}): KcoreHead {
  const { offset = 0 } = options
  const first = source.read(offset, 12)
  if (first.byteLength < 8) throw truncated(offset, 'kcore_hdr', 8, first.byteLength)
  const midmag = readMidmag(first)
  const form = formOf(midmag, options.form)
  if (!form) {
    const found = `magic 0x${midmag.magic.toString(16)} with flags ${midmag.flags}`
    throw invalid(offset, 'c_midmag', `no kcore header: ${found} instead of 0x${KCORE_MAGIC.toString(16)}`)
  }
  const known = kcoreMachine(midmag.machine)
  if (!known) throw invalid(offset, 'c_midmag', `dumps of machine id ${midmag.machine} (${machineName(midmag.machine)}) are not known`)
  const base = { form, midmag, machine: known.machine, openbsd: known.openbsd ?? false } as const
  return form === 'file' ? readFileForm(source, base, options) : readDeviceForm(source, base, options)
}

type Base = Pick<KcoreHead, 'form' | 'midmag' | 'machine' | 'openbsd'>

function readFileForm(source: ByteSource, base: Base, { abi, offset = 0 }: HeadOptions): KcoreHead {
  const bytes = source.read(offset, 12)
  if (bytes.byteLength < 12) throw truncated(offset, 'kcore_hdr', 12, bytes.byteLength)
  const orders = distinct(base.machine.abis, (each) => each.endian)
  // A count in the wrong byte order is far too large.
  const order = orders.find((each) => kcoreHeader.for(each).decode(bytes).c_nseg === 2) ?? (orders[0] as Abi)
  const header = kcoreHeader.for(order).decode(bytes)
  if (header.c_nseg !== 2) throw invalid(offset + 8, 'c_nseg', `a kcore file has 2 segments, this says ${header.c_nseg}`)
  if (header.c_hdrsize < 12 || header.c_seghdrsize < 8)
    throw invalid(offset + 4, 'c_hdrsize', `headers of ${header.c_hdrsize} and ${header.c_seghdrsize} bytes are too small`)
  const cpuSegment = segmentAt(source, offset + header.c_hdrsize, order, segmentFlag.CORE_CPU)
  const cpuOffset = offset + header.c_hdrsize + header.c_seghdrsize
  const cpuSize = checkedSize(source, cpuOffset, cpuSegment.c_size)
  const of = chosenAbi(base.machine, order, source.read(cpuOffset, cpuSize), abi)
  const dataOffset = cpuOffset + cpuSize
  const data = segmentAt(source, dataOffset, order, segmentFlag.CORE_DATA)
  return {
    ...base,
    offset,
    abi: of,
    headerSize: header.c_hdrsize,
    segmentHeaderSize: header.c_seghdrsize,
    cpuOffset,
    cpuSize,
    memoryOffset: dataOffset + header.c_seghdrsize,
    dataSize: data.c_size,
    parts: [
      { offset, path: 'kcore_hdr', struct: kcoreHeader, abi: of },
      { offset: offset + header.c_hdrsize, path: 'cpu_segment', struct: kcoreSegment, abi: of },
      { offset: dataOffset, path: 'data_segment', struct: kcoreSegment, abi: of },
    ],
  }
}

function readDeviceForm(source: ByteSource, base: Base, { abi, offset = 0 }: HeadOptions): KcoreHead {
  const bytes = source.read(offset, 8)
  if (bytes.byteLength < 8) throw truncated(offset, 'kcore_seg', 8, bytes.byteLength)
  const segmentHeaderSize = roundUp(8, unitOf(base.machine, abi))
  const orders = distinct(base.machine.abis, (each) => each.endian)
  // A size in the wrong byte order is far too large.
  const sizes = orders.map((each) => ({ each, size: kcoreSegment.for(each).decode(bytes).c_size }))
  const { each: order, size } = sizes.reduce((best, next) => (next.size < best.size ? next : best))
  const cpuOffset = offset + segmentHeaderSize
  const cpuSize = checkedSize(source, cpuOffset, size)
  const of = chosenAbi(base.machine, order, source.read(cpuOffset, cpuSize), abi)
  return {
    ...base,
    offset,
    abi: of,
    headerSize: 0,
    segmentHeaderSize,
    cpuOffset,
    cpuSize,
    memoryOffset: cpuOffset + cpuSize,
    dataSize: undefined,
    parts: [{ offset, path: 'cpu_segment', struct: kcoreSegment, abi: of }],
  }
}

function segmentAt(source: ByteSource, offset: number, abi: Abi, flag: number): { c_size: number } {
  const bytes = source.read(offset, 8)
  const what = flag === segmentFlag.CORE_CPU ? 'cpu_segment' : 'data_segment'
  if (bytes.byteLength < 8) throw truncated(offset, what, 8, bytes.byteLength)
  const { magic, flags } = readMidmag(bytes)
  if (magic !== KCORESEG_MAGIC)
    throw invalid(offset, `${what}.c_midmag`, `magic 0x${magic.toString(16)} instead of 0x${KCORESEG_MAGIC.toString(16)}`)
  if (flags !== flag) throw invalid(offset, `${what}.c_midmag`, `flags ${flags} instead of ${flag}`)
  return kcoreSegment.for(abi).decode(bytes)
}

function checkedSize(source: ByteSource, offset: number, size: number): number {
  const left = source.size - offset
  if (size > left) throw truncated(offset, 'cpu_segment.c_size', size, Math.max(0, left))
  if (size > LARGEST_CPU)
    throw new FormatError({
      code: 'LIMIT',
      offset,
      path: 'cpu_segment.c_size',
      message: `CPU data of ${size} bytes is more than ${LARGEST_CPU}`,
    })
  return size
}

const truncated = (offset: number, path: string, expected: number, found: number): FormatError =>
  new FormatError({
    code: 'TRUNCATED',
    offset,
    path,
    message: `${path} takes ${expected} bytes, ${found} are left`,
    expected: String(expected),
    found: String(found),
  } satisfies Diagnostic)

function distinct(abis: readonly Abi[], by: (abi: Abi) => string): Abi[] {
  return abis.filter((each, index) => abis.findIndex((other) => by(other) === by(each)) === index)
}

/** Of the machine's ABIs in that byte order: the kernel's, else the one that the CPU data fits best. */
function chosenAbi(machine: KcoreMachine, order: Abi, cpu: Uint8Array, wanted: Abi | undefined): Abi {
  const possible = machine.abis.filter(({ endian }) => endian === order.endian)
  const known = wanted && (possible.find(({ name }) => name === wanted.name) ?? possible.find(({ bits }) => bits === wanted.bits))
  if (known) return known
  let best = possible[0] ?? order
  let score = machine.fits?.(cpu, best) ?? 0
  for (const each of possible.slice(1)) {
    const next = machine.fits?.(cpu, each) ?? 0
    if (next > score) {
      best = each
      score = next
    }
  }
  return best
}

/** ALIGN of a machine in bytes: what headers are rounded up to. Before EABI, arm had 4. */
export const unitOf = ({ unit }: KcoreMachine, of: Abi | undefined): number => (of?.name.startsWith('arm-oabi') ? 4 : unit)
