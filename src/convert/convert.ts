/** `convert(input, target, output, options)`: one call for a conversion. The work is loaded when it is asked for. */
import { FormatError } from '../errors.js'
import type { ByteSink } from '../io/sink.js'
import type { ByteSource } from '../io/source.js'
import type { OpenAs } from '../readers/format-names.js'
import type { Converted } from './conversion.js'
import type { ConvertOptionsByTarget, ConvertTarget, RedactionOptions } from './convert-options.js'

/** What every conversion takes. */
export interface CommonConvertOptions {
  /** Treat the input as this format instead of detecting it. */
  readonly as?: OpenAs
  /** Where the content begins in the input, in bytes. */
  readonly offset?: number
  /** Overwrite an existing regular file. */
  readonly force?: boolean
  /** `ok` is false also when the target cannot hold everything. */
  readonly strict?: boolean
  /** Compress the output; implied by a .gz or .zst extension. */
  readonly compress?: 'gzip' | 'zstd'
  /** Paths of the other files of a split kernel dump. */
  readonly others?: readonly string[]
  /** Is told how many bytes of how many were read, now and then. */
  readonly onProgress?: (done: number, total: number) => void
}

/** The options of a conversion to a target. */
export type ConvertOptions<N extends ConvertTarget = ConvertTarget> = CommonConvertOptions & RedactionOptions & ConvertOptionsByTarget[N]

/**
 * Converts a file to another format.
 *
 * @param input path (`-` is standard input) or bytes; compressed input is decompressed
 * @param target such as `ndjson`, `parquet`, `elf-core/linux`
 * @param output path (`-` is standard output) or a sink, which is committed at the end; a directory where the options make several files
 * @throws FormatError when the input cannot be converted or the output cannot be written; nothing is left of the output then. `BAD_VALUE`
 * with the name of the option as the path when an option is wrong or has no effect on this target
 * @example
 * const { diagnostics } = await convert('ktrace.out', 'parquet', 'trace.parquet', { jobs: 2 })
 */
export async function convert<N extends ConvertTarget>(
  input: string | ByteSource,
  target: N,
  output: string | ByteSink,
  options: ConvertOptions<N> = {} as ConvertOptions<N>,
): Promise<Converted> {
  const { convertFile, optionName, strangeOption, targetNamed } = await import('./convert-file.js')
  const conversion = targetNamed(target)
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const strange = strangeOption(
    conversion,
    given.map(([name]) => name),
  )
  if (strange !== undefined)
    throw new FormatError({ code: 'BAD_VALUE', path: strange, message: `${strange}: not an option of ${target}`, found: strange })
  // What an option counts is a number there too.
  const counted = new Set(conversion.options?.filter((option) => option.counted).map((option) => optionName(option.flags)))
  const flags = Object.fromEntries(given.map(([name, value]) => [name, counted.has(name) ? value : asText(value)]))
  const problem = conversion.check?.(flags)
  if (problem !== undefined) throw new FormatError({ code: 'BAD_VALUE', path: 'options', message: problem })
  const { offset, others, onProgress } = options
  return convertFile({ input, target: conversion, output, flags, offset, onProgress, ...(others && { others }) })
}

/** Numbers as the command line has them. */
function asText(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
}
