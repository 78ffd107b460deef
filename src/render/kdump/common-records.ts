/** Records that kdump(1) of several systems prints in the same way: system calls, returns, paths and I/O data. */

import { ascii, copy, copyRange, writeAscii, writeHex, writeSigned64 } from '../../io/ascii-numbers.js'
import type { RecordWalker } from '../../readers/ktrace/record-walker.js'
import { findNul } from '../../schema/utf8.js'
import { type ArgumentWords, runSteps, type Step } from './argument-words.js'
import type { RendererContext } from './renderer.js'

const NEWLINE = 10
const SPACE = 0x20
const QUOTE = 0x22
const SLASH = 0x2f
const OPEN = 0x28
const CLOSE = 0x29
/** Buffer space for one argument word, and for the text of decoded arguments. */
const PER_WORD = 24
const DECODED = 4096

const ERESTART = -1
const EJUSTRETURN = -2

export interface LineRules {
  /** Size of a return value in bytes. */
  readonly word: 4 | 8
  /** The text of an errno. */
  errorText(error: number): string
  /** Whether to print `1 byte` instead of `1 bytes`. */
  readonly singular: boolean
  /** Whether to print the number after the name of a system call. */
  readonly numbered: boolean
}

/** The names of a system call table as bytes, created on demand. */
export class CallNames {
  readonly #made: (Uint8Array | undefined)[] = []

  constructor(
    private readonly names: readonly (string | undefined)[],
    private readonly numbered: boolean,
  ) {}

  of(code: number): Uint8Array {
    if (code < 0) return ascii(`[${code}]`)
    let text = this.#made[code]
    if (text === undefined) {
      const name = this.names[code]
      text = ascii(name === undefined ? `[${code}]` : this.numbered ? `${name}[${code}]` : name)
      this.#made[code] = text
    }
    return text
  }
}

export class Lines {
  readonly #errors = new Map<number, Uint8Array>()

  constructor(
    private readonly context: RendererContext,
    private readonly rules: LineRules,
  ) {}

  /** The name of a system call, and its arguments in parentheses if there are any (or always). */
  call(name: Uint8Array, args: ArgumentWords, steps: readonly Step[] | undefined, always = false): void {
    const { out } = this.context
    out.room(args.count * PER_WORD + DECODED)
    const into = out.bytes
    let pos = copy(into, out.pos, name)
    if (args.count > 0 || always) {
      into[pos] = OPEN
      args.into = into
      args.pos = pos + 1
      args.rest(steps === undefined ? 0 : runSteps(steps, args))
      pos = args.pos
      into[pos++] = CLOSE
    }
    into[pos] = NEWLINE
    out.pos = pos + 1
  }

  /**
   * `read 35/0x23`, `open -1 errno 2 No such file or directory`.
   *
   * @param shown the number of the error that is printed
   */
  returned(name: Uint8Array, error: number, view: DataView, at: number, little: boolean, shown = error): void {
    const { out } = this.context
    out.room(512)
    out.pos = copy(out.bytes, out.pos, name)
    out.bytes[out.pos++] = SPACE
    out.pos = error === 0 ? this.#value(view, at, little, out.bytes, out.pos) : copy(out.bytes, out.pos, this.errno(error, shown))
    out.bytes[out.pos++] = NEWLINE
  }

  #value(view: DataView, at: number, little: boolean, into: Uint8Array, start: number): number {
    const wide = this.rules.word === 8
    const low = view.getUint32(wide && !little ? at + 4 : at, little)
    const high = wide ? view.getInt32(little ? at + 4 : at, little) : (low | 0) >> 31
    const { numeric, decimal } = this.context.options
    let pos = start
    if (!numeric || decimal) {
      pos = writeSigned64(into, pos, high, low)
      if (numeric || (high === 0 && low < 10)) return pos
      into[pos++] = SLASH
    }
    return writeHex(into, pos, wide ? high >>> 0 : 0, low)
  }

  /** `-1 errno 2 No such file or directory`, `RESTART`, `JUSTRETURN`. */
  errno(error: number, shown = error): Uint8Array {
    let text = shown === error ? this.#errors.get(error) : undefined
    if (text === undefined) {
      if (error === ERESTART) text = ascii('RESTART')
      else if (error === EJUSTRETURN) text = ascii('JUSTRETURN')
      else text = ascii(`-1 errno ${shown}${this.context.options.numeric ? '' : ` ${this.rules.errorText(error)}`}`)
      if (shown === error && this.#errors.size < 1000) this.#errors.set(error, text)
    }
    return text
  }

  /** Unescaped bytes in quotes, up to a NUL. */
  quoted({ bytes, payload, stop }: RecordWalker): void {
    const { out } = this.context
    out.room(stop - payload + 8)
    out.bytes[out.pos++] = QUOTE
    out.pos = copyRange(out.bytes, out.pos, bytes, payload, findNul(bytes, payload, stop))
    out.bytes[out.pos++] = QUOTE
    out.bytes[out.pos++] = NEWLINE
  }

  /** `fd 3 read 512 bytes`, with its newline. */
  dataHead({ view, little, payload, stop }: RecordWalker): void {
    const { out } = this.context
    out.room(128)
    const into = out.bytes
    const length = stop - payload - 8
    const descriptor = view.getInt32(payload, little)
    let pos = writeAscii(into, out.pos, 'fd ')
    pos = writeSigned64(into, pos, descriptor >> 31, descriptor >>> 0)
    pos = writeAscii(into, pos, view.getInt32(payload + 4, little) === 0 ? ' read ' : ' wrote ')
    pos = writeSigned64(into, pos, 0, length)
    out.pos = writeAscii(into, pos, length === 1 && this.rules.singular ? ' byte\n' : ' bytes\n')
  }

  line(text: string): void {
    const { out } = this.context
    out.room(text.length + 1)
    out.pos = writeAscii(out.bytes, out.pos, text)
    out.bytes[out.pos++] = NEWLINE
  }

  /** Writes text whose characters are bytes. */
  bytesLine(text: Uint8Array): void {
    const { out } = this.context
    out.room(text.length + 1)
    out.bytes.set(text, out.pos)
    out.pos += text.length
    out.bytes[out.pos++] = NEWLINE
  }

  /** Ends the line and reports a payload that is too short for its type. */
  odd({ base, payload, stop, index }: RecordWalker): void {
    this.context.report({
      code: 'BAD_VALUE',
      offset: base + payload,
      path: `records[${index}].payload`,
      message: `payload too short: ${stop - payload} bytes`,
    })
    this.line('')
  }
}

/** `stop user`, `resume kernel`. */
export function switchText({ view, little, payload }: RecordWalker): string {
  return `${view.getInt32(payload, little) === 0 ? 'resume' : 'stop'} ${view.getInt32(payload + 4, little) === 0 ? 'kernel' : 'user'}`
}

/** The bytes of a USER record: their number, then two hexadecimal digits for each. */
export function userBytes({ bytes, payload, stop }: RecordWalker, decimal = false): string {
  let text = `${stop - payload} `
  for (let i = payload; i < stop; i++) {
    const byte = bytes[i] as number
    text += decimal ? ` ${byte}` : byte < 16 ? ` 0${byte.toString(16)}` : ` ${byte.toString(16)}`
  }
  return text
}
