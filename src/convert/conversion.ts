/** What a conversion is, as the command line and library users see it. */
import type { Diagnostic } from '../errors.js'
import type { OutputDirectory } from '../io/output-directory.js'
import type { ByteSink } from '../io/sink.js'
import type { ByteSource } from '../io/source.js'
import type { OpenedFile, ReaderOption } from '../readers/format-reader.js'

export interface ConversionInput {
  file: OpenedFile
  /** The bytes that `file` was opened from. */
  source: ByteSource
  /** The input as seen from the folder of the output; absent where the bytes are in no file (standard input, unpacked ones). */
  reference?: string
  /** Options of the conversion and of the input's family, by their camelCase names. */
  options: Readonly<Record<string, unknown>>
  /** To be awaited in long loops: lets signals and progress through. */
  turn: () => Promise<void> | undefined
}

/**
 * Writes the converted file to the sink, and does not commit it.
 *
 * @returns what could not be carried over (`LOST`); what is wrong with the input is in `file.diagnostics`
 * @throws FormatError when nothing can be made of it
 */
export type Convert = (input: ConversionInput, sink: ByteSink) => Promise<readonly Diagnostic[]>

/**
 * Makes files in a directory, and commits each when it is whole. When it throws, all of them are taken away.
 *
 * @returns as {@link Convert}
 */
export type ConvertInto = (input: ConversionInput, directory: OutputDirectory) => Promise<readonly Diagnostic[]>

export interface Conversion {
  /** What `--to` takes: a FORMAT name or a bare word. */
  name: string
  /** One line for people. */
  title: string
  /** Extensions of OUT that mean this conversion, with the dot. */
  extensions: readonly string[]
  options?: readonly ReaderOption[]
  /** Whether it walks the input once from front to end and does not look at `source`, so that a stream need not be kept. */
  once?: boolean
  /** Whether the options say that OUT is a directory, for `convertInto`. */
  isInto?: (options: Readonly<Record<string, unknown>>) => boolean
  /** What is wrong with the values of its options, for people; undefined when nothing is. */
  check?: (options: Readonly<Record<string, unknown>>) => string | undefined
  load: () => Promise<{ convert: Convert; convertInto?: ConvertInto }>
}
