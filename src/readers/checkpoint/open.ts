/**
 * Opens a DragonFly checkpoint: `openCheckpoint(source)` gives its model. Its parts follow each other without saying where they are,
 * so they are read in the kernel's order; reading ends at the first that is cut or cannot be told.
 */
import { Diagnostics, FormatError } from '../../errors.js'
import {
  type FileHeader,
  type FileRecord,
  type Form,
  formsOf,
  gdbRegisters,
  type NoteName,
  noteLayout,
  noteType,
  PAGE,
  type Prpsinfo,
  type Prstatus,
  type SignalInfo,
  type VnodeRecord,
  vminfo as vminfoStruct,
  vnodeCount,
} from '../../formats/checkpoint/dragonfly/index.js'
import type { Registers } from '../../formats/core/facts.js'
import {
  type ElfHeader,
  elfClass,
  elfData,
  elfHeader,
  fileType,
  noteHeader,
  type ProgramHeader,
  programHeader,
  segmentFlags,
} from '../../formats/elf/index.js'
import type { ByteSource } from '../../io/source.js'
import { type Abi, abi as abis, type Infer, type Layout } from '../../schema/base.js'
import { isElf } from '../core/container.js'
import { CoreMemory } from '../core/memory.js'
import { defaultLimits, type Limits, type OpenOptions } from '../format.js'

/** A structure of the file that is whole, and its place. */
export interface Part {
  /** In field maps: `vnodes[1]`. */
  readonly path: string
  readonly offset: number
  readonly layout: Layout<unknown>
}

export interface CheckpointNote {
  readonly index: number
  readonly offset: number
  readonly owner: string
  readonly nameSize: number
  readonly type: number
  readonly name: NoteName | undefined
  readonly descriptorOffset: number
  readonly size: number
  /** Absent where the descriptor is not of the structure that its type has. */
  readonly layout: Layout<unknown> | undefined
}

export interface CheckpointThread {
  readonly tid: number
  /** The general registers, by gdb's names. */
  readonly registers: Registers
  readonly status: Prstatus
  /** Descriptor of NT_FPREGSET. */
  readonly floating?: Record<string, unknown>
}

/** Memory that the file holds. */
export interface CheckpointSegment {
  /** Index of the program header. */
  readonly segment: number
  readonly start: bigint
  readonly end: bigint
  readonly permissions: string
  readonly offset: bigint
  readonly fileSize: bigint
}

export interface CheckpointFile extends FileRecord {
  /** Behind the entries that cfh_nfiles counts: the kernel does not read it. */
  readonly beyond: boolean
}

export interface Checkpoint {
  readonly format: 'checkpoint/dragonfly'
  readonly source: ByteSource
  readonly abi: Abi
  /** Undefined where the file does not reach, or does not tell. */
  readonly form: Form | undefined
  readonly header: Partial<ElfHeader>
  readonly programHeaders: readonly ProgramHeader[]
  readonly notesOffset: number
  /** As the first program header says. */
  readonly notesSize: number
  readonly noteAlign: 4 | 8
  readonly notes: readonly CheckpointNote[]
  readonly process: Prpsinfo | undefined
  readonly threads: readonly CheckpointThread[]
  readonly vminfo: Infer<typeof vminfoStruct> | undefined
  readonly vnodeCount: number | undefined
  readonly vnodes: readonly VnodeRecord[]
  readonly siginfo: SignalInfo | undefined
  readonly fileHeader: FileHeader | undefined
  readonly files: readonly CheckpointFile[]
  readonly segments: readonly CheckpointSegment[]
  /** Structures outside of the notes, by ascending offset. */
  readonly parts: readonly Part[]
  readonly memory: CoreMemory
  readonly diagnostics: Diagnostics
}

/** The machine of a file, as a kernel sees it: by class alone. Undefined for what is no little-endian ELF file. */
export function abiOf(head: Uint8Array): Abi | undefined {
  if (head.length < 6 || !isElf(head) || head[5] !== elfData.ELFDATA2LSB) return undefined
  return head[4] === elfClass.ELFCLASS64 ? abis.amd64 : head[4] === elfClass.ELFCLASS32 ? abis.i386 : undefined
}

/**
 * Opens a checkpoint.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when it is no little-endian ELF file; with `strict`, for the first thing that is wrong
 */
export function openCheckpoint(source: ByteSource, options: OpenOptions = {}): Checkpoint {
  const limits = { ...defaultLimits, ...options.limits }
  const diagnostics = new Diagnostics({ limit: limits.diagnostics, ...(options.strict && { strict: true }) })
  const abi = abiOf(source.read(0, 6))
  if (!abi) throw new FormatError({ code: 'UNKNOWN_FORMAT', offset: 0, message: 'not a checkpoint: no little-endian ELF file' })
  return new Walk(source, abi, limits, diagnostics).model()
}

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to

export function permissions(flags: number): string {
  const letter = (bit: number, text: string): string => (flags & bit ? text : '-')
  return letter(segmentFlags.PF_R, 'r') + letter(segmentFlags.PF_W, 'w') + letter(segmentFlags.PF_X, 'x')
}

/** What is done while the file goes on. */
class Walk {
  #at = 0
  readonly #parts: Part[] = []

  constructor(
    private readonly source: ByteSource,
    private readonly abi: Abi,
    private readonly limits: Limits,
    private readonly diagnostics: Diagnostics,
  ) {}

  model(): Checkpoint {
    const { source, abi, diagnostics } = this
    const found = this.#found
    this.#read()
    const loads = found.programHeaders.slice(1)
    const segments = loads.map(
      ({ p_vaddr, p_filesz, p_flags, p_offset }, i): CheckpointSegment => ({
        segment: i + 1,
        start: p_vaddr,
        end: p_vaddr + p_filesz,
        permissions: permissions(p_flags),
        offset: p_offset,
        fileSize: p_filesz,
      }),
    )
    this.#checkSegments(segments)
    return {
      format: 'checkpoint/dragonfly',
      source,
      abi,
      ...found,
      segments,
      parts: this.#parts,
      memory: new CoreMemory(source, loads, {}),
      diagnostics,
    }
  }

  readonly #found = {
    form: undefined as Form | undefined,
    header: {} as Partial<ElfHeader>,
    programHeaders: [] as ProgramHeader[],
    notesOffset: 0,
    notesSize: 0,
    noteAlign: 4 as 4 | 8,
    notes: [] as CheckpointNote[],
    process: undefined as Prpsinfo | undefined,
    threads: [] as CheckpointThread[],
    vminfo: undefined as Infer<typeof vminfoStruct> | undefined,
    vnodeCount: undefined as number | undefined,
    vnodes: [] as VnodeRecord[],
    siginfo: undefined as SignalInfo | undefined,
    fileHeader: undefined as FileHeader | undefined,
    files: [] as CheckpointFile[],
  }

  /** The parts in their order, up to the first that is not there. */
  #read(): void {
    const found = this.#found
    const header = this.#take(elfHeader.for(this.abi), 'header')
    if (!header) {
      found.header = elfHeader.for(this.abi).decodePartial(this.source.read(0, 64))
      return
    }
    found.header = header
    if (header.e_type !== fileType.ET_CORE) {
      this.diagnostics.add({
        code: 'BAD_VALUE',
        path: 'header.e_type',
        offset: 16,
        message: `header.e_type is ${header.e_type}, a checkpoint has ${fileType.ET_CORE}`,
        expected: String(fileType.ET_CORE),
        found: String(header.e_type),
      })
    }
    const layout = programHeader(this.abi).for(this.abi) as Layout<ProgramHeader>
    found.programHeaders = this.#takeAll(layout, header.e_phnum, 'programHeaders')
    if (found.programHeaders.length < header.e_phnum) return
    if (!this.#notes()) return
    found.vminfo = this.#take(vminfoStruct.for(this.abi), 'vminfo')
    if (!found.vminfo) return
    const count = this.#take(vnodeCount.for(this.abi), 'vnodeCount')?.count
    if (count === undefined) return
    found.vnodeCount = count
    const form = this.#form(count)
    if (!form) return
    found.form = form
    found.vnodes = this.#takeAll(form.vnHdr.for(this.abi), count, 'vnodes')
    if (found.vnodes.length < count) return
    found.siginfo = this.#take(form.siginfo.for(this.abi), 'siginfo')
    if (!found.siginfo) return
    found.fileHeader = this.#take(form.filehdr.for(this.abi), 'fileHeader')
    if (found.fileHeader) this.#files(form, found.fileHeader.cfh_nfiles)
  }

  #take<T>(layout: Layout<T>, path: string): T | undefined {
    const offset = this.#at
    const bytes = this.source.read(offset, layout.size)
    if (bytes.length < layout.size) {
      this.#cut(path, offset + layout.size)
      return undefined
    }
    this.#parts.push({ path, offset, layout })
    this.#at += layout.size
    return layout.decode(bytes, { path })
  }

  #takeAll<T>(layout: Layout<T>, claimed: number, path: string): T[] {
    const room = Math.floor(Math.max(0, this.source.size - this.#at) / layout.size)
    const count = Math.max(0, Math.min(claimed, room, this.limits.tableEntries))
    const values: T[] = []
    for (let i = 0; i < count; i++) {
      const value = this.#take(layout, `${path}[${i}]`)
      if (value === undefined) break
      values.push(value)
    }
    if (claimed > room) this.#cut(path, this.#at + (claimed - count) * layout.size)
    else if (claimed > count) {
      const message = `${path}: ${claimed} entries are more than the limit of ${this.limits.tableEntries}`
      this.diagnostics.add({ code: 'LIMIT', offset: this.#at, path, message })
    }
    return values
  }

  #cut(path: string, needed: number): void {
    this.diagnostics.add({
      code: 'TRUNCATED',
      offset: this.source.size,
      path,
      message: `${path}: ${needed} bytes are needed, the file has ${this.source.size}`,
      expected: `${needed} bytes`,
      found: `${this.source.size} bytes`,
    })
  }

  /** Whether the notes are whole, so that what follows them is where it should be. */
  #notes(): boolean {
    const found = this.#found
    const first = found.programHeaders[0]
    found.notesOffset = this.#at
    if (!first) {
      this.diagnostics.add({
        code: 'BAD_VALUE',
        offset: this.#at,
        path: 'header.e_phnum',
        message: 'there are no program headers, so no notes',
      })
      return false
    }
    const end = this.#at + Number(first.p_filesz)
    found.notesSize = Number(first.p_filesz)
    const stop = Math.min(end, this.source.size)
    const four = this.#chain(stop, 4)
    // A kernel of x86_64 in between padded to 8.
    const eight = four.end === end || this.abi.bits === 32 ? four : this.#chain(stop, 8)
    const { notes, align } = eight.end === end ? eight : four
    found.notes = notes
    found.noteAlign = align
    let status: Prstatus | undefined
    for (const { name, layout, descriptorOffset, size } of notes) {
      if (!layout) continue
      const value = layout.decode(this.source.read(descriptorOffset, size))
      if (name === 'NT_PRPSINFO') found.process ??= value as Prpsinfo
      else if (name === 'NT_PRSTATUS') {
        status = value as Prstatus
        found.threads.push({ tid: status.pr_pid, registers: gdbRegisters(status.pr_reg), status })
      } else if (status) {
        const thread = found.threads.at(-1)
        if (thread) found.threads[found.threads.length - 1] = { ...thread, floating: value as Record<string, unknown> }
      }
    }
    if (four.end !== end && eight.end !== end) {
      const message = `the notes end at ${four.end}, programHeaders[0].p_filesz says ${end}`
      this.diagnostics.add({ code: end > this.source.size ? 'TRUNCATED' : 'INCONSISTENT', offset: four.end, path: 'notes', message })
    }
    this.#at = end
    return end <= this.source.size
  }

  #chain(stop: number, align: 4 | 8): { notes: CheckpointNote[]; end: number; align: 4 | 8 } {
    const notes: CheckpointNote[] = []
    const layout = noteHeader.for(this.abi)
    let at = this.#found.notesOffset
    while (at + layout.size <= stop && notes.length < this.limits.notes) {
      const { n_namesz, n_descsz, n_type } = layout.decode(this.source.read(at, layout.size))
      // Names are of 5 or 8 bytes; the header of 12 bytes is part of no padding of 8.
      const nameOffset = at + layout.size
      const descriptorOffset = align === 4 ? roundUp(nameOffset + n_namesz, 4) : nameOffset + roundUp(n_namesz, 8)
      const next = align === 4 ? roundUp(descriptorOffset + n_descsz, 4) : descriptorOffset + roundUp(n_descsz, 8)
      if (descriptorOffset + n_descsz > stop || n_descsz > this.limits.noteSize) break
      const name = (Object.keys(noteType) as NoteName[]).find((each) => noteType[each] === n_type)
      const owner = ownerOf(this.source.read(nameOffset, Math.min(n_namesz, 256)))
      const own = name && noteLayout(name, this.abi)
      notes.push({
        index: notes.length,
        offset: at,
        owner,
        nameSize: n_namesz,
        type: n_type,
        name: owner === 'CORE' || owner === 'FreeBSD' ? name : undefined,
        descriptorOffset,
        size: n_descsz,
        layout: own?.size === n_descsz && (owner === 'CORE' || owner === 'FreeBSD') ? own : undefined,
      })
      at = next
    }
    return { notes, end: Math.min(at, stop), align }
  }

  /** The form whose csi_ckptpisz stands where it has it. */
  #form(count: number): Form | undefined {
    const forms = formsOf(this.abi)
    const sizeAt = (form: Form): number | undefined => {
      const offset = this.#at + Math.max(0, count) * form.vnHdr.for(this.abi).size
      const bytes = this.source.read(Math.min(offset, this.source.size), 4)
      return bytes.length < 4 ? undefined : new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0, true)
    }
    const form = forms.find((each) => sizeAt(each) === each.siginfo.for(this.abi).size)
    if (form) return form
    const likely = forms.find((each) => each.osabi === this.#found.header.e_ident?.ei_osabi) ?? (forms[0] as Form)
    const said = sizeAt(likely)
    // The file ends before: what there is of it is as in the likely form.
    if (said === undefined) return likely
    const known = forms.map((each) => each.siginfo.for(this.abi).size).join(', ')
    this.diagnostics.add({
      code: 'BAD_VALUE',
      offset: this.#at + Math.max(0, count) * likely.vnHdr.for(this.abi).size,
      path: 'siginfo.csi_ckptpisz',
      message: `siginfo.csi_ckptpisz is ${said}, there are ${known}: neither it nor what follows can be told`,
      expected: known,
      found: String(said),
    })
    return undefined
  }

  /** Those that are counted, and the slots behind them that the writer made room for. */
  #files(form: Form, claimed: number): void {
    const layout = form.fileinfo.for(this.abi)
    const { files, programHeaders } = this.#found
    for (const file of this.#takeAll(layout, claimed, 'files')) files.push({ ...file, beyond: false })
    if (files.length < claimed) return
    const end = Math.min(this.source.size, Number(programHeaders[1]?.p_offset ?? roundUp(this.#at, PAGE)))
    let lost = 0
    while (this.#at + layout.size <= end && files.length < this.limits.tableEntries) {
      const file = layout.decode(this.source.read(this.#at, layout.size))
      const valid = file.cfi_index === -1 || (file.cfi_index >= 3 && (file.cfi_type ?? 1) === 1)
      if (!valid) break
      if (file.cfi_index >= 0) lost++
      this.#parts.push({ path: `files[${files.length}]`, offset: this.#at, layout })
      files.push({ ...file, beyond: true })
      this.#at += layout.size
    }
    if (lost === 0) return
    this.diagnostics.add({
      code: 'LOST',
      offset: this.#at,
      path: 'fileHeader.cfh_nfiles',
      message: `cfh_nfiles is ${claimed}, but there are ${files.length} entries: of placeholders among them, ${lost} descriptors are lost when it is thawed`,
      expected: String(files.length),
      found: String(claimed),
    })
  }

  #checkSegments(segments: readonly CheckpointSegment[]): void {
    const size = BigInt(this.source.size)
    const cut = segments.filter(({ offset, fileSize }) => fileSize > 0n && offset + fileSize > size)
    const [first] = cut
    if (!first) return
    let needed = 0n
    for (const { offset, fileSize } of cut) if (offset + fileSize > needed) needed = offset + fileSize
    const which =
      cut.length === 1
        ? `the segment programHeaders[${first.segment}] reaches`
        : `${cut.length} segments, from programHeaders[${first.segment}] on, reach`
    this.diagnostics.add({
      code: 'TRUNCATED',
      offset: this.source.size,
      path: `programHeaders[${first.segment}].p_filesz`,
      message: `${which} past the end of the file: ${needed} bytes are needed, the file has ${this.source.size}`,
      expected: `${needed} bytes`,
      found: `${this.source.size} bytes`,
    })
  }
}

function ownerOf(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0)
  let text = ''
  for (const byte of nul < 0 ? bytes : bytes.subarray(0, nul)) text += String.fromCharCode(byte)
  return text
}
