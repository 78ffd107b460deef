/**
 * Dumps a process: `dumpCore(process, settings)` applies the coreadm(8) policy for destinations, names and memory, and writes the cores
 * like the Solaris kernel. Source: illumos usr/src/uts/common/os/core.c, by behaviour.
 */

import type { Diagnostic } from '../../errors.js'
import { createInputError } from '../../errors.js'
import { createYield } from '../../io/event-loop.js'
import { truncateUtf8 } from '../../schema/zero-value.js'
import { MAXPATHLEN } from '../../systems/bsd/limits.js'
import { MAXCOMLEN } from '../../systems/illumos/limits.js'
import { pageSize } from '../../systems/machines/page-sizes.js'
import { expandCorePattern } from '../policy/expand-pattern.js'
import { withFileNames } from '../policy/pattern-styles.js'
import { CoreFile } from './core-file.js'
import { coreImage, headerRuns } from './core-image.js'
import { createCoreFile } from './create-file.js'
import { type Destination, type DestinationName, destinationsOf } from './destinations.js'
import type { DumpErrno } from './dump-errno.js'
import { machineFiles, programIdentity } from './filesystem.js'
import { type CoreEvent, type LogLine, logText, type Result } from './log.js'
import { coreLimitOf, isSetId, nameFacts, withSharedFacts } from './process-facts.js'
import { writeSections } from './sections.js'
import { type FailedSegment, PendingSignal, writeSegments } from './segments.js'
import type { DumpProcess, DumpSettings } from './settings.js'

export type { DestinationName } from './destinations.js'
export type { DumpErrno } from './dump-errno.js'
export { type DumpCredentials, type DumpFile, type DumpFileSystem, type DumpIdentity, machineFiles, programIdentity } from './filesystem.js'
export type { CoreEvent, LogLine } from './log.js'
export type { FailedSegment } from './segments.js'
export type { CoreadmOption, DumpMemory, DumpProcess, DumpSettings, ProcessIds, ZoneSettings } from './settings.js'

export interface DumpOutcome {
  readonly destination: DestinationName
  /** The expanded pattern; undefined if there is no pattern or the expansion fails. */
  readonly name?: string
  /** Path on this machine; undefined if no file was created. */
  readonly path?: string
  /** Error of a failed dump; undefined if the dump succeeded, though memory may be missing. */
  readonly error?: DumpErrno | 'no pattern'
  /** Size of the file in bytes. */
  readonly size: number
  /** Memory that could not be written. */
  readonly failed: readonly FailedSegment[]
  /** Information that the system's cores cannot store. */
  readonly lost: readonly Diagnostic[]
  /** The action of the resource control process.max-core-size runs. */
  readonly limitAction?: boolean
}

export interface Dumped {
  /** At least one core was written. */
  readonly dumped: boolean
  /** The outcome for each destination, in the order of the attempts. */
  readonly outcomes: readonly DumpOutcome[]
  readonly log: readonly LogLine[]
  /** Undefined if the signal was sent from another process contract. */
  readonly event?: CoreEvent
}

/** Pages per write (core_chunk). */
const CORE_CHUNK = 32

/**
 * Writes up to three cores of a process; each is attempted independently of the others.
 *
 * @throws FormatError `BAD_VALUE` for invalid settings or an unsupported machine; file system errors are part of the outcome
 */
export async function dumpCore(process: DumpProcess, settings: DumpSettings = {}): Promise<Dumped> {
  checkSettings(settings)
  const dumped = withSharedFacts(process)
  const outcomes: DumpOutcome[] = []
  const log: LogLine[] = []
  const pending = new PendingSignal(settings.abort, dumped.blockedSignals)
  const { pid = 0, name = '', signal } = dumped.process
  for (const destination of destinationsOf(dumped, settings)) {
    const { result, known, ...outcome } = await dumpTo(destination, dumped, settings, pending)
    const error = result === 'pattern too long' ? 'ENAMETOOLONG' : result
    // The resource control applies to global files; whether the zone logs does not matter.
    const limitAction = result === 'EFBIG' && destination.name !== 'process'
    outcomes.push({ destination: destination.name, ...outcome, ...(error && { error }), ...(limitAction && { limitAction }) })
    if (!destination.logged || destination.name === 'process') continue
    const text = logText(truncateUtf8(name, MAXCOMLEN), pid, result, known, coreLimitOf(dumped) === 0n)
    log.push({ zone: destination.name, text, ...(limitAction && { limitAction: true as const }) })
  }
  const good = (wanted: DestinationName): string | undefined => outcomes.find((each) => each.destination === wanted && !each.error)?.name
  const event: CoreEvent = {
    type: 'CT_PR_EV_CORE',
    pid,
    signal: signal?.number ?? 0,
    ...named('processFile', good('process')),
    ...named('globalFile', good('zone')),
    ...named('zoneFile', good('global')),
  }
  return { dumped: outcomes.some(({ error }) => !error), outcomes, log, ...(!settings.fromOtherContract && { event }) }
}

/** @throws FormatError `BAD_VALUE` */
function checkSettings({ coreChunk }: DumpSettings): void {
  if (coreChunk === undefined || (Number.isSafeInteger(coreChunk) && coreChunk > 0)) return
  throw createInputError('coreChunk', `expected a number of pages from 1, found ${coreChunk}`)
}

const named = <K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, string>)

interface Attempt extends Omit<DumpOutcome, 'destination' | 'error'> {
  readonly result: Result
  /** The file name for the log. */
  readonly known?: string
}

const NOTHING = { size: 0, failed: [], lost: [] } as const

async function dumpTo(destination: Destination, dumped: DumpProcess, settings: DumpSettings, pending: PendingSignal): Promise<Attempt> {
  const { pattern, limit, setIdAllowed, content } = destination
  const { style = 'illumos', files = machineFiles, identity = programIdentity } = settings
  if (pattern === undefined) return { result: 'no pattern', ...NOTHING }
  // corectl(2) does not accept a longer pattern.
  if (style === 'illumos' && new TextEncoder().encode(pattern).length >= MAXPATHLEN)
    return { result: 'pattern too long', known: pattern, ...NOTHING }
  const expansion = expandCorePattern(pattern, withFileNames(nameFacts(dumped, style, settings.zone ?? {})), style)
  if ('errno' in expansion)
    return expansion.errno === 'ENAMETOOLONG'
      ? { result: 'pattern too long', known: pattern, ...NOTHING }
      : { result: expansion.errno, known: pattern, ...NOTHING }
  // Pipe and socket patterns are not supported.
  if (!('path' in expansion)) return { result: 'ENOTSUP', known: pattern, ...NOTHING }
  const name = expansion.path
  const refused = (result: Result): Attempt => ({ result, name, known: name, ...NOTHING })
  if (limit === 0n) return refused('EFBIG')
  if (isSetId(dumped) && !setIdAllowed) return refused('ENOTSUP')
  // The core is laid out before the file is created, so that an error leaves no file.
  const image = coreImage(dumped, content)
  const placed = createCoreFile(name, destination, dumped.process.umask ?? 0, files, identity)
  if ('errno' in placed) return refused(placed.errno)
  const { path } = placed
  const file = new CoreFile(placed.file, { limit, maxOffset: settings.maxOffset })
  const page = pageSize({ name: dumped.abi })
  let result: Result
  let failed: readonly FailedSegment[] = []
  try {
    if (dumped.unknownFormat) result = 'ENOSYS'
    for (const { offset, bytes } of dumped.unknownFormat ? [] : headerRuns(image)) {
      result = file.put(bytes, offset)
      if (result) break
    }
    if (!result) {
      const chunk = Math.max(1, settings.coreChunk ?? CORE_CHUNK) * page
      const written = await writeSegments(file, image, {
        chunk,
        page,
        turn: createYield(),
        signal: pending,
      })
      failed = written.failed
      result = written.error ?? writeSections(file, image, chunk)
    }
  } finally {
    // An error on close is reported only if nothing failed before.
    const closed = file.close()
    result ??= closed
  }
  return { result, name, known: name, path, size: file.end, failed, lost: image.lost }
}
