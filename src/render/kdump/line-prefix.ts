/** The start of a line: process, thread, command. Cached by process, because records of a process come in runs. */

import { copy, writeRightAligned } from '../../io/ascii-numbers.js'
import type { RecordWalker } from '../../readers/ktrace/record-walker.js'

interface Kept {
  readonly pid: number
  readonly tid: number
  readonly comm: Uint8Array
  readonly text: Uint8Array
}

const PLACES = 1024

export class LinePrefixes {
  readonly #kept: (Kept | undefined)[] = new Array<Kept | undefined>(PLACES).fill(undefined)
  readonly #scratch = new Uint8Array(128)

  /**
   * @param make writes the prefix to a buffer and returns its length
   * @param withThread whether the prefix depends on the thread
   */
  constructor(
    private readonly make: (record: RecordWalker, into: Uint8Array) => number,
    private readonly withThread: boolean,
  ) {}

  /** Writes the prefix of the walker's record. */
  write(record: RecordWalker, into: Uint8Array, at: number): number {
    const { pid } = record
    const tid = this.withThread ? (record.tid ?? -1) : -1
    const place = (pid + 31 * tid) & (PLACES - 1)
    const kept = this.#kept[place]
    if (kept !== undefined && kept.pid === pid && kept.tid === tid && sameComm(kept.comm, record)) return copy(into, at, kept.text)
    const text = this.#scratch.slice(0, this.make(record, this.#scratch))
    const { bytes, start, header } = record
    const from = start + header.comm
    let length = 0
    while (length < header.commSize && bytes[from + length] !== 0) length++
    this.#kept[place] = { pid, tid, comm: bytes.slice(from, from + length), text }
    return copy(into, at, text)
  }
}

function sameComm(comm: Uint8Array, { bytes, start, header }: RecordWalker): boolean {
  const from = start + header.comm
  const { length } = comm
  for (let i = 0; i < length; i++) if (comm[i] !== bytes[from + i]) return false
  return length === header.commSize || bytes[from + length] === 0
}

const SPACE = 0x20

/** `%-8.*s`: the command, left-aligned in at least 8 columns, truncated to `most`. */
export function leftAlignedCommand({ bytes, start, header }: RecordWalker, into: Uint8Array, at: number, most: number): number {
  const from = start + header.comm
  let pos = at
  while (pos - at < most && bytes[from + pos - at] !== 0) {
    into[pos] = bytes[from + pos - at] as number
    pos++
  }
  while (pos - at < 8) into[pos++] = SPACE
  return pos
}

/** `%6d %-8.*s `: process ID and command, each followed by a space. @param most maximum length of the command */
export function writeProcess(record: RecordWalker, into: Uint8Array, most: number): number {
  let pos = writeRightAligned(into, 0, record.pid, 6)
  into[pos++] = SPACE
  pos = leftAlignedCommand(record, into, pos, most)
  into[pos++] = SPACE
  return pos
}
