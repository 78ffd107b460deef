/** `--share`: what may be kept of a file, and a report of the texts that remain. */
import { type Diagnostic, FormatError } from '../../errors.js'
import type { Core } from '../../families/core.js'
import type { ByteSource } from '../../io/source.js'
import type { OpenedFile } from '../../readers/format-reader.js'
import { findLeftovers, type Leftover } from './leftovers.js'
import type { Steps } from './search-bytes.js'
import { shareCore } from './share-core.js'
import { shareTrace } from './share-trace.js'

export interface ShareOptions {
  /** The texts that are left were looked at. */
  readonly reviewed?: boolean
  readonly threadNames?: boolean
}

export interface SharedFile {
  readonly format: string
  readonly source: ByteSource
  readonly diagnostics: readonly Diagnostic[]
}

/** Texts that a message shows. */
const SHOWN = 20

/**
 * Makes the shared form of a file.
 *
 * @throws FormatError `REMAINS` when texts are left and were not reviewed; `BAD_VALUE` for a file that cannot be shared
 */
export function* shareSteps(
  file: OpenedFile,
  source: ByteSource,
  core: Core | undefined,
  { reviewed = false, threadNames = false }: ShareOptions,
): Steps<SharedFile> {
  const shared = core
    ? shareCore(core, { threadNames })
    : file.format.startsWith('ktrace/')
      ? { format: file.format, names: [], ...(yield* shareTrace(file, source, { names: threadNames })) }
      : undefined
  if (!shared) {
    const message = `--share is for cores, minidumps, checkpoints and traces, found ${file.format}; use --redact with a pattern`
    throw new FormatError({ code: 'BAD_VALUE', message, found: file.format })
  }
  const left = yield* findLeftovers(shared.source, shared.names)
  if (left.length > 0 && !reviewed) throw notReviewed(left)
  return {
    format: shared.format,
    source: shared.source,
    diagnostics: [
      { code: 'REDACTED', path: 'share', message: `share: kept ${shared.kept}` },
      { code: 'REDACTED', path: 'share', message: `share: left out ${shared.left}` },
      ...left.map((each): Diagnostic => ({ code: 'REMAINS', path: 'share', message: `share: ${describe(each)}` })),
    ],
  }
}

const describe = ({ kind, text, offset }: Leftover): string =>
  `${kind} ${JSON.stringify(text)} at 0x${offset.toString(16)} of the shared file`

function notReviewed(left: readonly Leftover[]): FormatError {
  const list = left.slice(0, SHOWN).map(({ kind, text }) => `${kind} ${JSON.stringify(text)}`)
  const more = left.length > SHOWN ? ` and ${left.length - SHOWN} more` : ''
  const texts = left.length === 1 ? '1 text is' : `${left.length} texts are`
  const message = `share: ${texts} left that may tell something: ${list.join(', ')}${more}; nothing is written without --share=reviewed`
  return new FormatError({ code: 'REMAINS', path: 'share', message })
}
