/**
 * Lays out the file that a document describes: first every part gets its range, then the headers with these ranges are encoded. Offsets in
 * the document are kept; all other parts are placed as the system's kernel would.
 */

import { FormatError } from '../../errors.js'
import type { CoreSystem } from '../../formats/core/core-system.js'
import { type FileLayout, fileLayoutOf } from '../../formats/core/file-layout.js'
import { elfHeader, PN_XNUM, programHeader, sectionHeader, sectionType, segmentFlags, segmentType } from '../../formats/elf/index.js'
import { roundUp } from '../../io/bytes.js'
import { fromHex } from '../../io/hex.js'
import { type Content, type Layer, zeroRun } from '../../io/layered-file.js'
import type { Abi, Layout } from '../../schema/base.js'
import { abiOf, encodeHeader, headerDefaults, sectionDefaults, sizesOf } from './default-headers.js'
import type { CoreDocument, From, Piece } from './document-schema.js'
import { type EncodedSegment, encodeNotes } from './encode-notes.js'
import { type Fields, noSuch, numberOf, typeOf } from './header-values.js'

export interface FileImage {
  /** Later layers overwrite earlier ones. */
  readonly pieces: readonly Layer[]
  readonly size: number
}

/**
 * @param open contents of another file that the document refers to
 * @throws FormatError `BAD_DOCUMENT`, `OUT_OF_RANGE`, `BAD_VALUE` or `INCONSISTENT` with the path in the document
 */
export function placePieces(document: CoreDocument, system: CoreSystem, open: (from: From, path: string) => Content): FileImage {
  return new LayOut(document, system, open).run()
}

/** The section name table, which contains only its own name. */
const SECTION_NAMES = new TextEncoder().encode('\0.shstrtab\0')

/** The section headers that store a number of program headers too large for the ELF header. */
function extendedSections({ extended: { sh_size, names } }: FileLayout, count: number, sizes: ReturnType<typeof sizesOf>): Fields[] {
  const first = { sh_size, sh_info: count }
  if (!names) return [first]
  const sh_offset = sizes.header + 2 * sizes.section
  return [first, { sh_name: 1, sh_type: sectionType.SHT_STRTAB, sh_offset, sh_size: SECTION_NAMES.length, sh_addralign: 1 }]
}

/** A segment while it is laid out. */
interface Segment {
  readonly given: Fields
  readonly type: number
  readonly notes?: EncodedSegment
  /** Size of the contents that have no offset in the document. */
  readonly length: number
  offset: number
}

class LayOut {
  readonly #pieces: Layer[] = []
  readonly #abi: Abi
  readonly #style: FileLayout
  readonly #segments: Segment[]
  /** End of the reserved ranges. */
  #end = 0

  constructor(
    private readonly document: CoreDocument,
    private readonly system: CoreSystem,
    private readonly open: (from: From, path: string) => Content,
  ) {
    this.#abi = abiOf(document.abi, document.header)
    this.#style = fileLayoutOf(system.name)
    this.#segments = this.#readSegments()
  }

  run(): FileImage {
    const { header, programHeaders = [], sectionHeaders } = this.document
    const sizes = sizesOf(this.#abi)
    const count = programHeaders.length
    // The number of program headers does not fit in the ELF header; section header 0 stores it.
    const extended = header !== undefined && header.e_phnum === undefined && sectionHeaders === undefined && count >= PN_XNUM
    const sections = extended ? extendedSections(this.#style, count, sizes) : (sectionHeaders ?? [])
    if (header !== undefined) this.#reserve(sizes.header)
    const first = sections.length > 0 && this.#style.sections === 'first' ? this.#reserve(sections.length * sizes.section) : undefined
    const names = extended && this.#style.extended.names ? SECTION_NAMES : undefined
    const namesAt = names ? this.#reserve(names.length) : 0
    const programAt = numberOf(header, 'e_phoff') ?? this.#reserve(count * sizes.program)
    const second = sections.length > 0 && this.#style.sections === 'second' ? this.#reserve(sections.length * sizes.section) : undefined
    this.#end = Math.max(this.#end, count > 0 ? programAt + count * sizes.program : 0)
    this.#placeNotes()
    this.#placeSegments()
    this.#reserveData()
    const contents = this.#placeSections(sections)
    const sectionAt =
      numberOf(header, 'e_shoff') ?? first ?? second ?? (sections.length > 0 ? this.#reserve(sections.length * sizes.section, 4) : 0)

    if (header !== undefined) {
      const places = {
        programHeaders: { offset: count > 0 ? programAt : 0, count },
        sectionHeaders: { offset: sectionAt, count: sections.length },
        ...(names && { sectionNames: 1 }),
      }
      const defaults = headerDefaults(this.#abi, this.#style, places)
      this.#put(0, encodeHeader(elfHeader.for(this.#abi), defaults, header, 'header'))
    }
    this.#putTable(programAt, this.#encodeProgramHeaders(), numberOf(header, 'e_phentsize') ?? sizes.program)
    const sectionLayout = sectionHeader.for(this.#abi) as Layout<unknown>
    const encoded = sections.map((given, i) =>
      encodeHeader(sectionLayout, { ...sectionDefaults, ...contents.get(i) }, given, `sectionHeaders[${i}]`),
    )
    this.#putTable(sectionAt, encoded, numberOf(header, 'e_shentsize') ?? sizes.section)
    if (names) this.#put(namesAt, names)
    this.#putNotes()
    this.#putData()
    const size = this.document.size ?? this.#pieces.reduce((end, { offset, content }) => Math.max(end, offset + content.length), this.#end)
    return { pieces: this.#pieces, size }
  }

  #readSegments(): Segment[] {
    const { programHeaders = [], noteSegments = [], data = [] } = this.document
    const types = programHeaders.map((given, i) => typeOf(given, `programHeaders[${i}]`))
    const lengths = new Map<number, number>()
    data.forEach((piece, i) => {
      if (piece.segment === undefined || piece.offset !== undefined) return
      lengths.set(piece.segment, (lengths.get(piece.segment) ?? 0) + this.#contentOf(piece, `data[${i}]`).length)
    })
    const notes = new Map<number, EncodedSegment>()
    noteSegments.forEach((segment, i) => {
      const index = segment.segment ?? types.indexOf(segmentType.PT_NOTE)
      const path = `noteSegments[${i}]`
      if (segment.offset === undefined && !(index in programHeaders)) {
        const message = `${path}: expected a program header of type PT_NOTE, or an offset`
        throw new FormatError({ code: 'BAD_DOCUMENT', path: `${path}.segment`, message })
      }
      const encoded = encodeNotes(segment, this.system, this.#abi, path, this.open)
      if (segment.offset !== undefined) this.#noteParts.push({ offset: segment.offset, encoded })
      else notes.set(index, encoded)
    })
    return programHeaders.map((given, i) => {
      const own = notes.get(i)
      const length = own?.length ?? lengths.get(i) ?? 0
      return { given, type: types[i] ?? 0, ...(own && { notes: own }), length, offset: 0 }
    })
  }

  /** Note segments and their file offsets. */
  readonly #noteParts: { readonly offset: number; readonly encoded: EncodedSegment }[] = []

  #reserve(length: number, align = 1): number {
    const offset = roundUp(this.#end, align)
    this.#end = offset + length
    return offset
  }

  /** Notes precede memory on every system. */
  #placeNotes(): void {
    for (const segment of this.#segments) {
      if (segment.type !== segmentType.PT_NOTE) continue
      const given = numberOf(segment.given, 'p_offset')
      segment.offset = given ?? this.#reserve(numberOf(segment.given, 'p_filesz') ?? segment.length, 4)
      if (segment.notes) this.#noteParts.push({ offset: segment.offset, encoded: segment.notes })
    }
  }

  #placeSegments(): void {
    for (const segment of this.#segments) {
      if (segment.type === segmentType.PT_NOTE) continue
      const given = numberOf(segment.given, 'p_offset')
      const length = numberOf(segment.given, 'p_filesz') ?? segment.length
      const { segments: style, loadAlign, emptyAtZero } = this.#style
      const align = style === 'page' ? Math.max(1, numberOf(segment.given, 'p_align') ?? loadAlign) : style
      if (given === undefined && length === 0 && emptyAtZero) continue
      segment.offset = given ?? this.#reserve(length, align)
      if (given !== undefined && segment.length > 0) this.#end = Math.max(this.#end, given + length)
    }
  }

  /** Data with an explicit offset must not be overwritten. */
  #reserveData(): void {
    this.document.data?.forEach((piece, i) => {
      if (piece.offset === undefined) return
      this.#end = Math.max(this.#end, piece.offset + this.#contentOf(piece, `data[${i}]`).length)
    })
  }

  /** Section contents without an offset follow the memory, in document order. */
  #placeSections(sections: readonly Fields[]): ReadonlyMap<number, { readonly sh_offset: number; readonly sh_size: number }> {
    const sizes = new Map<number, number>()
    this.document.data?.forEach((piece, i) => {
      const { section, segment, offset } = piece
      if (section === undefined || segment !== undefined || offset !== undefined) return
      if (!sections[section]) throw noSuch(`data[${i}].section`, section, sections.length, 'section')
      sizes.set(section, (sizes.get(section) ?? 0) + this.#contentOf(piece, `data[${i}]`).length)
    })
    for (const [i, given] of sections.entries()) {
      const sh_size = sizes.get(i)
      if (sh_size === undefined) continue
      const sh_offset = numberOf(given, 'sh_offset') ?? this.#reserve(sh_size, Math.max(1, numberOf(given, 'sh_addralign') ?? 1))
      this.#sectionContents.set(i, { sh_offset, sh_size })
    }
    return this.#sectionContents
  }

  readonly #sectionContents = new Map<number, { readonly sh_offset: number; readonly sh_size: number }>()

  #encodeProgramHeaders(): Uint8Array[] {
    const layout = programHeader(this.#abi).for(this.#abi) as Layout<unknown>
    return this.#segments.map(({ given, type, length, offset }, i) => {
      const isNote = type === segmentType.PT_NOTE
      const fileSize = given.p_filesz ?? length
      const defaults = {
        p_type: type,
        p_offset: offset,
        p_vaddr: 0,
        p_paddr: 0,
        p_filesz: length,
        p_memsz: isNote ? 0 : fileSize,
        p_flags: isNote ? this.#style.noteFlags : segmentFlags.PF_R | segmentFlags.PF_W,
        p_align: isNote ? this.#style.noteAlign : this.#style.loadAlign,
      }
      return encodeHeader(layout, defaults, given, `programHeaders[${i}]`)
    })
  }

  #put(offset: number, content: Content): void {
    if (content.length > 0) this.#pieces.push({ offset, content })
  }

  /** Adds a table as one layer, or each entry by itself if the stride is larger than an entry. */
  #putTable(offset: number, entries: readonly Uint8Array[], stride: number): void {
    const size = entries[0]?.length ?? 0
    if (stride > size) {
      for (const [i, entry] of entries.entries()) this.#put(offset + i * stride, entry)
      return
    }
    const table = new Uint8Array(entries.length * size)
    for (const [i, entry] of entries.entries()) table.set(entry, i * size)
    this.#put(offset, table)
  }

  #putNotes(): void {
    for (const { offset, encoded } of this.#noteParts) for (const { at, content } of encoded.contents) this.#put(offset + at, content)
  }

  #putData(): void {
    const used = new Map<string, number>()
    this.document.data?.forEach((piece, i) => {
      const path = `data[${i}]`
      const content = this.#contentOf(piece, path)
      if (piece.offset !== undefined) {
        this.#put(piece.offset, content)
        return
      }
      const { segment, section } = piece
      const start = segment === undefined ? this.#sectionContents.get(section as number)?.sh_offset : this.#segments[segment]?.offset
      if (start === undefined) throw noSuch(`${path}.segment`, segment as number, this.#segments.length, 'program')
      const key = segment === undefined ? `section ${section}` : `segment ${segment}`
      const at = used.get(key) ?? 0
      used.set(key, at + content.length)
      this.#put(start + at, content)
    })
  }

  readonly #contents = new Map<Piece, Content>()

  #contentOf(piece: Piece, path: string): Content {
    let content = this.#contents.get(piece)
    if (!content) {
      const { hex, from, zeros: count } = piece
      if (hex !== undefined) content = typeof hex === 'string' ? fromHex(hex) : hex
      else if (from !== undefined) content = this.open(from, `${path}.from`)
      else content = zeroRun(count ?? 0)
      this.#contents.set(piece, content)
    }
    return content
  }
}
