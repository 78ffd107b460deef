/**
 * Any kernel dump as an ELF file: its physical memory, and where addresses can be translated, the kernel's virtual memory as well. Both kinds
 * of program headers point to the same bytes.
 */

import { type Diagnostic, FormatError } from '../../errors.js'
import { PN_XNUM } from '../../formats/elf/constants.js'
import { elfHeader, noteHeader, programHeader, sectionHeader } from '../../formats/elf/headers.js'
import { machineFacts } from '../../formats/elf/machine-abi.js'
import { ELFOSABI_STANDALONE, EXHUME_NOTE, EXHUME_OWNER, NO_ADDRESS } from '../../formats/kcore/elf-dump.js'
import { midmagBytes } from '../../formats/kcore/midmag.js'
import { partitionPoint } from '../../io/binary-search.js'
import { isZero, roundUp } from '../../io/bytes.js'
import { toHex } from '../../io/hex.js'
import type { ByteSink } from '../../io/sink.js'
import type { KcoreHead } from '../../readers/kcore/netbsd/kcore-headers.js'
import type { OpenedKernelDump } from '../../readers/kcore/opened-dump.js'
import { joined, type MappedRange } from '../../readers/kcore/translation.js'
import type { Convert } from '../conversion.js'
import { copyRange, writeSparse } from './copy-range.js'
import { withDump } from './dump-input.js'

export interface ElfOptions {
  /** Runs of zeros become holes of the file. */
  readonly sparse?: boolean
  /** Pages of zeros are left out: they are memory without contents in the file. */
  readonly dropZeros?: boolean
  /** Only physical addresses from the first up to but without the second. */
  readonly range?: readonly [number, number]
  readonly turn?: () => Promise<void> | undefined
}

/** A piece of physical memory in the new file. */
interface Extent {
  readonly start: number
  readonly size: number
  /** Where it is in the input; absent where it must be asked for. */
  readonly from: number | undefined
  readonly zero: boolean
  /** Where it goes to. */
  offset: number
}

const PAGE = 4096
const CHUNK = 4 * 1024 * 1024
/** More ranges of virtual addresses than this are not written. */
const MOST_HEADERS = 1_000_000
const RWX = 7
const PT_LOAD = 1
const PT_NOTE = 4

/** `convert DUMP OUT --to vmcore/elf`. */
export const toElf: Convert = (input, sink) => {
  const { options, turn } = input
  const range = rangeOption(options.range)
  const how = { turn, sparse: options.sparse === true, dropZeros: options.dropZeros === true, ...(range && { range }) }
  return withDump(input, 'an ELF dump', (dump) => writeElf(dump, sink, how))
}

/** `START-END`, decimal or hex. @throws FormatError `BAD_VALUE` */
function rangeOption(given: unknown): [number, number] | undefined {
  if (given === undefined) return undefined
  const number = '(0[xX][0-9a-fA-F]+|\\d+)'
  const match = new RegExp(`^${number}-${number}$`).exec(String(given))
  const range = match && ([Number(match[1]), Number(match[2])] as [number, number])
  if (!range || range[0] >= range[1])
    throw new FormatError({
      code: 'BAD_VALUE',
      path: 'range',
      message: `--range takes START-END, physical addresses; ${String(given)} is none`,
    })
  return range
}

/**
 * Writes the ELF file.
 *
 * @returns what could not be carried over
 * @throws FormatError `LOST` when the machine has no number in ELF
 */
export async function writeElf(opened: OpenedKernelDump, sink: ByteSink, options: ElfOptions = {}): Promise<Diagnostic[]> {
  const { dump } = opened
  const of = dump.abi
  const machine = machineFacts(of)
  if (!machine) throw new FormatError({ code: 'LOST', message: `the machine ${of.name} has no number in ELF` })
  const turn = options.turn ?? (() => undefined)
  const lost: Diagnostic[] = []
  const extents = await extentsOf(opened, options, turn)
  const virtual = virtualRanges(opened, extents, lost)
  const note = notesBytes(opened)
  const layout = programHeader(of).for(of)
  const headerLayout = elfHeader.for(of)
  const sectionLayout = sectionHeader.for(of)
  const count = 1 + extents.length + virtual.length
  const many = count >= PN_XNUM
  const tableOffset = headerLayout.size
  const sectionOffset = tableOffset + count * layout.size
  const noteOffset = sectionOffset + (many ? sectionLayout.size : 0)
  let offset = roundUp(noteOffset + note.byteLength, PAGE)
  for (const extent of extents) {
    if (extent.zero) continue
    extent.offset = offset
    offset += roundUp(extent.size, PAGE)
  }
  sink.write(
    headerLayout.encode({
      e_ident: {
        ei_mag: Uint8Array.of(0x7f, 0x45, 0x4c, 0x46),
        ei_class: machine.class,
        ei_data: machine.data,
        ei_version: 1,
        ei_osabi: dump.format.endsWith('/freebsd') ? ELFOSABI_STANDALONE : 0,
        ei_abiversion: 0,
        ei_pad: new Uint8Array(7),
      },
      e_type: 4,
      e_machine: machine.machine,
      e_version: 1,
      e_entry: 0n,
      e_phoff: BigInt(tableOffset),
      e_shoff: many ? BigInt(sectionOffset) : 0n,
      e_flags: machine.flags,
      e_ehsize: headerLayout.size,
      e_phentsize: layout.size,
      e_phnum: many ? PN_XNUM : count,
      e_shentsize: many ? sectionLayout.size : 0,
      e_shnum: many ? 1 : 0,
      e_shstrndx: 0,
    }),
  )
  const none = NO_ADDRESS[of.bits]
  const write = (
    type: number,
    at: number,
    vaddr: bigint,
    paddr: bigint,
    filesz: number,
    memsz: number,
    flags: number,
    align: number,
  ): void =>
    sink.write(
      layout.encode({
        p_type: type,
        p_flags: flags,
        p_offset: BigInt(at),
        p_vaddr: vaddr,
        p_paddr: paddr,
        p_filesz: BigInt(filesz),
        p_memsz: BigInt(memsz),
        p_align: BigInt(align),
      }),
    )
  write(PT_NOTE, noteOffset, 0n, 0n, note.byteLength, 0, 0, 4)
  // A physical address that is also a virtual one that is mapped would be ambiguous to readers that know only virtual ones.
  const taken = virtual.map(({ range }) => range).sort((a, b) => (a.virtual < b.virtual ? -1 : 1))
  for (const { start, size, zero, offset: at } of extents) {
    const identity = overlaps(taken, BigInt(start), BigInt(start + size)) || BigInt(start) > none ? none : BigInt(start)
    if (of.bits === 32 && start + size > 2 ** 32) {
      lost.push({ code: 'LOST', path: 'memory', message: `memory at 0x${start.toString(16)} is above what a 32-bit ELF file can say` })
      continue
    }
    write(PT_LOAD, zero ? 0 : at, identity, BigInt(start), zero ? 0 : size, size, RWX, PAGE)
  }
  for (const { range, extent } of virtual) {
    const paddr = range.physical > Number(none) ? none : BigInt(range.physical)
    const at = extent.zero ? 0 : extent.offset + (range.physical - extent.start)
    write(PT_LOAD, at, range.virtual, paddr, extent.zero ? 0 : range.length, range.length, RWX, PAGE)
  }
  // What was left out above still has its place in the table.
  const written = Math.round((sink.position - tableOffset) / layout.size)
  for (let index = written; index < count; index++) write(0, 0, 0n, 0n, 0, 0, 0, 0)
  if (many)
    sink.write(
      sectionLayout.encode({
        sh_name: 0,
        sh_type: 0,
        sh_flags: 0n,
        sh_addr: 0n,
        sh_offset: 0n,
        sh_size: 0n,
        sh_link: 0,
        sh_info: count,
        sh_addralign: 0n,
        sh_entsize: 0n,
      }),
    )
  sink.write(note)
  for (const extent of extents) {
    if (extent.zero) continue
    sink.skip(extent.offset - sink.position)
    await writeExtent(opened, extent, sink, options.sparse ?? false, turn)
  }
  return lost
}

/** Whether a range of addresses meets one of the list, which ascends. */
function overlaps(list: readonly MappedRange[], start: bigint, end: bigint): boolean {
  const endOf = ({ virtual, length }: MappedRange): bigint => virtual + BigInt(length)
  const range = list[partitionPoint(list.length, (i) => endOf(list[i] as MappedRange) <= start)]
  return range !== undefined && range.virtual < end
}

async function extentsOf(opened: OpenedKernelDump, options: ElfOptions, turn: () => Promise<void> | undefined): Promise<Extent[]> {
  const list: Extent[] = []
  for (const { start, size, offset, zero } of opened.dump.memory.ranges()) {
    const from = Math.max(start, options.range?.[0] ?? start)
    const to = Math.min(start + size, options.range?.[1] ?? start + size)
    if (from >= to) continue
    const extent = {
      start: from,
      size: to - from,
      from: offset === undefined ? undefined : offset + (from - start),
      zero: zero ?? false,
      offset: 0,
    }
    if (options.dropZeros && !extent.zero) for await (const part of withoutZeros(opened, extent, turn)) list.push(part)
    else list.push(extent)
  }
  return list
}

/** An extent cut where pages of zeros begin and end. */
async function* withoutZeros(
  opened: OpenedKernelDump,
  extent: Extent,
  turn: () => Promise<void> | undefined,
): AsyncGenerator<Extent, void, undefined> {
  let open: { start: number; zero: boolean } | undefined
  const part = (from: number, to: number, zero: boolean): Extent => ({
    start: from,
    size: to - from,
    from: extent.from === undefined ? undefined : extent.from + (from - extent.start),
    zero,
    offset: 0,
  })
  const end = extent.start + extent.size
  for (let at = extent.start; at < end; ) {
    const bytes = opened.dump.memory.read(at, Math.min(CHUNK, end - at))
    // What the file does not hold cannot be said to be zero.
    const length = bytes.byteLength || end - at
    for (let within = 0; within < length; within += PAGE) {
      const zero = bytes.byteLength > 0 && isZero(bytes, within, Math.min(within + PAGE, bytes.byteLength))
      if (open && open.zero !== zero) {
        yield part(open.start, at + within, open.zero)
        open = undefined
      }
      open ??= { start: at + within, zero }
    }
    at += length
    const wait = turn()
    if (wait) await wait
  }
  if (open) yield part(open.start, end, open.zero)
}

interface Placed {
  readonly range: MappedRange
  readonly extent: Extent
}

/** The mapped ranges, cut to what is in the file. */
function virtualRanges(opened: OpenedKernelDump, extents: readonly Extent[], lost: Diagnostic[]): Placed[] {
  const { translation, abi: of } = opened.dump
  if (!translation?.mapped) {
    const why = translation ? 'the mapped addresses cannot be listed' : (opened.dump.unknown ?? 'no translation is known')
    lost.push({ code: 'LOST', path: 'translation', message: `the file has physical addresses only: ${why}` })
    return []
  }
  const placed: Placed[] = []
  const ranges = joined(translation.mapped())
  for (let step = ranges.next(); ; step = ranges.next()) {
    if (step.done) {
      if (step.value)
        lost.push({
          code: 'LIMIT',
          path: 'translation',
          message: 'there are more page tables than the limit; not all virtual addresses are in the file',
        })
      return placed
    }
    const { virtual, physical, length } = step.value
    let index = firstAfter(extents, physical)
    for (let extent = extents[index]; extent && extent.start < physical + length; extent = extents[++index]) {
      const from = Math.max(physical, extent.start)
      const to = Math.min(physical + length, extent.start + extent.size)
      if (from >= to) continue
      if (placed.length >= MOST_HEADERS) {
        lost.push({
          code: 'LIMIT',
          path: 'translation',
          message: `more than ${MOST_HEADERS} ranges of virtual addresses; the others are not in the file`,
        })
        return placed
      }
      placed.push({
        extent,
        range: { virtual: BigInt.asUintN(of.bits, virtual + BigInt(from - physical)), physical: from, length: to - from },
      })
    }
  }
}

/** Index of the first extent that ends behind an address. */
function firstAfter(extents: readonly Extent[], address: number): number {
  const endOf = ({ start, size }: Extent): number => start + size
  return partitionPoint(extents.length, (i) => endOf(extents[i] as Extent) <= address)
}

async function writeExtent(
  opened: OpenedKernelDump,
  extent: Extent,
  sink: ByteSink,
  sparse: boolean,
  turn: () => Promise<void> | undefined,
): Promise<void> {
  const { source, memory } = opened.dump
  if (extent.from !== undefined) {
    await copyRange(source, extent.from, extent.size, sink, { sparse, turn })
    return
  }
  const end = extent.start + extent.size
  for (let at = extent.start; at < end; ) {
    const bytes = memory.read(at, end - at)
    if (bytes.byteLength === 0) {
      // A page that cannot be unpacked: a hole, and the diagnostic is the reader's.
      const next = Math.min(end, (Math.floor(at / PAGE) + 1) * PAGE)
      sink.skip(next - at)
      at = next
    } else {
      writeSparse(bytes, sink, sparse)
      at += bytes.byteLength
    }
    const wait = turn()
    if (wait) await wait
  }
}

/** The notes of the dump; where it has none, one that tells what the file was made of: of a kcore file all that is needed to make it again. */
function notesBytes(opened: OpenedKernelDump): Uint8Array {
  const { notes = [], abi } = opened.dump
  const list = notes.length > 0 ? notes : [{ owner: EXHUME_OWNER, type: EXHUME_NOTE, descriptor: originOf(opened) }]
  const layout = noteHeader.for(abi)
  const encoder = new TextEncoder()
  const sizes = list.map(({ owner, descriptor }) => layout.size + roundUp(owner.length + 1, 4) + roundUp(descriptor.byteLength, 4))
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0))
  let at = 0
  for (const [index, { owner, type, descriptor }] of list.entries()) {
    const name = encoder.encode(`${owner}\0`)
    bytes.set(layout.encode({ n_namesz: name.byteLength, n_descsz: descriptor.byteLength, n_type: type }), at)
    bytes.set(name, at + layout.size)
    bytes.set(descriptor, at + layout.size + roundUp(name.byteLength, 4))
    at += sizes[index] ?? 0
  }
  return bytes
}

function originOf({ dump }: OpenedKernelDump): Uint8Array {
  const lines = [`FORMAT=${dump.format}`, `MACHINE=${dump.machine}`]
  const head = (dump as { head?: KcoreHead }).head
  if (head) {
    lines.push(`MIDMAG=${toHex(midmagBytes({ ...head.midmag, flags: 0 }))}`)
    lines.push(`HEADERS=${head.headerSize},${head.segmentHeaderSize}`)
    lines.push(`CPU=${toHex(dump.source.read(head.cpuOffset, head.cpuSize))}`)
  } else {
    for (const key of ['midmag', 'cpu'] as const)
      if (typeof dump.facts[key] === 'string') lines.push(`${key.toUpperCase()}=${dump.facts[key]}`)
  }
  return new TextEncoder().encode(`${lines.join('\n')}\n`)
}
