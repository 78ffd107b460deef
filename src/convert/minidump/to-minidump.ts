/** Converts cores to minidumps: `convert CORE OUT --to minidump`. */
import type { Diagnostic } from '../../errors.js'
import type { Core, Module } from '../../families/core.js'
import { runSteps } from '../../io/event-loop.js'
import { type ByteSource, sliceSource } from '../../io/source.js'
import { type BuiltMinidump, buildMinidump } from '../../writers/minidump/build-minidump.js'
import type { Convert } from '../conversion.js'
import { type ConvertCoreOptions, coreFacts } from '../core/convert-core.js'
import { readCoreOptions } from '../core/options.js'
import { omitsStacks, remains, selectCore, selectThreadsAndMemory, withoutOmitted } from '../core/select-input.js'
import { reportUntakenBytes } from '../core/untaken-bytes.js'
import { allLost, collectLosses, reportLostNotes } from '../losses.js'

export const toMinidump: Convert = async (input, sink) => {
  const wanted = readCoreOptions(input.options)
  const whole = selectCore(input, wanted)
  const selected = withoutOmitted(input, whole)
  const built = convertToMinidump(selected.core, selected.source, {
    ...selectThreadsAndMemory(selected, wanted),
    // Streams that a minidump has of what is on the stack.
    withoutStartup: omitsStacks(whole),
  })
  await runSteps(built.writing(sink), input.turn)
  return [...remains(whole), ...allLost(selected.lost, built.lost)]
}

/**
 * Builds a Linux minidump from a core; signals get their Linux numbers. The notes of a Linux core are kept in an additional stream, so
 * that converting back restores what other streams cannot store.
 *
 * @param source the bytes that the core was opened from
 * @throws FormatError `LOST` when minidumps do not support the machine's registers
 */
export function convertToMinidump(
  core: Core,
  source: ByteSource,
  options: ConvertCoreOptions & { readonly withoutStartup?: boolean } = {},
): BuiltMinidump {
  const { lost, lose } = collectLosses()
  const facts = coreFacts(core, source, 'linux', options, lose)
  const { argv, environment } = options.withoutStartup ? {} : core.image
  const { modules } = core.image
  // Notes of omitted threads would restore these threads.
  const notes = core.format === 'elf-core/linux' && !options.threads ? notesOf(core, source) : []
  const built = buildMinidump({
    ...facts,
    modules: programFirst(modules, core),
    ...(argv && { argv }),
    ...(environment && { environment }),
    ...(notes.length > 0 && { notes }),
  })
  if (notes.length === 0) reportLostNotes(core, lose)
  reportUntakenBytes(core, source, lose)
  if (facts.objects) lose('objects', 'minidumps cannot store sections of mapped objects')
  if (core.descriptors.length > 0) lose('descriptors', 'minidumps cannot store open files')
  return { ...built, lost: [...(lost as readonly Diagnostic[]), ...built.lost] }
}

/** The note segments of the file, unchanged. */
function notesOf({ noteSegments, notes }: Core, source: ByteSource): ByteSource[] {
  return noteSegments.flatMap(({ segment, offset }) => {
    const last = notes.filter((note) => note.segment === segment).at(-1)
    if (!last || last.available < last.size) return []
    return [sliceSource(source, offset, last.descriptorOffset + last.size - offset)]
  })
}

const AT_PHDR = 3n

/** Readers treat the first module as the program. */
function programFirst(modules: readonly Module[], { auxv }: Core): readonly Module[] {
  const headers = auxv.find(({ type }) => type === AT_PHDR)?.value
  const program = headers === undefined ? undefined : modules.find(({ start, end }) => headers >= start && headers < end)
  return program ? [program, ...modules.filter((module) => module !== program)] : modules
}
