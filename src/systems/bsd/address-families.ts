/** Address families of sockets. Source: sys/sys/socket.h of each system. */

/** Families that all systems number alike. */
export const AF_UNIX = 1
export const AF_INET = 2

/** AF_INET6, which each system numbered for itself. */
export const AF_INET6 = { freebsd: 28, netbsd: 24, openbsd: 24 } as const
