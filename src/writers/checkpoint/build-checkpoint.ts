/**
 * Builds DragonFly checkpoints: `buildCheckpoint(process)` returns the file that the kernel would write for a process, or the errno with
 * which it would refuse. Source: DragonFly sys/kern/kern_checkpoint.c, sys/kern/imgact_elf.c.
 */

import {
  type CheckpointRevision,
  type Errno,
  findRevision,
  maxThawableThreads,
  revisionsFor,
  vminfo,
  vnodeCount,
} from '../../formats/checkpoint/dragonfly/index.js'
import { elfHeader, programHeader, segmentType } from '../../formats/elf/index.js'
import { roundUp } from '../../io/bytes.js'
import { type Content, type Layer, writeLayers, zeroRun } from '../../io/layered-file.js'
import type { ByteSource } from '../../io/source.js'
import { type Abi, abi as abis, type Layout } from '../../schema/base.js'
import { PAGE_SIZE } from '../../systems/machines/page-sizes.js'
import { builtFile } from '../built-file.js'
import type {
  BuildCheckpointOptions,
  BuildCheckpointResult,
  CheckpointInput,
  CheckpointInputMapping,
  CheckpointInputThread,
  FrozenPart,
} from './checkpoint-input.js'
import { type FileRecords, fileBytes, fileRecords, siginfoBytes, vnodeBytes } from './ckpt-records.js'
import { checkpointHeader, emptyHeader, loadHeader } from './headers.js'
import { notePrefix, noteStart, notesOf } from './notes.js'
import { bad } from './revision-fields.js'
import { isDumped, isRecorded } from './select-mappings.js'

export type * from './checkpoint-input.js'
export { isDumped, isRecorded } from './select-mappings.js'

/**
 * Builds the checkpoint file of a process.
 *
 * @returns the file; or, with `ok: false`, the errno with which the kernel would refuse
 * @throws FormatError `BAD_VALUE` for an invalid process (no thread, a mapping that is not page-aligned, a revision that does not exist on
 * the machine); `OUT_OF_RANGE` for a value that does not fit its field
 */
export function buildCheckpoint(process: CheckpointInput, settings: BuildCheckpointOptions = {}): BuildCheckpointResult {
  const abi = abis[process.abi]
  const revision = settings.form === undefined ? revisionsFor(abi)[0] : findRevision(settings.form)
  if (!revision || !revisionsFor(abi).includes(revision)) throw bad(`checkpoint revision ${settings.form} does not exist on ${abi.name}`)
  const threads = process.threads.filter(({ embryo }) => !embryo)
  if (threads.length === 0) throw bad('a checkpoint requires at least one thread')
  if (revision.processLast && threads.length > 1)
    throw bad(`checkpoint revision ${revision.name} supports 1 thread, found ${threads.length}`)
  for (const { start, end } of process.mappings) {
    if (start % BigInt(PAGE_SIZE) !== 0n || end % BigInt(PAGE_SIZE) !== 0n || end <= start)
      throw bad(`the mapping 0x${start.toString(16)}-0x${end.toString(16)} is not aligned to pages of ${PAGE_SIZE} bytes`)
  }
  if (settings.setId && !settings.sugidCoredump)
    return refused('EPERM', 'the process changed its credentials, and kern.sugid_coredump is 0')
  if (settings.limit === 0n) return refused('ERANGE', 'the core size limit is 0')
  return new CheckpointBuilder(process, settings, revision, threads).build()
}

const refused = (errno: Errno, message: string): BuildCheckpointResult => ({ ok: false, errno, message })

/** Sizes of the file, known before anything is written. */
interface FilePlan {
  readonly programHeaderCount: number
  readonly notesOffset: number
  readonly notesSize: number
  /** Offset of the first segment of memory. */
  readonly dataOffset: number
  readonly totalSize: bigint
}

class CheckpointBuilder {
  readonly #pieces: Layer[] = []
  readonly #parts: FrozenPart[] = []
  readonly #warnings: string[] = []
  readonly #abi: Abi
  readonly #notes: ReturnType<typeof notesOf>
  readonly #files: FileRecords
  /** Mappings whose memory is written, by address. */
  readonly #dumped: readonly CheckpointInputMapping[]
  /** Mappings of files that get a vnode record. */
  readonly #recorded: readonly CheckpointInputMapping[]
  #at = 0

  constructor(
    private readonly process: CheckpointInput,
    private readonly settings: BuildCheckpointOptions,
    private readonly revision: CheckpointRevision,
    threads: readonly CheckpointInputThread[],
  ) {
    const abi = abis[process.abi]
    this.#abi = abi
    const mappings = [...process.mappings].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
    this.#dumped = mappings.filter((mapping) => isDumped(mapping, settings.legacy))
    this.#recorded = mappings.filter(isRecorded)
    const most = maxThawableThreads(abi)
    if (threads.length > most) this.#warnings.push(`the kernel can restore at most ${most} threads on ${abi.name}, found ${threads.length}`)
    this.#notes = notesOf(process, threads, revision, abi, settings.registerSetSize ?? registerSetSizeOf(threads, revision))
    this.#files = fileRecords(process.files ?? [], revision, settings.placeholders ?? true)
    if (this.#files.missing > 0 && settings.placeholders !== false)
      this.#warnings.push(`${this.#files.missing} placeholder entries: the kernel stops that many entries early when it restores this file`)
  }

  build(): BuildCheckpointResult {
    const plan = this.#plan()
    const { totalSize, dataOffset } = plan
    if (totalSize > BigInt(Number.MAX_SAFE_INTEGER)) throw bad(`headers and memory need ${totalSize} bytes, more than a file can have`)
    const { limit } = this.settings
    if (limit !== undefined && totalSize >= limit)
      return refused('EFAULT', `headers and memory need ${totalSize} bytes, the core size limit is ${limit}`)
    const { error } = this.#files
    if (error) return refused(error, 'the file system of an open file cannot make a handle')
    this.#putHeaders(plan)
    for (const note of this.#notes) {
      this.#put(`note ${note.name}`, noteStart(note, this.revision, this.#abi))
      this.#put(note.name, note.bytes)
    }
    this.#putProcessRecords()
    this.#putFileRecords()
    if (dataOffset > this.#at) this.#put('padding', new Uint8Array(dataOffset - this.#at))
    return this.#result(this.#putMemory())
  }

  #plan(): FilePlan {
    const abi = this.#abi
    const { vnHdr, siginfo, filehdr, fileinfo } = this.revision
    const programHeaderCount = this.#dumped.length + 1
    const notesOffset = elfHeader.for(abi).size + programHeader(abi).for(abi).size * programHeaderCount
    const notesSize = this.#notes.reduce((sum, { bytes }) => sum + bytes.length + notePrefix(this.revision), 0)
    const headersSize =
      notesOffset +
      notesSize +
      vminfo.for(abi).size +
      vnodeCount.for(abi).size +
      vnHdr.for(abi).size * this.#recorded.length +
      siginfo.for(abi).size +
      filehdr.for(abi).size +
      fileinfo.for(abi).size * this.#files.records.length
    const dataOffset = roundUp(headersSize, PAGE_SIZE)
    const totalSize = this.#dumped.reduce((sum, { start, end }) => sum + end - start, BigInt(dataOffset))
    return { programHeaderCount, notesOffset, notesSize, dataOffset, totalSize }
  }

  #putHeaders({ programHeaderCount, notesOffset, notesSize, dataOffset }: FilePlan): void {
    const abi = this.#abi
    this.#put('Elf_Ehdr', elfHeader.for(abi).encode(checkpointHeader(abi, this.revision, programHeaderCount)))
    const notes = { ...emptyHeader, p_type: segmentType.PT_NOTE, p_offset: BigInt(notesOffset), p_filesz: BigInt(notesSize) }
    const headers: Record<string, unknown>[] = [notes]
    let offset = BigInt(dataOffset)
    for (const mapping of this.#dumped) {
      headers.push({ ...loadHeader(mapping), p_offset: offset })
      offset += mapping.end - mapping.start
    }
    const layout = programHeader(abi).for(abi) as Layout<Record<string, unknown>>
    for (const [i, header] of headers.entries()) this.#put(`phdr[${i}]`, layout.encode(header, { path: `phdr[${i}]` }))
  }

  /** `ckpt_vminfo` and the files of the mappings. */
  #putProcessRecords(): void {
    const abi = this.#abi
    const { data, text } = this.process
    this.#put(
      'ckpt_vminfo',
      vminfo.for(abi).encode({
        cvm_dsize: data?.pages ?? 0n,
        cvm_tsize: text?.pages ?? 0n,
        cvm_reserved1: [0n, 0n, 0n, 0n],
        cvm_daddr: data?.address ?? 0n,
        cvm_taddr: text?.address ?? 0n,
        cvm_reserved2: [0n, 0n, 0n, 0n],
      }),
    )
    this.#put('vnode count', vnodeCount.for(abi).encode({ count: this.#recorded.length }))
    for (const [i, mapping] of this.#recorded.entries()) {
      if (!mapping.handle) this.#warnings.push(`the file mapped at 0x${mapping.start.toString(16)} has no handle; a restore cannot find it`)
      this.#put(`vn_hdr[${i}]`, vnodeBytes(mapping, this.revision, abi))
    }
  }

  /** Signals and open files. */
  #putFileRecords(): void {
    const abi = this.#abi
    this.#put('ckpt_siginfo', siginfoBytes(this.process.signals ?? {}, this.revision, abi))
    const { header, entries } = fileBytes(this.#files, this.revision, abi)
    this.#put('ckpt_filehdr', header)
    for (const [i, entry] of entries.entries()) this.#put(`ckpt_fileinfo[${i}]`, entry)
  }

  /** The segments of memory. The kernel stops writing at memory that it cannot read; @returns its errno in that case. */
  #putMemory(): Errno | undefined {
    for (const [i, { start, end, contents, readable }] of this.#dumped.entries()) {
      const length = Number(end - start)
      const available = Math.min(length, readable ?? length)
      this.#put(`segment[${i + 1}]`, contentOf(contents, available), available)
      if (available < length) return 'EFAULT'
    }
    return undefined
  }

  #result(errno: Errno | undefined): BuildCheckpointResult {
    const size = this.#at
    const pieces = this.#pieces
    return {
      ok: true,
      size,
      parts: this.#parts,
      warnings: this.#warnings,
      ...(errno && { errno }),
      ...builtFile((sink) => writeLayers(pieces, size, sink)),
    }
  }

  /** Adds a part of `size` bytes; zeros follow its content. */
  #put(name: string, content: Content, size: number = content.length): void {
    this.#parts.push({ name, offset: this.#at, size })
    if (content.length > 0) this.#pieces.push({ offset: this.#at, content })
    this.#at += size
  }
}

/** 80 bytes where a register or the revision needs them. */
const registerSetSizeOf = (threads: readonly CheckpointInputThread[], { name }: CheckpointRevision): 76 | 80 =>
  name === '2004' || threads.some(({ registers = {} }) => 'xflags' in registers || 'r_xflags' in registers) ? 80 : 76

/** The contents, limited to `limit` bytes. */
function contentOf(contents: Uint8Array | ByteSource | undefined, limit: number): Content {
  if (contents === undefined) return zeroRun(0)
  if (contents instanceof Uint8Array) return contents.subarray(0, limit)
  return { length: Math.min(contents.size, limit), read: (offset, count) => contents.read(offset, count) }
}
