/** SHA-256 of a source. */
import { nodeBuiltin } from './node-builtins.js'
import type { ByteSource } from './source.js'

const CHUNK = 1024 * 1024

/** In hexadecimal; `turn` lets signals through. */
export async function sha256(source: ByteSource, turn: () => Promise<void> | undefined): Promise<string> {
  const hash = nodeBuiltin('node:crypto').createHash('sha256')
  for (let at = 0; at < source.size; at += CHUNK) {
    hash.update(source.read(at, CHUNK))
    const wait = turn()
    if (wait) await wait
  }
  return hash.digest('hex')
}
