/**
 * Path lookup below a root directory, as the kernel does it: component by component, symbolic links included.
 * Source: illumos usr/src/uts/common/fs/lookup.c, by behaviour.
 */
import { MAXSYMLINKS } from '../../systems/illumos/limits.js'
import type { DumpErrno } from './dump-errno.js'

export interface LookupRoots {
  /** Root of absolute names and absolute links, a path on this machine. */
  readonly root: string
  /** Further directories that `..` does not leave, such as the root of the zone. */
  readonly barriers: readonly string[]
  /** Start of relative names, a path on this machine; absent where only absolute names are allowed. */
  readonly directory?: string | undefined
}

export interface PathLookup {
  /** The target of a symbolic link; undefined if the path is not a symbolic link. */
  readLink(path: string): string | undefined
  /** The error of a path that is not a directory. Without it, every path is taken for one. */
  directoryError?(path: string): DumpErrno | undefined
}

/**
 * The path on this machine that a name leads to. The last component is not followed if it is a link. The result does not leave
 * the root: `..` stays there, and absolute links begin there.
 *
 * @returns the path, or EINVAL for a relative name where only absolute ones are allowed, ELOOP for too many links, ENOENT or ENOTDIR for `..` behind what is no directory
 */
export function resolveBelowRoot(
  name: string,
  { root, barriers, directory }: LookupRoots,
  { readLink, directoryError }: PathLookup,
): { readonly path: string } | { readonly errno: DumpErrno } {
  const top = components(root)
  const stops = new Set([root, ...barriers].map((each) => pathOf(components(each))))
  if (!name.startsWith('/') && directory === undefined) return { errno: 'EINVAL' }
  let at = name.startsWith('/') ? [...top] : components(directory ?? root)
  const left = name.split('/')
  let links = 0
  while (left.length > 0) {
    const component = left.shift() as string
    if (component === '' || component === '.') continue
    if (component === '..') {
      if (stops.has(pathOf(at))) continue
      // A name does not lead through what is no directory.
      const errno = directoryError?.(pathOf(at))
      if (errno) return { errno }
      at.pop()
      continue
    }
    at.push(component)
    const isLast = left.every((each) => each === '' || each === '.')
    const target = isLast ? undefined : readLink(pathOf(at))
    if (target === undefined) continue
    if (++links > MAXSYMLINKS) return { errno: 'ELOOP' }
    at.pop()
    if (target.startsWith('/')) at = [...top]
    left.unshift(...target.split('/'))
  }
  return { path: pathOf(at) }
}

/** The components of an absolute path; `..` at the top stays there. */
function components(path: string): string[] {
  const found: string[] = []
  for (const component of path.split('/')) {
    if (component === '..') found.pop()
    else if (component !== '' && component !== '.') found.push(component)
  }
  return found
}

const pathOf = (parts: readonly string[]): string => `/${parts.join('/')}`
