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
  readonly abort?: AbortSignal
  /** Yields to the event loop. */
  readonly turn: () => Promise<void> | undefined
}

/** @returns the segments whose memory is missing or incomplete, without those that the content set excludes */
export async function writeSegments(file: CoreFile, image: CoreImage, options: WriteSegmentsOptions): Promise<FailedSegment[]> {
  const failed: FailedSegment[] = []
  const marks = new Marks(file, image)
  let ended = false
  for (const segment of image.segments) {
    if (ended) {
      if (segment.selected) failed.push({ address: segment.memory.address })
      if (killed(failed)) marks.skipped(segment)
      continue
    }
    if (!segment.selected) continue
    const error = await writeSegment(file, segment, options)
    if (!error) continue
    failed.push({ address: segment.memory.address, errno: error })
    if (error === 'EINTR') marks.killed(segment)
    else marks.failed(segment, error)
    ended = error === 'EINTR' || !image.marksFailures
  }
  return failed
}

const killed = (failed: readonly FailedSegment[]): boolean => failed.some((each) => each.errno === 'EINTR')

async function writeSegment(
  file: CoreFile,
  { memory, header }: ImageSegment,
  { chunk, page, abort, turn }: WriteSegmentsOptions,
): Promise<DumpErrno | undefined> {
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
    if (error) return error
    at = end
    const wait = turn()
    if (wait) await wait
    if (abort?.aborted) return 'EINTR'
  }
  // Untouched pages at the end count towards the size.
  return file.extend(start + size)
}

function copy(file: CoreFile, memory: DumpMemory, at: number, length: number, start: number): DumpErrno | undefined {
  let bytes: Uint8Array
  try {
    const { content = new Uint8Array(0), permissions = 'rw-' } = memory
    // Memory without read permission is dumped as well.
    if (!/[rwx]/.test(permissions)) return undefined
    bytes = content instanceof Uint8Array ? content.subarray(at, at + length) : content.read(at, length)
  } catch (error) {
    return errnoFrom(error)
  }
  // Zeros become holes.
  if (!isZero(bytes)) {
    const error = file.put(bytes, start + at)
    if (error) return error
  }
  return bytes.length < length ? 'EFAULT' : undefined
}

/** Rewrites the program headers of missing segments. Write errors are ignored: the file is truncated there anyway. */
class Marks {
  constructor(
    private readonly file: CoreFile,
    private readonly image: CoreImage,
  ) {}

  failed(segment: ImageSegment, error: DumpErrno): void {
    this.#mark(segment, 'error', errorRecord(error, this.image.abi))
  }

  killed(segment: ImageSegment): void {
    this.#mark(segment, 'signal', signalRecord(this.image.abi))
  }

  skipped(segment: ImageSegment): void {
    this.#mark(segment, 'earlier signal')
  }

  #mark({ header, headerAt }: ImageSegment, failure: Failure, record?: Uint8Array): void {
    if (!this.image.marksFailures) return
    if (record) this.file.put(record, Number(header.p_offset))
    this.file.put(this.image.headerLayout.encode(failedSegmentHeader(header, failure)), headerAt)
  }
}
