/**
 * What a reader of a family of formats is, as the command line, the conversions and library users see it.
 *
 * A family's module (`src/readers/core/index.ts`, `src/readers/ktrace/index.ts`) exports `reader: FormatReader`;
 * it is listed in `registry.ts`, which loads it only when a file may be of that family.
 */
import type { Diagnostic } from '../errors.js'
import type { ByteSource } from '../io/source.js'
import type { FieldSpan } from '../schema/field-map.js'
import type { OpenAs } from './format-names.js'
import type { Limits } from './limits.js'

/** One format by its `family/system[-variant]` name. */
export interface FormatInfo {
  /** Such as `elf-core/linux`; what `--as` takes. */
  name: string
  /** One line for people: `Linux ELF core file`. */
  title: string
  read: boolean
  write: boolean
}

/** What a look at the first bytes of a file says. */
export interface Detection {
  /** Full name, such as `ktrace/netbsd-v0`. */
  format: string
  /** From 0 to 1; 0.9 and above means a magic number that no other format has, and nothing else is tried. */
  confidence: number
  /** False where more of a stream may change the format. */
  certain?: boolean
  /** Whole phrases for people, printed by `check`: `notes of owner FreeBSD`, `e_machine EM_X86_64`. */
  reasons: string[]
}

export interface OpenOptions {
  /** The format to use instead of detecting it; a family, within which the content decides. */
  as?: OpenAs
  /** The first diagnostic is thrown. */
  strict?: boolean
  limits?: Partial<Limits>
  /** Of a stream: show what is there at once, and decide the format by it. */
  follow?: boolean
  /** The kernel that a kernel dump is of, for its symbols (`--kernel`). */
  kernel?: ByteSource
  /** A database of the kernel's names, kvm.db (`--names`). */
  names?: ByteSource
  /** The other files of a dump that was split into several. */
  otherParts?: readonly ByteSource[]
}

/** The options of `read`. Options of one family only (see `ReaderOption`) are in it by their camelCase name. */
export interface ReadOptions {
  /** Parts of a report by their top-level name, such as `['threads', 'notes']`; all of them where absent. */
  only?: readonly string[]
  /** Text: print every part instead of one screen. */
  full?: boolean
  /** Text: width of the output in characters; 80 where absent. Traces print as kdump(1) does, regardless of the width. */
  columns?: number
  /** Text: mark what matters by color escape sequences. */
  color?: boolean
  [option: string]: unknown
}

/** An option of `read` (and of `convert`) that only one family knows; the command line offers it as it stands here. */
export interface ReaderOption {
  /** As commander writes them: `--timestamps <kind>`. Its value arrives in ReadOptions under the camelCase name. */
  flags: string
  description: string
  choices?: readonly string[]
  /** It may be given several times; its value is an array then. */
  repeat?: boolean
  /** It has no value and may be given several times; its value is their number. */
  counted?: boolean
}

export type { FieldSpan } from '../schema/field-map.js'

/** Memory of the process or kernel, by its addresses. */
export interface MemoryReader {
  /**
   * The bytes from `address`, fewer where the memory that the file holds ends; never throws for memory that is not there.
   * Who asks compares the lengths: a shorter result is the caller's UNMAPPED.
   */
  read(address: bigint, length: number): Uint8Array
}

/** What stands at an offset of a file. */
export interface FileLocation {
  /** In the memory of the process. */
  readonly address?: bigint
  /** For people: `heap rw-`, `note NT_PRPSINFO`. */
  readonly place: string
}

/** How a lossless document refers to the file that it was made of. */
export interface DocumentOptions {
  /**
   * The file, as the document shall name it: a path relative to the document's folder. Absent where there is none to
   * refer to (standard input); everything is inline then.
   */
  reference?: string | undefined
  /** Runs of bytes longer than this become `{"file", "offset", "length"}`; shorter ones are inline hex. Infinity: all inline. */
  inlineLimit: number
}

/**
 * A file that was recognised and opened. Nothing is read before it is needed, except what open() needs to know the format.
 *
 * JSON-ready means: the values of a report or document may be strings, numbers, booleans, null, arrays, plain objects,
 * and, so that large files stream, any iterable (printed as an array, walked once) and Uint8Array (printed as a hex string). A bigint
 * prints as a number when it is a safe integer and as a decimal string otherwise; addresses, registers and masks are
 * made `0x...` strings by the reader. A key whose value is undefined is left out.
 */
export interface OpenedFile {
  readonly format: string
  /** The parts that `ReadOptions.only` may name. Absent: it is not checked. */
  readonly parts?: readonly string[]
  /** Parts that only the JSON report has; the text report refuses them. */
  readonly jsonOnlyParts?: readonly string[]
  /** What was found wrong up to now; grows while the file is read lazily. */
  readonly diagnostics: readonly Diagnostic[]
  /**
   * Loads what reports with these options need beyond the file, such as files with symbols; called before them. Absent where
   * nothing is needed.
   *
   * @throws FormatError `IO` when a file that an option names cannot be opened
   */
  prepare?(options?: ReadOptions & { json?: boolean }): Promise<void>
  /** Closes what `prepare` opened. */
  release?(): void
  /**
   * The report of `read --json`. Its last key is `diagnostics`, the live list above, so that what is found while
   * earlier keys stream is in it.
   */
  report(options?: ReadOptions): Record<string, unknown>
  /** What `read` prints without a flag, in pieces that include their newlines. */
  text(options?: ReadOptions): Iterable<string | Uint8Array>
  /** What `check` prints below its line, in pieces that include their newlines: what a system would make of the file. */
  verdict?(options?: ReadOptions): Iterable<string>
  /** The same as plain data. */
  verdictReport?(options?: ReadOptions): Record<string, unknown>
  /** Whether a verdict is given only on request: a core is not normally restored. */
  readonly verdictOnRequest?: boolean
  /** The records of `read --ndjson`: one JSON text each, WITHOUT the newline. Absent where the format is no stream of records. */
  recordLines?(options?: ReadOptions): Iterable<string>
  /** Every field of every structure, by ascending offset; enclosing structures are not listed themselves. */
  fields(): Iterable<FieldSpan>
  readonly memory?: MemoryReader
  /** What stands at an offset of the file, where that is more than a field: memory of the process, a note. */
  locate?(offset: number): FileLocation | undefined
  /** Reads what a report does not, such as compressed pages, so that `diagnostics` is complete; yields often. For `check`. */
  verify?(): Iterable<void>
  /** Physical memory of a kernel dump, for `--physical`. */
  readonly physicalMemory?: MemoryReader
  /** How an address is translated, for `--translate`: the report and its text; `problem` says why the file has no byte of it. */
  translate?(address: bigint): { report: Record<string, unknown>; text: Iterable<string>; problem?: string | undefined }
  /** The nearest symbol of an address, as `name+0x1f`. */
  nearestSymbol?(address: bigint): string | undefined
  /** Address (and size in bytes) of a symbol of the kernel, for `--symbol`; undefined when it has none of that name. */
  symbol?(name: string): { address: bigint; size?: number } | undefined
  /** The lossless JSON form of the whole file; its first key is `format`. `write` makes the same bytes of it. */
  document?(options: DocumentOptions): Record<string, unknown>
  /** The lossless form by lines, without newlines: the first describes the file (first key `format`), then one record a line. */
  ndjsonDocument?(options: DocumentOptions): Iterable<string>
  /** The lines of `recordLines` or `ndjsonDocument` with their newlines as UTF-8, in pieces of any length: faster, where there is one. */
  ndjson?(form: 'records' | 'document', options?: ReadOptions): Iterable<Uint8Array>
}

export interface FormatReader {
  /** Every format of the family, those that can only be written too. */
  readonly formats: readonly FormatInfo[]
  /**
   * Looks at a few bytes; never throws because of what they are.
   *
   * @param part whether more bytes follow those of the source
   */
  detect(source: ByteSource, part?: boolean): Detection | undefined
  /**
   * @throws FormatError when the file is not of the family at all, `UNKNOWN_FORMAT` when `as` names no format of it, or
   * (strict) the first error. Damage that can be stepped over is in `diagnostics`.
   */
  open(source: ByteSource, options?: OpenOptions): OpenedFile
  /**
   * Opens what arrives in chunks, from a pipe or a file that grows, in flat memory; it can be walked once. Absent where a
   * format needs random access.
   */
  stream?(chunks: Iterable<Uint8Array>, options?: OpenOptions): OpenedFile
}
