/** Makes the file of one destination: what has the name is looked at, removed if that is allowed, and a new file created. */
import { nodeBuiltin } from '../../io/node-builtins.js'
import type { Destination } from './destinations.js'
import { type DumpErrno, errnoFrom } from './dump-errno.js'
import type { DumpFile, DumpFileSystem, DumpIdentity } from './filesystem.js'

/** A core holds secrets. */
const MODE = 0o600

/**
 * The path on this machine. A `..` does not lead out of the root; symbolic links in the folders are followed as they stand.
 *
 * @returns undefined for a relative path where none is allowed
 */
export function pathOf({ root, directory }: Destination, expanded: string): string | undefined {
  const { join, normalize, resolve } = nodeBuiltin('node:path')
  if (!expanded.startsWith('/')) return directory === undefined ? undefined : resolve(directory, expanded)
  return join(root, normalize(expanded))
}

/** The new file, or why there is none. It is never one that was there before, whatever names that had. */
export function createCoreFile(
  path: string,
  { credentials }: Destination,
  files: DumpFileSystem,
  identity: DumpIdentity,
): { readonly file: DumpFile } | { readonly errno: DumpErrno } {
  try {
    return identity.run(credentials, (owner) => {
      const there = files.look(path)
      if (there === 'other') return { errno: 'EACCES' }
      if (there) {
        files.checkWritable(path)
        files.unlink(path)
      }
      const file = files.create(path, MODE)
      // A file system may give the file to somebody else (NFS to nobody), who could read it.
      if (owner !== undefined && file.owner() !== owner) {
        file.close()
        files.unlink(path)
        return { errno: 'EACCES' }
      }
      return { file }
    })
  } catch (error) {
    return { errno: errnoFrom(error) }
  }
}
