/** Checkpoint to DragonFly core: the same file with another signal, as one kernel routine writes both. */
import { FormatError } from '../../errors.js'
import type { Core, Mapping } from '../../families/core.js'
import type { ByteSource } from '../../io/source.js'
import { buildCheckpoint } from '../../writers/checkpoint/build-checkpoint.js'
import { processOfFile } from './checkpoint-process.js'
import type { WrittenCheckpoint } from './to-checkpoint.js'

interface Selection {
  /** IDs of the threads to keep (default: all). */
  readonly threads?: ReadonlySet<number>
  /** Whether the contents of a mapping are omitted. */
  readonly strip: (mapping: Mapping) => boolean
}

/**
 * The core of a checkpoint's process. No signal killed it, so the core names none.
 *
 * @param core the checkpoint as a core, by which memory is selected
 * @throws FormatError `LOST` when no thread is left
 */
export function dragonflyCoreOf(source: ByteSource, core: Core, { threads, strip }: Selection): WrittenCheckpoint {
  const { process, form, lost } = processOfFile(source)
  const stripped = new Set(core.mappings.filter(strip).map(({ start }) => start))
  const built = buildCheckpoint(
    {
      ...process,
      signal: core.process.signal?.number ?? 0,
      threads: process.threads.filter(({ tid }) => threads?.has(tid) ?? true),
      mappings: process.mappings.filter(({ start, noCore }) => noCore || !stripped.has(start)),
    },
    { ...(form !== undefined && { form }) },
  )
  if (!built.ok) throw new FormatError({ code: 'LOST', message: built.message, found: built.errno })
  return { frozen: built, lost }
}
