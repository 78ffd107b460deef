/** Errors that freezing and thawing a process can end in. Source: DragonFly sys/kern/kern_checkpoint.c. */

/** Names of DragonFly's errors; the numbers are in `systems/dragonfly/errno.ts`. */
export type Errno =
  | 'EPERM'
  | 'ENOENT'
  | 'ENOMEM'
  | 'ESPIPE'
  | 'ENAMETOOLONG'
  | 'EIO'
  | 'EBADF'
  | 'EACCES'
  | 'EFAULT'
  | 'EINVAL'
  | 'EFBIG'
  | 'ERANGE'
  | 'EOPNOTSUPP'
  | 'ESTALE'
  | 'ENOSYS'
