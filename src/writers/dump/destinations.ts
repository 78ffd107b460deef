/** The destinations of a core, in order, each with pattern, content set, limit and permissions. */
import { FormatError } from '../../errors.js'
import { nodeBuiltin } from '../../io/node-builtins.js'
import { CC_CONTENT_ALL, contentFromText } from '../policy/content-set.js'
import type { DumpCredentials } from './filesystem.js'
import { coreLimitOf, idsOf, isSetId } from './process-facts.js'
import type { LookupRoots } from './resolve-path.js'
import type { DumpProcess, DumpSettings, ZoneSettings } from './settings.js'

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
  readonly roots: LookupRoots
  /** Whether attempts are logged. */
  readonly logged: boolean
}

const SUPERUSER: DumpCredentials = { uid: 0, gid: 0 }

/**
 * The destinations for a process: zero to three.
 *
 * @throws FormatError `BAD_VALUE` for an invalid content set, or a global pattern that does not begin with `/`
 */
export function destinationsOf(dumped: DumpProcess, { zone = {}, globalZone }: DumpSettings): Destination[] {
  const found: Destination[] = []
  const { euid, egid } = idsOf(dumped)
  const zoneRoot = zone.root ?? '/'
  for (const { globalPattern } of [zone, globalZone ?? {}]) checkGlobalPattern(globalPattern)
  if (optionsOf(zone).includes('process')) {
    found.push({
      name: 'process',
      pattern: dumped.pattern ?? zone.defaultPattern ?? 'core',
      content: bitsOf(dumped.content ?? zone.defaultContent, 'content'),
      limit: coreLimitOf(dumped),
      setIdAllowed: optionsOf(zone).includes('proc-setid'),
      // If the process is not trusted, the settings of the zone are used.
      credentials: isSetId(dumped) ? SUPERUSER : { uid: euid, gid: egid },
      roots: {
        root: dumped.root ?? dumped.process.root ?? zoneRoot,
        barriers: [zoneRoot],
        directory: nodeBuiltin('node:path').resolve(dumped.directory ?? dumped.process.cwd ?? '.'),
      },
      logged: false,
    })
  }
  for (const [name, record] of [['zone', zone] as const, ['global', globalZone] as const]) {
    if (!record || !optionsOf(record).includes('global')) continue
    found.push({
      name,
      pattern: record.globalPattern || undefined,
      content: bitsOf(record.globalContent, 'globalContent'),
      limit: undefined,
      setIdAllowed: optionsOf(record).includes('global-setid'),
      credentials: SUPERUSER,
      roots: { root: record.root ?? '/', barriers: [zoneRoot] },
      logged: optionsOf(record).includes('log'),
    })
  }
  return found
}

/** @throws FormatError `BAD_VALUE` for a relative pattern, whether or not it is used (corectl refuses to set it) */
function checkGlobalPattern(pattern: string | undefined): void {
  if (pattern && !pattern.startsWith('/')) throw bad('globalPattern', `expected a pattern that begins with /, found ${pattern}`)
}

const optionsOf = ({ options = ['process'] }: ZoneSettings) => options

function bitsOf(content: string | bigint | undefined, path: string): bigint {
  const bits = typeof content === 'bigint' ? content : contentFromText(content ?? 'default')
  if (bits === undefined || (bits & ~CC_CONTENT_ALL) !== 0n) throw bad(path, `expected a content set, found ${content}`)
  return bits
}

const bad = (path: string, message: string): FormatError => new FormatError({ code: 'BAD_VALUE', path, message: `${path}: ${message}` })
