/** Cores to minidumps: `convert CORE OUT --to minidump`. */
import type { Diagnostic } from '../../errors.js'
import type { Core, Module } from '../../families/core.js'
import { runSteps } from '../../io/event-loop.js'
import { type ByteSource, sliceSource } from '../../io/source.js'
import { type BuiltMinidump, buildMinidump } from '../../writers/minidump/build-minidump.js'
import type { Convert } from '../conversion.js'
import { type ConvertCoreOptions, coreFacts } from '../core/convert-core.js'
import { readCoreOptions } from '../core/options.js'
import { reopenCore, selectCore, selectThreadsAndMemory } from '../core/select-input.js'
import { allLost, collectLosses, reportLostNotes } from '../losses.js'

export const toMinidump: Convert = async (input, sink) => {
  const wanted = readCoreOptions(input.options)
  const { core, lost, source } = reopenCore(input, await selectCore(input, wanted))
  const built = convertToMinidump(core, source, selectThreadsAndMemory(core, input, wanted))
  await runSteps(built.writing(sink), input.turn)
  return allLost(lost, built.lost)
}

/**
 * Builds a minidump of what a core tells, as one of Linux: signals in its numbering. The notes of a Linux core are kept in a stream of our own,
 * so that what other streams have no place for comes back with it.
 *
 * @param source the bytes that the core was opened from
 * @throws FormatError `LOST` when minidumps have no registers of that machine
 */
export function convertToMinidump(core: Core, source: ByteSource, options: ConvertCoreOptions = {}): BuiltMinidump {
  const { lost, lose } = collectLosses()
  const facts = coreFacts(core, source, 'linux', options, lose)
  const { argv, environment, modules } = core.image
  // Notes of threads that are left out would bring them back.
  const notes = core.format === 'elf-core/linux' && !options.threads ? notesOf(core, source) : []
  const built = buildMinidump({
    ...facts,
    modules: programFirst(modules, core),
    ...(argv && { argv }),
    ...(environment && { environment }),
    ...(notes.length > 0 && { notes }),
  })
  if (notes.length === 0) reportLostNotes(core, lose)
  if (facts.objects) lose('objects', 'minidumps have no sections of the objects that were mapped')
  if (core.descriptors.length > 0) lose('descriptors', 'minidumps do not tell of open files')
  return { ...built, lost: [...(lost as readonly Diagnostic[]), ...built.lost] }
}

/** The note segments as they stand in the file. */
function notesOf({ noteSegments, notes }: Core, source: ByteSource): ByteSource[] {
  return noteSegments.flatMap(({ segment, offset }) => {
    const last = notes.filter((note) => note.segment === segment).at(-1)
    if (!last || last.available < last.size) return []
    return [sliceSource(source, offset, last.descriptorOffset + last.size - offset)]
  })
}

const AT_PHDR = 3n

/** Readers take the first module for the program. */
function programFirst(modules: readonly Module[], { auxv }: Core): readonly Module[] {
  const headers = auxv.find(({ type }) => type === AT_PHDR)?.value
  const program = headers === undefined ? undefined : modules.find(({ start, end }) => headers >= start && headers < end)
  return program ? [program, ...modules.filter((module) => module !== program)] : modules
}
