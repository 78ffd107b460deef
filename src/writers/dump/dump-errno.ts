/** Errno names of a dump, as defined on illumos. */
import { FormatError } from '../../errors.js'
import { errnoOf } from '../../io/io-error.js'
import { type IllumosErrno, illumosErrors } from '../../systems/illumos/errno.js'

export type DumpErrno = IllumosErrno

/** The number of an error. */
export const errnoNumber = (name: DumpErrno): number => illumosErrors.number(name) as number

/**
 * The errno of a file system error: its name if illumos defines it, else EIO.
 *
 * @throws the error itself if it is not a system error
 */
export function errnoFrom(error: unknown): DumpErrno {
  const name = error instanceof FormatError ? (error.found ?? 'EIO') : errnoOf(error)
  // Programming errors are not system errors.
  if (name === undefined || /^ERR_/.test(name)) throw error
  return illumosErrors.number(name) !== undefined ? (name as DumpErrno) : 'EIO'
}
