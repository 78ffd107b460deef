/** Converts a core to that of another system on the same machine. Information that the target cannot store is reported. */
import { FormatError } from '../../errors.js'
import type { Core, Mapping } from '../../families/core.js'
import { systemOf } from '../../formats/core/registry.js'
import type { ByteSource } from '../../io/source.js'
import type { AbiName } from '../../schema/base.js'
import { type BuildOptions, type BuildSystem, type BuiltCore, buildCore } from '../../writers/core/build/build-core.js'
import { collectLosses, type ReportLoss, reportLostNotes } from '../losses.js'
import { auxvFor } from './auxv.js'
import { contentMappingOf } from './mapping-kinds.js'
import { memoryMaker, withoutContent } from './memory.js'
import { objectsOf } from './object-sections.js'
import { signalFor } from './signal.js'
import { threadsFor } from './threads.js'
import { reportUntakenBytes } from './untaken-bytes.js'

export interface ConvertCoreOptions {
  /** IDs of the threads to keep (default: all). */
  readonly threads?: ReadonlySet<number>
  /** Whether to omit the contents of a mapping; the mapping itself stays. */
  readonly strip?: (mapping: Mapping) => boolean
  /** Changes the contents of the new core, for example to omit memory. */
  readonly change?: (facts: BuildOptions) => BuildOptions
}

/**
 * Builds a core of `system` from another core.
 *
 * @param source the bytes that the core was opened from
 * @throws FormatError `LOST` when cores of that system are not supported on the machine
 */
export function convertCore(core: Core, source: ByteSource, system: BuildSystem, options: ConvertCoreOptions = {}): BuiltCore {
  const { lost, lose } = collectLosses()
  const built = buildCore(coreFacts(core, source, system, options, lose))
  reportLostNotes(core, lose)
  reportUntakenBytes(core, source, lose)
  return withLosses(built, lost)
}

/**
 * The contents of a core, as input for a core of another system.
 *
 * @throws FormatError `LOST` when cores of that system are not supported on the machine
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
    const message = `${system} cores are not supported on ${abi.name}`
    throw new FormatError({ code: 'LOST', message, found: abi.name })
  }
  const threads = threadsFor(core, system, lose, options.threads)
  const { signal, pid, ...told } = process
  const rest = { ...told, ...startFacts(core) }
  if (pid === undefined) lose('process.pid', 'unknown; using the ID of the first thread')
  const translated = signal && signalFor(signal, core, target, lose)
  const memoryOf = memoryMaker(core, source, target, lose)
  const objects = objectsOf(core, source, lose)
  const kindOf = contentMappingOf(core)
  const facts: BuildOptions = {
    system,
    abi: abi.name as AbiName,
    process: { ...rest, pid: pid ?? threads[0]?.tid ?? 1, ...(translated && { signal: translated }) },
    threads,
    memory: core.mappings.map((mapping) => {
      const { kind } = kindOf(mapping)
      return { ...(options.strip?.(mapping) ? withoutContent(mapping) : memoryOf(mapping)), ...(kind && { kind }) }
    }),
    ...(core.auxv.length > 0 && { auxv: auxvFor(core, target, lose) }),
    ...(core.files.length > 0 && { files: core.files }),
    ...(core.descriptors.length > 0 && { descriptors: core.descriptors }),
    ...(objects.length > 0 && { objects }),
    ...(core.header.e_flags && { machineFlags: core.header.e_flags }),
  }
  return options.change ? options.change(facts) : facts
}

/** Facts about the start of the process that memory tells in full: notes have them shortened, or not at all. */
function startFacts({ image, process }: Core): { arguments?: string; executable?: string } {
  const argv = image.argv?.filter((text) => text !== '').join(' ')
  const { executable } = image
  return {
    ...(argv &&
      (process.arguments === undefined || argv.startsWith(process.arguments.slice(0, 79)) || process.arguments === process.name) && {
        arguments: argv,
      }),
    ...(executable !== undefined && { executable }),
  }
}

/** The same core with the losses from before the build. */
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
