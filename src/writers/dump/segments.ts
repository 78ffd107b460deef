import { isZero } from '../../io/bytes.js'
import type { CoreFile } from './core-file.js'
import type { CoreImage, ImageSegment } from './core-image.js'
import { type DumpErrno, errnoFrom } from './dump-errno.js'
import { errorRecord, type Failure, failedSegmentHeader, signalRecord } from './failed-segments.js'
import type { DumpMemory } from './settings.js'

export interface FailedSegment {
  readonly address: bigint
  /** Why, EINTR for a signal; undefined for those behind, which were not tried. */
  readonly errno?: DumpErrno
}

export interface WriteSegmentsOptions {
  readonly chunk: number
  readonly page: number
  readonly abort?: AbortSignal
  /** Lets signals through now and then. */
  readonly turn: () => Promise<void> | undefined
}

/** @returns the segments whose memory is not, or not all, in the file; those that the content does not have are not among them */
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
  // What was never touched at the end counts in the size all the same.
  return file.extend(start + size)
}

function copy(file: CoreFile, memory: DumpMemory, at: number, length: number, start: number): DumpErrno | undefined {
  let bytes: Uint8Array
  try {
    const { content = new Uint8Array(0), permissions = 'rw-' } = memory
    // Nobody may read it, but it is there.
    if (!/[rwx]/.test(permissions)) return undefined
    bytes = content instanceof Uint8Array ? content.subarray(at, at + length) : content.read(at, length)
  } catch (error) {
    return errnoFrom(error)
  }
  // Zeros need no blocks on the disk.
  if (!isZero(bytes)) {
    const error = file.put(bytes, start + at)
    if (error) return error
  }
  return bytes.length < length ? 'EFAULT' : undefined
}

/** Rewrites program headers of segments that are not in the file. What cannot be written is let be: the file is cut there anyway. */
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
