/** Converts cores to cores: `convert CORE OUT --to elf-core/linux`. */
import type { Diagnostic } from '../../errors.js'
import type { Core, Mapping } from '../../families/core.js'
import { systemOf } from '../../formats/core/registry.js'
import { runSteps } from '../../io/event-loop.js'
import { writeLayers } from '../../io/layered-file.js'
import { type Patch, patchedSource } from '../../io/patched-source.js'
import type { ByteSource } from '../../io/source.js'
import type { BuildSystem } from '../../writers/core/build/build-core.js'
import type { FileImage } from '../../writers/core/place-pieces.js'
import { markTruncatedSegments } from '../../writers/dump/mark-truncated.js'
import { contentFromText } from '../../writers/policy/content-set.js'
import { dragonflyCoreOf } from '../checkpoint/to-dragonfly-core.js'
import type { ConversionInput, Convert } from '../conversion.js'
import { allLost } from '../losses.js'
import { limitOf } from '../policy/options.js'
import { convertCore } from './convert-core.js'
import { copyCore } from './edit/copy-core.js'
import { unselectedSections } from './object-sections.js'
import { type CoreOptions, readCoreOptions } from './options.js'
import { availableContent } from './select-content.js'
import { remains, type SelectedCore, selectCore, selectThreadsAndMemory, withoutOmitted } from './select-input.js'

export { type ConvertCoreOptions, convertCore } from './convert-core.js'
export { type CoreEditor, editCore } from './edit/edit-core.js'

/** Converts a core, checkpoint or minidump to a core of a system. For the core's own system the result is a copy, otherwise a new core. */
export const toCore =
  (system: BuildSystem): Convert =>
  async (input, sink) => {
    const wanted = readCoreOptions(input.options)
    const same = input.file.format === `elf-core/${system}` && input.options.rebuild !== true
    const prepared = selectCore(input, wanted, same)
    const notices = remains(prepared)
    if (system === 'dragonfly' && input.file.format === 'checkpoint/dragonfly') {
      const { frozen, lost } = dragonflyCoreOf(prepared.source, prepared.core, stripOf(prepared, wanted))
      await runSteps(frozen.writing(sink), input.turn)
      return [...notices, ...lost]
    }
    const { laid, lost } = same ? copied(prepared, wanted, input) : built(withoutOmitted(input, prepared), wanted, system)
    const limit = limitOf(input.options)
    const marks = systemOf(`elf-core/${system}`)?.marksFailedSegments === true
    const { pieces, size } = marks && limit !== undefined ? markTruncatedSegments(laid, prepared.core.abi, limit) : laid
    await runSteps(writeLayers(pieces, size, sink), input.turn)
    return [...notices, ...lost]
  }

/** The threads and memory that the options leave. */
const stripOf = ({ omitted }: SelectedCore, { threads }: CoreOptions) => ({
  ...(threads && { threads }),
  strip: ({ segment }: Mapping) => omitted.has(segment),
})

interface Made {
  readonly laid: FileImage
  readonly lost: readonly Diagnostic[]
}

/** A copy of the core without the omitted parts. */
function copied(selected: SelectedCore, wanted: CoreOptions, { options }: ConversionInput): Made {
  const { core, source } = selected
  const content = options.content === undefined ? undefined : contentFromText(String(options.content))
  const noted = content === undefined ? source : withContentNote(core, source, content & availableContent(core))
  const laid = copyCore(core, noted, {
    ...stripOf(selected, wanted),
    ...(content !== undefined && { stripSections: unselectedSections(core, content) }),
  })
  return { laid, lost: [] }
}

/** A new core of another system with the information of this one. */
function built(selected: SelectedCore, wanted: CoreOptions, system: BuildSystem): Made {
  const made = convertCore(selected.core, selected.source, system, selectThreadsAndMemory(selected, wanted))
  return { laid: made.laidOut(), lost: allLost(selected.lost, made.lost) }
}

/** Records the content set in NT_CONTENT of illumos cores. */
function withContentNote(core: Core, source: ByteSource, content: bigint): ByteSource {
  const patches = core.notes.flatMap((note): Patch[] => {
    const layout = note.name === 'NT_CONTENT' && note.whole ? note.struct?.for(note.abi) : undefined
    return layout ? [{ start: note.descriptorOffset, bytes: layout.encode({ content }) }] : []
  })
  return patchedSource(source, patches)
}
