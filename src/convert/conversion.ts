/** The interface of a conversion, for the command line and library users. */
import type { Diagnostic } from '../errors.js'
import type { OutputDirectory } from '../io/output-directory.js'
import type { ByteSink } from '../io/sink.js'
import type { ByteSource } from '../io/source.js'
import type { FormatName } from '../readers/format-names.js'
import type { OpenedFile, ReaderOption } from '../readers/format-reader.js'

export interface ConversionInput {
  file: OpenedFile
  /** The bytes that `file` was opened from. */
  source: ByteSource
  /** Path of the input relative to the output's directory; absent for standard input and decompressed input. */
  reference?: string
  /** Path of the input, where the source has its bytes and offsets. */
  path?: string
  /** Options of the conversion and of the input's family, by their camelCase names. */
  options: Readonly<Record<string, unknown>>
  /** Yields to the event loop, so that signals and progress are handled. Long loops await it. */
  turn: () => Promise<void> | undefined
}

/**
 * Writes the converted file to the sink; does not commit it.
 *
 * @returns diagnostics for omitted information (`LOST`); errors in the input are in `file.diagnostics`
 * @throws FormatError when the input cannot be converted
 */
export type Convert = (input: ConversionInput, sink: ByteSink) => Promise<readonly Diagnostic[]>

/**
 * Creates files in a directory and commits each when it is complete. If it throws, all of them are removed.
 *
 * @returns as {@link Convert}
 */
export type ConvertInto = (input: ConversionInput, directory: OutputDirectory) => Promise<readonly Diagnostic[]>

export interface Conversion {
  /** Value of `--to`: a FORMAT name or a single word. */
  name: string
  /** One line that describes the output. */
  title: string
  /** File name extensions of OUT that select this conversion, with the dot. */
  extensions: readonly string[]
  options?: readonly ReaderOption[]
  /** Whether it reads the input once in order and does not use `source`, so that a stream need not be buffered. */
  once?: boolean | ((options: Readonly<Record<string, unknown>>) => boolean)
  /** Whether the options --no-io and --max-data shorten the records of a trace before it is converted. */
  trimsData?: boolean
  /** Whether the options make OUT a directory, for `convertInto`. */
  isInto?: (options: Readonly<Record<string, unknown>>) => boolean
  /** Whether `convertInto` compresses its files when the option `compress` says so. */
  compressesInto?: boolean
  /** Validates the option values. Returns an error message, or undefined. */
  check?: (options: Readonly<Record<string, unknown>>) => string | undefined
  /** `finish` runs when the output is complete. */
  load: () => Promise<{ convert: Convert; convertInto?: ConvertInto; finish?: (input: ConversionInput) => Promise<void> }>
}

/** What a conversion did. */
export interface Converted {
  /** Format of the input, such as `ktrace/netbsd-v2`. */
  readonly format: FormatName
  readonly target: string
  /** Paths of the files that were written. */
  readonly files: readonly string[]
  /** Damage of the input, and `LOST` for what the target cannot hold. */
  readonly diagnostics: readonly Diagnostic[]
  /** Whether the input is sound and, with `strict`, nothing was lost: what the command line's exit status says. */
  readonly ok: boolean
}
