/** The core of a process before it is written: everything except its memory, and the file offset of each memory range. */

import { type Diagnostic, FormatError } from '../../errors.js'
import { systemOf } from '../../formats/core/registry.js'
import { elfHeader, type ProgramHeader, programHeader, type SectionHeader, sectionHeader } from '../../formats/elf/index.js'
import { type Layer, writeLayers } from '../../io/layered-file.js'
import type { ByteSource } from '../../io/source.js'
import { type Abi, abi as abis, type Layout } from '../../schema/base.js'
import { buildCore } from '../core/build/build-core.js'
import { objectSections } from '../core/build/object-sections.js'
import { coreDocumentToFile } from '../core/document-pieces.js'
import type { CoreDocument, Piece } from '../core/document-schema.js'
import { contentOf } from '../policy/content-set.js'
import type { DumpMemory, DumpProcess } from './settings.js'

export interface ImageSegment {
  readonly memory: DumpMemory
  readonly header: ProgramHeader
  /** File offset of its program header. */
  readonly headerAt: number
  /** Whether the content set includes it, so that its bytes are written. */
  readonly selected: boolean
}

/** A section with contents that are copied from an object. */
export interface ImageSection {
  readonly header: SectionHeader
  /** Undefined for section 0. */
  readonly content?: Uint8Array | ByteSource
}

export interface CoreImage {
  readonly abi: Abi
  /** Headers and notes. */
  readonly pieces: readonly Layer[]
  /** Size in bytes, up to the end of the last of them. */
  readonly headSize: number
  /** The last one is the section name table. */
  readonly sections: readonly ImageSection[]
  /** File offset of the section headers. */
  readonly sectionsAt: number
  /** In file order. */
  readonly segments: readonly ImageSegment[]
  /** Whether program headers mark memory that could not be written. */
  readonly marksFailures: boolean
  readonly headerLayout: Layout<ProgramHeader>
  /** Information that the system's cores cannot store. */
  readonly lost: readonly Diagnostic[]
}

/** Whether a content set includes a mapping. */
function isSelected(memory: DumpMemory, content: bigint): boolean {
  const { permissions = 'rw-', kind, shared, file } = memory
  const has = (letter: string): boolean => permissions.includes(letter)
  const asked = contentOf({
    readable: has('r'),
    writable: has('w'),
    executable: has('x'),
    ...(kind && { kind }),
    ...(shared !== undefined && { shared }),
    ...(file !== undefined && { file }),
  })
  return (asked & content) !== 0n
}

/** Size of the memory in bytes. */
const sizeOf = ({ size, content }: DumpMemory): bigint =>
  size ?? BigInt(content === undefined ? 0 : content instanceof Uint8Array ? content.length : content.size)

/**
 * Lays out the core of a process with the memory of a content set.
 *
 * @throws FormatError as {@link buildCore}
 */
export function coreImage(dumped: DumpProcess, content: bigint): CoreImage {
  const marksFailures = systemOf(`elf-core/${dumped.system}`)?.marksFailedSegments === true
  const memory = [...dumped.memory].filter((each) => sizeOf(each) > 0n).sort((a, b) => (a.address < b.address ? -1 : 1))
  // The builder gets only sizes; the contents are written later, range by range.
  const built = buildCore({
    ...dumped,
    content,
    memory: memory.map((each) => ({
      address: each.address,
      size: sizeOf(each),
      permissions: each.permissions ?? 'rw-',
      ...(each.kind && { kind: each.kind }),
      ...(isSelected(each, content) && { content: unread(sizeOf(each)) }),
    })),
  })
  const document = built.document as unknown as CoreDocument
  const abi = abis[dumped.abi]
  const byAddress = new Map(memory.map((each) => [each.address, each]))
  const memoryOf = (given: Readonly<Record<string, unknown>>): DumpMemory | undefined =>
    given.p_type === 'PT_LOAD' ? byAddress.get(BigInt(String(given.p_vaddr))) : undefined
  const given = document.programHeaders ?? []
  const { pieces: all } = coreDocumentToFile(
    {
      ...document,
      programHeaders: given.map((each) => ({ ...each, ...placeOf(each, memoryOf(each), content, marksFailures) })),
      // Data without a segment stay; sections keep their offsets.
      data: (document.data ?? []).flatMap((piece) => (piece.segment === undefined ? [unreadPiece(piece)] : [])),
    },
    () => {
      throw new FormatError({ code: 'BAD_DOCUMENT', message: 'a core image does not refer to other files' })
    },
  )
  const headerLayout = programHeader(abi).for(abi) as Layout<ProgramHeader>
  const { e_phoff, e_shoff } = elfHeader.for(abi).decode(bytesAt(all, 0, elfHeader.for(abi).size))
  const tableAt = Number(e_phoff)
  const sectionsAt = Number(e_shoff)
  const sections = sectionsOf(
    document,
    dumped,
    content,
    bytesAt(all, sectionsAt, (document.sectionHeaders?.length ?? 0) * sectionSize(abi)),
  )
  // Sections and section headers are written after the memory.
  const late = new Set(sections.length > 0 ? [sectionsAt, ...sections.map(({ header }) => Number(header.sh_offset))] : [])
  late.delete(0)
  const pieces = all.filter(({ offset }) => !late.has(offset))
  const headSize = pieces.reduce((end, { offset, content: { length } }) => Math.max(end, offset + length), 0)
  const table = bytesAt(all, tableAt, given.length * headerLayout.size)
  const segments = given.flatMap((each, i): ImageSegment[] => {
    const found = memoryOf(each)
    if (!found) return []
    const offset = i * headerLayout.size
    const header = headerLayout.decode(table, { offset })
    return [{ memory: found, header, headerAt: tableAt + offset, selected: isSelected(found, content) }]
  })
  return { abi, pieces, headSize, sections, sectionsAt, segments, marksFailures, headerLayout, lost: built.lost }
}

const sectionSize = (abi: Abi): number => sectionHeader.for(abi).size

/** Replaces the contents of a section, which may be large, by zeros. */
function unreadPiece({ from, ...piece }: Piece): Piece {
  return from ? { ...piece, zeros: from.length ?? 0 } : { ...piece }
}

/** The section headers and the contents of their sections. */
function sectionsOf(
  { abi: name, sectionHeaders = [] }: CoreDocument,
  dumped: DumpProcess,
  content: bigint,
  table: Uint8Array,
): ImageSection[] {
  if (sectionHeaders.length === 0) return []
  const abi = abis[name as keyof typeof abis]
  const layout = sectionHeader.for(abi)
  return objectSections({ ...dumped, content }, abi).map(({ content: held }, i) => ({
    header: layout.decode(table, { offset: i * layout.size }),
    ...(held && { content: held }),
  }))
}

/** Replaces memory by zeros. */
const unread = (size: bigint): ByteSource => ({ size: Number(size), read: (_offset, length) => new Uint8Array(length) })

/** Memory in the file has its full size there; on illumos, other memory has offset 0. */
function placeOf(
  { p_type }: Readonly<Record<string, unknown>>,
  memory: DumpMemory | undefined,
  content: bigint,
  illumos: boolean,
): Record<string, unknown> {
  if (p_type !== 'PT_LOAD') return {}
  if (memory && isSelected(memory, content)) return { p_filesz: String(sizeOf(memory)) }
  return { p_filesz: '0', ...(illumos && { p_offset: 0 }) }
}

/** Reads bytes from the layers. */
export function bytesAt(pieces: readonly Layer[], offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (const { offset: at, content } of pieces) {
    const from = Math.max(at, offset)
    const to = Math.min(at + content.length, offset + length)
    if (to <= from) continue
    const part = content instanceof Uint8Array ? content.subarray(from - at, to - at) : content.read(from - at, to - from)
    bytes.set(part, from - offset)
  }
  return bytes
}

/** Headers and notes in file order, in chunks. */
export function* headerRuns({ pieces, headSize }: CoreImage): Generator<{ offset: number; bytes: Uint8Array }, void, undefined> {
  let position = 0
  const ready: { offset: number; bytes: Uint8Array }[] = []
  const sink = {
    get position() {
      return position
    },
    write(bytes: Uint8Array) {
      ready.push({ offset: position, bytes })
      position += bytes.length
    },
    skip(length: number) {
      position += length
    },
    commit() {},
    abort() {},
  }
  for (const _ of writeLayers(pieces, headSize, sink)) yield* ready.splice(0)
  yield* ready.splice(0)
}
