/** `--name-pattern`: the file name of a new core in a directory, as a system's kernel would choose it. */
import { FormatError } from '../../errors.js'
import type { Core } from '../../families/core.js'
import { createIoError } from '../../io/io-error.js'
import { nodeBuiltin } from '../../io/node-builtins.js'
import { commitOrAbort } from '../../io/sink.js'
import { expandCorePattern, patternTokens } from '../../writers/policy/expand-pattern.js'
import { type PatternStyle, type PatternValues, patternStyleOf, styles, withFileNames } from '../../writers/policy/pattern-styles.js'
import type { ConversionInput, Convert, ConvertInto } from '../conversion.js'
import { coreOf } from '../core-input.js'
import type { ConversionOptions } from './options.js'

/**
 * Converts into a directory, under the name that the pattern expands to.
 *
 * @param format format of the new file; its system determines the pattern style if the options do not
 */
export const withCoreName =
  (convert: Convert, format: string): ConvertInto =>
  async (input, directory) =>
    commitOrAbort(directory.create(nameIn(directory.path, input, format)), (sink) => convert(input, sink))

/** The name; directories of a default pattern, such as `cores` of macOS, are created. */
function nameIn(directory: string, input: ConversionInput, format: string): string {
  const name = nameOf(input, format)
  if (input.options.namePattern !== undefined || !name.includes('/')) return name
  const { dirname, join } = nodeBuiltin('node:path')
  const path = join(directory, dirname(name))
  try {
    nodeBuiltin('node:fs').mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw createIoError('create', path, error)
  }
  return name
}

/** Default patterns of formats that differ from their system's cores. */
const defaults: Readonly<Record<string, string>> = { 'checkpoint/dragonfly': '%N.ckpt' }

/** The core whose process the name describes. */
export type Named = Parameters<typeof coreOf>[0] & Pick<ConversionInput, 'options'>

/**
 * The file name in the directory.
 *
 * @param format format of the new file
 * @throws FormatError `IO` with the errno of the system if the name is invalid; `BAD_VALUE` for a pattern that does not expand to a file name
 */
export function nameOf({ file, source, options }: Named, format: string): string {
  const style = patternStyleOf(String(options.patternStyle ?? format.slice(format.indexOf('/') + 1))) ?? 'illumos'
  const pattern = String(options.namePattern ?? defaults[format] ?? styles[style].defaultPattern)
  const { core } = coreOf({ file, source })
  const facts = withFileNames(factsOf(core, style, options))
  const absent = absentIds(core)
  const unknown = patternTokens(pattern, style).find(
    (token): token is keyof typeof unknownWords => isUnknown(token, facts) || absent.includes(token),
  )
  if (unknown)
    throw new FormatError({
      code: 'BAD_VALUE',
      message: `pattern ${pattern} uses ${unknownWords[unknown]}, which the core does not contain`,
    })
  const expansion = expandCorePattern(pattern, facts, style)
  if ('errno' in expansion)
    throw new FormatError({
      code: 'IO',
      message: `core not written: expanding ${pattern} fails with ${expansion.errno}`,
      found: expansion.errno,
    })
  if (!('path' in expansion))
    throw new FormatError({
      code: 'BAD_VALUE',
      message: `pattern ${pattern} sends the core to a program or socket, which is not supported`,
    })
  // Normalized as an absolute path, so that `..` cannot leave the directory.
  const name = nodeBuiltin('node:path').normalize(`/${expansion.path}`)
  if (name.endsWith('/'))
    throw new FormatError({ code: 'BAD_VALUE', message: `pattern ${pattern} does not expand to a file name: ${expansion.path}` })
  return name.slice(1)
}

/** Tokens that would otherwise expand to a wrong value if the core does not contain theirs. */
const unknownWords = {
  zoneRoot: 'the path of the zone (--zone-path sets it)',
  time: 'the start time of the process',
  pid: 'the process ID',
  uid: 'the user ID',
} as const

/** DragonFly's notes have the number of the thread in the place of the process ID, and no user. */
const absentIds = ({ system, process }: Core): readonly string[] =>
  system.name === 'dragonfly' ? (['pid', 'uid'] as const).filter((name) => process[name] === undefined) : []

function isUnknown(token: string, { zone, time }: PatternValues): token is keyof typeof unknownWords {
  return (token === 'zoneRoot' && zone?.root === '') || (token === 'time' && time === undefined)
}

const seconds = (): number => Math.floor(Date.now() / 1000)

/** The values of a core's process for patterns. The time is the current time; on NetBSD, the start time of the process. */
function factsOf(core: Core, style: PatternStyle, { zonePath }: ConversionOptions): PatternValues {
  const { process, threads, notes } = core
  const { executable } = core.image
  const noteValue = (wanted: string): unknown => notes.find(({ name }) => name === wanted)?.value
  const uts = noteValue('NT_UTSNAME') as { nodename?: string; machine?: string } | undefined
  const zone = noteValue('NT_ZONENAME') as { text?: string } | undefined
  const started = noteValue('NT_PSINFO') as { pr_start?: { tv_sec?: bigint } } | undefined
  const tid = process.signal?.tid ?? threads[0]?.tid
  const time = style === 'netbsd' ? Number(started?.pr_start?.tv_sec ?? 0n) || undefined : seconds()
  // Linux names the real user and group, the other systems the effective ones.
  const { credentials = {} } = process
  const uid = style === 'linux' ? (credentials.ruid ?? process.uid) : (credentials.euid ?? process.uid)
  const gid = style === 'linux' ? (credentials.rgid ?? process.gid) : (credentials.egid ?? process.gid)
  return {
    pid: process.pid ?? threads[0]?.tid ?? 0,
    ...(time !== undefined && { time }),
    ...(process.name !== undefined && { name: process.name }),
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    ...(process.signal && { signal: process.signal.number }),
    ...(tid !== undefined && { tid }),
    ...(executable !== undefined && { executable, executableDirectory: executable.slice(0, executable.lastIndexOf('/')) }),
    ...(uts?.nodename !== undefined && { nodeName: uts.nodename }),
    ...(uts?.machine !== undefined && { machine: uts.machine }),
    ...(zone?.text !== undefined && zone.text !== 'global' && { zone: { name: zone.text, root: String(zonePath ?? '') } }),
  }
}
