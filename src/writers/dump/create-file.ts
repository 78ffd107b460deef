/** Creates the file of one destination: an existing file is checked and removed if that is allowed, then a new file is created. */
import { nodeBuiltin } from '../../io/node-builtins.js'
import type { Destination } from './destinations.js'
import { type DumpErrno, errnoFrom } from './dump-errno.js'
import type { DumpFile, DumpFileSystem, DumpIdentity } from './filesystem.js'

/** Mode of core files, which contain secrets. */
const MODE = 0o600

/**
 * The path on this machine. `..` cannot leave the root; symbolic links to directories are followed.
 *
 * @returns undefined for a relative path where only absolute ones are allowed
 */
export function pathOf({ root, directory }: Destination, expanded: string): string | undefined {
  const { join, normalize, resolve } = nodeBuiltin('node:path')
  if (!expanded.startsWith('/')) return directory === undefined ? undefined : resolve(directory, expanded)
  return join(root, normalize(expanded))
}

/** Creates a new file, or returns the error. An existing file is never reused. */
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
      // A file system may assign another owner (NFS: nobody), who could read the file.
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
