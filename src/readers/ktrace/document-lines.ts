/** Records as lines of a lossless document: every field, and beside it the bytes that the fields do not tell. */

import type { RecordHeaderLayout } from '../../formats/ktrace/dialect-layout.js'
import { ascii, copy } from '../../io/ascii-numbers.js'
import { isZero } from '../../io/bytes.js'
import { toHex } from '../../io/hex.js'
import type { OutputBuffer } from '../../io/output-buffer.js'
import { residueToJson, toJson } from '../../schema/json.js'
import type { Layout } from '../../schema/layout.js'
import { isUtf8 } from '../../schema/utf8.js'
import { createJsonEmitter, hexText, type JsonEmitter } from './json-emitter.js'
import { text } from './json-string.js'
import type { Payloads } from './payload.js'
import { type CoverageTest, createCoverageTest } from './payload-coverage.js'
import type { RecordWalker } from './record-walker.js'

type Value = Record<string, unknown>

const HEADER = ascii('"header":')
const PAYLOAD = ascii(',"payload":')
const RESIDUE = ',"residue":{'
const GAP = ascii('{"gap":')
const OPEN = 0x7b
const CLOSE = 0x7d
const NEWLINE = 0x0a
/** Room for what is between the parts of a line. */
const ROOM = 64

/** Makes the lines of a document. */
export class LosslessLines {
  readonly #emitters = new Map<RecordHeaderLayout, JsonEmitter | undefined>()
  readonly #whole = new Map<Layout<Value>, CoverageTest>()

  constructor(
    private readonly out: OutputBuffer,
    private readonly payloads: Payloads,
    /** The layout that the document names; records of others name theirs. */
    private readonly layout: string,
  ) {}

  /** `{"header":{...},"payload":{...},"residue":{...}}` */
  record(record: RecordWalker): void {
    const { out } = this
    const { header } = record
    const { name } = header.declared
    out.room(ROOM)
    out.bytes[out.pos++] = OPEN
    if (name !== this.layout) text(out, `"layout":${JSON.stringify(name)},`)
    out.room(ROOM)
    out.pos = copy(out.bytes, out.pos, HEADER)
    this.#header(record, header)
    out.room(ROOM)
    out.pos = copy(out.bytes, out.pos, PAYLOAD)
    const payload = this.#payload(record)
    const head = residueOf(record)
    if (head !== '' || payload !== '') {
      const parts = [...(head === '' ? [] : [`"header":{${head}}`]), ...(payload === '' ? [] : [`"payload":${payload}`])]
      text(out, `${RESIDUE}${parts.join(',')}}`)
    }
    this.#end()
  }

  /** `{"gap":"..."}`: bytes that are of no record. */
  gap({ bytes, start, stop }: GapPlace): void {
    const { out } = this
    out.room(ROOM + 2 * (stop - start))
    out.pos = hexText(out.bytes, copy(out.bytes, out.pos, GAP), bytes, start, stop)
    this.#end()
  }

  #end(): void {
    const { out } = this
    out.room(2)
    out.bytes[out.pos++] = CLOSE
    out.bytes[out.pos++] = NEWLINE
  }

  #header({ view, bytes, start }: RecordWalker, header: RecordHeaderLayout): void {
    const { layout, size } = header
    let emit = this.#emitters.get(header)
    if (!emit && !this.#emitters.has(header)) {
      emit = createJsonEmitter(layout.plan)
      this.#emitters.set(header, emit)
    }
    if (emit) {
      const { out } = this
      out.room(emit.room(size) + 1)
      out.bytes[out.pos] = OPEN
      out.pos = emit.write(out.bytes, out.pos + 1, view, bytes, start, start + size)
      return
    }
    const value = (layout as Layout<Value>).interpret(bytes, { offset: start, end: start + size })
    text(this.out, JSON.stringify(toJson(layout.plan, value)))
  }

  /** Writes the payload; gives the JSON of what its fields do not tell, if anything. */
  #payload(record: RecordWalker): string {
    const layout = this.payloads.layoutOf(record)
    const lossless = !layout || this.#isWhole(layout, record) ? undefined : this.payloads.lossless(record)
    if (!layout || !lossless) {
      this.payloads.write(this.out, record)
      return ''
    }
    const { decoded } = lossless
    text(this.out, JSON.stringify(toJson(layout.plan, decoded.value)))
    return decoded.residue ? JSON.stringify(residueToJson(decoded.residue)) : ''
  }

  #isWhole(layout: Layout<Value>, record: RecordWalker): boolean {
    let test = this.#whole.get(layout)
    if (!test) {
      test = createCoverageTest(layout.plan)
      this.#whole.set(layout, test)
    }
    return test(record)
  }
}

/** Bytes that are of no record, as a walker gives them. */
export interface GapPlace {
  readonly bytes: Uint8Array
  readonly start: number
  readonly stop: number
}

/** What the fields of a header do not tell: old bytes in holes, and behind the end of the command. */
function residueOf({ header, bytes, start }: RecordWalker): string {
  let residue = ''
  for (const { key, offset, length } of header.holes) {
    if (!isZero(bytes, start + offset, start + offset + length))
      residue += `${residue === '' ? '' : ','}"${key}":"${toHex(bytes.subarray(start + offset, start + offset + length))}"`
  }
  const comm = start + header.comm
  if (!isClean(bytes, comm, comm + header.commSize)) {
    const name = header.declared.roles.comm
    residue += `${residue === '' ? '' : ','}"${name}":"${toHex(bytes.subarray(comm, comm + header.commSize))}"`
  }
  return residue
}

/** Whether a char array holds printable ASCII and nothing behind its NUL. */
function isClean(bytes: Uint8Array, start: number, end: number): boolean {
  let i = start
  while (i < end && bytes[i] !== 0) i++
  return isZero(bytes, i, end) && isUtf8(bytes, start, i)
}
