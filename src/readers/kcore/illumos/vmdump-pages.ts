/** The packed pages of vmdump.N: a size word and LZJB data for each. Source: savecore of illumos. */
import type { Diagnostics } from '../../../errors.js'
import { unpackLzjb } from '../../../io/lzjb.js'
import type { ByteSource } from '../../../io/source.js'

/** Unpacked pages that are kept. */
const KEPT = 1024
const none = new Uint8Array(0)

/**
 * Pages by their index. Where each one begins is found by one pass over the size words, when the first is asked for.
 * Blocks of parallel streams (tag not 0) are not unpacked; a diagnostic says so.
 */
export function packedPages(
  source: ByteSource,
  start: number,
  count: number,
  pageSize: number,
  diagnostics: Diagnostics,
): (index: number) => Uint8Array {
  let offsets: Float64Array | undefined
  let found = 0
  const cache = new Map<number, Uint8Array>()

  function wordAt(at: number): number | undefined {
    const bytes = source.read(at, 4)
    if (bytes.byteLength < 4) return undefined
    const view = new DataView(bytes.buffer, bytes.byteOffset, 4)
    // In the byte order of the machine: the wrong one gives a tag that there is not.
    const little = view.getUint32(0, true)
    const big = view.getUint32(0, false)
    return little >>> 20 === 0 && (little & 0xfffff) <= pageSize ? little : big
  }

  function scan(): Float64Array {
    const list = new Float64Array(count)
    for (let at = start; found < count; ) {
      const word = wordAt(at)
      if (word === undefined || word === 0) break
      const size = word & 0xfffff
      if (word >>> 20 !== 0) {
        diagnostics.add({
          code: 'UNKNOWN_FORMAT',
          offset: at,
          path: 'pages',
          message: 'blocks of parallel streams are not unpacked; their pages are missing',
        })
        break
      }
      if (size > pageSize) {
        diagnostics.add({ code: 'BAD_VALUE', offset: at, path: 'pages', message: `a page of ${pageSize} bytes is said to take ${size}` })
        break
      }
      list[found++] = at
      at += 4 + size
    }
    if (found < count)
      diagnostics.add({ code: 'TRUNCATED', offset: start, path: 'pages', message: `${count} pages are announced, ${found} can be found` })
    return list
  }

  return (index) => {
    offsets ??= scan()
    if (index >= found) return none
    let page = cache.get(index)
    if (!page) {
      const at = offsets[index] as number
      const size = (wordAt(at) ?? 0) & 0xfffff
      const data = source.read(at + 4, size)
      const unpacked = data.byteLength < size ? undefined : unpackLzjb(data, pageSize)
      if (!unpacked)
        diagnostics.add({ code: 'BAD_VALUE', offset: at, path: `pages[${index}]`, message: `page ${index} cannot be unpacked` })
      page = unpacked ?? none
      if (cache.size >= KEPT) {
        const oldest = cache.keys().next()
        if (!oldest.done) cache.delete(oldest.value)
      }
      cache.set(index, page)
    }
    return page
  }
}
