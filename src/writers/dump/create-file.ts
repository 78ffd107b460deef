/** Creates the file of one destination: an existing file is checked and removed if that is allowed, then a new file is created. */
import type { Destination } from './destinations.js'
import { type DumpErrno, errnoFrom } from './dump-errno.js'
import type { DumpFile, DumpFileSystem, DumpIdentity } from './filesystem.js'
import { type LookupRoots, resolveBelowRoot } from './resolve-path.js'

/** Mode of core files, which contain secrets. */
const MODE = 0o600

export type CreatedFile = { readonly file: DumpFile; readonly path: string } | { readonly errno: DumpErrno }

/**
 * Resolves a name below the root of its destination and creates a new file there, or returns the error. An existing file is never reused.
 *
 * @param umask of the process
 */
export function createCoreFile(
  name: string,
  { credentials, roots: given }: Destination,
  umask: number,
  files: DumpFileSystem,
  identity: DumpIdentity,
): CreatedFile {
  try {
    const roots = withoutLinks(name, given, files)
    return identity.run(credentials, (owner): CreatedFile => {
      const found = resolveBelowRoot(name, roots, {
        readLink: (path) => files.readlink?.(path),
        directoryError: (path) => files.directoryError?.(path),
      })
      if ('errno' in found) return found
      const { path } = found
      const base = baseOf(path, roots)
      // A link that was put into the path meanwhile is refused, before and after the file is created.
      const isInside = (): boolean => files.isBelow?.(path, base) ?? true
      if (!isInside()) return { errno: 'EACCES' }
      const hold = files.within ?? ((held, _root, work) => work(held))
      return hold(path, base, (held): CreatedFile => {
        const there = files.look(held)
        if (there === 'other') return { errno: 'EACCES' }
        if (there) {
          files.checkWritable(held)
          if (files.isReserved?.(held)) return { errno: 'EACCES' }
          files.unlink(held)
        }
        const file = files.create(held, MODE & ~umask)
        // A file system may assign another owner (NFS: nobody), who could read the file.
        if (isInside() && (owner === undefined || ownerOf(file) === owner)) return { file, path }
        remove(file, held, files)
        return { errno: 'EACCES' }
      })
    })
  } catch (error) {
    return { errno: errnoFrom(error) }
  }
}

/** The directories without links, so that two names of one directory are the same: `..` does not pass a root that has another name. */
function withoutLinks(name: string, { root, barriers, directory }: LookupRoots, files: DumpFileSystem): LookupRoots {
  const real = (path: string): string => files.realDirectory?.(path) ?? path
  return {
    root: real(root),
    // A zone without a root directory bounds nothing.
    barriers: barriers.map((path) => (files.directoryError?.(path) === 'ENOENT' ? path : real(path))),
    // Absolute names do not depend on the working directory, which may be gone.
    ...(directory !== undefined && { directory: name.startsWith('/') ? directory : real(directory) }),
  }
}

/** The directory that the lookup of a path cannot have left: the root, or the start of a relative name outside of the root. */
function baseOf(path: string, { root, directory = '/' }: LookupRoots): string {
  return [root, directory].find((base) => base === '/' || path.startsWith(`${base.replace(/\/+$/, '')}/`)) ?? '/'
}

function ownerOf(file: DumpFile): number | undefined {
  try {
    return file.owner()
  } catch (error) {
    errnoFrom(error)
    return undefined
  }
}

/** Closes and removes a file that must not be used. Its errors are ignored: the dump is refused anyway. */
function remove(file: DumpFile, path: string, files: DumpFileSystem): void {
  for (const step of [
    () => file.close(),
    () => {
      if (files.look(path) !== 'other') files.unlink(path)
    },
  ]) {
    try {
      step()
    } catch (error) {
      errnoFrom(error)
    }
  }
}
