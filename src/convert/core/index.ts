/** Cores to cores: `convert CORE OUT --to elf-core/linux`. */
import type { Diagnostic } from '../../errors.js'
import { FormatError } from '../../errors.js'
import { systemOf } from '../../formats/core/systems.js'
import { overlaidSource, type Patch } from '../../io/overlay.js'
import type { ByteSink } from '../../io/sink.js'
import type { ByteSource } from '../../io/source.js'
import type { Core, Mapping } from '../../readers/core/index.js'
import type { BuildSystem } from '../../writers/core/build/index.js'
import { paint } from '../../writers/core/paint.js'
import { contentFromText, contentOf } from '../../writers/policy/content.js'
import { coreOf } from '../checkpoint/core.js'
import type { ConversionInput, Convert } from '../format.js'
import { kindsOf as contentKindsOf } from '../policy/kinds.js'
import { selection } from '../policy/select.js'
import { convertCore } from './convert.js'
import { copyCore } from './edit/copy.js'
import { type CoreOptions, readCoreOptions } from './options.js'
import { kindsOf, type MemoryKind } from './redact/kinds.js'
import { redactedRanges } from './redact/ranges.js'

export { type ConvertCoreOptions, convertCore } from './convert.js'
export { type CoreEditor, editCore } from './edit/edit.js'

/** What is no ELF core but has the same in it. */
const OTHERS: readonly string[] = ['checkpoint/dragonfly', 'minidump/windows', 'aout-core/netbsd']

/** The conversion of a core or a checkpoint to a core of a system: of its own system a copy, of another one built anew. */
export const toCore =
  (system: BuildSystem): Convert =>
  async (input, sink) => {
    const { file, turn } = input
    if (!systemOf(file.format) && !OTHERS.includes(file.format)) {
      const message = `an ELF core is made of a core, a checkpoint or a minidump, not of ${file.format}`
      throw new FormatError({ code: 'LOST', message, found: file.format })
    }
    const wanted = readCoreOptions(input.options)
    const { core } = coreOf(input)
    const source = await redacted(core, input.source, wanted, turn)
    if (wanted.threads) checkThreads(core, wanted.threads)
    const same = file.format === `elf-core/${system}`
    const { steps, lost } = same ? copied(core, source, wanted, input, sink) : built({ ...input, source }, system, wanted, sink)
    for (const _ of steps) {
      const wait = turn()
      if (wait) await wait
    }
    return lost
  }

interface Made {
  /** The writing, a step at a time. */
  readonly steps: Iterable<void>
  readonly lost: readonly Diagnostic[]
}

/** A core of the same system: its bytes, but for what is left out. */
function copied(core: Core, source: ByteSource, { threads, strip }: CoreOptions, { options }: ConversionInput, sink: ByteSink): Made {
  const content = options.content === undefined ? undefined : contentFromText(String(options.content))
  const byKind = ofKinds(core, strip)
  const byContent = content === undefined ? () => false : unselected(core, content)
  const noted = content === undefined ? source : withContentNote(core, source, content)
  const { pieces, size } = copyCore(core, noted, {
    ...(threads && { threads }),
    strip: (mapping) => byKind(mapping) || byContent(mapping),
  })
  return { steps: paint(pieces, size, sink), lost: [] }
}

/** A core of another system, built of what this one tells. */
function built(input: ConversionInput, system: BuildSystem, { threads, strip }: CoreOptions, sink: ByteSink): Made {
  // Opened again, as what was written over must not come from the notes either.
  const { core, lost } = coreOf(input)
  const made = convertCore(core, input.source, system, {
    ...selection(core, input.options),
    ...(threads && { threads }),
    ...(strip.size > 0 && { strip: ofKinds(core, strip) }),
  })
  return { steps: made.writing(sink), lost: [...lost, ...made.lost] }
}

/** The core with what was asked for written over. */
async function redacted(
  core: Core,
  source: ByteSource,
  { redact, fill }: CoreOptions,
  turn: () => Promise<void> | undefined,
): Promise<ByteSource> {
  if (redact.length === 0) return source
  const search = redactedRanges(core, source, redact)
  let step = search.next()
  while (!step.done) {
    const wait = turn()
    if (wait) await wait
    step = search.next()
  }
  return overlaidSource(
    source,
    step.value.map((range) => ({ ...range, fill })),
  )
}

function ofKinds(core: Core, kinds: ReadonlySet<MemoryKind>): (mapping: Mapping) => boolean {
  if (kinds.size === 0) return () => false
  const all = kindsOf(core)
  const segments = new Set(core.mappings.filter((_, i) => kinds.has(all[i] as MemoryKind)).map(({ segment }) => segment))
  return ({ segment }) => segments.has(segment)
}

/** Whether a content set leaves a mapping out. */
function unselected(core: Core, content: bigint): (mapping: Mapping) => boolean {
  const kindOf = contentKindsOf(core)
  return (mapping) => (contentOf(kindOf(mapping)) & content) === 0n
}

/** The set in the note that illumos' cores have of it. */
function withContentNote(core: Core, source: ByteSource, content: bigint): ByteSource {
  const patches = core.notes.flatMap((note): Patch[] => {
    const layout = note.name === 'NT_CONTENT' && note.whole ? note.struct?.for(note.abi) : undefined
    return layout ? [{ start: note.descriptorOffset, bytes: layout.encode({ content }) }] : []
  })
  return overlaidSource(source, patches)
}

function checkThreads(core: Core, threads: ReadonlySet<number>): void {
  const known = core.threads.map(({ tid }) => tid)
  const unknown = [...threads].find((tid) => !known.includes(tid))
  if (unknown === undefined) return
  const some = known.length > 20 ? `${known.slice(0, 20).join(', ')} and ${known.length - 20} more` : known.join(', ')
  const message = `there is no thread ${unknown}; there are ${some}`
  throw new FormatError({ code: 'BAD_VALUE', path: 'threads', message, found: String(unknown) })
}
