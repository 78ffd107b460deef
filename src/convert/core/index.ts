/** Cores to cores: `convert CORE OUT --to elf-core/linux`. */
import type { Diagnostic } from '../../errors.js'
import { overlaidSource, type Patch } from '../../io/overlay.js'
import type { ByteSink } from '../../io/sink.js'
import type { ByteSource } from '../../io/source.js'
import { walk } from '../../io/turn.js'
import type { Core, Mapping } from '../../readers/core/index.js'
import type { BuildSystem } from '../../writers/core/build/index.js'
import { paint } from '../../writers/core/paint.js'
import { contentFromText, contentOf } from '../../writers/policy/content.js'
import type { ConversionInput, Convert } from '../format.js'
import { kindsOf as contentKindsOf } from '../policy/kinds.js'
import { convertCore } from './convert.js'
import { copyCore } from './edit/copy.js'
import { type CoreOptions, readCoreOptions } from './options.js'
import { ofKinds, type Prepared, prepareCore, readAgain, wantedOf } from './prepare.js'

export { type ConvertCoreOptions, convertCore } from './convert.js'
export { type CoreEditor, editCore } from './edit/edit.js'

/** The conversion of a core or a checkpoint to a core of a system: of its own system a copy, of another one built anew. */
export const toCore =
  (system: BuildSystem): Convert =>
  async (input, sink) => {
    const wanted = readCoreOptions(input.options)
    const prepared = await prepareCore(input, wanted)
    const same = input.file.format === `elf-core/${system}`
    const { steps, lost } = same ? copied(prepared, wanted, input, sink) : built(readAgain(input, prepared), wanted, input, system, sink)
    await walk(steps, input.turn)
    return lost
  }

interface Made {
  /** The writing, a step at a time. */
  readonly steps: Iterable<void>
  readonly lost: readonly Diagnostic[]
}

/** A core of the same system: its bytes, but for what is left out. */
function copied({ core, source }: Prepared, { threads, strip }: CoreOptions, { options }: ConversionInput, sink: ByteSink): Made {
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
function built({ core, lost, source }: Prepared, wanted: CoreOptions, input: ConversionInput, system: BuildSystem, sink: ByteSink): Made {
  const made = convertCore(core, source, system, wantedOf(core, input, wanted))
  return { steps: made.writing(sink), lost: [...lost, ...made.lost] }
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
