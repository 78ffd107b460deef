/**
 * Files that a document refers to. A document may come from a stranger, so it names files only in its own folder, in folders of
 * `--allow-files`, and the file that it was made of, which its `source` knows by size and hash.
 */
import type { Stats } from 'node:fs'
import { FormatError } from '../errors.js'
import { type CloseableSource, fileSource } from '../io/index.js'
import { createIoError } from '../io/io-error.js'
import { sha256 } from '../io/sha256.js'
import type { DocumentSource } from '../writers/document-input.js'

export interface DocumentFiles {
  /** Folder of the document. */
  readonly directory: string
  readonly allowed: readonly string[]
  readonly source: DocumentSource | undefined
  readonly opened: CloseableSource[]
  readonly turn: () => Promise<void> | undefined
}

/**
 * Opens files of a document by the names in it.
 *
 * @throws FormatError `BAD_DOCUMENT` when the file that the document was made of has changed since
 */
export async function documentFiles(files: DocumentFiles): Promise<(name: string) => CloseableSource> {
  const { directory, source, opened, turn } = files
  const { resolve } = process.getBuiltinModule('node:path')
  const original = source && (await verified(source, resolve(directory, source.file), turn))
  const roots = [directory, ...files.allowed].map((folder) => realPath(folder))
  return (name) => {
    const path = realPath(resolve(directory, name))
    if (path !== original && !roots.some((root) => isWithin(path, root)))
      throw refused(`the document refers to ${name}, which is not in its folder; --allow-files DIR allows another folder`, name)
    checkRegular(path, name)
    const file = fileSource(path)
    opened.push(file)
    return file
  }
}

/** @returns the real path of the file; undefined when there is none, which matters only if the document refers to it */
async function verified(
  { file, size, sha256: expected }: DocumentSource,
  path: string,
  turn: DocumentFiles['turn'],
): Promise<string | undefined> {
  const { existsSync } = process.getBuiltinModule('node:fs')
  if (!existsSync(path)) return undefined
  checkRegular(path, file)
  const source = fileSource(path)
  try {
    if (source.size === size && (await sha256(source, turn)) === expected) return realPath(path)
  } finally {
    source.close()
  }
  throw refused(`${file} has changed since the document was made of it`, file)
}

/** A pipe or device would block, or never end. */
function checkRegular(path: string, name: string): void {
  let status: Stats
  try {
    status = process.getBuiltinModule('node:fs').statSync(path)
  } catch (error) {
    throw createIoError('open', path, error)
  }
  if (!status.isFile()) throw refused(`the document refers to ${name}, which is no regular file`, name)
}

function realPath(path: string): string {
  try {
    return process.getBuiltinModule('node:fs').realpathSync(path)
  } catch (error) {
    throw createIoError('open', path, error)
  }
}

function isWithin(path: string, folder: string): boolean {
  const { relative, isAbsolute, sep } = process.getBuiltinModule('node:path')
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

const refused = (message: string, found: string): FormatError => new FormatError({ code: 'BAD_DOCUMENT', message, found })
