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

/** The names of all systems, such as `freebsd`. */
export const systemNames = Object.keys(TITLES) as readonly SystemName[]

/** The title of a system, such as `FreeBSD`; the name itself where it is not known. */
export const systemTitle = (name: string): string => (Object.hasOwn(TITLES, name) ? TITLES[name as SystemName] : name)
