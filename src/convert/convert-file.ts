/** One conversion from input to output: what `exhume convert` and the library's `convert` do. */
import { type Diagnostic, FormatError, isNotice } from '../errors.js'
import { type Input, openInput } from '../families/open-input.js'
import { type Compression, compressedSink, compressionByExtension } from '../io/compressed-sink.js'
import { deviceSink } from '../io/device-sink.js'
import { createYield } from '../io/event-loop.js'
import { fileSink } from '../io/file-sink.js'
import { createRefusedError } from '../io/io-error.js'
import { nodeBuiltin } from '../io/node-builtins.js'
import { outputDirectory } from '../io/output-directory.js'
import { type ByteSink, commitOrAbort } from '../io/sink.js'
import { type ByteSource, memorySource } from '../io/source.js'
import { stdoutSink } from '../io/stdout.js'
import type { FormatName } from '../readers/format-names.js'
import type { Conversion, ConversionInput, Converted, ConvertInto } from './conversion.js'

import { conversion, conversions } from './registry.js'

/** Options that every conversion takes; the rest are those of the conversion. */
const COMMON: readonly string[] = ['as', 'offset', 'force', 'strict', 'compress', 'others', 'to', 'onProgress', 'signal']

type Flags = Readonly<Record<string, unknown>>

export interface ConvertRequest {
  readonly input: string | ByteSource
  readonly target: Conversion
  readonly output: string | ByteSink
  /** By camelCase names, as the command line has them: numbers as text. */
  readonly flags: Flags
  /** Where the content begins, in bytes. */
  readonly offset?: number | undefined
  /** The other files of a split kernel dump. */
  readonly others?: readonly string[]
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  readonly onDamage?: ((diagnostics: readonly Diagnostic[]) => void) | undefined
}

/** @throws FormatError `BAD_VALUE` for an unknown target */
export function targetNamed(name: string): Conversion {
  const target = conversion(name)
  if (target) return target
  const known = conversions.map((each) => each.name).join(', ')
  throw new FormatError({ code: 'BAD_VALUE', path: 'to', message: `to ${name}: unknown target; known: ${known}`, found: name })
}

/** `maxData` of `--max-data <n>`, `io` of `--no-io`. */
export function optionName(flags: string): string {
  const long = /--(?:no-)?([\w-]+)/.exec(flags)?.[1] ?? flags
  return long.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** An option that has no effect on a conversion; undefined where all have one. */
export function strangeOption({ options = [] }: Conversion, given: readonly string[]): string | undefined {
  const own = new Set(options.map(({ flags }) => optionName(flags)))
  return given.find((name) => !COMMON.includes(name) && !own.has(name))
}

/**
 * Opens the input, converts it and commits the output.
 *
 * @throws FormatError when nothing can be converted; the output is discarded then
 */
export async function convertFile(request: ConvertRequest): Promise<Converted> {
  const { input: from, target, output, flags } = request
  if (typeof from === 'string' && typeof output === 'string' && isSameFile(from, output))
    throw createRefusedError('write', output, 'IN and OUT are the same file')
  const input = await opened(request)
  try {
    const { convert, convertInto, finish } = await target.load()
    const given: ConversionInput = {
      file: input.file,
      // Conversions of streams do not read the source.
      source: input.source ?? memorySource(new Uint8Array()),
      options: flags,
      turn: createYield(),
      ...(input.inFile && typeof from === 'string' && { reference: referenceTo(from, output), path: from }),
    }
    const intoDirectory = convertInto !== undefined && target.isInto?.(flags) === true
    const { lost, files } = intoDirectory
      ? await into(target, convertInto, given, request)
      : { lost: await commitOrAbort(compressed(sinkOf(request), request), (sink) => convert(given, sink)), files: filesOf(output) }
    await finish?.(given)
    const diagnostics = [...input.diagnostics(), ...lost]
    const wrong = (each: Diagnostic): boolean => !isNotice(each.code) && (each.code !== 'LOST' || flags.strict === true)
    return { format: input.detection.format as FormatName, target: target.name, files, diagnostics, ok: !diagnostics.some(wrong) }
  } finally {
    input.close()
  }
}

function opened({ input, target, flags, offset, others, onProgress, onDamage }: ConvertRequest): Promise<Input> {
  const once = typeof target.once === 'function' ? target.once(flags) : (target.once ?? false)
  return openInput(input, {
    once,
    onProgress,
    onDamage,
    ...(others && { others }),
    ...(offset !== undefined && { offset }),
    ...(flags.as !== undefined && { as: String(flags.as) }),
  })
}

const filesOf = (output: string | ByteSink): readonly string[] => (typeof output === 'string' && output !== '-' ? [output] : [])

function sinkOf({ output, flags }: ConvertRequest): ByteSink {
  if (typeof output !== 'string') return output
  if (output === '-') return stdoutSink(1)
  return deviceSink(output) ?? fileSink(output, { force: flags.force === true })
}

/** The sink, compressing where the options or the extension say so. */
function compressed(sink: ByteSink, { output, flags }: ConvertRequest): ByteSink {
  const method = (flags.compress as Compression | undefined) ?? (typeof output === 'string' ? compressionByExtension(output) : undefined)
  if (!method) return sink
  try {
    return compressedSink(sink, method)
  } catch (error) {
    sink.abort()
    throw error
  }
}

/** Writes files into a directory. */
async function into(
  { compressesInto }: Conversion,
  run: ConvertInto,
  given: ConversionInput,
  { output, flags }: ConvertRequest,
): Promise<{ lost: readonly Diagnostic[]; files: readonly string[] }> {
  if (typeof output !== 'string' || output === '-')
    throw new FormatError({ code: 'BAD_VALUE', path: 'output', message: 'OUT must be a directory with these options, not standard output' })
  if (flags.compress !== undefined && !compressesInto)
    throw new FormatError({
      code: 'BAD_VALUE',
      path: 'compress',
      message: 'compress: needs a single output file; OUT is a directory with these options',
    })
  const directory = outputDirectory(output, { force: flags.force === true })
  try {
    const lost = await run(given, directory)
    directory.finish()
    return { lost, files: directory.made }
  } catch (error) {
    directory.abort()
    throw error
  }
}

/** Path of the input relative to the output's folder; to the working directory where the output is no file. */
function referenceTo(from: string, to: string | ByteSink): string {
  const { dirname, relative } = nodeBuiltin('node:path')
  return relative(typeof to !== 'string' || to === '-' ? '.' : dirname(to), from)
}

function isSameFile(one: string, other: string): boolean {
  if (one === '-' || other === '-') return false
  const { statSync } = nodeBuiltin('node:fs')
  const a = statSync(one, { throwIfNoEntry: false })
  const b = statSync(other, { throwIfNoEntry: false })
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino && a.isFile()
}
