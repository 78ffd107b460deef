/** What every conversion of cores begins with: the core, with what was asked for written over, and which of its threads and memory are wanted. */
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
  /** What a core has no place for. */
  readonly lost: readonly Diagnostic[]
  /** The bytes, with what was asked for written over. */
  readonly source: ByteSource
}

/**
 * The core of an input, and its bytes with what was asked for written over.
 *
 * @throws FormatError `LOST` when the input is nothing that has the same in it as a core; `BAD_VALUE` for a thread that there is not
 */
export async function selectCore(input: ConversionInput, wanted: CoreOptions): Promise<SelectedCore> {
  const { core, lost } = coreOf(input)
  const source = await redacted(core, input.source, wanted, input.turn)
  if (wanted.threads) checkThreads(core, wanted.threads)
  return { core, lost, source }
}

/** The same for a file that is built anew: what was written over must not come from the notes either. */
export function reopenCore(input: ConversionInput, prepared: SelectedCore): SelectedCore {
  const { source } = prepared
  return source === input.source ? prepared : { ...coreOf({ ...input, source }), source }
}

/** Which threads and memory are wanted of a core. */
export function selectThreadsAndMemory(core: Core, { options }: ConversionInput, { threads, strip }: CoreOptions): ConvertCoreOptions {
  return {
    ...selection(core, options),
    ...(threads && { threads }),
    ...(strip.size > 0 && { strip: ofKinds(core, strip) }),
  }
}

/** The core with what was asked for written over. */
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

/** Whether a mapping is of some kinds. */
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
  const message = `onlyThreads: there is no thread ${unknown}; there are ${some}`
  throw new FormatError({ code: 'BAD_VALUE', path: 'onlyThreads', message, found: String(unknown) })
}
