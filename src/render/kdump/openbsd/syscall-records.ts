/** KTR_SYSCALL and KTR_SYSRET records of OpenBSD. */

import { CODE_MASK, type Foreign } from '../../../formats/ktrace/openbsd/syscall-names.js'
import { writeAscii } from '../../../io/ascii-numbers.js'
import type { RecordWalker } from '../../../readers/ktrace/record-walker.js'
import type { CallTable } from '../../../systems/syscall-table.js'
import { ArgumentWords, type Step } from '../argument-words.js'
import { CallNames, type Lines } from '../common-records.js'
import type { RendererContext } from '../renderer.js'
import { signalSet } from './printed-names.js'
import { stepsOf } from './syscall-arguments.js'

const SYSCTL = 202

/** System calls that return an errno. */
const ERRORS_AS_VALUES = new Set(['getlogin_r', '__thrsleep', 'getthrname', 'setthrname'])
/** System calls that return a signal set. */
const SETS_AS_VALUES = new Set(['sigprocmask', 'sigpending'])

export class SyscallRecords {
  readonly #words: ArgumentWords
  readonly #names: readonly (string | undefined)[]
  readonly #texts: CallNames
  readonly #foreignTexts = new CallNames([], false)
  readonly #steps: (readonly Step[] | undefined)[]
  readonly #word: 4 | 8

  /** @param old whether the trace has the record headers from before 5.1 */
  constructor(
    private readonly context: RendererContext,
    { names, calls }: CallTable,
    private readonly lines: Lines,
    private readonly foreign: Foreign,
    private readonly old: boolean,
  ) {
    const { options, file } = context
    this.#word = file.abi.register
    this.#words = new ArgumentWords(file.little, this.#word, options.decimal)
    this.#names = names
    this.#texts = new CallNames(names, options.numbers)
    this.#steps = options.numeric ? [] : Array.from(calls, (call) => call && stepsOf(call))
  }

  call(record: RecordWalker): void {
    const { view, little, payload, stop, pid } = record
    const left = stop - payload - 8
    if (left < 0) return void this.lines.odd(record)
    const raw = view.getInt32(payload, little)
    const code = raw < 0 ? raw : raw & CODE_MASK
    const size = Math.max(0, Math.min(view.getInt32(payload + 4, little), left))
    const words = this.#words
    words.view = view
    words.at = payload + 8
    words.count = Math.trunc(size / this.#word)
    const foreign = this.foreign.has(pid)
    let steps = foreign || code < 0 ? undefined : this.#steps[code]
    if (steps && code === SYSCTL && left > size && words.count >= 2) steps = [this.#sysctl(record, payload + 8 + size), ...steps.slice(2)]
    const { out } = this.context
    if (raw > CODE_MASK) {
      out.room(32)
      out.pos = writeAscii(out.bytes, out.pos, '(via syscall) ')
    }
    this.lines.call((foreign ? this.#foreignTexts : this.#texts).of(code), words, steps, true)
  }

  /** Prints the name of a sysctl instead of the first two arguments. */
  #sysctl({ view, little, stop }: RecordWalker, at: number): Step {
    const names: number[] = []
    for (let i = at; i + 4 <= stop; i += 4) names.push(view.getInt32(i, little))
    return {
      write(args) {
        args.text(names.join('.'))
        return 2
      },
    }
  }

  return(record: RecordWalker): void {
    const { view, little, payload, stop, pid } = record
    const length = stop - payload
    if (length < 8) return void this.lines.odd(record)
    const raw = this.old ? view.getInt16(payload, little) : view.getInt32(payload, little)
    const code = raw < 0 ? raw : raw & CODE_MASK
    const foreign = this.foreign.has(pid)
    const text = (foreign ? this.#foreignTexts : this.#texts).of(code)
    const error = view.getInt32(payload + 4, little)
    const { numeric, decimal } = this.context.options
    if (error !== 0) return void this.lines.returned(text, error, view, payload + 8, little)
    if (length >= 16 && this.#word === 4)
      return void this.lines.line(`${latin1(text)} ${wideText(view, payload + 8, little, numeric, decimal)}`)
    if (length < 8 + this.#word) {
      if (length < 12) return void this.lines.line(latin1(text))
      return void this.lines.line(`${latin1(text)} ${shortText(view.getInt32(payload + 8, little), numeric, decimal)}`)
    }
    const name = foreign ? undefined : this.#names[code]
    const low = view.getInt32(this.#word === 8 && !little ? payload + 12 : payload + 8, little)
    if (name !== undefined && !numeric && low !== 0 && ERRORS_AS_VALUES.has(name)) {
      return void this.lines.returned(text, low, view, payload + 8, little)
    }
    if (name !== undefined && !numeric && SETS_AS_VALUES.has(name)) return void this.lines.line(`${name} ${signalSet(low)}`)
    this.lines.returned(text, 0, view, payload + 8, little)
  }
}

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

function shortText(value: number, numeric: boolean, decimal: boolean): string {
  const hex = value === 0 ? '0' : `0x${(value >>> 0).toString(16)}`
  if (numeric) return decimal ? String(value) : hex
  return value < 0 || value > 9 ? `${value}/${hex}` : String(value)
}

function wideText(view: DataView, at: number, little: boolean, numeric: boolean, decimal: boolean): string {
  const value = view.getBigInt64(at, little)
  const hex = value === 0n ? '0' : `0x${BigInt.asUintN(64, value).toString(16)}`
  if (numeric) return decimal ? String(value) : hex
  return value < 0n || value > 9n ? `${value}/${hex}` : String(value)
}
