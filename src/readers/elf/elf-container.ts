/** The ELF container of a core: header, program headers, section headers. Everything in it is a claim, held against the file's size. */
import { type Diagnostics, FormatError } from '../../errors.js'
import { ELF_MAGIC } from '../../formats/elf/headers.js'
import {
  EI_CLASS,
  EI_DATA,
  type ElfHeader,
  elfClass,
  elfData,
  elfHeader,
  type MachineFacts,
  PN_XNUM,
  type ProgramHeader,
  programHeader,
  type SectionHeader,
  sectionHeader,
  selectAbi,
} from '../../formats/elf/index.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi, Layout } from '../../schema/base.js'
import type { Limits } from '../limits.js'

/** Where a table of headers is: entries of `size` bytes, each `stride` bytes behind the one before. */
export interface Table {
  readonly offset: number
  readonly stride: number
  readonly size: number
  /** Whole entries that the file holds. */
  readonly count: number
}

export interface ElfContainer {
  readonly source: ByteSource
  readonly abi: Abi
  /** Its fields up to where the file ends. */
  readonly header: Partial<ElfHeader>
  /** Whether the file holds the whole header. */
  readonly headerWhole: boolean
  readonly programHeaders: readonly ProgramHeader[]
  readonly programTable: Table | undefined
  readonly sectionHeaders: readonly SectionHeader[]
  readonly sectionTable: Table | undefined
}

const E_TYPE = 16
const E_MACHINE = 18

/** Whether the first bytes are those of an ELF file of a class and byte order that are known. */
export function hasElfIdent(head: Uint8Array): boolean {
  if (head.length < ELF_MAGIC.length || ELF_MAGIC.some((byte, i) => head[i] !== byte)) return false
  const known = (byte: number | undefined): boolean => byte === undefined || byte === 1 || byte === 2
  return known(head[EI_CLASS]) && known(head[EI_DATA])
}

/** e_type; undefined where the file ends before it. */
export function typeOf(head: Uint8Array): number | undefined {
  return head.length < E_TYPE + 2 ? undefined : half(head, E_TYPE)
}

function half(head: Uint8Array, at: number): number {
  return new DataView(head.buffer, head.byteOffset, head.length).getUint16(at, head[EI_DATA] !== elfData.ELFDATA2MSB)
}

/** What decides the ABI. Of a header that is cut before e_machine, the number 0; a cut before class and byte order: 64 bits, little-endian. */
function machineOf(head: Uint8Array): MachineFacts {
  const facts = { class: head[EI_CLASS] ?? elfClass.ELFCLASS64, data: head[EI_DATA] ?? elfData.ELFDATA2LSB }
  const flagsAt = facts.class === elfClass.ELFCLASS32 ? 36 : 48
  const view = new DataView(head.buffer, head.byteOffset, head.length)
  const little = facts.data !== elfData.ELFDATA2MSB
  return {
    ...facts,
    machine: head.length < E_MACHINE + 2 ? 0 : half(head, E_MACHINE),
    flags: head.length < flagsAt + 4 ? 0 : view.getUint32(flagsAt, little),
  }
}

/**
 * Reads header and tables.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when the file does not begin as an ELF file; later errors are in `diagnostics`
 */
export function readElfContainer(source: ByteSource, limits: Limits, diagnostics: Diagnostics): ElfContainer {
  const head = source.read(0, 64)
  if (!hasElfIdent(head)) throw notElf(head)
  const abi = selectAbi(machineOf(head))
  const layout = elfHeader.for(abi)
  const headerWhole = source.size >= layout.size
  if (!headerWhole) {
    diagnostics.add({
      code: 'TRUNCATED',
      offset: source.size,
      path: 'header',
      message: `the ELF header needs ${layout.size} bytes, the file has ${source.size}`,
      expected: `${layout.size} bytes`,
      found: `${source.size} bytes`,
    })
    const header = layout.decodePartial(head)
    return { source, abi, header, headerWhole, programHeaders: [], programTable: undefined, sectionHeaders: [], sectionTable: undefined }
  }
  const header = layout.decode(head)
  const tables = new Tables(source, abi, header, limits, diagnostics)
  const sections = tables.sections()
  const segments = tables.segments(sections.headers[0])
  return {
    source,
    abi,
    header,
    headerWhole,
    programHeaders: segments.headers,
    programTable: segments.table,
    sectionHeaders: sections.headers,
    sectionTable: sections.table,
  }
}

function notElf(head: Uint8Array): FormatError {
  const magic = ELF_MAGIC.every((byte, i) => head[i] === byte)
  const message = magic
    ? `invalid ELF header: EI_CLASS ${head[EI_CLASS]}, EI_DATA ${head[EI_DATA]}`
    : 'not an ELF file: magic 7f 45 4c 46 not found'
  return new FormatError({ code: 'UNKNOWN_FORMAT', offset: magic ? EI_CLASS : 0, message })
}

interface Found<T> {
  readonly headers: readonly T[]
  readonly table: Table | undefined
}

class Tables {
  constructor(
    private readonly source: ByteSource,
    private readonly abi: Abi,
    private readonly header: ElfHeader,
    private readonly limits: Limits,
    private readonly diagnostics: Diagnostics,
  ) {}

  /** Section 0 may say how many there are, when there are too many for the ELF header. */
  sections(): Found<SectionHeader> {
    const { e_shoff, e_shnum, e_shentsize } = this.header
    if (e_shoff === 0n) return { headers: [], table: undefined }
    const layout = sectionHeader.for(this.abi)
    const given = { offset: e_shoff, stride: e_shentsize, name: 'sectionHeaders', field: 'header.e_shentsize' }
    if (e_shnum > 0) return this.table({ ...given, count: e_shnum }, layout)
    const first = this.table({ ...given, count: 1 }, layout)
    const size = first.headers[0]?.sh_size ?? 0n
    return size <= 1n ? first : this.table({ ...given, count: Number(size) }, layout)
  }

  segments(first: SectionHeader | undefined): Found<ProgramHeader> {
    const { e_phoff, e_phnum, e_phentsize } = this.header
    let count: number = e_phnum
    if (e_phnum === PN_XNUM) {
      if (first) count = first.sh_info
      else {
        this.diagnostics.add({
          code: 'INCONSISTENT',
          path: 'header.e_phnum',
          message: 'e_phnum is PN_XNUM, but section header 0 is missing',
        })
      }
    }
    if (count === 0) return { headers: [], table: undefined }
    const layout = programHeader(this.abi).for(this.abi) as Layout<ProgramHeader>
    return this.table({ offset: e_phoff, stride: e_phentsize, count, name: 'programHeaders', field: 'header.e_phentsize' }, layout)
  }

  table<T>(given: { offset: bigint; stride: number; count: number; name: string; field: string }, layout: Layout<T>): Found<T> {
    const { name, field } = given
    const { size } = this.source
    let { stride, count } = given
    if (stride !== layout.size) {
      this.diagnostics.add({
        code: 'BAD_VALUE',
        path: field,
        message: `${field} is ${stride}, entries have ${layout.size} bytes`,
        expected: String(layout.size),
        found: String(stride),
      })
      stride = Math.max(stride, layout.size)
    }
    if (count > this.limits.tableEntries) {
      this.diagnostics.add({
        code: 'LIMIT',
        path: name,
        message: `${name}: ${count} entries, the limit is ${this.limits.tableEntries}`,
        found: String(count),
      })
      count = this.limits.tableEntries
    }
    const offset = Number(given.offset)
    const room = offset + layout.size > size ? 0 : Math.floor((size - offset - layout.size) / stride) + 1
    if (count > room) {
      const needed = offset + (count - 1) * stride + layout.size
      this.diagnostics.add({
        code: 'TRUNCATED',
        offset: Math.min(offset + room * stride, size),
        path: `${name}[${room}]`,
        message: `${name}: ${count} entries at offset ${offset} require ${needed} bytes, file has ${size}`,
        expected: `${count} entries`,
        found: `${room} entries`,
      })
      count = room
    }
    const headers: T[] = []
    const perRead = Math.max(1, Math.floor(READ / stride))
    for (let start = 0; start < count; start += perRead) {
      const here = Math.min(perRead, count - start)
      const bytes = this.source.read(offset + start * stride, (here - 1) * stride + layout.size)
      for (let i = 0; i < here; i++) headers.push(layout.decode(bytes, { offset: i * stride, base: offset + start * stride }))
    }
    return { headers, table: count > 0 ? { offset, stride, size: layout.size, count } : undefined }
  }
}

/** Bytes of tables read at a time. */
const READ = 64 * 1024
