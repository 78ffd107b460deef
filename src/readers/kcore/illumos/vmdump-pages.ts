/** The compressed pages of vmdump.N: a size word and LZJB data for each. Source: savecore of illumos. */
import type { Diagnostics } from '../../../errors.js'
import { unpackLzjb } from '../../../io/lzjb.js'
import type { ByteSource } from '../../../io/source.js'

/** Decompressed pages in the cache. */
const CACHED_PAGES = 1024
const none = new Uint8Array(0)

/** The compressed pages of a dump in the file. */
export interface PageStream {
  readonly source: ByteSource
  /** Offset of the first page. */
  readonly start: number
  /** Pages that the header states. */
  readonly count: number
  readonly pageSize: number
  readonly diagnostics: Diagnostics
}

/**
 * Pages by index. The offsets are found by one pass over the size words, on first use.
 * Blocks of parallel streams (tag not 0) are not supported; a diagnostic reports them.
 */
export function compressedPages(stream: PageStream): (index: number) => Uint8Array {
  let offsets: Float64Array | undefined
  const cache = new Map<number, Uint8Array>()
  return (index) => {
    offsets ??= indexPages(stream)
    const offset = offsets[index]
    if (offset === undefined) return none
    let page = cache.get(index)
    if (!page) {
      page = readPage(stream, index, offset)
      if (cache.size >= CACHED_PAGES) {
        const oldest = cache.keys().next()
        if (!oldest.done) cache.delete(oldest.value)
      }
      cache.set(index, page)
    }
    return page
  }
}

/** The size word at an offset: tag in the upper 12 bits, size in the lower 20. */
function sizeWord({ source, pageSize }: PageStream, at: number): number | undefined {
  const bytes = source.read(at, 4)
  if (bytes.byteLength < 4) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, 4)
  // In the byte order of the machine: the other one gives an invalid tag.
  const little = view.getUint32(0, true)
  return little >>> 20 === 0 && (little & 0xfffff) <= pageSize ? little : view.getUint32(0, false)
}

/** The offsets of the pages, up to the first that is damaged or missing. */
function indexPages(stream: PageStream): Float64Array {
  const { start, count, pageSize, diagnostics } = stream
  const list = new Float64Array(count)
  let found = 0
  for (let at = start; found < count; ) {
    const word = sizeWord(stream, at)
    if (word === undefined || word === 0) break
    const size = word & 0xfffff
    if (word >>> 20 !== 0) {
      const message = 'blocks of parallel streams are not supported; their pages are missing'
      diagnostics.add({ code: 'UNKNOWN_FORMAT', offset: at, path: 'pages', message })
      break
    }
    if (size > pageSize) {
      const message = `compressed page has ${size} bytes, page size is ${pageSize}`
      diagnostics.add({ code: 'BAD_VALUE', offset: at, path: 'pages', message })
      break
    }
    list[found++] = at
    at += 4 + size
  }
  if (found < count)
    diagnostics.add({ code: 'TRUNCATED', offset: start, path: 'pages', message: `expected ${count} pages, found ${found}` })
  return list.subarray(0, found)
}

function readPage(stream: PageStream, index: number, offset: number): Uint8Array {
  const size = (sizeWord(stream, offset) ?? 0) & 0xfffff
  const data = stream.source.read(offset + 4, size)
  const page = data.byteLength < size ? undefined : unpackLzjb(data, stream.pageSize)
  if (page) return page
  stream.diagnostics.add({ code: 'BAD_VALUE', offset, path: `pages[${index}]`, message: `cannot decompress page ${index}` })
  return none
}
