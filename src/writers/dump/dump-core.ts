/**
 * Dumps a process: `dumpCore(process, settings)` decides where its core goes, under which name, with which memory, and writes it there as
 * Solaris' kernel does. Source: illumos usr/src/uts/common/os/core.c, by behaviour.
 */

import type { Diagnostic } from '../../errors.js'
import { createYield } from '../../io/event-loop.js'
import { pageSize } from '../../systems/machines/page-sizes.js'
import { expandCorePattern } from '../policy/expand-pattern.js'
import type { PatternValues } from '../policy/pattern-styles.js'
import { CoreFile } from './core-file.js'
import { coreImage, headerRuns } from './core-image.js'
import { createCoreFile, pathOf } from './create-file.js'
import { type Destination, type DestinationName, destinationsOf, idsOf, isSetId } from './destinations.js'
import type { DumpErrno } from './dump-errno.js'
import { machineFiles, programIdentity } from './filesystem.js'
import { type CoreEvent, type LogLine, logText, type Result } from './log.js'
import { writeSections } from './sections.js'
import { type FailedSegment, writeSegments } from './segments.js'
import type { DumpProcess, DumpSettings } from './settings.js'

export type { DestinationName } from './destinations.js'
export type { DumpErrno } from './dump-errno.js'
export { type DumpCredentials, type DumpFile, type DumpFileSystem, type DumpIdentity, machineFiles, programIdentity } from './filesystem.js'
export type { CoreEvent, LogLine } from './log.js'
export type { FailedSegment } from './segments.js'
export type { CoreadmOption, DumpMemory, DumpProcess, DumpSettings, ProcessIds, ZoneSettings } from './settings.js'

export interface DumpOutcome {
  readonly destination: DestinationName
  /** As the pattern expands; undefined where it does not, or there is none. */
  readonly name?: string
  /** On this machine; undefined where no file was made. */
  readonly path?: string
  /** Why the dump failed; undefined: the process counts as dumped, though memory may be missing. */
  readonly error?: DumpErrno | 'no pattern'
  /** Bytes of the file. */
  readonly size: number
  /** Memory that could not be written. */
  readonly failed: readonly FailedSegment[]
  /** What the system's structures have no room for. */
  readonly lost: readonly Diagnostic[]
}

export interface Dumped {
  /** At least one core was written. */
  readonly dumped: boolean
  /** Of each destination that the policy has, in the order in which they were tried. */
  readonly outcomes: readonly DumpOutcome[]
  readonly log: readonly LogLine[]
  /** Undefined when the signal came from another contract. */
  readonly event?: CoreEvent
}

/** Bytes of a page; SPARC and Alpha have larger ones. */
const CORE_CHUNK = 32

/**
 * Writes the cores of a process, up to three, each tried whatever became of the others.
 *
 * @throws FormatError `BAD_VALUE` for settings that cannot be, or a machine that the system does not have; whatever a file system says is an
 * outcome
 */
export async function dumpCore(dumped: DumpProcess, settings: DumpSettings = {}): Promise<Dumped> {
  const outcomes: DumpOutcome[] = []
  const log: LogLine[] = []
  const { pid = 0, name = '', signal } = dumped.process
  for (const destination of destinationsOf(dumped, settings)) {
    const { result, known, ...outcome } = await dumpTo(destination, dumped, settings)
    const error = result === 'pattern too long' ? 'ENAMETOOLONG' : result
    outcomes.push({ destination: destination.name, ...outcome, ...(error && { error }) })
    if (!destination.logged || destination.name === 'process') continue
    const text = logText(name, pid, result, known, dumped.limit === 0n)
    log.push({ zone: destination.name, text, ...(result === 'EFBIG' && { limitAction: true as const }) })
  }
  const good = (wanted: DestinationName): string | undefined => outcomes.find((each) => each.destination === wanted && !each.error)?.path
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

const named = <K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, string>)

interface Attempt extends Omit<DumpOutcome, 'destination' | 'error'> {
  readonly result: Result
  /** What the log calls the file. */
  readonly known?: string
}

const NOTHING = { size: 0, failed: [], lost: [] } as const

async function dumpTo(destination: Destination, dumped: DumpProcess, settings: DumpSettings): Promise<Attempt> {
  const { pattern, limit, setIdAllowed, content } = destination
  const { style = 'illumos', files = machineFiles, identity = programIdentity } = settings
  if (pattern === undefined) return { result: 'no pattern', ...NOTHING }
  const expansion = expandCorePattern(pattern, nameFacts(dumped), style)
  if ('errno' in expansion)
    return expansion.errno === 'ENAMETOOLONG'
      ? { result: 'pattern too long', known: pattern, ...NOTHING }
      : { result: expansion.errno, known: pattern, ...NOTHING }
  // A program or a socket is no file; neither is run.
  if (!('path' in expansion)) return { result: 'ENOTSUP', known: pattern, ...NOTHING }
  const name = expansion.path
  const refused = (result: Result): Attempt => ({ result, name, known: name, ...NOTHING })
  if (limit === 0n) return refused('EFBIG')
  if (isSetId(dumped) && !setIdAllowed) return refused('ENOTSUP')
  const path = pathOf(destination, name)
  if (path === undefined) return refused('EINVAL')
  if (settings.abort?.aborted) return refused('EINTR')
  // Laid out before the file is made: what cannot be built leaves nothing behind.
  const image = coreImage(dumped, content)
  const placed = createCoreFile(path, destination, files, identity)
  if ('errno' in placed) return refused(placed.errno)
  const file = new CoreFile(placed.file, { limit, maxOffset: settings.maxOffset })
  const page = pageSize({ name: dumped.abi })
  let result: Result
  let failed: readonly FailedSegment[] = []
  try {
    for (const { offset, bytes } of headerRuns(image)) {
      result = file.put(bytes, offset)
      if (result) break
    }
    if (!result) {
      const chunk = Math.max(1, settings.coreChunk ?? CORE_CHUNK) * page
      failed = await writeSegments(file, image, { chunk, page, turn: createYield(), ...(settings.abort && { abort: settings.abort }) })
      result = writeSections(file, image, chunk)
    }
  } finally {
    // An error of the close counts only if nothing failed before.
    const closed = file.close()
    result ??= closed
  }
  return { result, name, known: name, path, size: file.end, failed, lost: image.lost }
}

function nameFacts(dumped: DumpProcess): PatternValues {
  const { pid = 0, name, signal } = dumped.process
  const { euid, egid } = idsOf(dumped)
  return {
    pid,
    uid: euid,
    gid: egid,
    time: Math.floor(Date.now() / 1000),
    ...(name !== undefined && { name }),
    ...(signal && { signal: signal.number }),
    ...dumped.names,
  }
}
