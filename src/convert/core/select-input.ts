/** The first step of every core conversion: opens the core, redacts it, and selects threads and memory. */
import { type Diagnostic, FormatError } from '../../errors.js'
import type { Core, Mapping } from '../../families/core.js'
import { patchedSource } from '../../io/patched-source.js'
import type { ByteSource } from '../../io/source.js'
import type { ConversionInput } from '../conversion.js'
import { coreOf } from '../core-input.js'
import type { ConvertCoreOptions } from './convert-core.js'
import { type MemoryKind, memoryKindsOf } from './mapping-kinds.js'
import type { CoreOptions } from './options.js'
import { findRedactedRanges } from './redact/redacted-ranges.js'
import { selection } from './select-content.js'

export interface SelectedCore {
  readonly core: Core
  /** What a core cannot store. */
  readonly lost: readonly Diagnostic[]
  /** The bytes after redaction. */
  readonly source: ByteSource
}

/**
 * Opens the core of an input and redacts its bytes.
 *
 * @param copy whether the result is a copy, for which the core stays as its headers describe it
 * @throws FormatError `LOST` when the input cannot be read as a core; `BAD_VALUE` for an unknown thread
 */
export async function selectCore(input: ConversionInput, wanted: CoreOptions, copy = false): Promise<SelectedCore> {
  const { core, lost } = coreOf({ ...input, copy })
  const source = await redacted(core, input.source, wanted, input.turn)
  if (wanted.threads) checkThreads(core, wanted.threads)
  return { core, lost, source }
}

/** Opens the redacted bytes again, so that a core built from them takes nothing from the original notes. */
export function reopenCore(input: ConversionInput, prepared: SelectedCore): SelectedCore {
  const { source } = prepared
  return source === input.source ? prepared : { ...coreOf({ ...input, source }), source }
}

/** The threads and memory that the options select. */
export function selectThreadsAndMemory(core: Core, { options }: ConversionInput, { threads, strip }: CoreOptions): ConvertCoreOptions {
  return {
    ...selection(core, options),
    ...(threads && { threads }),
    ...(strip.size > 0 && { strip: ofKinds(core, strip) }),
  }
}

/** The bytes of the core with the redacted ranges overwritten. */
async function redacted(
  core: Core,
  source: ByteSource,
  { redact, fill }: CoreOptions,
  turn: () => Promise<void> | undefined,
): Promise<ByteSource> {
  if (redact.length === 0) return source
  const search = findRedactedRanges(core, source, redact)
  let step = search.next()
  while (!step.done) {
    const wait = turn()
    if (wait) await wait
    step = search.next()
  }
  return patchedSource(
    source,
    step.value.map((range) => ({ ...range, fill })),
  )
}

/** Returns a test for mappings of the given kinds. */
export function ofKinds(core: Core, kinds: ReadonlySet<MemoryKind>): (mapping: Mapping) => boolean {
  if (kinds.size === 0) return () => false
  const all = memoryKindsOf(core)
  const segments = new Set(core.mappings.filter((_, i) => kinds.has(all[i] as MemoryKind)).map(({ segment }) => segment))
  return ({ segment }) => segments.has(segment)
}

function checkThreads(core: Core, threads: ReadonlySet<number>): void {
  const known = core.threads.map(({ tid }) => tid)
  const unknown = [...threads].find((tid) => !known.includes(tid))
  if (unknown === undefined) return
  const some = known.length > 20 ? `${known.slice(0, 20).join(', ')} and ${known.length - 20} more` : known.join(', ')
  const message = `onlyThreads: thread ${unknown} not found; threads: ${some}`
  throw new FormatError({ code: 'BAD_VALUE', path: 'onlyThreads', message, found: String(unknown) })
}
