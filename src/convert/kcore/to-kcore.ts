/** Converts other kernel dumps to kcore files. Besides memory, a kcore file needs the location of the page tables. */
import { type Diagnostic, FormatError } from '../../errors.js'
import { readMidmag } from '../../formats/kcore/midmag.js'
import { amd64 as amd64Header, i386 as i386Header } from '../../formats/kcore/netbsd/cpu-kcore-hdr.js'
import { headerSizes, kcoreFileHeader } from '../../formats/kcore/netbsd/header-bytes.js'
import { physRamSeg } from '../../formats/kcore/netbsd/headers.js'
import { fromHex } from '../../io/hex.js'
import type { ByteSink } from '../../io/sink.js'
import { kcoreMachine } from '../../readers/kcore/machine-registry.js'
import type { OpenedKernelDump } from '../../readers/kcore/opened-dump.js'
import type { PhysicalRange } from '../../readers/kcore/physical-memory.js'
import { machineId } from '../../systems/machines/machine-ids.js'
import { writeSparse } from './copy-range.js'

export interface FromElfOptions {
  readonly sparse: boolean
  readonly turn: () => Promise<void> | undefined
}

/** Machine ID, header sizes, CPU data and the order of the ranges. */
interface Wanted {
  readonly machine: number
  readonly headerSize: number
  readonly segmentHeaderSize: number
  readonly unit: number
  readonly cpu: Uint8Array
  readonly segments: readonly { readonly start: number; readonly size: number }[]
}

/**
 * Writes a dump of another format as a kcore file.
 *
 * @throws FormatError `LOST` when the dump does not contain the location of its page tables
 */
export async function elfToKcore(opened: OpenedKernelDump, sink: ByteSink, options: FromElfOptions): Promise<Diagnostic[]> {
  const wanted = fromNote(opened) ?? fromRoot(opened)
  if (!wanted)
    throw new FormatError({
      code: 'LOST',
      message: `a kcore file requires the location of the page tables, which is unknown for ${opened.format} on ${opened.dump.abi.name}`,
    })
  const { memory, abi } = opened.dump
  const memorySize = wanted.segments.reduce((sum, { size }) => sum + size, 0)
  sink.write(kcoreFileHeader({ ...wanted, abi, memorySize }))
  const lost: Diagnostic[] = []
  let missing = 0
  for (const { start, size } of wanted.segments) {
    for (let at = start; at < start + size; ) {
      const bytes = memory.read(at, Math.min(4 * 1024 * 1024, start + size - at))
      if (bytes.byteLength === 0) {
        const next = Math.min(start + size, (Math.floor(at / 4096) + 1) * 4096)
        sink.skip(next - at)
        missing += next - at
        at = next
      } else {
        writeSparse(bytes, sink, options.sparse)
        at += bytes.byteLength
      }
      const wait = options.turn()
      if (wait) await wait
    }
  }
  if (missing > 0)
    lost.push({ code: 'LOST', path: 'memory', message: `${missing} bytes of memory are missing from the dump; written as zeros` })
  return lost
}

/** An ELF file that was converted from a kcore file contains its CPU data in a note. */
function fromNote({ dump }: OpenedKernelDump): Wanted | undefined {
  const midmag = dump.origin?.get('MIDMAG')
  const cpu = dump.origin?.get('CPU')
  if (midmag === undefined || cpu === undefined) return undefined
  const { machine: id } = readMidmag(fromHex(midmag))
  const known = kcoreMachine(id)
  if (!known) return undefined
  const bytes = fromHex(cpu)
  const data = known.machine.read(bytes, dump.abi, { memorySize: 0 })
  const { unit } = known.machine
  const segments = data.segments ?? [...dump.memory.ranges()].slice(0, 1).map(({ start, size }) => ({ start, size }))
  return { machine: id, ...headerSizes(unit), unit, cpu: bytes, segments }
}

/** On amd64 and i386 only the address of the top-level page table is needed. */
function fromRoot({ dump }: OpenedKernelDump): Wanted | undefined {
  const { root, paging } = dump.facts
  if (typeof root !== 'bigint' && typeof root !== 'number') return undefined
  const wide = dump.abi.name === 'amd64'
  if (!wide && dump.abi.name !== 'i386') return undefined
  const segments = [...dump.memory.ranges()].map(({ start, size }: PhysicalRange) => ({ start, size }))
  const head = wide
    ? amd64Header.for(dump.abi).encode({ ptdpaddr: BigInt(root), nmemsegs: BigInt(segments.length) })
    : i386Header.for(dump.abi).encode({ pdppaddr: Number(root) | (paging === 'PAE' ? 0x200 : 0), nmemsegs: segments.length })
  const layout = physRamSeg.for(dump.abi)
  const cpu = new Uint8Array(head.byteLength + segments.length * layout.size)
  cpu.set(head)
  for (const [index, { start, size }] of segments.entries())
    cpu.set(layout.encode({ start: BigInt(start), size: BigInt(size) }), head.byteLength + index * layout.size)
  const unit = wide ? 8 : 4
  return { machine: wide ? machineId.X86_64 : machineId.I386, ...headerSizes(unit), unit, cpu, segments }
}
