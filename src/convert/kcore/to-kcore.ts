/** Converts other kernel dumps to kcore files. Besides memory, a kcore file needs the location of the page tables. */
import { type Diagnostic, FormatError } from '../../errors.js'
import { readMidmag } from '../../formats/kcore/midmag.js'
import { amd64 as amd64Header, i386 as i386Header } from '../../formats/kcore/netbsd/cpu-kcore-hdr.js'
import { headerSizes, kcoreFileHeader } from '../../formats/kcore/netbsd/header-bytes.js'
import { concatenate } from '../../io/bytes.js'
import { fromHex } from '../../io/hex.js'
import type { ByteSink } from '../../io/sink.js'
import { kcoreMachine } from '../../readers/kcore/machine-registry.js'
import type { OpenedKernelDump } from '../../readers/kcore/opened-dump.js'
import { machineId } from '../../systems/machines/machine-ids.js'
import { copyMemory } from './copy-range.js'
import { extentsOf } from './elf-extents.js'
import { encodeSegments, type RamSegment, withSegments } from './ram-segment-list.js'

export interface ToKcoreOptions {
  readonly sparse: boolean
  /** Write zeros for missing memory where the format cannot leave it out; else the conversion fails. */
  readonly zeroMissing: boolean
  readonly turn: () => Promise<void> | undefined
}

/** Machine ID, header sizes, CPU data and the order of the ranges. */
interface Wanted {
  readonly machine: number
  readonly headerSize: number
  readonly segmentHeaderSize: number
  readonly unit: number
  readonly cpu: Uint8Array
  readonly segments: readonly RamSegment[]
  /** Bytes of memory that the original dump had and that are left out. */
  readonly omitted: number
}

/**
 * Writes a dump of another format as a kcore file. Memory that the dump does not contain is left out of the list of memory ranges.
 *
 * @throws FormatError `LOST` when the dump does not contain the location of its page tables, or the machine's format cannot leave out memory
 */
export async function toKcoreFile(opened: OpenedKernelDump, sink: ByteSink, options: ToKcoreOptions): Promise<Diagnostic[]> {
  const lost: Diagnostic[] = []
  const present = merged(await extentsOf(opened, {}, options.turn, lost))
  const wanted = fromNote(opened, present, options.zeroMissing) ?? fromRoot(opened, present)
  if (!wanted)
    throw new FormatError({
      code: 'LOST',
      message: `a kcore file requires the location of the page tables, which is unknown for ${opened.format} on ${opened.dump.abi.name}`,
    })
  const { memory, abi } = opened.dump
  if (wanted.omitted > 0 && lost.length === 0) {
    const message = `${wanted.omitted} bytes of memory that the original dump had are missing; omitted`
    lost.push({ code: 'LOST', path: 'memory', message })
  }
  const memorySize = wanted.segments.reduce((sum, { size }) => sum + size, 0)
  sink.write(kcoreFileHeader({ ...wanted, abi, memorySize }))
  let missing = 0
  for (const { start, size } of wanted.segments) missing += await copyMemory(memory, start, size, sink, options)
  if (missing > 0)
    lost.push({ code: 'LOST', path: 'memory', message: `${missing} bytes of memory are missing from the dump; written as zeros` })
  return lost
}

/** Extents as ranges; neighbours become one. */
function merged(extents: readonly RamSegment[]): RamSegment[] {
  const list: RamSegment[] = []
  for (const { start, size } of extents) {
    const last = list.at(-1)
    if (last && last.start + last.size === start) list[list.length - 1] = { start: last.start, size: last.size + size }
    else list.push({ start, size })
  }
  return list
}

/** The parts of a range that the dump contains. */
function partsOf({ start, size }: RamSegment, present: readonly RamSegment[]): RamSegment[] {
  const end = start + size
  return present
    .filter((each) => each.start < end && each.start + each.size > start)
    .map((each) => {
      const from = Math.max(start, each.start)
      return { start: from, size: Math.min(end, each.start + each.size) - from }
    })
}

const endOf = (range: RamSegment | undefined): number => (range ? range.start + range.size : 0)

const total = (list: readonly RamSegment[]): number => list.reduce((sum, { size }) => sum + size, 0)

/** An ELF file that was converted from a kcore file contains its CPU data in a note. */
function fromNote({ dump }: OpenedKernelDump, present: readonly RamSegment[], zeroMissing: boolean): Wanted | undefined {
  const midmag = dump.origin?.get('MIDMAG')
  const cpu = dump.origin?.get('CPU')
  if (midmag === undefined || cpu === undefined) return undefined
  const { machine: id } = readMidmag(fromHex(midmag))
  const known = kcoreMachine(id)
  if (!known) return undefined
  const bytes = fromHex(cpu)
  const data = known.machine.read(bytes, dump.abi, { memorySize: 0 })
  const { unit } = known.machine
  const base = { machine: id, ...headerSizes(unit), unit }
  // Without a list of ranges, memory is at its physical address in the file.
  const segments = data.segments ?? [{ start: 0, size: endOf(present.at(-1)) }]
  const kept = segments.flatMap((each) => partsOf(each, present))
  if (total(kept) === total(segments)) return { ...base, cpu: bytes, segments, omitted: 0 }
  const shorter = withSegments(known.machine, dump.abi, bytes, data, kept)
  if (shorter) return { ...base, cpu: shorter, segments: kept, omitted: total(segments) - total(kept) }
  if (!zeroMissing) throw cannotLeaveOut(known.machine.name, total(segments) - total(kept))
  return { ...base, cpu: bytes, segments, omitted: 0 }
}

function cannotLeaveOut(machine: string, bytes: number): FormatError {
  const message = `${bytes} bytes of memory are missing, and kcore files of ${machine} cannot leave them out; --zero-missing writes zeros instead`
  return new FormatError({ code: 'LOST', path: 'memory', message })
}

/** On amd64 and i386 only the address of the top-level page table is needed. */
function fromRoot({ dump }: OpenedKernelDump, segments: readonly RamSegment[]): Wanted | undefined {
  const { root, paging } = dump.facts
  if (typeof root !== 'bigint' && typeof root !== 'number') return undefined
  const wide = dump.abi.name === 'amd64'
  if (!wide && dump.abi.name !== 'i386') return undefined
  const head = wide
    ? amd64Header.for(dump.abi).encode({ ptdpaddr: BigInt(root), nmemsegs: BigInt(segments.length) })
    : i386Header.for(dump.abi).encode({ pdppaddr: Number(root) | (paging === 'PAE' ? 0x200 : 0), nmemsegs: segments.length })
  const unit = wide ? 8 : 4
  const cpu = concatenate([head, encodeSegments(dump.abi, segments)])
  return { machine: wide ? machineId.X86_64 : machineId.I386, ...headerSizes(unit), unit, cpu, segments, omitted: 0 }
}
