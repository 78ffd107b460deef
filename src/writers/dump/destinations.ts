/** The destinations of a core, in order, each with pattern, content set, limit and permissions. */
import { FormatError } from '../../errors.js'
import { CC_CONTENT_ALL, contentFromText } from '../policy/content-set.js'
import type { DumpCredentials } from './filesystem.js'
import type { DumpProcess, DumpSettings, ProcessIds, ZoneSettings } from './settings.js'

/** `zone`: the global core file of the process's own zone; `global`: that of the global zone. */
export type DestinationName = 'process' | 'zone' | 'global'

export interface Destination {
  readonly name: DestinationName
  readonly pattern: string | undefined
  readonly content: bigint
  /** Undefined: unlimited. */
  readonly limit: bigint | undefined
  /** Whether a set-id process may be dumped there. */
  readonly setIdAllowed: boolean
  readonly credentials: DumpCredentials
  /** Root for absolute names, and directory for relative ones (per-process destinations only). */
  readonly root: string
  readonly directory: string | undefined
  /** Whether attempts are logged. */
  readonly logged: boolean
}

const SUPERUSER: DumpCredentials = { uid: 0, gid: 0 }

export function idsOf({ ids = {}, process: { uid, gid } }: DumpProcess): ProcessIds {
  const euid = ids.euid ?? uid ?? process.geteuid?.() ?? 0
  const egid = ids.egid ?? gid ?? process.getegid?.() ?? 0
  return { euid, ruid: ids.ruid ?? euid, suid: ids.suid ?? euid, egid, rgid: ids.rgid ?? egid, sgid: ids.sgid ?? egid }
}

/** Whether a process has or had privileges that its user does not have. */
export function isSetId(dumped: DumpProcess): boolean {
  const { ruid, euid, suid, rgid, egid, sgid } = idsOf(dumped)
  return dumped.noCoreDump === true || euid !== ruid || euid !== suid || egid !== rgid || egid !== sgid
}

/**
 * The destinations for a process: zero to three.
 *
 * @throws FormatError `BAD_VALUE` for an invalid content set, or a global pattern that does not begin with `/`
 */
export function destinationsOf(dumped: DumpProcess, { zone = {}, globalZone }: DumpSettings): Destination[] {
  const found: Destination[] = []
  const { euid, egid } = idsOf(dumped)
  if (optionsOf(zone).includes('process')) {
    found.push({
      name: 'process',
      pattern: dumped.pattern ?? zone.defaultPattern ?? 'core',
      content: bitsOf(dumped.content ?? zone.defaultContent, 'content'),
      limit: dumped.limit,
      setIdAllowed: optionsOf(zone).includes('proc-setid'),
      // If the process is not trusted, the settings of the zone are used.
      credentials: isSetId(dumped) ? SUPERUSER : { uid: euid, gid: egid },
      root: dumped.root ?? zone.root ?? '/',
      directory: dumped.directory ?? '.',
      logged: false,
    })
  }
  for (const [name, record] of [['zone', zone] as const, ['global', globalZone] as const]) {
    if (!record || !optionsOf(record).includes('global')) continue
    const { globalPattern } = record
    if (globalPattern && !globalPattern.startsWith('/'))
      throw bad('globalPattern', `expected a pattern that begins with /, found ${globalPattern}`)
    found.push({
      name,
      pattern: globalPattern || undefined,
      content: bitsOf(record.globalContent, 'globalContent'),
      limit: undefined,
      setIdAllowed: optionsOf(record).includes('global-setid'),
      credentials: SUPERUSER,
      root: record.root ?? '/',
      directory: undefined,
      logged: optionsOf(record).includes('log'),
    })
  }
  return found
}

const optionsOf = ({ options = ['process'] }: ZoneSettings) => options

function bitsOf(content: string | bigint | undefined, path: string): bigint {
  const bits = typeof content === 'bigint' ? content : contentFromText(content ?? 'default')
  if (bits === undefined || (bits & ~CC_CONTENT_ALL) !== 0n) throw bad(path, `expected a content set, found ${content}`)
  return bits
}

const bad = (path: string, message: string): FormatError => new FormatError({ code: 'BAD_VALUE', path, message: `${path}: ${message}` })
