/** Limits of FreeBSD. Source: FreeBSD sys/sys/param.h. */

/** Characters of a command name, without the NUL, since 5.0. */
export const MAXCOMLEN = 19
