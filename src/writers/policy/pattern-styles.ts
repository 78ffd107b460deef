/**
 * The core file name patterns of illumos (coreadm), FreeBSD, DragonFly, NetBSD, OpenBSD, macOS and Linux, as a table.
 *
 * Sources: the systems' kernels (os/core.c, kern_sig.c, fs/coredump.c) and their manuals, by behaviour.
 */

import { truncateUtf8 } from '../../schema/zero-value.js'
import { MAXPATHLEN } from '../../systems/bsd/limits.js'
import { MAXCOMLEN } from '../../systems/illumos/limits.js'
import { PATH_MAX } from '../../systems/linux/limits.js'

/** Values for the tokens of a pattern. A missing value expands to nothing. */
export interface PatternValues {
  readonly pid: number
  /** Command name. */
  readonly name?: string
  /** Effective user and group. */
  readonly uid?: number
  readonly gid?: number
  /** Login name (NetBSD). */
  readonly login?: string
  /** Directory of the executable (illumos). */
  readonly executableDirectory?: string
  /** Full path of the executable (Linux). */
  readonly executable?: string
  /** Current directory, in front of relative names of DragonFly checkpoints. */
  readonly cwd?: string
  readonly nodeName?: string
  /** Output of `uname -m`. */
  readonly machine?: string
  /** Seconds since 1970; on NetBSD the start time of the process. */
  readonly time?: number
  /** Name of the zone, and its root in the global zone without `/root/`; absent in the global zone. */
  readonly zone?: { readonly name: string; readonly root: string }
  readonly signal?: number
  readonly tid?: number
  /** Thread and process ID in the initial PID namespace (Linux; default: `tid` and `pid`). */
  readonly rootTid?: number
  readonly rootPid?: number
  /** RLIMIT_CORE in bytes (Linux). */
  readonly limit?: number
  readonly cpu?: number
  /** Dumpable mode (Linux). */
  readonly dumpable?: number
  readonly pidfd?: number
  /** `%I` of FreeBSD, with as many digits as the largest index. */
  readonly index?: number
  readonly indexDigits?: number
}

export type PatternStyle = 'illumos' | 'freebsd' | 'dragonfly' | 'dragonfly-checkpoint' | 'netbsd' | 'openbsd' | 'darwin' | 'linux'

/** A token: how it expands, and which value it yields when a name is matched. */
export interface Token {
  readonly fact: keyof PatternValues | 'percent' | 'zoneName' | 'zoneRoot' | 'executableName'
  /** `number`: decimal digits only. */
  readonly shape: 'number' | 'text'
  write(facts: PatternValues): string
}

const number = (fact: Token['fact'], value: (facts: PatternValues) => number | undefined): Token => ({
  fact,
  shape: 'number',
  write: (facts) => String(value(facts) ?? ''),
})

/** Names are C strings, which end at a NUL. */
const cString = (value = ''): string => value.split('\0', 1)[0] ?? ''

/** A name without slashes, which are replaced as Linux does, so that it cannot lead into another directory. */
const fileName = (value?: string): string => cString(value).replaceAll('/', '!')

/**
 * Values whose names cannot lead into another directory, whatever the style does with them: DragonFly expands a name as it is, because
 * names of its processes have no slash.
 */
export const withFileNames = (values: PatternValues): PatternValues => ({
  ...values,
  ...(values.name !== undefined && { name: fileName(values.name) }),
  ...(values.login !== undefined && { login: fileName(values.login) }),
  ...(values.nodeName !== undefined && { nodeName: fileName(values.nodeName) }),
  ...(values.machine !== undefined && { machine: fileName(values.machine) }),
})

/** A name, in which slashes are replaced. */
const text = (fact: Token['fact'], value: (facts: PatternValues) => string | undefined): Token => ({
  fact,
  shape: 'text',
  write: (facts) => fileName(value(facts)),
})

/** A path, whose slashes stay. */
const pathText = (fact: Token['fact'], value: (facts: PatternValues) => string | undefined): Token => ({
  fact,
  shape: 'text',
  write: (facts) => cString(value(facts)),
})

const unsigned = (value: number | undefined): number | undefined => (value === undefined ? undefined : value >>> 0)

export const pid = number('pid', (facts) => facts.pid)

const uid = number('uid', (facts) => unsigned(facts.uid))

const gid = number('gid', (facts) => unsigned(facts.gid))

const name = text('name', (facts) => facts.name)

const time = number('time', (facts) => facts.time)

const node = text('nodeName', (facts) => facts.nodeName)

const signal = number('signal', (facts) => facts.signal)

const percent: Token = { fact: 'percent', shape: 'text', write: () => '%' }

export interface Style {
  readonly tokens: Readonly<Record<string, Token>>
  /** A token that is expanded only once; repetitions are kept as text. */
  readonly once?: string
  /** The system's default pattern. */
  readonly defaultPattern: string
  /** An unknown token is kept, dropped, or dropped with a log message. */
  readonly unknown: 'kept' | 'dropped' | 'logged'
  /** Whether a trailing `%` is kept. */
  readonly trailing: 'kept' | 'dropped'
  /** Maximum size of a name in bytes, including its NUL. */
  readonly room: number
  readonly tooLong: 'ENAMETOOLONG' | 'ENOMEM' | 'EINVAL'
}

export const styles: Readonly<Record<PatternStyle, Style>> = {
  illumos: {
    tokens: {
      p: pid,
      u: uid,
      g: gid,
      f: text('name', (facts) => facts.name && truncateUtf8(facts.name, MAXCOMLEN)),
      d: pathText('executableDirectory', (facts) => facts.executableDirectory?.replace(/^\//, '')),
      n: node,
      m: text('machine', (facts) => facts.machine),
      t: time,
      z: text('zoneName', (facts) => facts.zone?.name ?? 'global'),
      Z: pathText('zoneRoot', (facts) => facts.zone?.root ?? '/'),
      '%': percent,
    },
    defaultPattern: 'core',
    unknown: 'kept',
    trailing: 'kept',
    room: MAXPATHLEN,
    tooLong: 'ENAMETOOLONG',
  },
  freebsd: {
    tokens: {
      N: name,
      P: pid,
      U: uid,
      H: node,
      S: signal,
      I: number('index', (facts) => facts.index ?? 0),
      '%': percent,
    },
    once: 'I',
    defaultPattern: '%N.core',
    unknown: 'logged',
    trailing: 'dropped',
    room: MAXPATHLEN,
    tooLong: 'ENOMEM',
  },
  dragonfly: {
    tokens: { N: name, P: pid, U: uid, '%': percent },
    defaultPattern: '%N.core',
    unknown: 'logged',
    trailing: 'dropped',
    room: MAXPATHLEN,
    tooLong: 'EINVAL',
  },
  // kern.ckptfile.
  'dragonfly-checkpoint': {
    tokens: { N: name, P: pid, U: uid, '%': percent },
    defaultPattern: '%N.ckpt',
    unknown: 'logged',
    trailing: 'dropped',
    room: MAXPATHLEN,
    tooLong: 'ENOMEM',
  },
  netbsd: {
    tokens: { n: name, p: pid, u: text('login', (facts) => facts.login), t: time },
    defaultPattern: '%n.core',
    unknown: 'kept',
    trailing: 'kept',
    room: MAXPATHLEN,
    tooLong: 'ENAMETOOLONG',
  },
  // OpenBSD has no pattern setting: the name is always NAME.core.
  openbsd: { tokens: { n: name }, defaultPattern: '%n.core', unknown: 'kept', trailing: 'kept', room: MAXPATHLEN, tooLong: 'ENAMETOOLONG' },
  darwin: {
    tokens: { N: name, P: pid, U: uid, T: time, '%': percent },
    defaultPattern: '/cores/core.%P',
    unknown: 'logged',
    trailing: 'dropped',
    room: MAXPATHLEN,
    tooLong: 'ENAMETOOLONG',
  },
  linux: {
    tokens: {
      p: pid,
      P: number('rootPid', (facts) => facts.rootPid ?? facts.pid),
      i: number('tid', (facts) => facts.tid ?? facts.pid),
      I: number('rootTid', (facts) => facts.rootTid ?? facts.tid ?? facts.pid),
      u: uid,
      g: gid,
      s: signal,
      t: time,
      h: text('nodeName', (facts) => facts.nodeName),
      e: text('name', (facts) => facts.name),
      f: text('executableName', (facts) => facts.executable?.slice(facts.executable.lastIndexOf('/') + 1)),
      E: text('executable', (facts) => facts.executable),
      c: number('limit', (facts) => facts.limit),
      C: number('cpu', (facts) => facts.cpu),
      d: number('dumpable', (facts) => facts.dumpable),
      F: number('pidfd', (facts) => facts.pidfd),
      '%': percent,
    },
    defaultPattern: 'core',
    unknown: 'dropped',
    trailing: 'dropped',
    room: PATH_MAX,
    tooLong: 'ENAMETOOLONG',
  },
}

/** Other names of a style. */
const aliases: Readonly<Record<string, PatternStyle>> = { solaris: 'illumos' }

/** The names that `--pattern-style` accepts. */
export const patternStyleNames: readonly string[] = [...Object.keys(aliases), ...Object.keys(styles)]

/** The style of a name or alias; undefined for an unknown name. */
export function patternStyleOf(name: string): PatternStyle | undefined {
  const style = Object.hasOwn(aliases, name) ? aliases[name] : name
  return style !== undefined && Object.hasOwn(styles, style) ? (style as PatternStyle) : undefined
}
