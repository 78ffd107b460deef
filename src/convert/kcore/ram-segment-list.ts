/** Replaces the list of memory ranges in the CPU data of a kcore file. */
import { physRamSeg } from '../../formats/kcore/netbsd/headers.js'
import type { CpuData, KcoreMachine } from '../../readers/kcore/kcore-machine.js'
import type { Abi } from '../../schema/base.js'

export interface RamSegment {
  readonly start: number
  readonly size: number
}

/** Names of the field that counts the ranges; other machines end the list with a range of size 0. */
const COUNTS = ['nmemsegs', 'nmemseg', 'kh_nramsegs'] as const

/**
 * CPU data with other memory ranges; undefined where the machine's format has no list of them, or no room for these.
 *
 * @param data what the machine reads from `cpu`
 */
export function withSegments(
  machine: KcoreMachine,
  abi: Abi,
  cpu: Uint8Array,
  data: CpuData,
  segments: readonly RamSegment[],
): Uint8Array | undefined {
  const entries = data.parts.filter(({ path }) => path.startsWith('memsegs['))
  const first = entries[0]
  const header = data.parts.find(({ offset }) => offset === 0)
  if (!first || !header || !data.segments) return undefined
  const layout = physRamSeg.for(abi)
  const list = encodeSegments(abi, entries.length > data.segments.length ? [...segments, { start: 0, size: 0 }] : segments)
  const oldEnd = first.offset + entries.length * layout.size
  const grows = list.byteLength > oldEnd - first.offset
  if (grows && oldEnd < cpu.byteLength) return undefined
  const result = new Uint8Array(oldEnd < cpu.byteLength ? cpu.byteLength : first.offset + list.byteLength)
  result.set(cpu.subarray(0, Math.min(cpu.byteLength, result.byteLength)))
  result.fill(0, first.offset, Math.min(oldEnd, result.byteLength))
  result.set(list, first.offset)
  const layoutOfHeader = header.struct.for(header.abi)
  const fields = layoutOfHeader.decode(cpu) as Record<string, unknown>
  const count = COUNTS.find((name) => name in fields)
  if (count) result.set(layoutOfHeader.encode({ ...fields, [count]: sameKind(fields[count], segments.length) }))
  return holds(machine, abi, result, segments) ? result : undefined
}

const sameKind = (example: unknown, value: number): number | bigint => (typeof example === 'bigint' ? BigInt(value) : value)

/** The ranges as phys_ram_seg entries. */
export function encodeSegments(abi: Abi, segments: readonly RamSegment[]): Uint8Array {
  const layout = physRamSeg.for(abi)
  const bytes = new Uint8Array(segments.length * layout.size)
  for (const [index, { start, size }] of segments.entries())
    bytes.set(layout.encode({ start: BigInt(start), size: BigInt(size) }), index * layout.size)
  return bytes
}

/** Whether the machine reads these ranges from the data. */
function holds(machine: KcoreMachine, abi: Abi, cpu: Uint8Array, segments: readonly RamSegment[]): boolean {
  const { segments: read = [], problems } = machine.read(cpu, abi, { memorySize: 0 })
  return (
    problems.length === 0 &&
    read.length === segments.length &&
    read.every(({ start, size }, index) => start === segments[index]?.start && size === segments[index]?.size)
  )
}
