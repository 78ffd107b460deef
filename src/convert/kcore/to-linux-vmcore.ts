/**
 * Converts Linux dumps to an ELF vmcore as the kernel's /proc/vmcore is: physical memory at its addresses of the direct map, and the kernel image.
 * makedumpfile accepts no other virtual addresses; crash(8) wants alignment 0.
 */
import { type Diagnostic, FormatError } from '../../errors.js'
import {
  coreHeader,
  elfHeader,
  machineFacts,
  PN_XNUM,
  programHeader,
  sectionHeader,
  segmentFlags,
  segmentType,
} from '../../formats/elf/index.js'
import { NO_ADDRESS } from '../../formats/kcore/elf-dump.js'
import { roundUp } from '../../io/bytes.js'
import type { ByteSink } from '../../io/sink.js'
import type { Vmcoreinfo } from '../../readers/kcore/linux/vmcoreinfo.js'
import type { OpenedKernelDump } from '../../readers/kcore/opened-dump.js'
import { zeroValue } from '../../schema/zero-value.js'
import { PAGE_SIZE } from '../../systems/machines/page-sizes.js'
import type { Convert } from '../conversion.js'
import { withDump } from './dump-input.js'
import { type Extent, extentsOf } from './elf-extents.js'
import { encodeNoteList } from './elf-headers.js'
import { linuxInfo } from './linux-input.js'
import { writeExtents } from './to-elf.js'

interface Segment {
  readonly virtual: bigint
  readonly physical: number
  readonly offset: number
  readonly fileSize: number
  readonly size: number
}

/** `convert DUMP OUT --to vmcore/linux`. */
export const toLinuxVmcore: Convert = (input, sink) => {
  const { options, turn } = input
  const physicalOnly = options.physicalOnly === true
  return withDump(input, 'a Linux vmcore', (opened) => writeVmcore(opened, sink, { physicalOnly, sparse: options.sparse === true, turn }))
}

interface VmcoreOptions {
  /** No virtual addresses at all. */
  readonly physicalOnly: boolean
  readonly sparse: boolean
  readonly turn: () => Promise<void> | undefined
}

async function writeVmcore(opened: OpenedKernelDump, sink: ByteSink, options: VmcoreOptions): Promise<Diagnostic[]> {
  const { abi } = opened.dump
  const { info, notes } = linuxInfo(opened, 'a Linux vmcore')
  if (!machineFacts(abi)) throw new FormatError({ code: 'LOST', message: `${abi.name} has no ELF machine number` })
  const lost: Diagnostic[] = []
  // Zeros that a dump left out are written: in a Linux vmcore, memory without contents means excluded.
  const extents = (await extentsOf(opened, {}, options.turn, lost)).map((extent) => ({ ...extent, zero: false }))
  const noteBytes = encodeNoteList(notes, abi)
  const image = options.physicalOnly ? [] : imageOf(opened, info, extents)
  const count = 1 + image.length + extents.length
  const tableOffset = elfHeader.for(abi).size
  const layout = programHeader(abi).for(abi)
  const sectionOffset = tableOffset + count * layout.size
  const extended = count >= PN_XNUM
  const noteOffset = sectionOffset + (extended ? sectionHeader.for(abi).size : 0)
  let offset = roundUp(noteOffset + noteBytes.byteLength, PAGE_SIZE)
  for (const extent of extents) {
    extent.offset = offset
    offset += roundUp(extent.size, PAGE_SIZE)
  }
  const base = options.physicalOnly ? undefined : directMapOf(opened, info)
  if (!options.physicalOnly && base === undefined)
    lost.push({ code: 'LOST', path: 'translation', message: 'the address of the direct map is not known; physical addresses only' })
  const none = NO_ADDRESS[abi.bits]
  const direct = extents.map(
    (extent): Segment => ({
      virtual: base === undefined || !isMapped(opened, base, extent.start) ? none : base + BigInt(extent.start),
      physical: extent.start,
      offset: extent.offset,
      fileSize: extent.size,
      size: extent.size,
    }),
  )
  const header = coreHeader(abi, {
    osabi: 0,
    programHeaders: { offset: tableOffset, count },
    ...(extended && { sectionHeaders: { offset: sectionOffset, count: 1 } }),
  })
  sink.write(elfHeader.for(abi).encode(header))
  const size = BigInt(noteBytes.byteLength)
  sink.write(
    layout.encode({
      p_type: segmentType.PT_NOTE,
      p_flags: 0,
      p_offset: BigInt(noteOffset),
      p_vaddr: 0n,
      p_paddr: 0n,
      p_filesz: size,
      p_memsz: size,
      p_align: 0n,
    }),
  )
  for (const { extent, ...part } of image) sink.write(encode({ ...part, offset: extent.offset + (part.physical - extent.start) }))
  for (const segment of direct) sink.write(encode(segment))
  if (extended) sink.write(sectionHeader.for(abi).encode({ ...zeroValue(sectionHeader, abi), sh_info: count }))
  sink.write(noteBytes)
  await writeExtents(opened, extents, sink, options.sparse, options.turn)
  return lost

  function encode({ virtual, physical, offset: at, fileSize, size: memory }: Segment): Uint8Array {
    return layout.encode({
      p_type: segmentType.PT_LOAD,
      p_flags: segmentFlags.PF_R | segmentFlags.PF_W | segmentFlags.PF_X,
      p_offset: BigInt(at),
      p_vaddr: virtual,
      p_paddr: BigInt(physical),
      p_filesz: BigInt(fileSize),
      p_memsz: BigInt(memory),
      p_align: 0n,
    })
  }
}

/** Whether the direct map has the memory: devices and high memory are not in it. */
function isMapped({ kvm }: OpenedKernelDump, base: bigint, physical: number): boolean {
  return kvm.translate(base + BigInt(physical))?.physical === physical
}

const IMAGE = 0xffffffff80000000n

/** The kernel's image on x86-64, the part of it that is in one extent. gdb finds the kernel's own addresses there. */
function imageOf(
  { dump, kvm }: OpenedKernelDump,
  info: Vmcoreinfo | undefined,
  extents: readonly Extent[],
): (Omit<Segment, 'offset'> & { extent: Extent; offset: number })[] {
  const base = info?.number('phys_base')
  const start = info?.symbol('_stext')
  const end = kvm.symbol('_end')?.value
  if (dump.abi.name !== 'amd64' || base === undefined || start === undefined || end === undefined || end <= start) return []
  const physical = Number(start - IMAGE + base)
  const extent = extents.find((each) => each.start <= physical && physical < each.start + each.size)
  if (!extent) return []
  const size = Math.min(Number(end - start), extent.start + extent.size - physical)
  return [{ virtual: start, physical, fileSize: size, size, extent, offset: 0 }]
}

/** The start of the direct map: the variable on x86-64 with randomised memory, else where most of the mapped memory is. */
function directMapOf({ dump, kvm }: OpenedKernelDump, info: Vmcoreinfo | undefined): bigint | undefined {
  const variable = kvm.symbol('page_offset_base')
  if (variable && kvm.translates && kvm.read(variable.value, 8).byteLength === 8) return kvm.readWord(variable.value)
  const totals = new Map<bigint, number>()
  let left = 1_000_000
  for (const { virtual, physical, length } of dump.translation?.mapped?.() ?? []) {
    if (virtual >> BigInt(dump.abi.bits - 1) !== 1n || virtual >= IMAGE) continue
    const base = virtual - BigInt(physical)
    totals.set(base, (totals.get(base) ?? 0) + length)
    if (--left <= 0) break
  }
  let best: [bigint, number] | undefined
  for (const each of totals) if (!best || each[1] > best[1]) best = each
  // One page proves nothing.
  return best && best[1] >= 1024 * 1024 && info ? best[0] : undefined
}
