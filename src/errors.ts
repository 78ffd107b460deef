/**
 * Errors and diagnostics.
 *
 * A reader records recoverable damage as a {@link Diagnostic} and continues. Otherwise, or with `strict`, it throws a
 * {@link FormatError}. Both have the same fields.
 */

/** Stable codes; programs may match on them. */
export type DiagnosticCode =
  /** The file ends before data that its headers state. */
  | 'TRUNCATED'
  /** Not a supported format. */
  | 'UNKNOWN_FORMAT'
  /** A field holds a value that its format does not allow. */
  | 'BAD_VALUE'
  /** A value cannot be stored in the field it is meant for. */
  | 'OUT_OF_RANGE'
  /** A count, size or offset points outside of the file or overlaps another. */
  | 'BAD_BOUNDS'
  /** Two parts of a file contradict each other. */
  | 'INCONSISTENT'
  /** A stated limit (an option) was reached. */
  | 'LIMIT'
  /** Memory that the file does not contain. */
  | 'UNMAPPED'
  /** A conversion could not carry something over. */
  | 'LOST'
  /** What a redaction did. */
  | 'REDACTED'
  /** A request that met nothing. */
  | 'NO_MATCH'
  /** Something that a reader of the output will still find. */
  | 'REMAINS'
  /** A document that does not describe a file. */
  | 'BAD_DOCUMENT'
  /** The operating system refused (no such file, no permission, exists already, disk full). */
  | 'IO'

/** Whether a diagnostic only says what was done. */
export const isNotice = (code: DiagnosticCode): boolean => code === 'REDACTED' || code === 'REMAINS'

/** One thing that is wrong, as plain data. */
export interface Diagnostic {
  code: DiagnosticCode
  /** Byte offset in the file, where one is known. */
  offset?: number
  /** Path of the field, such as `programHeaders[3].p_filesz`. */
  path?: string
  /** Whole sentence for people; holds both numbers where two disagree. */
  message: string
  expected?: string
  found?: string
}

/** The one error class of exhume. Its message is the diagnostic's. */
export class FormatError extends Error implements Diagnostic {
  override readonly name = 'FormatError'
  readonly code: DiagnosticCode
  readonly offset?: number
  readonly path?: string
  readonly expected?: string
  readonly found?: string

  constructor(diagnostic: Diagnostic, options?: { cause?: unknown }) {
    super(diagnostic.message, options)
    this.code = diagnostic.code
    if (diagnostic.offset !== undefined) this.offset = diagnostic.offset
    if (diagnostic.path !== undefined) this.path = diagnostic.path
    if (diagnostic.expected !== undefined) this.expected = diagnostic.expected
    if (diagnostic.found !== undefined) this.found = diagnostic.found
  }

  /** The same facts as plain data. */
  toDiagnostic(): Diagnostic {
    const { code, offset, path, message, expected, found } = this
    return {
      code,
      ...(offset !== undefined && { offset }),
      ...(path !== undefined && { path }),
      message,
      ...(expected !== undefined && { expected }),
      ...(found !== undefined && { found }),
    }
  }
}

/** What {@link createError} adds to code, path and message. */
export type ErrorDetails = Pick<Diagnostic, 'offset' | 'expected' | 'found'>

/** An error about one field; its message begins with the path. */
export function createError(code: DiagnosticCode, path: string, message: string, details: ErrorDetails = {}): FormatError {
  return new FormatError({ code, path, message: `${path}: ${message}`, ...details })
}

/** An error about one field of a document (`BAD_DOCUMENT`). */
export const createDocumentError = (path: string, message: string, details?: ErrorDetails): FormatError =>
  createError('BAD_DOCUMENT', path, message, details)

/** An error about one value that a caller passed (`BAD_VALUE`). */
export const createInputError = (path: string, message: string, details?: ErrorDetails): FormatError =>
  createError('BAD_VALUE', path, message, details)

/**
 * The same diagnostics with those that differ only in which thread, mapping or other part of a list they are about said once: the
 * first of them, and how many more there are.
 */
export function deduplicateDiagnostics(list: readonly Diagnostic[]): Diagnostic[] {
  const first = new Map<string, { readonly diagnostic: Diagnostic; more: number }>()
  for (const diagnostic of list) {
    const key = `${diagnostic.code} ${diagnostic.path} ${diagnostic.message}`.replace(/\[\d+\]|thread \d+/g, '')
    const known = first.get(key)
    if (known) known.more++
    else first.set(key, { diagnostic, more: 0 })
  }
  return [...first.values()].map(({ diagnostic, more }) =>
    more === 0 ? diagnostic : { ...diagnostic, message: `${diagnostic.message} (and ${more} more like it)` },
  )
}

/**
 * Collects diagnostics, up to a limit so that a hostile file cannot fill memory with complaints.
 * With `strict`, the first one is thrown instead.
 */
export class Diagnostics {
  readonly list: Diagnostic[] = []
  /** How many were left out after the limit. */
  dropped = 0

  constructor(private readonly options: { strict?: boolean; limit?: number } = {}) {}

  add(diagnostic: Diagnostic): void {
    if (this.options.strict) throw new FormatError(diagnostic)
    if (this.list.length < (this.options.limit ?? 1000)) this.list.push(diagnostic)
    else this.dropped++
  }
}
