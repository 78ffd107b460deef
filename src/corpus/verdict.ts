/** What `exhume check` says of bytes, as data. */
import { FormatError } from '../errors.js'
import { inspect } from '../families/inspect.js'
import { openAny } from '../families/registry.js'
import { memorySource } from '../io/source.js'
import type { OpenedFile } from '../readers/format-reader.js'

export interface Verdict {
  /** 0: nothing is wrong; 1: damaged, or of no known format. */
  readonly status: 0 | 1
  readonly format?: string
  /** Codes of the diagnostics, each once. */
  readonly codes: readonly string[]
  /** The first diagnostic. */
  readonly message?: string
  /** Set when it ended otherwise than by a diagnostic, which is a fault of exhume. */
  readonly internalError?: string
}

/** The verdict and the opened file, if it is of a known format. */
export async function checkBytes(bytes: Uint8Array): Promise<{ verdict: Verdict; file?: OpenedFile }> {
  let file: OpenedFile | undefined
  try {
    file = await openAny(memorySource(bytes))
    const diagnostics = await inspect(file)
    const [first] = diagnostics
    return {
      file,
      verdict: {
        status: first ? 1 : 0,
        format: file.format,
        codes: [...new Set(diagnostics.map(({ code }) => code))],
        ...(first && { message: first.message }),
      },
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const isFormat = error instanceof FormatError
    const verdict: Verdict = {
      status: 1,
      ...(file && { format: file.format }),
      codes: isFormat ? [error.code] : [],
      message,
      ...(!isFormat && { internalError: message }),
    }
    return { verdict, ...(file && { file }) }
  }
}
