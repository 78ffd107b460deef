/** The argument words of a system call and the buffer for their text, shared by the decoders of all systems. */
import { writeAscii, writeHex, writeSigned64 } from '../../io/ascii-numbers.js'

const COMMA = 0x2c

/** The caller reserves buffer space. */
export class ArgumentWords {
  into: Uint8Array = new Uint8Array(0)
  pos = 0
  view: DataView = new DataView(new ArrayBuffer(0))
  /** Index of the first word in `view`. */
  at = 0
  /** Number of words. */
  count = 0
  /** Whether 64-bit arguments take two words. */
  narrow = false

  constructor(
    readonly little: boolean,
    /** Size of a word in bytes. */
    readonly size: 4 | 8,
    readonly decimal: boolean,
    /** Use only the lower 32 bits of a word. */
    public lowOnly = false,
  ) {}

  /** Lower half of a word, unsigned. */
  low(index: number): number {
    const at = this.at + index * this.size
    return this.view.getUint32(this.size === 8 && !this.little ? at + 4 : at, this.little)
  }

  /** Upper half of a word, signed; 0 for a 32-bit word. */
  high(index: number): number {
    if (this.size === 4 || this.lowOnly) return 0
    return this.view.getInt32(this.at + index * this.size + (this.little ? 4 : 0), this.little)
  }

  /** Writes a word as a number: `%#lx`, or `%ld` if decimal. */
  number(index: number): void {
    if (this.decimal) this.signed(index)
    else this.hex(index)
  }

  /** Writes a word as `%#lx`. */
  hex(index: number): void {
    this.pos = writeHex(this.into, this.pos, this.high(index) >>> 0, this.low(index))
  }

  /** Writes a word in decimal. */
  signed(index: number): void {
    const low = this.low(index)
    const high = this.size === 4 || this.lowOnly ? (low | 0) >> 31 : this.high(index)
    this.pos = writeSigned64(this.into, this.pos, high, low)
  }

  text(text: string): void {
    this.pos = writeAscii(this.into, this.pos, text)
  }

  bytes(text: Uint8Array): void {
    this.into.set(text, this.pos)
    this.pos += text.length
  }

  comma(): void {
    this.into[this.pos++] = COMMA
  }

  /** Writes the words from an index on; a comma precedes each except the first. */
  rest(from: number): void {
    for (let i = from; i < this.count; i++) {
      if (i > 0) this.into[this.pos++] = COMMA
      this.number(i)
    }
  }
}

/** Prints one argument, or several that belong together. */
export interface Step {
  /** Whether the argument is omitted; its word is skipped. */
  skip?(args: ArgumentWords, index: number): boolean
  /** Writes the argument. @returns the index of the next word */
  write(args: ArgumentWords, index: number): number
}

/** Runs the steps and writes commas between them. @returns the number of words that were used */
export function runSteps(steps: readonly Step[], args: ArgumentWords): number {
  let index = 0
  for (const step of steps) {
    if (index >= args.count) break
    if (step.skip?.(args, index)) index++
    else {
      if (index > 0) args.comma()
      index = step.write(args, index)
    }
  }
  return index
}

/** Maximum number of cached texts per step. */
const MOST_KEPT = 1000

/** A step that formats the lower 32 bits of a word and caches the text. */
export function named(textOf: (value: number) => string): Step {
  const kept = new Map<number, Uint8Array>()
  return {
    write(args, index) {
      const value = args.low(index)
      let text = kept.get(value)
      if (text === undefined) {
        text = Uint8Array.from(textOf(value), (character) => character.charCodeAt(0))
        if (kept.size < MOST_KEPT) kept.set(value, text)
      }
      args.bytes(text)
      return index + 1
    },
  }
}

export const number: Step = {
  write(args, index) {
    args.number(index)
    return index + 1
  },
}

/** `%#x`, or decimal. */
export function plain(value: number, decimal: boolean): string {
  if (decimal) return String(value | 0)
  return value === 0 ? '0' : `0x${value.toString(16)}`
}
