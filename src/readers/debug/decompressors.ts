/** Decompressors of debug sections. Loaded on demand: most files have none that are compressed. */
import { nodeBuiltin } from '../../io/node-builtins.js'
import type { Decompressors } from './elf-file.js'

/** What this environment has: zlib where Node is, zstd and xz everywhere. */
export async function loadDecompressors(): Promise<Decompressors> {
  const [{ decompressZstd }, { decompressXz }] = await Promise.all([import('../../io/zstd-block.js'), import('../../io/xz-block.js')])
  const hasNode = typeof globalThis.process?.getBuiltinModule === 'function'
  const zlib = hasNode ? nodeBuiltin('node:zlib') : undefined
  return {
    zstd: decompressZstd,
    xz: decompressXz,
    ...(zlib && { zlib: (bytes, size) => zlib.inflateSync(bytes, { maxOutputLength: Math.max(size, 1) }) }),
  }
}
