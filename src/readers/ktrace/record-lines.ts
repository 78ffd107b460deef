/** Records as JSON lines, by the names that scripts rely on: what `read --ndjson` prints. */
import { ascii, copy, writeAscii, writeDecimal, writeSigned } from '../../io/ascii-numbers.js'
import type { OutputBuffer } from '../../io/output-buffer.js'
import type { DataLimit } from './data-limit.js'
import { storesError } from './failure.js'
import type { Payloads } from './payload.js'
import { Commands, ROOM, Times } from './record-times.js'
import type { RecordWalker } from './record-walker.js'

/** Room for all of a line but command, time and payload; types come from tables, or are numbers. */
const HEAD = 256

const INDEX = ascii('{"index":')
const OFFSET = ascii(',"offset":')
const TID = ascii(',"tid":')
const COMM = ascii(',"comm":')
const TIME = ascii(',"time":"')
const PAYLOAD = ascii('","payload":')
const END = ascii('}\n')

export class RecordLines {
  readonly #times = new Times()
  readonly #commands = new Commands()
  readonly #types = new Map<number, Uint8Array>()

  constructor(
    private readonly out: OutputBuffer,
    private readonly payloads: Payloads,
    /** How much of the data of reads and writes is written; all where absent. */
    private readonly limit?: DataLimit,
  ) {}

  /**
   * @param name of the system call that the record is about
   * @param error the system's number of the error of a failed call; written if the record has another number
   */
  record(record: RecordWalker, name: string | undefined, error?: number): void {
    const { out } = this
    const comm = this.#commands.json(record)
    out.room(HEAD + comm.length + ROOM)
    const into = out.bytes
    let pos = writeDecimal(into, copy(into, out.pos, INDEX), record.index)
    pos = writeDecimal(into, copy(into, pos, OFFSET), record.offset)
    pos = writeSigned(into, copy(into, pos, this.#type(record)), record.pid)
    const { tid } = record
    if (tid !== undefined) {
      pos = copy(into, pos, TID)
      pos = Number.isSafeInteger(tid) ? writeSigned(into, pos, tid) : writeAscii(into, pos, String(tid))
    }
    pos = copy(into, copy(into, copy(into, pos, COMM), comm), TIME)
    out.pos = copy(into, this.#times.write(into, pos, record), PAYLOAD)
    this.payloads.write(out, this.limit ? this.limit.kept(record) : record, name)
    out.room(HEAD)
    if (error !== undefined && error > 0 && !storesError(record, error)) out.pos = writeAscii(out.bytes, out.pos, `,"errno":${error}`)
    out.pos = copy(out.bytes, out.pos, END)
  }

  /** `,"type":"KTR_GENIO","pid":` */
  #type({ type, file }: RecordWalker): Uint8Array {
    let known = this.#types.get(type)
    if (!known) {
      known = new TextEncoder().encode(`,"type":${JSON.stringify(file.types.get(type)?.name ?? type)},"pid":`)
      if (this.#types.size < 1000) this.#types.set(type, known)
    }
    return known
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The lines of a text in pieces, without their newlines. A piece may end within a line, but not within a character. */
export function* linesOf(pieces: Iterable<Uint8Array>): Generator<string, void, undefined> {
  let rest = ''
  for (const piece of pieces) {
    const lines = (rest + decoder.decode(piece)).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}
