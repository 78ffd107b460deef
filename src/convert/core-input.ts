/** Opens the input of core conversions: ELF cores, a.out cores, checkpoints and minidumps. */
import { FormatError } from '../errors.js'
import { openAoutCore } from '../families/aout.js'
import { openCore } from '../families/core.js'
import { openMinidump } from '../families/minidump.js'
import { systemOf } from '../formats/core/registry.js'
import type { ByteSource } from '../io/source.js'
import { readFileMap } from '../readers/checkpoint/file-map.js'
import { type CoreInput, coreOfCheckpoint } from './checkpoint/checkpoint-as-core.js'
import type { ConversionInput } from './conversion.js'

const CHECKPOINT = 'checkpoint/dragonfly'

type Open = (source: ByteSource, options: ConversionInput['options']) => CoreInput

const others: Readonly<Record<string, Open>> = {
  [CHECKPOINT]: (source, { files }) => coreOfCheckpoint(source, typeof files === 'string' ? readFileMap(files) : undefined),
  'minidump/windows': (source) => ({ core: openMinidump(source), lost: [] }),
  'aout-core/netbsd': (source) => ({ core: openAoutCore(source), lost: [] }),
}

/**
 * The input as a core.
 *
 * @throws FormatError `LOST` for any other format
 */
export function coreOf({
  file,
  source,
  options = {},
}: Pick<ConversionInput, 'source'> & {
  readonly file: Pick<ConversionInput['file'], 'format'>
  readonly options?: ConversionInput['options']
}): CoreInput {
  if (options.files !== undefined && file.format !== CHECKPOINT)
    throw new FormatError({ code: 'BAD_VALUE', path: 'files', message: `files: requires a checkpoint, found ${file.format}` })
  if (systemOf(file.format)) return { core: openCore(source, { as: file.format }), lost: [] }
  const open = Object.hasOwn(others, file.format) ? others[file.format] : undefined
  if (open) return open(source, options)
  const message = `expected a core, a checkpoint or a minidump, found ${file.format}`
  throw new FormatError({ code: 'LOST', message, found: file.format })
}
