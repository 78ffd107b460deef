/** Timestamps at the start of lines: absolute, since the first printed record, or since the previous one. */

import { writeAscii, writeSigned, writeZeroPadded } from '../../io/ascii-numbers.js'
import type { RecordWalker } from '../../readers/ktrace/record-walker.js'

export interface StampRules {
  readonly absolute: boolean
  readonly elapsed: boolean
  readonly relative: boolean
  /** Format of negative differences: `-0.000001000`, or negative seconds with a positive fraction. */
  readonly negative: 'sign' | 'borrow'
  /** The same for the time since the first record, if it differs. */
  readonly negativeElapsed?: 'sign' | 'borrow'
  /** Digits of the fraction (default: all). */
  readonly digits?: 6
  /** The first relative time: zero, or the Unix time. */
  readonly first: 'zero' | 'absolute'
}

const DOT = 0x2e
const MINUS = 0x2d
const SPACE = 0x20

export class Timestamps {
  /** Whether no timestamps are printed, so that times need not be read. */
  readonly none: boolean
  #started = false
  #firstSeconds = 0
  #firstFraction = 0
  #lastSeconds = 0
  #lastFraction = 0

  constructor(private readonly rules: StampRules) {
    this.none = !rules.absolute && !rules.elapsed && !rules.relative
  }

  /** Writes the timestamps of a printed record, each followed by a space. */
  write(record: RecordWalker, into: Uint8Array, at: number): number {
    if (this.none) return at
    const { seconds, fraction } = record
    const { digits } = record.header
    const shown = this.rules.digits ?? digits
    const { absolute, elapsed, relative } = this.rules
    if (!this.#started) {
      this.#started = true
      this.#firstSeconds = seconds
      this.#firstFraction = fraction
      if (this.rules.first === 'zero') {
        this.#lastSeconds = seconds
        this.#lastFraction = fraction
      }
    }
    let pos = at
    if (absolute) pos = time(into, pos, seconds, fraction, digits, shown)
    if (elapsed) {
      const how = this.rules.negativeElapsed ?? this.rules.negative
      pos = difference(into, pos, seconds - this.#firstSeconds, fraction - this.#firstFraction, digits, shown, how)
    }
    if (relative) {
      pos = difference(into, pos, seconds - this.#lastSeconds, fraction - this.#lastFraction, digits, shown, this.rules.negative)
      this.#lastSeconds = seconds
      this.#lastFraction = fraction
    }
    return pos
  }
}

function difference(
  into: Uint8Array,
  at: number,
  seconds: number,
  fraction: number,
  digits: 6 | 9,
  shown: 6 | 9,
  negative: 'sign' | 'borrow',
): number {
  const whole = digits === 6 ? 1e6 : 1e9
  if (negative === 'sign' && (seconds < 0 || (seconds === 0 && fraction < 0))) {
    into[at] = MINUS
    return fraction > 0
      ? time(into, at + 1, -seconds - 1, whole - fraction, digits, shown)
      : time(into, at + 1, -seconds, -fraction, digits, shown)
  }
  return fraction < 0 ? time(into, at, seconds - 1, fraction + whole, digits, shown) : time(into, at, seconds, fraction, digits, shown)
}

function time(into: Uint8Array, at: number, seconds: number, exact: number, digits: 6 | 9, shown: 6 | 9): number {
  const fraction = shown === digits ? exact : Math.trunc(exact / 1000)
  let pos = Number.isSafeInteger(seconds) ? writeSigned(into, at, seconds) : writeAscii(into, at, BigInt(seconds).toString())
  into[pos++] = DOT
  if (fraction >= 0 && fraction < 0x80000000) {
    if (fraction < (shown === 6 ? 1e6 : 1e9)) pos = writeZeroPadded(into, pos, fraction, shown)
    else pos = writeAscii(into, pos, String(fraction))
  } else pos = writeAscii(into, pos, fraction < 0 ? `-${String(-fraction).padStart(shown - 1, '0')}` : String(fraction))
  into[pos++] = SPACE
  return pos
}
