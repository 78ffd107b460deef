/**
 * Freezes a process: `buildCheckpoint(process)` makes the file that the kernel would write of it, or says with which error it would
 * refuse. Source: DragonFly sys/kern/kern_checkpoint.c, sys/kern/imgact_elf.c.
 */

import {
  type CheckpointRevision,
  type Errno,
  findRevision,
  maxThawableThreads,
  PAGE,
  revisionsFor,
  vminfo,
  vnodeCount,
} from '../../formats/checkpoint/dragonfly/index.js'
import { elfHeader, programHeader, segmentType } from '../../formats/elf/index.js'
import { roundUp } from '../../io/bytes.js'
import { type Content, type Layer, writeLayers, zeroRun } from '../../io/layered-file.js'
import { type ByteSink, memorySink } from '../../io/sink.js'
import type { ByteSource } from '../../io/source.js'
import { abi as abis, type Layout } from '../../schema/base.js'
import type {
  BuildCheckpointOptions,
  BuildCheckpointResult,
  CheckpointInput,
  CheckpointInputMapping,
  CheckpointInputThread,
  FrozenPart,
} from './checkpoint-input.js'
import { type FileRecords, fileBytes, fileRecords, siginfoBytes, vnodeBytes } from './ckpt-records.js'
import { emptyHeader, headerOf, loadHeader } from './headers.js'
import { notePrefix, noteStart, notesOf } from './notes.js'
import { bad } from './revision-fields.js'
import { isDumped, isRecorded } from './select-mappings.js'

export type * from './checkpoint-input.js'
export { isDumped, isRecorded } from './select-mappings.js'

/**
 * Makes the checkpoint of a process.
 *
 * @throws FormatError `BAD_VALUE` for a process that cannot be (no thread, a mapping that is no whole pages, a form that the machine does
 * not have); `OUT_OF_RANGE` for a value that does not fit
 */
export function buildCheckpoint(process: CheckpointInput, settings: BuildCheckpointOptions = {}): BuildCheckpointResult {
  const abi = abis[process.abi]
  const form = findRevision(settings.form ?? 'final')
  if (!form || !revisionsFor(abi).includes(form)) throw bad(`no checkpoints of the form ${settings.form} are of ${abi.name}`)
  const threads = process.threads.filter(({ embryo }) => !embryo)
  if (threads.length === 0) throw bad('a process has a thread')
  if (form.old && threads.length > 1) throw bad(`kernels that wrote the form ${form.name} have one thread a process`)
  for (const { start, end } of process.mappings) {
    if (start % BigInt(PAGE) !== 0n || end % BigInt(PAGE) !== 0n || end <= start)
      throw bad(`the mapping 0x${start.toString(16)} to 0x${end.toString(16)} is no whole pages`)
  }
  if (settings.setId && !settings.sugidCoredump) return refused('EPERM', 'the process has changed its user, and kern.sugid_coredump is 0')
  if (settings.limit === 0n) return refused('ERANGE', 'the limit of core files is 0')
  return new Builder(process, settings, form).build(threads)
}

const refused = (errno: Errno, message: string): BuildCheckpointResult => ({ ok: false, errno, message })

class Builder {
  readonly #pieces: Layer[] = []
  readonly #parts: FrozenPart[] = []
  readonly #warnings: string[] = []
  #at = 0

  constructor(
    private readonly process: CheckpointInput,
    private readonly settings: BuildCheckpointOptions,
    private readonly form: CheckpointRevision,
  ) {}

  get #abi() {
    return abis[this.process.abi]
  }

  build(threads: readonly CheckpointInputThread[]): BuildCheckpointResult {
    const { form, process, settings } = this
    const abi = this.#abi
    const map = [...process.mappings].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
    const dumped = map.filter((mapping) => isDumped(mapping, settings.legacy))
    const recorded = map.filter(isRecorded)
    if (threads.length > maxThawableThreads(abi)) {
      const message = `${threads.length} threads are more than the ${maxThawableThreads(abi)} of which the kernel can thaw a process on ${abi.name}`
      this.#warnings.push(message)
    }
    const notes = notesOf(process, threads, form, abi)
    const notesSize = notes.reduce((sum, { bytes }) => sum + bytes.length + notePrefix(form), 0)
    const phdr = programHeader(abi).for(abi) as Layout<Record<string, unknown>>
    const ehdr = elfHeader.for(abi)
    const files = fileRecords(process.files ?? [], form, settings.placeholders ?? true)
    if (files.missing > 0 && settings.placeholders !== false)
      this.#warnings.push(`${files.missing} placeholders: the kernel stops as many entries early when it thaws this`)
    const headersSize =
      ehdr.size +
      phdr.size * (dumped.length + 1) +
      notesSize +
      vminfo.for(abi).size +
      vnodeCount.for(abi).size +
      form.vnHdr.for(abi).size * recorded.length +
      form.siginfo.for(abi).size +
      form.filehdr.for(abi).size +
      form.fileinfo.for(abi).size * files.records.length
    const data = roundUp(headersSize, PAGE)
    const total = dumped.reduce((sum, { start, end }) => sum + end - start, BigInt(data))
    if (total > BigInt(Number.MAX_SAFE_INTEGER)) throw bad(`headers and memory are ${total} bytes, which no file has`)
    if (settings.limit !== undefined && total >= settings.limit)
      return refused('EFAULT', `headers and memory are ${total} bytes, the limit of core files is ${settings.limit}`)
    this.#put('Elf_Ehdr', ehdr.encode(headerOf(abi, form, dumped.length + 1)))
    const phdrs: Record<string, unknown>[] = [
      {
        ...emptyHeader,
        p_type: segmentType.PT_NOTE,
        p_offset: BigInt(ehdr.size + phdr.size * (dumped.length + 1)),
        p_filesz: BigInt(notesSize),
      },
    ]
    let offset = BigInt(data)
    for (const mapping of dumped) {
      phdrs.push({ ...loadHeader(mapping), p_offset: offset })
      offset += mapping.end - mapping.start
    }
    for (const [i, header] of phdrs.entries()) this.#put(`phdr[${i}]`, phdr.encode(header, { path: `phdr[${i}]` }))
    for (const note of notes) {
      this.#put(`note ${note.name}`, noteStart(note, form, abi))
      this.#put(note.name, note.bytes)
    }
    this.#putRest(recorded, files)
    if (data > this.#at) this.#put('padding', new Uint8Array(data - this.#at))
    let errno: Errno | undefined
    for (const [i, { start, end, contents, readable }] of dumped.entries()) {
      const length = Number(end - start)
      const whole = Math.min(length, readable ?? length)
      this.#put(`segment[${i + 1}]`, contentOf(contents, whole), whole)
      // The write stops where memory cannot be read.
      if (whole < length) {
        errno = 'EFAULT'
        break
      }
    }
    const size = this.#at
    const pieces = this.#pieces
    const writing = (sink: ByteSink): Generator<void, void, undefined> => writeLayers(pieces, size, sink)
    const write = (sink: ByteSink): void => {
      for (const _ of writing(sink));
    }
    return {
      ok: true,
      size,
      parts: this.#parts,
      warnings: this.#warnings,
      ...(errno && { errno }),
      write,
      writing,
      bytes() {
        const sink = memorySink()
        write(sink)
        return sink.bytes()
      },
    }
  }

  /** Adds a part; behind its content, up to its size, there are zeros. */
  #put(name: string, content: Content, size: number = content.length): void {
    this.#parts.push({ name, offset: this.#at, size })
    if (content.length > 0) this.#pieces.push({ offset: this.#at, content })
    this.#at += size
  }

  #putRest(recorded: readonly CheckpointInputMapping[], files: FileRecords): void {
    const abi = this.#abi
    const { form, process } = this
    this.#put(
      'ckpt_vminfo',
      vminfo.for(abi).encode({
        cvm_dsize: process.data?.pages ?? 0n,
        cvm_tsize: process.text?.pages ?? 0n,
        cvm_reserved1: [0n, 0n, 0n, 0n],
        cvm_daddr: process.data?.address ?? 0n,
        cvm_taddr: process.text?.address ?? 0n,
        cvm_reserved2: [0n, 0n, 0n, 0n],
      }),
    )
    this.#put('vnode count', vnodeCount.for(abi).encode({ count: recorded.length }))
    for (const [i, mapping] of recorded.entries()) {
      if (!mapping.handle) this.#warnings.push(`the file mapped at 0x${mapping.start.toString(16)} has no handle: it cannot be found again`)
      this.#put(`vn_hdr[${i}]`, vnodeBytes(mapping, form, abi))
    }
    this.#put('ckpt_siginfo', siginfoBytes(process.signals ?? {}, form, abi))
    const { header, entries } = fileBytes(files, form, abi)
    this.#put('ckpt_filehdr', header)
    for (const [i, entry] of entries.entries()) this.#put(`ckpt_fileinfo[${i}]`, entry)
  }
}

/** As many bytes of contents as there are, `most` at most. */
function contentOf(contents: Uint8Array | ByteSource | undefined, most: number): Content {
  if (contents === undefined) return zeroRun(0)
  if (contents instanceof Uint8Array) return contents.subarray(0, most)
  return { length: Math.min(contents.size, most), read: (offset, count) => contents.read(offset, count) }
}
