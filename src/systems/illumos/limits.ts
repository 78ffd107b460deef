/** Limits of illumos and Solaris. Source: illumos usr/src/uts/common/sys/user.h, sys/param.h. */

/** Bytes of a command name (u_comm), without its NUL. */
export const MAXCOMLEN = 16

/** The most symbolic links that the lookup of one path follows. */
export const MAXSYMLINKS = 20
