/**
 * The common part of kdump(1) on Darwin and DragonFly, which are closest to 4.4BSD. Each system provides rules; records and lines
 * are the same.
 */

import { ascii, copy, writeAscii } from '../../io/ascii-numbers.js'
import type { RecordWalker } from '../../readers/ktrace/record-walker.js'
import { findNul } from '../../schema/utf8.js'
import { ArgumentWords, named, type Step } from './argument-words.js'
import { CallNames, Lines, switchText, userBytes } from './common-records.js'
import type { LinePrefixes } from './line-prefix.js'
import type { Renderer, RendererContext } from './renderer.js'
import { Timestamps } from './timestamps.js'
import { Escaper } from './vis-escape.js'

const HEAD = 256
const MARGIN = '       '

/** Record types, the same in both systems. */
const SYSCALL = 1
const SYSRET = 2
const NAMEI = 3
const GENIO = 4
const PSIG = 5
const CSW = 6
const USER = 7

export interface ClassicRules {
  /** System call names by number. */
  readonly names: readonly (string | undefined)[]
  /** What is printed for them, where that differs. */
  readonly printedNames?: readonly string[]
  /** Steps for arguments, by system call name. */
  readonly steps: ReadonlyMap<string, readonly Step[]>
  prefixes(record: RecordWalker): LinePrefixes
  /** System call number of a SYSCALL record. */
  codeOf(record: RecordWalker): number
  /** Offset and number of the argument words of a SYSCALL record. */
  words(record: RecordWalker): { at: number; count: number }
  readonly word: 4 | 8
  /** Only the lower half of a word is printed. */
  readonly lowOnly: boolean
  /** Size of a return value in bytes. */
  readonly returned: 4 | 8
  errorText(error: number): string
  escape(byte: number): string
  /** Default maximum of I/O data bytes per record. */
  readonly maxData: number
  /** Text of a PSIG record; undefined when it is too short. */
  signal(record: RecordWalker): string | undefined
  /** Text of a USER record with a known format. */
  user?(record: RecordWalker): string | undefined
  /** Whether records of a type are printed; all are where absent. */
  shows?(type: number): boolean
  /** Text after the tag of an unknown type. */
  readonly behindUnknown: string
}

const TAGS: readonly (string | undefined)[] = [undefined, 'CALL', 'RET ', 'NAMI', 'GIO ', 'PSIG', 'CSW', 'USER']

export class Bsd44Renderer implements Renderer {
  readonly #stamps: Timestamps
  readonly #lines: Lines
  readonly #names: CallNames
  readonly #words: ArgumentWords
  readonly #escaper: Escaper
  readonly #tags = TAGS.map((tag) => tag && ascii(`${tag}  `))
  readonly #steps: (readonly Step[] | undefined)[]
  readonly #maxData: number

  constructor(
    private readonly context: RendererContext,
    private readonly rules: ClassicRules,
  ) {
    const { options, file } = context
    this.#stamps = new Timestamps({ ...options, negative: 'borrow', first: 'absolute' })
    const { returned, errorText } = rules
    this.#lines = new Lines(context, { word: returned, errorText, singular: true, numbered: options.numbers })
    this.#names = new CallNames(rules.printedNames ?? rules.names, options.numbers)
    this.#words = new ArgumentWords(file.little, rules.word, options.decimal, rules.lowOnly)
    this.#escaper = new Escaper({ escape: rules.escape, rawNewline: true, width: options.width })
    this.#steps = options.numeric ? [] : rules.names.map((name) => (name === undefined ? undefined : rules.steps.get(name)))
    this.#maxData = options.maxData === Number.POSITIVE_INFINITY ? rules.maxData : options.maxData
  }

  record(record: RecordWalker): void {
    const { filter, out } = this.context
    const { type } = record
    if (this.rules.shows?.(type) === false) return
    if (!filter.open && !filter.accepts(record, filter.byName ? this.#nameIn(record) : undefined)) return
    out.room(HEAD)
    const pos = this.#stamps.write(record, out.bytes, this.rules.prefixes(record).write(record, out.bytes, out.pos))
    const tag = this.#tags[type]
    if (!tag) {
      out.pos = writeAscii(out.bytes, pos, `UNKNOWN(${type})  ${this.rules.behindUnknown}`)
      return
    }
    out.pos = copy(out.bytes, pos, tag)
    this.#body(record)
  }

  #nameIn(record: RecordWalker): string | undefined {
    const code = record.file.dialect.syscallNumber(record)
    return code === undefined ? undefined : this.rules.names[code]
  }

  #body(record: RecordWalker): void {
    const { type, view, little, payload, stop } = record
    const length = stop - payload
    switch (type) {
      case SYSCALL: {
        if (length < 4) return void this.#lines.odd(record)
        const code = this.rules.codeOf(record)
        const words = this.#words
        const { at, count } = this.rules.words(record)
        words.view = view
        words.at = at
        words.count = Math.max(0, Math.min(count, Math.trunc((stop - at) / words.size)))
        return void this.#lines.call(this.#names.of(code), words, this.#steps[code])
      }
      case SYSRET: {
        if (length < 8 + this.rules.returned) return void this.#lines.odd(record)
        const name = this.#names.of(view.getInt16(payload, little))
        return void this.#lines.returned(name, view.getInt32(payload + 4, little), view, payload + 8, little)
      }
      case NAMEI:
        return void this.#lines.quoted(record)
      case GENIO:
        return void this.#data(record)
      case PSIG: {
        const text = this.rules.signal(record)
        return void (text === undefined ? this.#lines.odd(record) : this.#lines.line(text))
      }
      case CSW:
        return void (length < 8 ? this.#lines.odd(record) : this.#lines.line(switchText(record)))
      case USER:
        return void this.#lines.line(this.rules.user?.(record) ?? userBytes(record))
    }
  }

  #data(record: RecordWalker): void {
    const { payload, stop, bytes } = record
    const start = payload + 8
    if (start > stop) return void this.#lines.odd(record)
    this.#lines.dataHead(record)
    if (this.#maxData <= 0) return
    const { out } = this.context
    out.room(16)
    out.pos = writeAscii(out.bytes, out.pos, MARGIN)
    this.#escaper.write(out, bytes, start, Math.min(stop, start + this.#maxData), MARGIN.length, stop)
  }
}

/** An ioctl request without a name: hexadecimal followed by a space, or decimal. */
export const requestStep: Step = {
  write(args, index) {
    args.number(index)
    if (!args.decimal) args.text(' ')
    return index + 1
  },
}

/** A name, or the number in decimal. */
export function orDecimal(names: Readonly<Record<number, string>>): Step {
  return named((value) => names[value] ?? String(value | 0))
}

/** `caught handler=0x... mask=0x... code=0x...` */
export function caughtText(action: bigint, mask: number, code: number): string {
  if (action === 0n) return 'SIG_DFL'
  return `caught handler=0x${action.toString(16)} mask=0x${(mask >>> 0).toString(16)} code=0x${(code >>> 0).toString(16)}`
}

const C_ESCAPES: Readonly<Record<number, string>> = { 7: '\\a', 8: '\\b', 11: '\\v', 12: '\\f', 13: '\\r', 92: '\\\\' }

/** The C escape of a byte if there is one, the byte itself if it is printable, else the result of `other`. */
export function cEscape(byte: number, other: (byte: number) => string): string {
  if (byte === 0) return '\\0'
  if (byte === 9 || byte === 10) return String.fromCharCode(byte)
  return C_ESCAPES[byte] ?? (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : other(byte))
}

/** `\001` */
export const octal = (byte: number): string => `\\${byte.toString(8).padStart(3, '0')}`

/** `\^A`, `\M-a`: the vis(3) notation for bytes that have no C escape and are not printable. */
export function meta(byte: number): string {
  if (byte === 0xa0) return '\\240'
  const low = byte & 0x7f
  const shown = low < 0x20 ? `^${String.fromCharCode(low + 0x40)}` : low === 0x7f ? '^?' : `-${String.fromCharCode(low)}`
  return byte < 0x80 ? `\\${shown}` : `\\M${shown}`
}

/** Bytes as characters, up to a NUL. */
export function textUpToNul(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, findNul(bytes, start, end)))
}
