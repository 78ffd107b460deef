/** Resolves paths of another system below a directory, as if that directory were its root. */
import { nodeBuiltin } from './node-builtins.js'

const MAX_LINKS = 40

/**
 * The file that a path names below a root. Links are followed component by component, and absolute links and `..` never lead out of
 * the root: the path may come from a hostile file.
 *
 * @returns undefined where there is no regular file
 */
export function regularFileInRoot(root: string, path: string): string | undefined {
  const fs = nodeBuiltin('node:fs')
  const { join } = nodeBuiltin('node:path')
  let pending = path.split('/').filter(isNamed)
  let resolved: string[] = []
  let links = 0
  while (pending.length > 0) {
    const [name, ...rest] = pending as [string, ...string[]]
    pending = rest
    if (name === '..') {
      resolved = resolved.slice(0, -1)
      continue
    }
    const place = join(root, ...resolved, name)
    const status = statusOf(() => fs.lstatSync(place, { throwIfNoEntry: false }))
    if (!status) return undefined
    if (!status.isSymbolicLink()) {
      resolved = [...resolved, name]
      continue
    }
    if (++links > MAX_LINKS) return undefined
    const target = fs.readlinkSync(place)
    if (target.startsWith('/')) resolved = []
    pending = [...target.split('/').filter(isNamed), ...pending]
  }
  const found = join(root, ...resolved)
  return statusOf(() => fs.statSync(found, { throwIfNoEntry: false }))?.isFile() ? found : undefined
}

const isNamed = (name: string): boolean => name !== '' && name !== '.'

/** A directory that may not be searched is as good as none. */
function statusOf<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
