/** Records as OpenBSD's kdump(1) of 2023 prints them, and for traces before 5.1 as that of 2011 did; names of flags are not known. */

import { promises } from '../../../formats/ktrace/openbsd/payloads.js'
import { CODE_MASK, calls, calls55, Foreign, syscalls50 } from '../../../formats/ktrace/openbsd/syscall-names.js'
import { KTR_START_BIG, OLD_TYPES as old, TYPES as t } from '../../../formats/ktrace/openbsd/type-numbers.js'
import { ascii, copy, writeAscii, writeRightAligned } from '../../../io/ascii-numbers.js'
import type { RecordWalker } from '../../../readers/ktrace/stream.js'
import { findNul } from '../../../schema/utf8.js'
import { ArgumentWords, type Step } from '../argument-words.js'
import { cEscape, meta } from '../bsd44-renderer.js'
import { CallNames, Lines, switchText } from '../common-records.js'
import { LinePrefixes, leftAlignedCommand } from '../line-prefix.js'
import type { MakeRenderer, Renderer, RendererContext } from '../renderer.js'
import { Timestamps } from '../timestamps.js'
import { Escaper } from '../vis-escape.js'
import { errorText, signalName, signalSet } from './printed-names.js'
import { structText } from './struct-text.js'
import { stepsOf } from './syscall-arguments.js'

const SPACE = 0x20
const HEAD = 256
const MARGIN = '       '
const SYSCTL = 202
const ID = 20

const TAGS: ReadonlyMap<number, string> = new Map([
  [t.KTR_SYSCALL, 'CALL'],
  [t.KTR_SYSRET, 'RET '],
  [t.KTR_NAMEI, 'NAMI'],
  [t.KTR_GENIO, 'GIO '],
  [t.KTR_PSIG, 'PSIG'],
  [t.KTR_STRUCT, 'STRU'],
  [t.KTR_USER, 'USER'],
  [t.KTR_EXECARGS, 'ARGS'],
  [t.KTR_EXECENV, 'ENV '],
  [t.KTR_PLEDGE, 'PLDG'],
  [t.KTR_START, 'STRT'],
  [KTR_START_BIG, 'STRT'],
])
const OLD_TAGS: ReadonlyMap<number, string> = new Map([
  [old.KTR_SYSCALL, 'CALL'],
  [old.KTR_SYSRET, 'RET '],
  [old.KTR_NAMEI, 'NAMI'],
  [old.KTR_GENIO, 'GIO '],
  [old.KTR_PSIG, 'PSIG'],
  [old.KTR_CSW, 'CSW '],
  [old.KTR_EMUL, 'EMUL'],
  [old.KTR_STRUCT, 'STRU'],
])

/** Calls whose value is an error. */
const ERRORS_AS_VALUES = new Set(['getlogin_r', '__thrsleep', 'getthrname', 'setthrname'])
/** Calls whose value is a set of signals. */
const SETS_AS_VALUES = new Set(['sigprocmask', 'sigpending'])

const SIGILL = 4
const SIGFPE = 8
const SIGBUS = 10
const SIGSEGV = 11
const SIGCHLD = 20

class OpenbsdText implements Renderer {
  readonly #prefixes: LinePrefixes
  readonly #stamps: Timestamps
  readonly #lines: Lines
  readonly #words: ArgumentWords
  readonly #tags = new Map<number, Uint8Array>()
  readonly #names: readonly (string | undefined)[]
  readonly #texts: CallNames
  readonly #foreignTexts: CallNames
  readonly #steps: (readonly Step[] | undefined)[]
  readonly #data: Escaper
  readonly #paths: Escaper
  readonly #word: 4 | 8
  readonly #old: boolean
  readonly #foreign = new Foreign()

  constructor(private readonly context: RendererContext) {
    const { options, file } = context
    const layout = file.headers[0]?.declared.name
    this.#old = layout === 'old'
    const table = (layout === 'comm24' ? calls : layout === 'comm17' ? calls55 : syscalls50)()
    this.#word = file.abi.register
    const most = this.#old ? 16 : 23
    this.#prefixes = new LinePrefixes((record, into) => prefix(record, into, most), false)
    this.#stamps = new Timestamps({ ...options, negative: 'borrow', first: 'zero', digits: 6 })
    this.#lines = new Lines(context, { word: this.#word, errorText, singular: false, numbered: options.numbers })
    this.#words = new ArgumentWords(file.little, this.#word, options.decimal)
    this.#names = table.names
    this.#texts = new CallNames(table.names, options.numbers)
    this.#foreignTexts = new CallNames([], false)
    this.#steps = options.numeric ? [] : Array.from(table.calls, (call) => call && stepsOf(call))
    const escaped = (byte: number): string => cEscape(byte, meta)
    this.#data = new Escaper({ escape: escaped, rawNewline: true, width: options.width })
    const pathEscapes: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 34: '\\"' }
    this.#paths = new Escaper({ escape: (byte) => pathEscapes[byte] ?? escaped(byte), rawNewline: false, width: options.width })
    for (const [type, tag] of this.#old ? OLD_TAGS : TAGS) this.#tags.set(type, ascii(`${tag}  `))
  }

  record(record: RecordWalker): void {
    const { filter, out } = this.context
    const { type } = record
    if (this.#old) this.#foreign.see(record)
    if (!filter.open && !filter.accepts(record, filter.byName ? this.#nameIn(record) : undefined)) return
    out.room(HEAD)
    const start = out.pos
    const pos = this.#stamps.write(record, out.bytes, this.#prefixes.write(record, out.bytes, start))
    const tag = this.#tags.get(type)
    if (tag === undefined) {
      out.pos = writeAscii(out.bytes, pos, `UNKNOWN(${type})  \n`)
      return
    }
    out.pos = copy(out.bytes, pos, tag)
    if (this.#old && this.#oldRecord(record)) return
    this.#body(record, out.pos - start)
  }

  #nameIn(record: RecordWalker): string | undefined {
    const code = record.file.dialect.syscallNumber(record)
    return code === undefined || this.#foreign.has(record.pid) ? undefined : this.#names[code]
  }

  /** The records that only old traces have. */
  #oldRecord(record: RecordWalker): boolean {
    if (record.type === old.KTR_EMUL) this.#lines.quoted(record)
    else if (record.type !== old.KTR_CSW) return false
    else if (record.stop - record.payload < 8) this.#lines.odd(record)
    else this.#lines.line(switchText(record))
    return true
  }

  /** @param column columns of the line up to here */
  #body(record: RecordWalker, column: number): void {
    const { type, bytes, payload, stop } = record
    switch (type) {
      case t.KTR_SYSCALL:
        return void this.#call(record)
      case t.KTR_SYSRET:
        return void this.#return(record)
      case t.KTR_NAMEI:
        return void this.#paths.write(this.context.out, bytes, payload, stop, column)
      case t.KTR_GENIO:
        if (stop - payload < 8) return void this.#lines.odd(record)
        this.#lines.dataHead(record)
        return void this.#show(record, payload + 8)
      case t.KTR_PSIG:
        return void this.#line(record, this.#signal(record))
      case t.KTR_STRUCT:
        return void this.#lines.line(structText(bytes, payload, stop, this.context.file.abi))
      case t.KTR_USER:
        return void this.#user(record)
      case t.KTR_EXECARGS:
      case t.KTR_EXECENV:
        return void this.#strings(record)
      case t.KTR_PLEDGE:
        return void this.#line(record, this.#pledge(record))
      default:
        this.#lines.line('')
    }
  }

  #line(record: RecordWalker, text: string | undefined): void {
    if (text === undefined) this.#lines.odd(record)
    else this.#lines.line(text)
  }

  #call(record: RecordWalker): void {
    const { view, little, payload, stop, pid } = record
    const left = stop - payload - 8
    if (left < 0) return void this.#lines.odd(record)
    const raw = view.getInt32(payload, little)
    const code = raw < 0 ? raw : raw & CODE_MASK
    const size = Math.max(0, Math.min(view.getInt32(payload + 4, little), left))
    const words = this.#words
    words.view = view
    words.at = payload + 8
    words.count = Math.trunc(size / this.#word)
    const foreign = this.#foreign.has(pid)
    let steps = foreign || code < 0 ? undefined : this.#steps[code]
    if (steps && code === SYSCTL && left > size && words.count >= 2) steps = [this.#sysctl(record, payload + 8 + size), ...steps.slice(2)]
    const { out } = this.context
    if (raw > CODE_MASK) {
      out.room(32)
      out.pos = writeAscii(out.bytes, out.pos, '(via syscall) ')
    }
    this.#lines.call((foreign ? this.#foreignTexts : this.#texts).of(code), words, steps, true)
  }

  /** The name of a sysctl, in place of the first two arguments. */
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

  #return(record: RecordWalker): void {
    const { view, little, payload, stop, pid } = record
    const length = stop - payload
    if (length < 8) return void this.#lines.odd(record)
    const raw = this.#old ? view.getInt16(payload, little) : view.getInt32(payload, little)
    const code = raw < 0 ? raw : raw & CODE_MASK
    const foreign = this.#foreign.has(pid)
    const text = (foreign ? this.#foreignTexts : this.#texts).of(code)
    const error = view.getInt32(payload + 4, little)
    const { numeric, decimal } = this.context.options
    if (error !== 0) return void this.#lines.returned(text, error, view, payload + 8, little)
    if (length >= 16 && this.#word === 4)
      return void this.#lines.line(`${latin1(text)} ${wideText(view, payload + 8, little, numeric, decimal)}`)
    if (length < 8 + this.#word) {
      if (length < 12) return void this.#lines.line(latin1(text))
      return void this.#lines.line(`${latin1(text)} ${shortText(view.getInt32(payload + 8, little), numeric, decimal)}`)
    }
    const name = foreign ? undefined : this.#names[code]
    const low = view.getInt32(this.#word === 8 && !little ? payload + 12 : payload + 8, little)
    if (name !== undefined && !numeric && low !== 0 && ERRORS_AS_VALUES.has(name)) {
      return void this.#lines.returned(text, low, view, payload + 8, little)
    }
    if (name !== undefined && !numeric && SETS_AS_VALUES.has(name)) return void this.#lines.line(`${name} ${signalSet(low)}`)
    this.#lines.returned(text, 0, view, payload + 8, little)
  }

  /** Data within quotes, from an index of the payload on. */
  #show({ bytes, stop }: RecordWalker, start: number): void {
    const { options, out } = this.context
    if (options.maxData <= 0) return
    out.room(16)
    out.pos = writeAscii(out.bytes, out.pos, MARGIN)
    this.#data.write(out, bytes, start, Math.min(stop, start + options.maxData), MARGIN.length, stop)
  }

  #signal({ view, little, payload, stop }: RecordWalker): string | undefined {
    const { abi } = this.context.file
    const wide = abi.pointer === 8
    const plain = wide ? 24 : 16
    const length = stop - payload
    if (length < plain) return undefined
    const signal = view.getInt32(payload, little)
    const action = wide ? view.getBigUint64(payload + 8, little) : BigInt(view.getUint32(payload + 4, little))
    const mask = view.getInt32(payload + (wide ? 16 : 8), little)
    const code = view.getInt32(payload + (wide ? 20 : 12), little)
    const reason = this.#reason(view, little, payload + plain, stop, signal)
    if (this.#old) {
      const caught = `caught handler=0x${action.toString(16)} mask=0x${(mask >>> 0).toString(16)}`
      return `${signalName(signal)} ${action === 0n ? `SIG_DFL code ${code}` : caught}${reason}`
    }
    const how = action === 0n ? 'SIG_DFL' : `caught handler=0x${action.toString(16)} mask=${signalSet(mask)}`
    return `${signalName(signal)} ${how}${code === 0 ? '' : ` code=<${code}>`}${reason}`
  }

  /** What the siginfo tells. */
  #reason(view: DataView, little: boolean, info: number, stop: number, signal: number): string {
    const { abi } = this.context.file
    const wide = abi.pointer === 8
    // The union is aligned for a pointer, or where there are 64-bit times in it, for those.
    const data = info + Math.ceil(12 / Math.max(abi.pointer, abi.align64)) * Math.max(abi.pointer, abi.align64)
    if (stop - info < 128) return ''
    switch (signal) {
      case SIGSEGV:
      case SIGILL:
      case SIGBUS:
      case SIGFPE: {
        const address = wide ? view.getBigUint64(data, little) : BigInt(view.getUint32(data, little))
        return ` addr=0x${address.toString(16)} trapno=${view.getInt32(data + abi.pointer, little)}`
      }
      case SIGCHLD: {
        // Times have 64 bits but in the oldest form, where the status is behind one of 32.
        const second = data + Math.max(abi.pointer, abi.align64)
        const old = this.context.file.headers[0]?.declared.name === 'time32' || this.#old
        const status = view.getInt32(second + (old ? 4 : 8), little)
        return ` status=${status} pid=${view.getInt32(data, little)} uid=${view.getUint32(second, little)}`
      }
      default:
        return ''
    }
  }

  #user(record: RecordWalker): void {
    const { bytes, payload, stop } = record
    if (stop - payload < ID) return void this.#lines.odd(record)
    const id = String.fromCharCode(...bytes.subarray(payload, findNul(bytes, payload, payload + ID)))
    this.#lines.line(`${id}: ${stop - payload - ID} bytes`)
    this.#show(record, payload + ID)
  }

  /** A line for each string. */
  #strings({ bytes, payload, stop }: RecordWalker): void {
    const { out } = this.context
    this.#lines.line('')
    let at = payload
    for (let i = 0; at < stop; i++) {
      const end = findNul(bytes, at, stop)
      const head = `\t[${i}] = `
      out.room(64)
      out.pos = writeAscii(out.bytes, out.pos, head)
      this.#paths.write(out, bytes, at, end, 8 + head.length - 1)
      if (end === stop) this.#lines.line('\tunterminated argument')
      at = end + 1
    }
  }

  #pledge({ view, little, payload, stop }: RecordWalker): string | undefined {
    if (stop - payload < 16) return undefined
    const error = view.getInt32(payload, little)
    const code = view.getInt32(payload + 4, little)
    const bits = view.getBigUint64(payload + 8, little)
    const promise = promises.find(([, bit]) => (bits & BigInt(bit)) !== 0n)?.[0]
    const shown = promise === undefined ? '' : `"${promise}", `
    return `${this.#names[code] ?? `[${code}]`}, ${shown}errno ${error} ${errorText(error)}`
  }
}

function prefix(record: RecordWalker, into: Uint8Array, most: number): number {
  let pos = writeRightAligned(into, 0, record.pid, 6)
  into[pos++] = SPACE
  pos = leftAlignedCommand(record, into, pos, Math.min(most, record.header.commSize))
  into[pos++] = SPACE
  return pos
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

export const makeRenderer: MakeRenderer = (context) => new OpenbsdText(context)
