import { isZero } from '../../io/bytes.js'
import type { CoreFile } from './core-file.js'
import type { CoreImage, ImageSegment } from './core-image.js'
import { type DumpErrno, errnoFrom } from './dump-errno.js'
import { errorRecord, type Failure, failedSegmentHeader, signalRecord } from './failed-segments.js'
import type { DumpMemory } from './settings.js'

export interface FailedSegment {
  readonly address: bigint
  /** The error, EINTR for a signal; undefined for later segments, which were not attempted. */
  readonly errno?: DumpErrno
}

export interface WriteSegmentsOptions {
  readonly chunk: number
  readonly page: number
  readonly signal: PendingSignal
  /** Yields to the event loop. */
  readonly turn: () => Promise<void> | undefined
}

export interface WrittenSegments {
  /** Segments whose memory is missing or incomplete, without those that the content set excludes. */
  readonly failed: readonly FailedSegment[]
  /** The error that ends the dump: a mark of missing memory could not be written. */
  readonly error?: DumpErrno
}

export async function writeSegments(file: CoreFile, image: CoreImage, options: WriteSegmentsOptions): Promise<WrittenSegments> {
  const failed: FailedSegment[] = []
  let ended: 'by signal' | 'by error' | undefined
  for (const segment of image.segments) {
    const { address } = segment.memory
    if (!ended && !segment.selected) continue
    const result = ended ? undefined : await writeSegment(file, segment, image, options)
    if (!ended && !result) continue
    if (segment.selected) failed.push(ended ? { address } : { address, errno: result === SIGNAL ? 'EINTR' : (result as DumpErrno) })
    const failure: Failure = ended ? 'earlier signal' : result === SIGNAL ? 'signal' : 'error'
    if (image.marksFailures) {
      const error = markSegment(file, image, segment, failure, result, options.signal)
      if (error) return { failed, error }
    }
    if (result === SIGNAL) ended = 'by signal'
    else if (!image.marksFailures) ended ??= 'by error'
  }
  return { failed }
}

/** The signals that interrupt a dump: HUP, INT, KILL and TERM. All others are blocked while it runs. */
const INTERRUPTING: ReadonlySet<number> = new Set([1, 2, 9, 15])
const SIGKILL = 9
const SIGTERM = 15

/** A signal to the process. The kernel notices it after a write; it stays pending for the later files of the process. */
export class PendingSignal {
  noticed = false

  /** @param blocked numbers of the signals that the thread blocks; SIGKILL cannot be blocked */
  constructor(
    private readonly abort: AbortSignal | undefined,
    private readonly blocked: readonly number[] = [],
  ) {}

  /** The number of the signal: the reason of the abort, or its `signal`, else SIGTERM. */
  get number(): number {
    const reason: unknown = this.abort?.reason
    const given = typeof reason === 'object' && reason !== null && 'signal' in reason ? reason.signal : reason
    return typeof given === 'number' ? given : SIGTERM
  }

  check(): boolean {
    const { number } = this
    const delivered = INTERRUPTING.has(number) && (number === SIGKILL || !this.blocked.includes(number))
    this.noticed ||= delivered && this.abort?.aborted === true
    return this.noticed
  }
}

/** A signal of the process, which is not the error EINTR of a file system. */
const SIGNAL = Symbol('signal')

async function writeSegment(
  file: CoreFile,
  { memory, header }: ImageSegment,
  { marksFailures }: CoreImage,
  { chunk, page, signal, turn }: WriteSegmentsOptions,
): Promise<DumpErrno | typeof SIGNAL | undefined> {
  const start = Number(header.p_offset)
  const size = Number(header.p_filesz)
  const touched = memory.touched ?? (() => true)
  for (let at = 0; at < size; ) {
    if (!touched(at)) {
      at += page
      continue
    }
    let end = Math.min(size, at + page)
    while (end < size && end - at < chunk && touched(end)) end = Math.min(size, end + page)
    const error = copy(file, memory, at, end - at, start)
    // A signal that was noticed before makes every failure one of the signal.
    if (error) return signal.noticed ? SIGNAL : error
    at = end
    const wait = turn()
    if (wait) await wait
    if (signal.check()) return SIGNAL
  }
  // On illumos a hole is skipped and cannot fail; the file may end before it. Elsewhere the file has its full size.
  return marksFailures ? undefined : file.putZeros(size, start)
}

function copy(file: CoreFile, memory: DumpMemory, at: number, length: number, start: number): DumpErrno | undefined {
  let bytes: Uint8Array
  try {
    const { content = new Uint8Array(0), permissions = 'rw-' } = memory
    // Memory without read permission is dumped as well.
    if (!/[rwx]/.test(permissions)) return file.putZeros(length, start + at)
    bytes = content instanceof Uint8Array ? content.subarray(at, at + length) : content.read(at, length)
  } catch (error) {
    return errnoFrom(error)
  }
  const error = isZero(bytes) ? file.putZeros(bytes.length, start + at) : file.put(bytes, start + at)
  if (error) return error
  return bytes.length < length ? 'EFAULT' : undefined
}

/** Marks a segment whose memory is missing. The record at its offset may fail; without the program header the dump fails. */
function markSegment(
  file: CoreFile,
  { abi, headerLayout }: CoreImage,
  { header, headerAt }: ImageSegment,
  failure: Failure,
  result: DumpErrno | typeof SIGNAL | undefined,
  signal: PendingSignal,
): DumpErrno | undefined {
  const record =
    failure === 'signal' ? signalRecord(signal.number, abi) : failure === 'error' ? errorRecord(result as DumpErrno, abi) : undefined
  if (record) file.put(record, Number(header.p_offset))
  return file.put(headerLayout.encode(failedSegmentHeader(header, failure)), headerAt)
}
