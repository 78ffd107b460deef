/**
 * Opens a DragonFly checkpoint: `openCheckpoint(source)` gives its model. Its parts follow each other without saying where they are,
 * so they are read in the kernel's order; reading ends at the first that is cut or cannot be told.
 */
import { Diagnostics, FormatError } from '../../errors.js'
import {
  type CheckpointRevision,
  type FileHeader,
  gdbRegisters,
  type Prpsinfo,
  type Prstatus,
  type SignalInfo,
  type VnodeRecord,
  vminfo as vminfoStruct,
  vnodeCount,
} from '../../formats/checkpoint/dragonfly/index.js'
import { type ElfHeader, elfHeader, fileType, type ProgramHeader, programHeader } from '../../formats/elf/index.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi, Infer, Layout } from '../../schema/base.js'
import { CoreMemory } from '../core/memory.js'
import type { OpenOptions } from '../format-reader.js'
import { defaultLimits, type Limits } from '../limits.js'
import { checkpointAbi } from './begins-as-checkpoint.js'
import { checkSegments, segmentsOf } from './check-segments.js'
import { readCheckpointNotes } from './checkpoint-notes.js'
import { formAt } from './detect-revision.js'
import type { Checkpoint, CheckpointFile, CheckpointNote, CheckpointThread } from './model.js'
import { readOpenFiles } from './open-files.js'
import { SequentialReader } from './sequential-reader.js'

/**
 * Opens a checkpoint.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when it is no little-endian ELF file; with `strict`, for the first thing that is wrong
 */
export function openCheckpoint(source: ByteSource, options: OpenOptions = {}): Checkpoint {
  const limits = { ...defaultLimits, ...options.limits }
  const diagnostics = new Diagnostics({ limit: limits.diagnostics, ...(options.strict && { strict: true }) })
  const abi = checkpointAbi(source.read(0, 6))
  if (!abi) throw new FormatError({ code: 'UNKNOWN_FORMAT', offset: 0, message: 'not a checkpoint: no little-endian ELF file' })
  return new Walk(source, abi, limits, diagnostics).model()
}

/** What is done while the file goes on. */
class Walk {
  readonly #parts: SequentialReader

  constructor(
    private readonly source: ByteSource,
    private readonly abi: Abi,
    private readonly limits: Limits,
    private readonly diagnostics: Diagnostics,
  ) {
    this.#parts = new SequentialReader(source, limits, diagnostics)
  }

  model(): Checkpoint {
    const { source, abi, diagnostics } = this
    const found = this.#found
    this.#read()
    const segments = segmentsOf(found.programHeaders)
    checkSegments(segments, source, diagnostics)
    return {
      format: 'checkpoint/dragonfly',
      source,
      abi,
      ...found,
      segments,
      parts: this.#parts.parts,
      memory: new CoreMemory(source, found.programHeaders.slice(1), {}),
      diagnostics,
    }
  }

  readonly #found = {
    form: undefined as CheckpointRevision | undefined,
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
    const header = this.#parts.take(elfHeader.for(this.abi), 'header')
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
    found.programHeaders = this.#parts.takeAll(layout, header.e_phnum, 'programHeaders')
    if (found.programHeaders.length < header.e_phnum) return
    if (!this.#notes()) return
    found.vminfo = this.#parts.take(vminfoStruct.for(this.abi), 'vminfo')
    if (!found.vminfo) return
    const count = this.#parts.take(vnodeCount.for(this.abi), 'vnodeCount')?.count
    if (count === undefined) return
    found.vnodeCount = count
    const { form, vnHdr } = formAt({
      source: this.source,
      abi: this.abi,
      at: this.#parts.at,
      count,
      osabi: header.e_ident.ei_osabi,
      processLast: found.notes[0]?.name === 'NT_PRSTATUS',
      diagnostics: this.diagnostics,
    })
    found.vnodes = this.#parts.takeAll(vnHdr.for(this.abi), count, 'vnodes')
    if (!form) return
    found.form = form
    if (found.vnodes.length < count) return
    found.siginfo = this.#parts.take(form.siginfo.for(this.abi), 'siginfo')
    if (!found.siginfo) return
    found.fileHeader = this.#parts.take(form.filehdr.for(this.abi), 'fileHeader')
    if (!found.fileHeader) return
    const memory = found.programHeaders[1]?.p_offset
    found.files = readOpenFiles(this.#parts, {
      source: this.source,
      layout: form.fileinfo.for(this.abi),
      claimed: found.fileHeader.cfh_nfiles,
      memoryAt: memory === undefined ? undefined : Number(memory),
      most: this.limits.tableEntries,
      diagnostics: this.diagnostics,
    })
  }

  /** Whether the notes are whole, so that what follows them is where it should be. */
  #notes(): boolean {
    const found = this.#found
    const first = found.programHeaders[0]
    found.notesOffset = this.#parts.at
    if (!first) {
      this.diagnostics.add({
        code: 'BAD_VALUE',
        offset: this.#parts.at,
        path: 'header.e_phnum',
        message: 'there are no program headers, so no notes',
      })
      return false
    }
    const end = this.#parts.at + Number(first.p_filesz)
    found.notesSize = Number(first.p_filesz)
    const stop = Math.min(end, this.source.size)
    const chain = (align: 4 | 8) => readCheckpointNotes(this.source, this.abi, found.notesOffset, stop, align, this.limits)
    const four = chain(4)
    // A kernel of x86_64 in between padded to 8.
    const eight = four.end === end || this.abi.bits === 32 ? four : chain(8)
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
    this.#parts.at = end
    return end <= this.source.size
  }
}
