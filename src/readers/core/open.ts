/** Opens an ELF core of any system. */
import { FormatError } from '../../errors.js'
import type { CoreSystem } from '../../formats/core/core-system.js'
import { detectSystem } from '../../formats/core/detect-system.js'
import { systemOf, systems } from '../../formats/core/registry.js'
import type { ByteSource } from '../../io/source.js'
import type { OpenOptions } from '../format-reader.js'
import type { Core } from './model.js'
import { openCoreWith } from './open-core-with.js'

export type { Core } from './model.js'

/**
 * Opens an ELF core of any system.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when it is not an ELF file or `options.as` names no ELF core format; with `strict`, the first
 * error. What can be stepped over is in `diagnostics`.
 */
export function openCore(source: ByteSource, options: OpenOptions = {}): Core {
  const { as } = options
  return openCoreWith(source, (summary) => systemNamed(as ?? `elf-core/${detectSystem(summary).name}`), options)
}

function systemNamed(format: string): CoreSystem {
  const system = systemOf(format)
  if (system) return system
  const known = systems.map((each) => each.format).join(', ')
  throw new FormatError({ code: 'UNKNOWN_FORMAT', message: `unknown ELF core format ${format}; known: ${known}`, found: format })
}
