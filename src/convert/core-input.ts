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
const DRAGONFLY_CORE = 'elf-core/dragonfly'

type Open = (source: ByteSource, options: ConversionInput['options']) => CoreInput

const withHandles: Open = (source, { files }) => coreOfCheckpoint(source, typeof files === 'string' ? readFileMap(files) : undefined)

const others: Readonly<Record<string, Open>> = {
  [CHECKPOINT]: withHandles,
  [DRAGONFLY_CORE]: withHandles,
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
  copy = false,
}: Pick<ConversionInput, 'source'> & {
  readonly file: Pick<ConversionInput['file'], 'format'>
  readonly options?: ConversionInput['options']
  /** The core stays as its headers describe it. */
  readonly copy?: boolean
}): CoreInput {
  const known = file.format === DRAGONFLY_CORE && !copy
  if (options.files !== undefined && file.format !== CHECKPOINT && !known)
    throw new FormatError({ code: 'BAD_VALUE', path: 'files', message: `files: requires a checkpoint, found ${file.format}` })
  if (systemOf(file.format) && !known) return { core: openCore(source, { as: file.format }), lost: [] }
  const open = Object.hasOwn(others, file.format) ? others[file.format] : undefined
  if (open) return open(source, options)
  const message = `expected a core, a checkpoint or a minidump, found ${file.format}`
  throw new FormatError({ code: 'LOST', message, found: file.format })
}
