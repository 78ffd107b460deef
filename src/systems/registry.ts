/** The systems by name. */

/** Names that formats, options and documents use, with the names that people use. */
const TITLES = {
  linux: 'Linux',
  freebsd: 'FreeBSD',
  netbsd: 'NetBSD',
  openbsd: 'OpenBSD',
  dragonfly: 'DragonFly',
  darwin: 'Darwin',
  illumos: 'illumos',
} as const

export type SystemName = keyof typeof TITLES

/** The title of a system, such as `FreeBSD`. */
export const systemTitle = (name: SystemName): string => TITLES[name]
