/** The first step of every core conversion: opens the core, and selects threads and memory. */
import { type Diagnostic, FormatError } from '../../errors.js'
import { bytesInFile, type Core, type Mapping } from '../../families/core.js'
import { patchedSource } from '../../io/patched-source.js'
import type { ByteSource } from '../../io/source.js'
import type { MemoryKind } from '../../readers/core/memory-kind-names.js'
import { kindsOf } from '../../readers/core/memory-kinds.js'
import { contentFromText, contentOf } from '../../writers/policy/content-set.js'
import type { ConversionInput } from '../conversion.js'
import { coreOf } from '../core-input.js'
import type { ConvertCoreOptions } from './convert-core.js'
import { mergeRanges } from './edit/remove-ranges.js'
import { contentMappingOf, memoryKindsOf } from './mapping-kinds.js'
import type { CoreOptions } from './options.js'
import { recordedContent } from './select-content.js'

export interface SelectedCore {
  readonly core: Core
  /** What a core cannot store. */
  readonly lost: readonly Diagnostic[]
  readonly source: ByteSource
  /** Indices of the segments whose contents are omitted. */
  readonly omitted: ReadonlySet<number>
  /** What the selection records in the new core. */
  readonly recorded: Pick<ConvertCoreOptions, 'change'>
}

/**
 * Opens the core of an input.
 *
 * @param copy whether the result is a copy, for which the core stays as its headers describe it
 * @throws FormatError `LOST` when the input cannot be read as a core; `BAD_VALUE` for an unknown thread
 */
export function selectCore(input: ConversionInput, wanted: CoreOptions, copy = false): SelectedCore {
  const { core, lost } = coreOf({ ...input, copy })
  if (wanted.threads) checkThreads(core, wanted.threads)
  return {
    core,
    lost,
    source: input.source,
    omitted: omittedSegments(core, input.options, wanted),
    recorded: recordedContent(core, input.options),
  }
}

/** Opens the core again without the omitted memory, so that a core built from it takes nothing from that memory. */
export function withoutOmitted(input: ConversionInput, selected: SelectedCore): SelectedCore {
  const { core, omitted } = selected
  if (omitted.size === 0) return selected
  const held = core.mappings.flatMap(({ segment, offset, fileSize }) => {
    const size = Number(bytesInFile(offset, fileSize, input.source.size))
    return omitted.has(segment) && size > 0 ? [{ start: Number(offset), end: Number(offset) + size }] : []
  })
  const source = patchedSource(
    input.source,
    mergeRanges(held).map((range) => ({ ...range, fill: 0 })),
  )
  return { ...selected, ...coreOf({ ...input, source }), source }
}

/** Whether a core that is built from the selection has no stack: then it has no arguments and environment either. */
export function omitsStacks({ core, omitted }: SelectedCore): boolean {
  const kinds = kindsOf(core)
  return core.mappings.some(({ segment }, i) => kinds[i] === 'stack' && omitted.has(segment))
}

function omittedSegments(core: Core, options: ConversionInput['options'], { strip }: CoreOptions): ReadonlySet<number> {
  const content = options.content === undefined ? undefined : contentFromText(String(options.content))
  if (strip.size === 0 && content === undefined) return new Set()
  const byKind = ofKinds(core, strip)
  const kindOf = contentMappingOf(core)
  const byContent = (mapping: Mapping): boolean => content !== undefined && (contentOf(kindOf(mapping)) & content) === 0n
  return new Set(core.mappings.filter((mapping) => byKind(mapping) || byContent(mapping)).map(({ segment }) => segment))
}

/** The threads and memory that the options select. */
export function selectThreadsAndMemory({ omitted, recorded }: SelectedCore, { threads }: CoreOptions): ConvertCoreOptions {
  return {
    ...recorded,
    ...(threads && { threads }),
    ...(omitted.size > 0 && { strip: ({ segment }) => omitted.has(segment) }),
  }
}

/** Returns a test for mappings of the given kinds. */
function ofKinds(core: Core, kinds: ReadonlySet<MemoryKind>): (mapping: Mapping) => boolean {
  if (kinds.size === 0) return () => false
  const all = kindsOf(core)
  const words = memoryKindsOf(core)
  const segments = new Set(
    core.mappings
      .filter((_, i) => kinds.has(all[i] as MemoryKind) || (all[i] === 'unknown' && kinds.has(words[i] as MemoryKind)))
      .map(({ segment }) => segment),
  )
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

/** A warning about what stays when memory is omitted. */
export function remains({ core, omitted }: SelectedCore): Diagnostic[] {
  if (omitted.size === 0) return []
  const { process, threads, files, descriptors } = core
  const words = [
    ...(process.arguments ? ['arguments'] : []),
    ...(process.name || threads.some(({ name }) => name) ? ['names'] : []),
    ...(files.length > 0 || descriptors.length > 0 || process.executable !== undefined ? ['paths'] : []),
    ...(process.uid !== undefined ? ['user IDs'] : []),
  ]
  if (words.length === 0) return []
  const list = words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : words[0]
  return [
    {
      code: 'REMAINS',
      path: 'notes',
      message: `${list} remain in the notes; --redact ${words.map((word) => (word === 'user IDs' ? 'ids' : word)).join(',')} overwrites them`,
    },
  ]
}
