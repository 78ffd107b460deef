/** Any ELF core to one of another system on the same machine: registers, signal, memory; what has no place there is named. */
import { FormatError } from '../../errors.js'
import type { Core, Mapping } from '../../families/core.js'
import { systemOf } from '../../formats/core/registry.js'
import type { ByteSource } from '../../io/source.js'
import type { AbiName } from '../../schema/base.js'
import { type BuildOptions, type BuildSystem, type BuiltCore, buildCore } from '../../writers/core/build/build-core.js'
import { collectLosses, type ReportLoss, reportLostNotes } from '../losses.js'
import { auxvFor } from './auxv.js'
import { memoryMaker, withoutContent } from './memory.js'
import { objectsOf } from './object-sections.js'
import { signalFor } from './signal.js'
import { threadsFor } from './threads.js'

export interface ConvertCoreOptions {
  /** Ids of the threads that stay; all without it. */
  readonly threads?: ReadonlySet<number>
  /** Whether the contents of a mapping are left out; the mapping stays. */
  readonly strip?: (mapping: Mapping) => boolean
  /** Changes what the new core is built of, such as what of its memory is left out. */
  readonly change?: (facts: BuildOptions) => BuildOptions
}

/**
 * Builds a core of `system` with what another core tells.
 *
 * @param source the bytes that the core was opened from
 * @throws FormatError `LOST` when the system has no cores of that machine
 */
export function convertCore(core: Core, source: ByteSource, system: BuildSystem, options: ConvertCoreOptions = {}): BuiltCore {
  const { lost, lose } = collectLosses()
  const built = buildCore(coreFacts(core, source, system, options, lose))
  reportLostNotes(core, lose)
  return withLosses(built, lost)
}

/**
 * What a core tells, as a core of another system is built of it.
 *
 * @throws FormatError `LOST` when the system has no cores of that machine
 */
export function coreFacts(
  core: Core,
  source: ByteSource,
  system: BuildSystem,
  options: ConvertCoreOptions,
  lose: ReportLoss,
): BuildOptions {
  const { abi, process } = core
  const target = systemOf(`elf-core/${system}`)
  if (!target?.writableAbis.includes(abi.name as AbiName)) {
    const message = `there are no cores of ${system} on ${abi.name}`
    throw new FormatError({ code: 'LOST', message, found: abi.name })
  }
  const threads = threadsFor(core, system, lose, options.threads)
  const { signal, pid, ...rest } = process
  if (pid === undefined) lose('process.pid', 'the core does not tell it; it is that of the first thread')
  const translated = signal && signalFor(signal, core, target, lose)
  const memoryOf = memoryMaker(core, source, target, lose)
  const objects = objectsOf(core, source, lose)
  const facts: BuildOptions = {
    system,
    abi: abi.name as AbiName,
    process: { ...rest, pid: pid ?? threads[0]?.tid ?? 1, ...(translated && { signal: translated }) },
    threads,
    memory: core.mappings.map((mapping) => (options.strip?.(mapping) ? withoutContent(mapping) : memoryOf(mapping))),
    ...(core.auxv.length > 0 && { auxv: auxvFor(core, target, lose) }),
    ...(core.files.length > 0 && { files: core.files }),
    ...(core.descriptors.length > 0 && { descriptors: core.descriptors }),
    ...(objects.length > 0 && { objects }),
    ...(core.header.e_flags && { machineFlags: core.header.e_flags }),
  }
  return options.change ? options.change(facts) : facts
}

/** The same core, with what was lost before it was built. */
function withLosses(built: BuiltCore, lost: BuiltCore['lost']): BuiltCore {
  return {
    get document() {
      return built.document
    },
    lost: [...lost, ...built.lost],
    laidOut: built.laidOut,
    write: built.write,
    writing: built.writing,
    bytes: built.bytes,
  }
}
