/** Errors of a dump by their names, and illumos' numbers of them. Source: illumos usr/src/uts/common/sys/errno.h. */
import { FormatError } from '../../errors.js'
import { errnoOf } from '../../io/failure.js'

export const errno = {
  EPERM: 1,
  ENOENT: 2,
  EINTR: 4,
  EIO: 5,
  ENXIO: 6,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EBUSY: 16,
  EEXIST: 17,
  ENODEV: 19,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  ENFILE: 23,
  EMFILE: 24,
  ETXTBSY: 26,
  EFBIG: 27,
  ENOSPC: 28,
  EROFS: 30,
  EMLINK: 31,
  ENOTSUP: 48,
  EDQUOT: 49,
  ENAMETOOLONG: 78,
  EOVERFLOW: 79,
  ENOSYS: 89,
  ELOOP: 90,
  ESTALE: 151,
} as const

export type DumpErrno = keyof typeof errno

/**
 * The errno of what a file system threw: its name where illumos has it, else EIO.
 *
 * @throws the error itself when it is no error of a system
 */
export function errnoFrom(error: unknown): DumpErrno {
  const name = error instanceof FormatError ? (error.found ?? 'EIO') : errnoOf(error)
  // A mistake of a program is no error of the system.
  if (name === undefined || /^ERR_/.test(name)) throw error
  return Object.hasOwn(errno, name) ? (name as DumpErrno) : 'EIO'
}
