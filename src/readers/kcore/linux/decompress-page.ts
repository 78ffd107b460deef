/** One packed page of a kdump-compressed file. */
import { FormatError } from '../../../errors.js'
import { pageFlag } from '../../../formats/kcore/linux/diskdump.js'
import { nodeBuiltin } from '../../../io/node-builtins.js'

/** Names of the ways of packing, for messages. */
const names: Readonly<Record<number, string>> = { [pageFlag.LZO]: 'LZO', [pageFlag.SNAPPY]: 'snappy', [pageFlag.ZSTD]: 'zstd' }

type Unpack = (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array

/**
 * Unpacks a page.
 *
 * @param size bytes of a page
 * @throws FormatError `UNKNOWN_FORMAT` for a way of packing that is not known here; `BAD_VALUE` when the data is damaged
 */
export function unpackPage(bytes: Uint8Array, flags: number, size: number): Uint8Array {
  const way = flags & (pageFlag.ZLIB | pageFlag.LZO | pageFlag.SNAPPY | pageFlag.ZSTD)
  if (way === 0) return bytes.byteLength > size ? bytes.subarray(0, size) : bytes
  const zlib = nodeBuiltin('node:zlib') as unknown as Record<string, unknown>
  // zstd is in Node's zlib since 22.15.
  const unpack = way === pageFlag.ZLIB ? zlib.inflateSync : way === pageFlag.ZSTD ? zlib.zstdDecompressSync : undefined
  if (typeof unpack !== 'function')
    throw new FormatError({
      code: 'UNKNOWN_FORMAT',
      path: 'page_desc.flags',
      message: `pages packed with ${names[way] ?? `method 0x${way.toString(16)}`} cannot be unpacked here`,
      expected: 'zlib or raw pages',
      found: names[way] ?? `0x${way.toString(16)}`,
    })
  let page: Uint8Array
  try {
    page = (unpack as Unpack)(bytes, { maxOutputLength: size })
  } catch (error) {
    const message = `a page cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`
    throw new FormatError({ code: 'BAD_VALUE', path: 'page_desc', message }, { cause: error })
  }
  return page
}
