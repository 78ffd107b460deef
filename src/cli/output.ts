/** Output of a command: buffered text on standard output, diagnostics and errors on standard error. */
import { type Diagnostic, FormatError } from '../errors.js'
import type { ByteSink } from '../io/sink.js'
import { stdoutSink } from '../io/stdout.js'
import { type TextWriter, textWriter } from '../io/text-writer.js'
import { type ExitCode, UsageError } from './usage.js'

export interface Output {
  /** Standard output, buffered; flushed by `run` at the end. */
  readonly out: TextWriter
  /** Standard output itself, for binary output (`OUT` is `-`). */
  readonly sink: ByteSink
  /** Prints one line on standard error, after all text that was printed before. */
  error(line: string): void
  /** Prints each as `FILE:0xOFFSET: CODE: message`. */
  diagnostics(file: string, list: readonly Diagnostic[]): void
  readonly outIsTerminal: boolean
  /** Width for text reports and help: the terminal's, 80 where standard output is not a terminal. */
  readonly columns: number
  readonly errorIsTerminal: boolean
  readonly environment: Readonly<Record<string, string | undefined>>
}

const DEFAULT_COLUMNS = 80
const MINIMUM_COLUMNS = 40

/** Standard output and standard error of this process. */
export function processOutput(): Output {
  const sink = stdoutSink(1)
  const errors = textWriter(stdoutSink(2))
  const writer = textWriter(sink)
  /** The error of a flush before a message; the next flush throws it. */
  let refused: { error: unknown } | undefined
  const out: TextWriter = {
    write: writer.write,
    flush() {
      const before = refused
      refused = undefined
      if (before) throw before.error
      writer.flush()
    },
  }
  const outIsTerminal = isTerminal(1)
  const output: Output = {
    out,
    sink,
    error(line) {
      try {
        writer.flush()
      } catch (error) {
        refused ??= { error }
      }
      try {
        errors.write(`${line}\n`)
        errors.flush()
      } catch {
        // Standard error is closed; the exit status still reports the error.
      }
    },
    diagnostics(file, list) {
      for (const each of list) output.error(diagnosticLine(file, each))
    },
    outIsTerminal,
    columns: outIsTerminal ? Math.max(process.stdout.columns || DEFAULT_COLUMNS, MINIMUM_COLUMNS) : DEFAULT_COLUMNS,
    errorIsTerminal: isTerminal(2),
    environment: process.env,
  }
  return output
}

/** Major device number of /dev/null and the other memory devices on Linux. */
const MEMORY_DEVICES = 1

/** Whether a descriptor is a terminal. Loads `node:tty`, which takes 5 ms, only for a device that can be one. */
function isTerminal(descriptor: number): boolean {
  try {
    const status = process.getBuiltinModule('node:fs').fstatSync(descriptor)
    if (!status.isCharacterDevice() || (process.platform === 'linux' && status.rdev >> 8 === MEMORY_DEVICES)) return false
  } catch {
    return false
  }
  return process.getBuiltinModule('node:tty').isatty(descriptor)
}

/** `FILE:0xOFFSET: CODE: message`, without the offset where it is not known. Always one line. */
export function diagnosticLine(file: string, { code, message, offset }: Diagnostic): string {
  const place = offset === undefined ? oneLine(file) : `${oneLine(file)}:0x${offset.toString(16)}`
  return `${place}: ${code}: ${oneLine(message)}`
}

/** Escapes control characters, so that file names and messages stay on one line. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get to a terminal
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (unit) => `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

/** Whether the reader of standard output has closed it, which is not a failure. */
function isBrokenPipe(error: unknown): boolean {
  return error instanceof FormatError && error.code === 'IO' && error.found === 'EPIPE'
}

/**
 * Prints the error that ended a command and returns the exit status.
 *
 * @param file the file that a FormatError is about
 */
export function reportFailure(output: Output, error: unknown, file?: string): ExitCode {
  if (isBrokenPipe(error)) return 0
  if (error instanceof FormatError && error.code !== 'IO') {
    output.error(file === undefined ? `exhume: ${error.code}: ${oneLine(error.message)}` : diagnosticLine(file, error))
    return 1
  }
  if (error instanceof UsageError || error instanceof FormatError) {
    output.error(`exhume: ${oneLine(error.message)}`)
    return 2
  }
  throw error
}
