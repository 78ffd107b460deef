/** Prints records like OpenBSD's kdump(1) of 2023, and traces before 5.1 like kdump of 2011. Flag names are not printed. */

import { promises } from '../../../formats/ktrace/openbsd/payloads.js'
import { calls, calls55, Foreign, syscalls50 } from '../../../formats/ktrace/openbsd/syscall-names.js'
import { KTR_START_BIG, OLD_TYPES as old, TYPES as t } from '../../../formats/ktrace/openbsd/type-numbers.js'
import { ascii, copy, writeAscii } from '../../../io/ascii-numbers.js'
import type { RecordWalker } from '../../../readers/ktrace/record-walker.js'
import { findNul } from '../../../schema/utf8.js'
import { cEscape, meta } from '../bsd44-renderer.js'
import { Lines, switchText } from '../common-records.js'
import { LinePrefixes, writeProcess } from '../line-prefix.js'
import type { MakeRenderer, Renderer, RendererContext } from '../renderer.js'
import { Timestamps } from '../timestamps.js'
import { Escaper } from '../vis-escape.js'
import { errorText } from './printed-names.js'
import { signalText } from './psig-record.js'
import { structText } from './struct-text.js'
import { SyscallRecords } from './syscall-records.js'

const HEAD = 256
const MARGIN = '       '
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

class OpenbsdText implements Renderer {
  readonly #prefixes: LinePrefixes
  readonly #stamps: Timestamps
  readonly #lines: Lines
  readonly #syscalls: SyscallRecords
  readonly #tags = new Map<number, Uint8Array>()
  readonly #names: readonly (string | undefined)[]
  readonly #data: Escaper
  readonly #paths: Escaper
  readonly #old: boolean
  readonly #foreign = new Foreign()

  constructor(private readonly context: RendererContext) {
    const { options, file } = context
    const layout = file.headers[0]?.declared.name
    this.#old = layout === 'old'
    const table = (layout === 'comm24' ? calls : layout === 'comm17' ? calls55 : syscalls50)()
    const most = this.#old ? 16 : 23
    this.#prefixes = new LinePrefixes((record, into) => writeProcess(record, into, Math.min(most, record.header.commSize)), false)
    this.#stamps = new Timestamps({ ...options, negative: 'borrow', first: 'zero', digits: 6 })
    this.#lines = new Lines(context, { word: file.abi.register, errorText, singular: false, numbered: options.numbers })
    this.#names = table.names
    this.#syscalls = new SyscallRecords(context, table, this.#lines, this.#foreign, this.#old)
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

  /** Prints record types that exist only in old traces. */
  #oldRecord(record: RecordWalker): boolean {
    if (record.type === old.KTR_EMUL) this.#lines.quoted(record)
    else if (record.type !== old.KTR_CSW) return false
    else if (record.stop - record.payload < 8) this.#lines.odd(record)
    else this.#lines.line(switchText(record))
    return true
  }

  /** @param column columns of the line so far */
  #body(record: RecordWalker, column: number): void {
    const { type, bytes, payload, stop } = record
    switch (type) {
      case t.KTR_SYSCALL:
        return void this.#syscalls.call(record)
      case t.KTR_SYSRET:
        return void this.#syscalls.return(record)
      case t.KTR_NAMEI:
        return void this.#paths.write(this.context.out, bytes, payload, stop, column)
      case t.KTR_GENIO:
        if (stop - payload < 8) return void this.#lines.odd(record)
        this.#lines.dataHead(record)
        return void this.#show(record, payload + 8)
      case t.KTR_PSIG:
        return void this.#line(record, signalText(record, this.context.file, this.#old))
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

  /** Prints data in quotes, from an index of the payload on. */
  #show({ bytes, stop }: RecordWalker, start: number): void {
    const { options, out } = this.context
    if (options.maxData <= 0) return
    out.room(16)
    out.pos = writeAscii(out.bytes, out.pos, MARGIN)
    this.#data.write(out, bytes, start, Math.min(stop, start + options.maxData), MARGIN.length, stop)
  }

  #user(record: RecordWalker): void {
    const { bytes, payload, stop } = record
    if (stop - payload < ID) return void this.#lines.odd(record)
    const id = String.fromCharCode(...bytes.subarray(payload, findNul(bytes, payload, payload + ID)))
    this.#lines.line(`${id}: ${stop - payload - ID} bytes`)
    this.#show(record, payload + ID)
  }

  /** Prints a line for each string. */
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

export const makeRenderer: MakeRenderer = (context) => new OpenbsdText(context)
