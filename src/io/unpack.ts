/** What the decompressors of whole files share: the output, and what is said of a file that is cut or damaged. */
import { type Diagnostic, FormatError } from '../errors.js'
import type { DecompressedSource, GunzipOptions } from './gzip.js'
import { type Spool, spool } from './spool.js'

/**
 * Unpacks into memory or a temporary file. Damage gives what could be unpacked, and a `TRUNCATED` diagnostic.
 *
 * @param work writes what it unpacks, and throws where it cannot go on
 * @param offset bytes of the compressed file that were read
 * @throws FormatError `LIMIT` beyond the limit; `IO`
 */
export async function unpack(
  name: string,
  options: GunzipOptions,
  offset: () => number,
  work: (out: Spool) => Promise<void>,
): Promise<DecompressedSource> {
  const out = spool(name, options)
  const diagnostics: Diagnostic[] = []
  try {
    await work(out)
  } catch (error) {
    // A limit or the disk, which out.write() said.
    if (error instanceof FormatError) {
      out.discard()
      throw error
    }
    const why = error instanceof Error ? error.message : String(error)
    const message = `${name} cannot be unpacked beyond the piece at 0x${offset().toString(16)} (${why}); ${out.size} bytes could`
    diagnostics.push({ code: 'TRUNCATED', offset: offset(), message })
  }
  return { source: out.finish(), diagnostics }
}
