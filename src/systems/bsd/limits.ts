/** Limits of 4.4BSD that its descendants kept. Source: sys/sys/param.h, sys/sys/syslimits.h. */

/** Characters of a command name, without the NUL. FreeBSD and OpenBSD have more today. */
export const MAXCOMLEN = 16

/** Bytes of a path, with its NUL. */
export const MAXPATHLEN = 1024
