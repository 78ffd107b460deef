/** What conversions of cores take: ELF cores, and what has the same in it. */
import { type Diagnostic, FormatError } from '../../errors.js'
import { systemOf } from '../../formats/core/systems.js'
import type { ByteSource } from '../../io/source.js'
import { openAoutCore } from '../../readers/aout/index.js'
import { type Core, openCore } from '../../readers/core/index.js'
import { openMinidump } from '../../readers/minidump/index.js'
import { coreOfCheckpoint } from '../checkpoint/core.js'
import { readFileMap } from '../checkpoint/files.js'
import type { ConversionInput } from '../format.js'

export interface CoreInput {
  readonly core: Core
  /** What a core has no place for. */
  readonly lost: readonly Diagnostic[]
}

type Open = (source: ByteSource, options: ConversionInput['options']) => CoreInput

const others: Readonly<Record<string, Open>> = {
  'checkpoint/dragonfly': (source, { files }) => coreOfCheckpoint(source, typeof files === 'string' ? readFileMap(files) : undefined),
  'minidump/windows': (source) => ({ core: openMinidump(source), lost: [] }),
  'aout-core/netbsd': (source) => ({ core: openAoutCore(source), lost: [] }),
}

/**
 * The input as a core.
 *
 * @throws FormatError `LOST` when it is none of these
 */
export function coreOf({
  file,
  source,
  options = {},
}: Pick<ConversionInput, 'file' | 'source'> & { readonly options?: ConversionInput['options'] }): CoreInput {
  if (systemOf(file.format)) return { core: openCore(source, { as: file.format }), lost: [] }
  const open = Object.hasOwn(others, file.format) ? others[file.format] : undefined
  if (open) return open(source, options)
  const message = `this is made of a core, a checkpoint or a minidump, not of ${file.format}`
  throw new FormatError({ code: 'LOST', message, found: file.format })
}
