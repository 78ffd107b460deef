/** Errors that freezing and thawing give. Source: DragonFly sys/sys/errno.h. */
export const errno = {
  EPERM: 1,
  EIO: 5,
  EBADF: 9,
  EACCES: 13,
  EFAULT: 14,
  EINVAL: 22,
  EFBIG: 27,
  ERANGE: 34,
  EOPNOTSUPP: 45,
  ESTALE: 70,
  ENOSYS: 78,
} as const

export type Errno = keyof typeof errno
