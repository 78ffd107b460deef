/**
 * Prints records like NetBSD's kdump(1), byte for byte.
 *
 * By default, traces from before 4.0 are printed like kdump of 2003, later ones like kdump of 7.x, the newest that reads all header
 * versions. The option `--kdump` selects another release.
 */

import { type Emulation, Emulations } from '../../../formats/ktrace/netbsd/emulation.js'
import { TYPES as t } from '../../../formats/ktrace/netbsd/type-numbers.js'
import { ascii, copy, copyRange, writeAscii, writeRightAligned, writeSigned64 } from '../../../io/ascii-numbers.js'
import type { OutputBuffer } from '../../../io/output-buffer.js'
import type { RecordWalker } from '../../../readers/ktrace/record-walker.js'
import { decodeText, findNul } from '../../../schema/utf8.js'
import { MAXCOMLEN } from '../../../systems/bsd/limits.js'
import { LinePrefixes, leftAlignedCommand } from '../line-prefix.js'
import type { MakeRenderer, Renderer, RendererContext } from '../renderer.js'
import { Timestamps } from '../timestamps.js'
import type { Escaper } from '../vis-escape.js'
import { OtherRecordsText } from './other-records.js'
import { type Rules, rulesOf } from './release-rules.js'
import { decoderOf, kill, OLD_KILL, oldDecoders } from './syscall-arguments.js'
import { type PreparedSyscalls, SyscallRecords } from './syscall-records.js'
import { escaper } from './vis-escape.js'

const NEWLINE = 10
const SPACE = 0x20
const QUOTE = 0x22
/** Buffer space for the start of a line. */
const HEAD = 256
/** Buffer space for the rest of a line without data. */
const DECODED = 512

class NetbsdText implements Renderer {
  readonly #out: OutputBuffer
  readonly #rules: Rules
  readonly #emulations: Emulations
  readonly #prefixes: LinePrefixes
  readonly #stamps: Timestamps
  readonly #escaper: Escaper
  readonly #syscalls: SyscallRecords
  readonly #prepared = new Map<Emulation, PreparedSyscalls>()
  readonly #labels: (Uint8Array | undefined)[] = []
  readonly #rare: OtherRecordsText
  #last: PreparedSyscalls

  constructor(private readonly context: RendererContext) {
    const { out, options, file } = context
    const { abi } = file
    const old = file.headers.every(({ declared }) => declared.name === 'pre-4')
    this.#rules = rulesOf(options.release, old)
    const { generation, calls, labels } = this.#rules
    this.#out = out
    this.#emulations = new Emulations(calls, abi, options.emulation)
    this.#prefixes = new LinePrefixes((record, into) => this.#prefix(record, into), generation === 3)
    this.#stamps = new Timestamps({ ...options, negative: this.#rules.negative, first: generation === 3 ? 'zero' : 'absolute' })
    this.#escaper = escaper(this.#rules, options.width)
    this.#rare = new OtherRecordsText(context, this.#rules, this.#escaper)
    this.#syscalls = new SyscallRecords(context, this.#rules, this.#rare)
    for (const [type, text] of labels) this.#labels[type] = ascii(`${generation === 3 ? text.padEnd(4) : text}  `)
    this.#last = this.#prepare(this.#emulations.of(0))
  }

  record(record: RecordWalker): void {
    const { type } = record
    const prepared = this.#follow(record)
    const { filter } = this.context
    if (!filter.open && !this.#accepts(record, prepared)) return
    const out = this.#out
    out.room(HEAD)
    const start = out.pos
    let pos = this.#prefixes.write(record, out.bytes, start)
    pos = this.#stamps.write(record, out.bytes, pos)
    const known = this.#labels[type]
    if (known === undefined) {
      out.pos = writeAscii(out.bytes, pos, `UNKNOWN(${type})  `)
      this.#rare.unknown(record)
      return
    }
    out.pos = copy(out.bytes, pos, known)
    switch (type) {
      case t.KTR_SYSCALL:
        this.#syscalls.call(record, prepared)
        break
      case t.KTR_SYSRET:
        this.#syscalls.return(record, prepared, this.#preparedOf(this.#emulations.of(record.pid)))
        break
      case t.KTR_NAMEI:
      case t.KTR_EMUL:
        this.#quoted(record)
        break
      case t.KTR_GENIO:
        this.#data(record)
        break
      default:
        this.#rare.record(record, out.pos - start)
    }
  }

  /** Tracks emulations in every record, printed or not. Returns the system calls of the record's emulation. */
  #follow(record: RecordWalker): PreparedSyscalls {
    const { type, pid } = record
    if (type === t.KTR_SYSCALL) {
      this.#emulations.called(pid)
      const prepared = this.#preparedOf(this.#emulations.of(pid))
      if (this.#isExit(record, prepared)) this.#emulations.forget(pid)
      return prepared
    }
    if (type === t.KTR_SYSRET) return this.#preparedOf(this.#emulations.ofReturn(pid))
    if (type === t.KTR_EMUL) this.#emulations.change(pid, decodeText(record.bytes, record.payload, record.stop))
    return this.#last
  }

  /** Since 4.0 kdump looks at exits where it decodes arguments: not with -n or -N, and not for a call without a complete argument. */
  #isExit({ view, payload, stop, little, file }: RecordWalker, { exits }: PreparedSyscalls): boolean {
    if (stop - payload < 8 || !exits.has(view.getInt32(payload, little))) return false
    if (this.#rules.generation < 3) return true
    const { numeric, numbers } = this.context.options
    return !numeric && !numbers && Math.min(view.getInt32(payload + 4, little), stop - payload - 8) >= file.abi.register
  }

  #preparedOf(emulation: Emulation): PreparedSyscalls {
    if (this.#last.emulation !== emulation) this.#last = this.#prepared.get(emulation) ?? this.#prepare(emulation)
    return this.#last
  }

  #prepare(emulation: Emulation): PreparedSyscalls {
    const { options } = this.context
    const { generation } = this.#rules
    const numbered = options.numbers || options.numericReturns
    const numbers = numbered ? emulation.calls.map((_name, code) => ascii(`[${code}]`)) : []
    const plain = emulation.calls.map((name) => ascii(name))
    // In returns, kdump of 2003 ignores -N, and a second -n prints numbers.
    const names = options.numbers ? numbers : plain
    const returnNames = (options.numbers && generation !== 2) || options.numericReturns ? numbers : plain
    const decoders = emulation.calls.map((name, code) => {
      if (options.numeric) return undefined
      // With -N a call has no name to go by.
      if (generation === 3 && options.numbers) return undefined
      if (generation === 3) return decoderOf(name, emulation.linux, this.#rules)
      return generation === 2 && code === OLD_KILL ? kill : oldDecoders.get(code)
    })
    const exits = new Set(emulation.calls.flatMap((name, code) => (emulation.exits.includes(name) ? [code] : [])))
    const prepared: PreparedSyscalls = { emulation, names, returnNames, errors: new Map(), decoders, exits }
    this.#prepared.set(emulation, prepared)
    return prepared
  }

  #accepts(record: RecordWalker, prepared: PreparedSyscalls): boolean {
    const { filter } = this.context
    if (!filter.onlyFailed) return filter.accepts(record, filter.byName ? this.#nameOf(record, prepared) : undefined)
    const { type, view, payload, stop, pid, little } = record
    if (type !== t.KTR_SYSRET || stop - payload < 8) return false
    const name = this.#nameOf(record, prepared)
    return filter.accepts(record, name, this.#emulations.failure(pid, view.getInt32(payload + 4, little), name) > 0)
  }

  #nameOf(record: RecordWalker, { emulation }: PreparedSyscalls): string | undefined {
    const code = record.file.dialect.syscallNumber(record)
    return code === undefined ? undefined : emulation.calls[code]
  }

  #prefix(record: RecordWalker, into: Uint8Array): number {
    let pos = writeRightAligned(into, 0, record.pid, 6)
    into[pos++] = SPACE
    const { tid } = record
    if (this.#rules.generation === 3 && tid !== undefined) {
      pos = writeRightAligned(into, pos, tid, 6)
      into[pos++] = SPACE
    }
    pos = leftAlignedCommand(record, into, pos, MAXCOMLEN)
    into[pos++] = SPACE
    return pos
  }

  /** Unescaped bytes in quotes, up to a NUL. */
  #quoted({ bytes, payload, stop }: RecordWalker): void {
    const out = this.#out
    out.room(stop - payload + 8)
    out.bytes[out.pos++] = QUOTE
    out.pos = copyRange(out.bytes, out.pos, bytes, payload, findNul(bytes, payload, stop))
    out.bytes[out.pos++] = QUOTE
    out.bytes[out.pos++] = NEWLINE
  }

  #data(record: RecordWalker): void {
    const { view, little, payload, stop, bytes } = record
    const start = payload + 8
    if (start > stop) return void this.#rare.odd(record)
    const out = this.#out
    out.room(DECODED)
    const descriptor = view.getInt32(payload, little)
    const into = out.bytes
    let pos = out.pos
    if (descriptor !== -1 || this.#rules.generation < 3) {
      pos = writeAscii(into, pos, 'fd ')
      pos = writeSigned64(into, pos, descriptor >> 31, descriptor >>> 0)
      into[pos++] = SPACE
    }
    pos = writeAscii(into, pos, view.getInt32(payload + 4, little) === 0 ? 'read ' : 'wrote ')
    pos = writeSigned64(into, pos, 0, stop - start)
    out.pos = writeAscii(into, pos, ' bytes\n')
    const { maxData, hex } = this.context.options
    if (maxData === 0) return
    const end = Math.min(stop, start + maxData)
    if (hex !== undefined) this.#rare.dump(record, start, end)
    else {
      out.room(16)
      out.pos = writeAscii(out.bytes, out.pos, '       ')
      this.#escaper.write(out, bytes, start, end, 7)
    }
  }
}

export const makeRenderer: MakeRenderer = (context) => new NetbsdText(context)
