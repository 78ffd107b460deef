/** One compressed page of a kdump-compressed file. */
import { FormatError } from '../../../errors.js'
import { pageFlag } from '../../../formats/kcore/linux/diskdump.js'
import { decompressLzo1x } from '../../../io/lzo1x.js'
import { nodeBuiltin } from '../../../io/node-builtins.js'
import { decompressSnappy } from '../../../io/snappy.js'
import { decompressZstd } from '../../../io/zstd-block.js'

interface Method {
  readonly name: string
  decompress(bytes: Uint8Array, size: number): Uint8Array
}

/** Methods by their page flag. Each page is compressed alone. */
const methods: Readonly<Record<number, Method>> = {
  [pageFlag.ZLIB]: {
    name: 'zlib',
    decompress: (bytes, size) => nodeBuiltin('node:zlib').inflateSync(bytes, { maxOutputLength: size }),
  },
  [pageFlag.LZO]: { name: 'LZO', decompress: decompressLzo1x },
  [pageFlag.SNAPPY]: { name: 'snappy', decompress: decompressSnappy },
  [pageFlag.ZSTD]: { name: 'zstd', decompress: decompressZstd },
}

const ALL_METHODS = Object.keys(methods).reduce((flags, flag) => flags | Number(flag), 0)

/**
 * Decompresses a page.
 *
 * @param flags of the page descriptor
 * @param size bytes of a page
 * @throws FormatError `UNKNOWN_FORMAT` for an unknown method; `BAD_VALUE` when the data is damaged
 */
export function decompressPage(bytes: Uint8Array, flags: number, size: number): Uint8Array {
  const flag = flags & ALL_METHODS
  const method = methods[flag]
  let page: Uint8Array
  if (flag === 0) page = bytes
  else if (!method)
    throw new FormatError({
      code: 'UNKNOWN_FORMAT',
      path: 'page_desc.flags',
      message: `unknown compression method 0x${flag.toString(16)}`,
      expected: Object.values(methods)
        .map(({ name }) => name)
        .join(', '),
      found: `0x${flag.toString(16)}`,
    })
  else {
    try {
      page = method.decompress(bytes, size)
    } catch (error) {
      const message = `cannot decompress (${method.name}): ${error instanceof Error ? error.message : String(error)}`
      throw new FormatError({ code: 'BAD_VALUE', path: 'page_desc', message }, { cause: error })
    }
  }
  if (page.byteLength === size) return page
  throw new FormatError({
    code: 'BAD_VALUE',
    path: 'page_desc',
    message: `expected a page of ${size} bytes, found ${page.byteLength}`,
    expected: String(size),
    found: String(page.byteLength),
  })
}
