/** KTR_SYSCALL and KTR_SYSRET records of NetBSD: `open("...",0,0)` and `open 3`. */

import { EJUSTRETURN, type Emulation, ERESTART } from '../../../formats/ktrace/netbsd/emulation.js'
import { ascii, copy, writeAscii, writeHex, writeSigned64 } from '../../../io/ascii-numbers.js'
import type { RecordWalker } from '../../../readers/ktrace/record-walker.js'
import { machineOf } from '../../../systems/netbsd/ptrace-machine.js'
import type { RendererContext } from '../renderer.js'
import type { OtherRecordsText } from './other-records.js'
import { errorText } from './printed-names.js'
import type { Rules } from './release-rules.js'
import { Arguments, type Decoder } from './syscall-arguments.js'

const NEWLINE = 10
const SPACE = 0x20
const SLASH = 0x2f
const COMMA = 0x2c
const OPEN = 0x28
const CLOSE = 0x29
/** Buffer space for one argument word, and for the text that decoders make of the first ones. */
const PER_WORD = 24
const DECODED = 512

/** The system calls of an emulation, with names as bytes. */
export interface PreparedSyscalls {
  readonly emulation: Emulation
  readonly names: (Uint8Array | undefined)[]
  /** Names in returns, if they differ. */
  readonly returnNames: (Uint8Array | undefined)[]
  /** Texts of errors. */
  readonly errors: Map<number, Uint8Array>
  readonly decoders: (Decoder | undefined)[]
  /** Numbers of the system calls that end a process. */
  readonly exits: ReadonlySet<number>
}

export class SyscallRecords {
  readonly #args: Arguments
  readonly #word: 4 | 8

  constructor(
    private readonly context: RendererContext,
    private readonly rules: Pick<Rules, 'generation'>,
    private readonly other: OtherRecordsText,
  ) {
    const { abi, little } = context.file
    this.#word = abi.register
    this.#args = new Arguments(little, abi.register, context.options.decimal, rules.generation === 3, abi.bits, machineOf(abi.name))
  }

  call(record: RecordWalker, prepared: PreparedSyscalls): void {
    const { view, little, payload, stop } = record
    const left = stop - payload - 8
    if (left < 0) return void this.other.odd(record)
    const code = view.getInt32(payload, little)
    const size = Math.max(0, Math.min(view.getInt32(payload + 4, little), left))
    const count = Math.trunc(size / this.#word)
    const { out } = this.context
    out.room(count * PER_WORD + DECODED)
    this.#name(code, prepared.names)
    if (this.#parenthesized(size, count)) {
      const args = this.#args
      const into = out.bytes
      args.into = into
      args.view = view
      args.at = payload + 8
      args.count = count
      args.lowOnly = prepared.emulation.narrow
      args.nativeSignal = prepared.emulation.nativeSignal
      into[out.pos] = OPEN
      args.pos = out.pos + 1
      const decoder = code >= 0 ? prepared.decoders[code] : undefined
      let done = decoder === undefined ? 0 : decoder(args)
      if (done === 0 && count > 0) {
        args.number(0)
        done = 1
      }
      args.rest(done)
      into[args.pos] = CLOSE
      out.pos = args.pos + 1
    }
    out.bytes[out.pos++] = NEWLINE
  }

  /** Since 4.0 arguments smaller than a word leave no parentheses. */
  #parenthesized(size: number, count: number): boolean {
    return this.rules.generation === 3 ? count > 0 : size > 0
  }

  /** Name of a system call, or `[n]`. */
  #name(code: number, names: PreparedSyscalls['names']): void {
    const { out } = this.context
    const name = code >= 0 ? names[code] : undefined
    out.pos = name === undefined ? writeAscii(out.bytes, out.pos, `[${code}]`) : copy(out.bytes, out.pos, name)
  }

  /** @param inForce system calls of the emulation in force, which may not be the one that names the call */
  return(record: RecordWalker, prepared: PreparedSyscalls, inForce: PreparedSyscalls): void {
    const { view, little, payload, stop } = record
    const word = this.#word
    const length = stop - payload
    if (length < 8 + word) return void this.other.odd(record)
    const { out } = this.context
    out.room(DECODED)
    this.#name(view.getInt16(payload, little), prepared.returnNames)
    const { narrow } = inForce.emulation
    const into = out.bytes
    into[out.pos++] = SPACE
    const error = view.getInt32(payload + 4, little)
    if (error === 0) {
      out.pos = this.#value(view, payload + 8, little, into, out.pos, narrow)
      const second = payload + 8 + word
      if (length >= 8 + 2 * word && !this.#isZero(view, second)) {
        into[out.pos++] = COMMA
        into[out.pos++] = SPACE
        out.pos = this.#value(view, second, little, into, out.pos, narrow)
      }
    } else out.pos = copy(into, out.pos, this.#error(error, inForce))
    out.bytes[out.pos++] = NEWLINE
  }

  /** `3`, `-1/0xffffffffffffffff`; plain: `0x1000`. */
  #value(view: DataView, at: number, little: boolean, into: Uint8Array, start: number, narrow: boolean): number {
    const isLong = this.#word === 8
    const wide = isLong && !narrow
    const low = view.getUint32(isLong && !little ? at + 4 : at, little)
    const register = isLong ? view.getInt32(little ? at + 4 : at, little) : (low | 0) >> 31
    const high = wide ? register : (low | 0) >> 31
    const { numeric, decimal } = this.context.options
    // The whole register is looked at, also where only the lower half is printed.
    const small = register === 0 && low < 10
    if (small || !numeric || decimal) {
      let pos = writeSigned64(into, start, high, low)
      if (small || numeric) return pos
      into[pos++] = SLASH
      return writeHex(into, pos, wide ? high >>> 0 : 0, low)
    }
    return writeHex(into, start, wide ? high >>> 0 : 0, low)
  }

  #isZero(view: DataView, at: number): boolean {
    return view.getInt32(at) === 0 && (this.#word === 4 || view.getInt32(at + 4) === 0)
  }

  #error(error: number, { emulation, errors }: PreparedSyscalls): Uint8Array {
    let text = errors.get(error)
    if (text === undefined) {
      text = ascii(this.#errorText(error, emulation))
      if (errors.size < 1000) errors.set(error, text)
    }
    return text
  }

  #errorText(error: number, emulation: Emulation): string {
    const native = emulation.nativeError(error)
    if (native === undefined) return `-1 unknown errno ${error}`
    if (native === ERESTART) return 'RESTART'
    if (native === EJUSTRETURN) return 'JUSTRETURN'
    return `-1 errno ${error}${this.context.options.numeric ? '' : ` ${errorText(native)}`}`
  }
}
