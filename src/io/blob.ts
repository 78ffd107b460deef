/** A browser's Blob or File as a source. */
import { FormatError } from '../errors.js'
import { type ByteSource, clampRange, memorySource } from './source.js'

/** What a worker has and a page has not: a reader of Blobs that does not return before it is done. */
interface SynchronousReader {
  readAsArrayBuffer(blob: Blob): ArrayBuffer
}

function synchronousReader(): SynchronousReader | undefined {
  const FileReaderSync: unknown = Reflect.get(globalThis, 'FileReaderSync')
  return typeof FileReaderSync === 'function' ? (Reflect.construct(FileReaderSync, []) as SynchronousReader) : undefined
}

function nameOf(blob: Blob): string | undefined {
  return 'name' in blob && typeof blob.name === 'string' ? blob.name : undefined
}

/**
 * A source that reads parts of the Blob on demand, so that a large File is never loaded. In a worker only.
 *
 * @throws FormatError `IO` where there is no FileReaderSync (a page's main thread, Node): `loadBlob` serves there
 */
export function blobSource(blob: Blob): ByteSource {
  const reader = synchronousReader()
  if (!reader) throw new FormatError({ code: 'IO', message: 'a Blob can be read synchronously in a worker only; use loadBlob here' })
  const { size } = blob
  const name = nameOf(blob)
  return {
    size,
    ...(name !== undefined && { name }),
    read(offset, length) {
      const range = clampRange({ size }, offset, length)
      if (range.length === 0) return new Uint8Array(0)
      return new Uint8Array(reader.readAsArrayBuffer(blob.slice(range.offset, range.offset + range.length)))
    },
  }
}

/**
 * Loads a whole Blob into memory.
 *
 * @param options.limit largest size in bytes, 1 GiB where not said
 * @throws FormatError `LIMIT` for a larger one
 */
export async function loadBlob(blob: Blob, options: { limit?: number } = {}): Promise<ByteSource> {
  const limit = options.limit ?? 1024 * 1024 * 1024
  if (blob.size > limit)
    throw new FormatError({
      code: 'LIMIT',
      message: `a Blob of ${blob.size} bytes is larger than the limit of ${limit}`,
      expected: `at most ${limit}`,
      found: String(blob.size),
    })
  return memorySource(new Uint8Array(await blob.arrayBuffer()), nameOf(blob))
}
