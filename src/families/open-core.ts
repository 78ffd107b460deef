/** Opens an ELF core of any system with everything that its file holds. */
import type { ByteSource } from '../io/source.js'
import { openCheckpoint } from '../readers/checkpoint/open.js'
import { type Core, openCore as openNotesAndMemory } from '../readers/core/open.js'
import { hasCheckpointTrailer } from '../readers/elf/checkpoint-trailer.js'
import type { OpenOptions } from '../readers/format-reader.js'
import { type CoreSymbols, withSymbols } from './backtrace.js'
import { descriptorsOf } from './open-files-of-checkpoint.js'

/**
 * Opens an ELF core of any system.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when it is not an ELF file or `options.as` names no ELF core format; with `strict`, the first
 * error. What can be stepped over is in `diagnostics`.
 */
export const openCore = (source: ByteSource, options: OpenOptions = {}): OpenedCore =>
  withSymbols(withOpenFiles(openNotesAndMemory(source, options)))

/** An opened ELF core, with backtraces and names of addresses on demand. */
export type OpenedCore = Core & CoreSymbols

/** The core with its open files; the same core if no structures of a checkpoint follow its notes. */
function withOpenFiles(core: Core): Core {
  const { source } = core.container
  if (core.system.name !== 'dragonfly' || !hasCheckpointTrailer(source, core.abi)) return core
  const descriptors = descriptorsOf(openCheckpoint(source))
  return descriptors.length === 0 ? core : { ...core, descriptors }
}
