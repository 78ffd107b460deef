/** Refusals of the operating system as FormatErrors that name the path, what was tried, and the errno. */
import { FormatError } from '../errors.js'

const meaning: Record<string, string> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  EEXIST: 'it exists already',
  ELOOP: 'it is a symbolic link',
  ENOSPC: 'no space left on device',
  EDQUOT: 'disk quota exceeded',
  EFBIG: 'file too large',
  EROFS: 'read-only file system',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  EPIPE: 'the reader of the output has gone',
  EIO: 'input/output error',
}

/** The errno name of an error of Node, such as `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/**
 * `cannot open /x: no such file or directory (ENOENT)`, with the errno name in `found`.
 *
 * @param doing the verb: `open`, `read`, `write`
 */
export function createIoError(doing: string, path: string, error: unknown): FormatError {
  if (error instanceof FormatError) return error
  const errno = errnoOf(error)
  const why = errno === undefined ? String(error) : `${meaning[errno] ?? 'the system refused'} (${errno})`
  return new FormatError(
    { code: 'IO', message: `cannot ${doing} ${path}: ${why}`, ...(errno !== undefined && { found: errno }) },
    { cause: error },
  )
}

/** A refusal of exhume itself, in the same words. */
export function createRefusedError(doing: string, path: string, why: string): FormatError {
  return new FormatError({ code: 'IO', message: `cannot ${doing} ${path}: ${why}` })
}
