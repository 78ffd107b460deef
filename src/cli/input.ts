/** Opens the input of a command, with progress on a terminal. */
import { FormatError } from '../errors.js'
import { type InputOptions, type Input as OpenedInput, openInput as open } from '../families/open-input.js'
import type { Output } from './output.js'
import { type Progress, progressOn } from './progress.js'
import { UsageError } from './usage.js'

export interface Input extends OpenedInput {
  progress: Progress
}

/** Options of which the library says what is wrong with them, and what the command line calls them. */
const OPTIONS: Readonly<Record<string, string>> = { as: '--as', offset: '--offset', follow: '--follow', others: 'IN' }

/** What is wrong with an option of the input is wrong usage. */
export function toInputError(error: unknown): unknown {
  if (!(error instanceof FormatError) || error.code !== 'BAD_VALUE' || error.offset !== undefined) return error
  const { path = '' } = error
  return Object.hasOwn(OPTIONS, path) ? new UsageError(error.message.replace(`${path}:`, `${OPTIONS[path]}:`)) : error
}

/**
 * Opens a file of any known format.
 *
 * @throws FormatError, UsageError when `as` names no format, or the format cannot be followed
 */
export async function openInput(path: string, options: InputOptions, output: Output): Promise<Input> {
  const progress = progressOn(output, path)
  try {
    const input = await open(path, {
      ...options,
      ...(output.errorIsTerminal && { onProgress: progress.update }),
      onDamage: (diagnostics) => output.diagnostics(path, diagnostics),
    })
    return {
      ...input,
      progress,
      close() {
        progress.clear()
        input.close()
      },
    }
  } catch (error) {
    progress.clear()
    throw toInputError(error)
  }
}
