/** Headers and notes of an ELF dump. */

import { type Diagnostic, FormatError } from '../../errors.js'
import { elfPrstatus } from '../../formats/core/linux/prstatus.js'
import { generalOf } from '../../formats/core/linux/registers/by-abi.js'
import { writeRegisterSet } from '../../formats/core/register-set.js'
import {
  coreHeader,
  elfHeader,
  machineFacts,
  noteHeader,
  PN_XNUM,
  programHeader,
  sectionHeader,
  segmentFlags,
  segmentType,
} from '../../formats/elf/index.js'
import { noteOwner } from '../../formats/elf/note-owners.js'
import { ELFOSABI_STANDALONE, EXHUME_NOTE, EXHUME_OWNER, NO_ADDRESS } from '../../formats/kcore/elf-dump.js'
import { midmagBytes } from '../../formats/kcore/midmag.js'
import { concatenate, roundUp } from '../../io/bytes.js'
import { toHex } from '../../io/hex.js'
import type { DumpNote } from '../../readers/kcore/dump-notes.js'
import type { Kvm } from '../../readers/kcore/kvm.js'
import type { KcoreHead } from '../../readers/kcore/netbsd/kcore-headers.js'
import type { OpenedKernelDump } from '../../readers/kcore/opened-dump.js'
import type { Abi } from '../../schema/base.js'
import { zeroValue } from '../../schema/zero-value.js'
import { PAGE_SIZE } from '../../systems/machines/page-sizes.js'
import type { Extent, VirtualExtent } from './elf-extents.js'

const ALL_FLAGS = segmentFlags.PF_R | segmentFlags.PF_W | segmentFlags.PF_X

type Headers = Generator<Uint8Array, void, undefined>

/**
 * Encodes everything that stands before the memory: the ELF header, the program headers, section header 0 where the number of
 * program headers requires it, and the notes. Sets the file offset of each extent.
 *
 * @throws FormatError `LOST` when the machine has no ELF machine number
 */
export function* encodeHeaders(
  { dump, kvm }: OpenedKernelDump,
  extents: readonly Extent[],
  virtual: readonly VirtualExtent[],
  lost: Diagnostic[],
): Headers {
  const { abi } = dump
  if (!machineFacts(abi)) throw new FormatError({ code: 'LOST', message: `${abi.name} has no ELF machine number` })
  // Where zeros have no file contents, the note of exhume tells them from memory that Linux excluded.
  const notes = encodeNotes(
    dump,
    cpuNotes(dump, kvm),
    extents.some(({ zero }) => zero),
  )
  const align = conventionsOf(dump)
  const count = 1 + extents.length + virtual.length
  const tableOffset = elfHeader.for(abi).size
  const sectionOffset = tableOffset + count * programHeader(abi).for(abi).size
  const extended = count >= PN_XNUM
  const noteOffset = sectionOffset + (extended ? sectionHeader.for(abi).size : 0)
  placeExtents(extents, roundUp(noteOffset + notes.byteLength, PAGE_SIZE))
  const header = coreHeader(abi, {
    osabi: dump.format.endsWith('/freebsd') ? ELFOSABI_STANDALONE : 0,
    programHeaders: { offset: tableOffset, count },
    ...(extended && { sectionHeaders: { offset: sectionOffset, count: 1 } }),
  })
  yield elfHeader.for(abi).encode(header)
  yield encodeSegment(abi, {
    p_type: segmentType.PT_NOTE,
    p_offset: noteOffset,
    p_filesz: notes.byteLength,
    ...align.note(notes.byteLength),
  })
  const unused = yield* physicalSegments(abi, extents, align.load, lost)
  yield* virtualSegments(abi, virtual, align.load)
  // Headers that were omitted keep their slot in the table.
  for (let i = 0; i < unused; i++) yield encodeSegment(abi, {})
  if (extended) yield sectionHeader.for(abi).encode({ ...zeroValue(sectionHeader, abi), sh_info: count })
  yield notes
}

interface Conventions {
  /** p_align of memory, in bytes. */
  readonly load: number
  note(size: number): Partial<Segment>
}

/**
 * The fields that only some readers look at. crash(8) takes a file for a Linux kdump, and uses its VMCOREINFO, only where the first
 * PT_LOAD has alignment 0, as the kernel and makedumpfile write it. Others expect the page size.
 */
function conventionsOf({ notes }: OpenedKernelDump['dump']): Conventions {
  return notes.some(({ owner }) => owner === noteOwner.VMCOREINFO)
    ? { load: 0, note: (size) => ({ p_memsz: size }) }
    : { load: PAGE_SIZE, note: () => ({ p_align: 4 }) }
}

function placeExtents(extents: readonly Extent[], start: number): void {
  let offset = start
  for (const extent of extents) {
    if (extent.zero) continue
    extent.offset = offset
    offset += roundUp(extent.size, PAGE_SIZE)
  }
}

/** @returns the number of extents that have no program header because a 32-bit file cannot address them */
function* physicalSegments(
  abi: Abi,
  extents: readonly Extent[],
  p_align: number,
  lost: Diagnostic[],
): Generator<Uint8Array, number, undefined> {
  // A physical address is no virtual one: readers would take it for mapped.
  const p_vaddr = NO_ADDRESS[abi.bits]
  let omitted = 0
  for (const { start, size, zero, offset } of extents) {
    if (abi.bits === 32 && start + size > 2 ** 32) {
      const message = `memory at 0x${start.toString(16)} is above the 4 GiB that a 32-bit ELF file can address`
      lost.push({ code: 'LOST', path: 'memory', message })
      omitted++
      continue
    }
    const p_paddr = BigInt(start)
    yield encodeLoad(abi, { p_align, p_offset: zero ? 0 : offset, p_vaddr, p_paddr, p_filesz: zero ? 0 : size, p_memsz: size })
  }
  return omitted
}

function* virtualSegments(abi: Abi, virtual: readonly VirtualExtent[], p_align: number): Headers {
  const none = NO_ADDRESS[abi.bits]
  for (const { range, extent } of virtual)
    yield encodeLoad(abi, {
      p_align,
      p_offset: extent.zero ? 0 : extent.offset + (range.physical - extent.start),
      p_vaddr: range.virtual,
      p_paddr: range.physical > Number(none) ? none : BigInt(range.physical),
      p_filesz: extent.zero ? 0 : range.length,
      p_memsz: range.length,
    })
}

interface Segment {
  readonly p_type: number
  readonly p_offset: number
  readonly p_vaddr: bigint
  readonly p_paddr: bigint
  readonly p_filesz: number
  readonly p_memsz: number
  readonly p_flags: number
  readonly p_align: number
}

const encodeLoad = (abi: Abi, fields: Partial<Segment>): Uint8Array =>
  encodeSegment(abi, { p_type: segmentType.PT_LOAD, p_flags: ALL_FLAGS, ...fields })

/** A program header; fields that are not given are 0. */
function encodeSegment(abi: Abi, fields: Partial<Segment>): Uint8Array {
  const { p_type = 0, p_offset = 0, p_vaddr = 0n, p_paddr = 0n, p_filesz = 0, p_memsz = 0, p_flags = 0, p_align = 0 } = fields
  return programHeader(abi)
    .for(abi)
    .encode({
      p_type,
      p_flags,
      p_offset: BigInt(p_offset),
      p_vaddr,
      p_paddr,
      p_filesz: BigInt(p_filesz),
      p_memsz: BigInt(p_memsz),
      p_align: BigInt(p_align),
    })
}

/** The notes of the dump as they are; where it has none, or they are not enough, one note with what is needed to convert the file back. */
function encodeNotes(dump: OpenedKernelDump['dump'], cpus: readonly DumpNote[], needsOrigin: boolean): Uint8Array {
  const { notes, abi } = dump
  const hasOrigin = notes.some(({ owner, type }) => owner === EXHUME_OWNER && type === EXHUME_NOTE)
  const complete = hasOrigin || (notes.length > 0 && !needsOrigin)
  const list = complete ? notes : [...cpus, ...notes, { owner: EXHUME_OWNER, type: EXHUME_NOTE, descriptor: originNote(dump) }]
  return encodeNoteList(list, abi)
}

/** NT_PRSTATUS of the processors whose registers are known from memory, for debuggers; none where the dump has such notes itself. */
function cpuNotes(dump: OpenedKernelDump['dump'], kvm: Kvm): DumpNote[] {
  const { abi } = dump
  const set = generalOf(abi)
  if (!set || dump.notes.length > 0) return []
  const layout = elfPrstatus.for(abi)
  return (dump.cpus?.(kvm) ?? []).map(({ registers, pid, tid, id = 0 }) => {
    const value = layout.decode(new Uint8Array(layout.size))
    const general = { ...(value.pr_reg as Record<string, unknown>) }
    writeRegisterSet(set, general, registers, abi)
    return { owner: noteOwner.CORE, type: 1, descriptor: layout.encode({ ...value, pr_pid: tid ?? pid ?? id + 1, pr_reg: general }) }
  })
}

/** Notes one behind another, as a segment has them. */
export function encodeNoteList(list: readonly DumpNote[], abi: Abi): Uint8Array {
  const layout = noteHeader.for(abi)
  const encoder = new TextEncoder()
  return concatenate(
    list.flatMap(({ owner, type, descriptor }) => {
      const name = encoder.encode(`${owner}\0`)
      const header = layout.encode({ n_namesz: name.byteLength, n_descsz: descriptor.byteLength, n_type: type })
      return [header, padded(name), padded(descriptor)]
    }),
  )
}

/** The bytes, with zeros up to a multiple of 4. */
function padded(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(roundUp(bytes.byteLength, 4))
  result.set(bytes)
  return result
}

/** `KEY=VALUE` lines that describe the original file; for a kcore file, everything that its headers contain. */
function originNote(dump: OpenedKernelDump['dump']): Uint8Array {
  const lines = [`FORMAT=${dump.format}`, `MACHINE=${dump.machine}`]
  const head = (dump as { head?: KcoreHead }).head
  if (head) {
    lines.push(`MIDMAG=${toHex(midmagBytes({ ...head.midmag, flags: 0 }))}`)
    lines.push(`HEADERS=${head.headerSize},${head.segmentHeaderSize}`)
    lines.push(`CPU=${toHex(dump.source.read(head.cpuOffset, head.cpuSize))}`)
  }
  return new TextEncoder().encode(`${lines.join('\n')}\n`)
}
