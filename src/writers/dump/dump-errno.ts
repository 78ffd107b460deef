/** Errors of a dump by their names, which are those of illumos. */
import { FormatError } from '../../errors.js'
import { errnoOf } from '../../io/io-error.js'
import { type IllumosErrno, illumosErrors } from '../../systems/illumos/errno.js'

export type DumpErrno = IllumosErrno

/** The number of an error. */
export const errnoNumber = (name: DumpErrno): number => illumosErrors.number(name) as number

/**
 * The errno of what a file system threw: its name where illumos has it, else EIO.
 *
 * @throws the error itself when it is no error of a system
 */
export function errnoFrom(error: unknown): DumpErrno {
  const name = error instanceof FormatError ? (error.found ?? 'EIO') : errnoOf(error)
  // A mistake of a program is no error of the system.
  if (name === undefined || /^ERR_/.test(name)) throw error
  return illumosErrors.number(name) !== undefined ? (name as DumpErrno) : 'EIO'
}
