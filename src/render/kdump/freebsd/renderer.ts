/** Prints records like FreeBSD's kdump(1) of 2025, with the names of July 2022. */

import { ABI_FREEBSD, ABI_LINUX, ABI_MASK, namesOf, Processes, SV_ILP32 } from '../../../formats/ktrace/freebsd/process-abi.js'
import { KTR_DROP, TYPES as t } from '../../../formats/ktrace/freebsd/type-numbers.js'
import { ascii, copy, writeAscii } from '../../../io/ascii-numbers.js'
import type { RecordWalker } from '../../../readers/ktrace/record-walker.js'
import { freebsdErrors } from '../../../systems/freebsd/errno.js'
import { MAXCOMLEN } from '../../../systems/freebsd/limits.js'
import { linuxErrorNumber } from '../../../systems/linux-programs.js'
import { ArgumentWords, type Step } from '../argument-words.js'
import { CallNames, Lines } from '../common-records.js'
import { LinePrefixes, writeProcess } from '../line-prefix.js'
import type { MakeRenderer, Renderer, RendererContext } from '../renderer.js'
import { Timestamps } from '../timestamps.js'
import { GenioText } from './genio-data.js'
import { OtherRecordsText } from './other-records.js'
import { errorText } from './printed-names.js'
import { ArgumentFormats } from './syscall-arguments.js'

/** Buffer space for the start of a line. */
const HEAD = 256

const TAGS: readonly (readonly [number, string])[] = [
  [t.KTR_SYSCALL, 'CALL'],
  [t.KTR_SYSRET, 'RET '],
  [t.KTR_NAMEI, 'NAMI'],
  [t.KTR_GENIO, 'GIO '],
  [t.KTR_PSIG, 'PSIG'],
  [t.KTR_CSW, 'CSW '],
  [t.KTR_USER, 'USER'],
  [t.KTR_STRUCT, 'STRU'],
  [t.KTR_STRUCT_ARRAY, 'STRU'],
  [t.KTR_SYSCTL, 'SCTL'],
  [t.KTR_CAPFAIL, 'CAP '],
  [t.KTR_FAULT, 'PFLT'],
  [t.KTR_FAULTEND, 'PRET'],
  [t.KTR_ARGS, 'ARGS'],
  [t.KTR_ENVS, 'ENVS'],
  [t.KTR_EXTERR, 'EERR'],
]

/** The system calls of one kind of process. */
interface Prepared {
  readonly flags: number
  readonly linux: boolean
  readonly names: readonly (string | undefined)[]
  readonly texts: CallNames
  /** Argument steps by system call number, created on demand. */
  readonly steps: (readonly Step[] | undefined)[]
  /** Whether arguments are decoded. */
  readonly decoded: boolean
  readonly narrow: boolean
}

class FreebsdText implements Renderer {
  readonly #processes: Processes
  readonly #prefixes: LinePrefixes
  readonly #stamps: Timestamps
  readonly #lines: Lines
  readonly #words: ArgumentWords
  readonly #recipes: ArgumentFormats
  readonly #data: GenioText
  readonly #rare: OtherRecordsText
  readonly #prepared = new Map<number, Prepared>()
  readonly #tags: (Uint8Array | undefined)[] = []
  readonly #word: 4 | 8
  #last: Prepared
  /** Whether dropped events have been reported since the last printed record. */
  #saidDrop = false

  constructor(private readonly context: RendererContext) {
    const { options, file } = context
    const { abi, little } = file
    this.#word = abi.register
    this.#processes = new Processes(options.emulation)
    this.#prefixes = new LinePrefixes((record, into) => writeProcess(record, into, MAXCOMLEN), false)
    this.#stamps = new Timestamps({ ...options, negative: 'sign', negativeElapsed: 'borrow', first: 'zero' })
    this.#lines = new Lines(context, { word: this.#word, errorText, singular: true, numbered: options.numbers })
    this.#words = new ArgumentWords(little, this.#word, options.decimal)
    this.#recipes = new ArgumentFormats(options.decimal)
    this.#data = new GenioText(options.width)
    this.#rare = new OtherRecordsText(context, this.#lines)
    for (const [type, tag] of TAGS) this.#tags[type] = ascii(`${tag}  `)
    this.#last = this.#prepare(this.#processes.of(0))
  }

  record(record: RecordWalker): void {
    const { view, start, header, little, type } = record
    if ((view.getUint16(start + header.type, little) & KTR_DROP) !== 0) this.#dropped(record)
    if (this.#processes.see(record)) return
    const prepared = this.#preparedOf(record.pid)
    const { filter, out } = this.context
    if (!filter.open && !filter.accepts(record, filter.byName ? nameIn(record, prepared) : undefined)) return
    this.#saidDrop = false
    out.room(HEAD)
    const pos = this.#stamps.write(record, out.bytes, this.#prefixes.write(record, out.bytes, out.pos))
    const tag = this.#tags[type]
    if (tag === undefined) {
      out.pos = writeAscii(out.bytes, pos, `UNKNOWN(${type})  \n`)
      return
    }
    out.pos = copy(out.bytes, pos, tag)
    switch (type) {
      case t.KTR_SYSCALL:
        this.#call(record, prepared)
        break
      case t.KTR_SYSRET:
        this.#return(record, prepared)
        break
      case t.KTR_NAMEI:
      case t.KTR_SYSCTL:
        this.#lines.quoted(record)
        break
      case t.KTR_GENIO:
        this.#io(record)
        break
      default:
        this.#rare.record(record, prepared.names)
    }
  }

  /** Reports dropped events once until a record is printed. */
  #dropped(record: RecordWalker): void {
    if (this.#saidDrop) return
    this.#saidDrop = true
    const { out } = this.context
    out.room(HEAD)
    out.pos = writeAscii(out.bytes, this.#prefixes.write(record, out.bytes, out.pos), 'Events dropped.\n')
  }

  #preparedOf(pid: number): Prepared {
    const flags = this.#processes.of(pid)
    if (this.#last.flags !== flags) this.#last = this.#prepared.get(flags) ?? this.#prepare(flags)
    return this.#last
  }

  #prepare(flags: number): Prepared {
    const { numeric, numbers } = this.context.options
    const names = namesOf(flags, this.context.file.abi)
    const prepared: Prepared = {
      flags,
      names,
      texts: new CallNames(names, numbers),
      steps: [],
      decoded: !numeric && (flags & ABI_MASK) === ABI_FREEBSD,
      linux: (flags & ABI_MASK) === ABI_LINUX,
      narrow: this.#word === 4 || (flags & SV_ILP32) !== 0,
    }
    this.#prepared.set(flags, prepared)
    return prepared
  }

  #call(record: RecordWalker, prepared: Prepared): void {
    const { view, little, payload, stop } = record
    const left = stop - payload - this.#word
    if (left < 0) return void this.#lines.odd(record)
    const code = view.getInt16(payload, little)
    const words = this.#words
    words.view = view
    words.at = payload + this.#word
    words.count = Math.max(0, Math.min(view.getInt16(payload + 2, little), Math.trunc(left / this.#word)))
    words.narrow = prepared.narrow
    this.#lines.call(prepared.texts.of(code), words, this.#stepsOf(code, prepared))
  }

  #stepsOf(code: number, { steps, names, decoded }: Prepared): readonly Step[] | undefined {
    if (!decoded || code < 0) return undefined
    if (code in steps) return steps[code]
    const name = names[code]
    const found = name === undefined ? undefined : this.#recipes.of(name)
    steps[code] = found
    return found
  }

  #return(record: RecordWalker, prepared: Prepared): void {
    const { view, little, payload, stop } = record
    if (stop - payload < 8 + this.#word) return void this.#lines.odd(record)
    const error = view.getInt32(payload + 4, little)
    const name = prepared.texts.of(view.getInt16(payload, little))
    this.#lines.returned(name, error, view, payload + 8, little, prepared.linux ? linuxNumber(error) : error)
  }

  #io(record: RecordWalker): void {
    const { payload, stop, bytes } = record
    const start = payload + 8
    if (start > stop) return void this.#lines.odd(record)
    this.#lines.dataHead(record)
    const { maxData } = this.context.options
    if (maxData > 0) this.#data.write(this.context.out, bytes, start, Math.min(stop, start + maxData), stop)
  }
}

/** The record has FreeBSD's number; kdump prints that of the process. */
function linuxNumber(error: number): number {
  const name = error > 0 ? freebsdErrors.name(error) : undefined
  return (name === undefined ? undefined : linuxErrorNumber(name)) ?? error
}

function nameIn(record: RecordWalker, { names }: Prepared): string | undefined {
  const code = record.file.dialect.syscallNumber(record)
  return code === undefined ? undefined : names[code]
}

export const makeRenderer: MakeRenderer = (context) => new FreebsdText(context)
