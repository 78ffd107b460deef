/** All record types except system calls, returns, paths and I/O data; and malformed records. */

import { TYPES as t } from '../../../formats/ktrace/netbsd/type-numbers.js'
import { writeAscii } from '../../../io/ascii-numbers.js'
import type { OutputBuffer } from '../../../io/output-buffer.js'
import type { RecordWalker } from '../../../readers/ktrace/record-walker.js'
import { DESCRIPTOR_TYPES } from '../../../systems/netbsd/argument-names.js'
import type { WordSize } from '../options.js'
import type { RendererContext } from '../renderer.js'
import type { Escaper } from '../vis-escape.js'
import { hexDump, hexDump2003 } from './hex-dump.js'
import { messageText, outOfLineText, upcallText } from './mach-records.js'
import { signalText } from './psig-record.js'
import type { Rules } from './release-rules.js'
import { decodedUser, label, plainUser } from './user-records.js'

const NEWLINE = 10
/** Size of a USER record's label in bytes. */
const ID = 20

export class OtherRecordsText {
  readonly #out: OutputBuffer
  readonly #wide: boolean

  constructor(
    private readonly context: RendererContext,
    private readonly rules: Rules,
    private readonly escaper: Escaper,
  ) {
    this.#out = context.out
    this.#wide = context.file.abi.pointer === 8
  }

  /** Prints the text after the label. @param column columns of the line so far */
  record(record: RecordWalker, column: number): void {
    switch (record.type) {
      case t.KTR_PSIG:
        this.#signal(record)
        break
      case t.KTR_CSW:
        this.#line(record, switchText(record))
        break
      case t.KTR_EXEC_ARG:
      case t.KTR_EXEC_ENV:
        this.escaper.write(this.#out, record.bytes, record.payload, record.stop, column)
        break
      case t.KTR_MIB:
        this.#line(record, sysctlText(record))
        break
      case t.KTR_EXEC_FD:
        this.#line(record, descriptorText(record, this.rules.descriptorTypes))
        break
      case t.KTR_USER:
        this.#user(record)
        break
      case t.KTR_MMSG:
        this.#line(record, messageText(record, this.rules.generation), true)
        break
      case t.KTR_MOOL:
        this.#line(record, outOfLineText(record, this.#wide), true)
        break
      default:
        if (record.type === t.KTR_SAUPCALL && this.rules.upcalls) this.#line(record, upcallText(record, this.#wide))
        else this.unknown(record)
    }
  }

  /** Prints data in hexadecimal. */
  dump({ bytes, little }: RecordWalker, start: number, end: number, word: WordSize = this.context.options.hex ?? 1): void {
    if (this.rules.generation < 3) hexDump2003(this.#out, bytes, start, end)
    else hexDump(this.#out, bytes, start, end, word, little)
  }

  /** The bytes of a record of an unknown type. kdump up to 2003 did not end the line. */
  unknown(record: RecordWalker): void {
    if (this.rules.generation < 3) return
    this.#newline()
    this.dump(record, record.payload, record.stop)
  }

  /** A payload that is too short for its type. */
  odd(record: RecordWalker): void {
    this.#complain(record, `payload too short: ${record.stop - record.payload} bytes`)
    this.#newline()
    this.dump(record, record.payload, record.stop)
  }

  /** A line, followed by the payload in words of four bytes; undefined means that the payload is too short. */
  #line(record: RecordWalker, text: string | undefined, dumped = false): void {
    if (text === undefined) {
      this.odd(record)
      return
    }
    this.#text(text)
    if (dumped) this.dump(record, record.payload, record.stop, 4)
  }

  #text(text: string): void {
    const out = this.#out
    out.room(text.length)
    out.pos = writeAscii(out.bytes, out.pos, text)
  }

  #newline(): void {
    const out = this.#out
    out.room(1)
    out.bytes[out.pos++] = NEWLINE
  }

  #signal(record: RecordWalker): void {
    const signal = signalText(record, record.file.abi, this.rules)
    if (signal?.odd) this.#complain(record, `${record.stop - record.payload} bytes do not match a KTR_PSIG payload`)
    this.#line(record, signal?.text)
  }

  #user(record: RecordWalker): void {
    const { bytes, view, little, payload, stop } = record
    const out = this.#out
    const data = { bytes, view, little, wide: this.#wide, start: payload, stop }
    // If the kernel could not read the data, the record has no label either.
    if (stop === payload) this.#newline()
    else if (stop - payload < ID) this.odd(record)
    else if (this.rules.generation === 3 && this.context.options.hex !== undefined) {
      out.room(64)
      label(out, bytes, payload)
      out.pos = writeAscii(out.bytes, out.pos, ':\n')
      this.dump(record, payload + ID, stop)
    } else if (this.rules.user === 'quoted') plainUser(out, data, true)
    // Any program may use any label: data that do not match are no damage.
    else decodedUser(out, data, this.rules.decodedLabels)
  }

  #complain({ base, payload, index }: RecordWalker, message: string): void {
    this.context.report({ code: 'BAD_VALUE', offset: base + payload, path: `records[${index}].payload`, message })
  }
}

function switchText({ view, little, payload, stop }: RecordWalker): string | undefined {
  if (stop - payload < 8) return undefined
  const direction = view.getInt32(payload, little) === 0 ? 'resume' : 'stop'
  return `${direction} ${view.getInt32(payload + 4, little) === 0 ? 'kernel' : 'user'}\n`
}

/** `1.14.0.4` */
function sysctlText({ view, little, payload, stop }: RecordWalker): string {
  const names: number[] = []
  for (let at = payload; at + 4 <= stop; at += 4) names.push(view.getInt32(at, little))
  return `${names.join('.')}\n`
}

function descriptorText({ view, little, payload, stop }: RecordWalker, known: number): string | undefined {
  if (stop - payload < 8) return undefined
  const kind = view.getUint32(payload + 4, little)
  return `${(kind < known ? DESCRIPTOR_TYPES[kind] : undefined) ?? `UNKNOWN(${kind})`} ${view.getInt32(payload, little)}\n`
}
