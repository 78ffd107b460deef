/** USER records, written by the kernel, the C library and programs. */

import { copyRange, hexBytes, writeAscii } from '../../../io/ascii-numbers.js'
import type { OutputBuffer } from '../../../io/output-buffer.js'
import { findNul } from '../../../schema/utf8.js'
import { addressText } from './socket-address.js'

const ID = 20

/** Label and data of a record. */
export interface UserData {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly little: boolean
  readonly wide: boolean
  /** Label and data are `bytes[start, stop)`; the label has 20 bytes. */
  readonly start: number
  readonly stop: number
}

/** `label: LEN, hex`; with `quoted` (up to 5.x) in quotes and with a length that includes the label. */
export function plainUser(out: OutputBuffer, { bytes, start, stop }: UserData, quoted: boolean): void {
  out.room(2 * (stop - start) + 64)
  const data = start + ID
  if (quoted) out.bytes[out.pos++] = 0x22
  label(out, bytes, start)
  out.pos = writeAscii(out.bytes, out.pos, `: ${stop - (quoted ? start : data)}, `)
  out.pos = hexBytes(out.bytes, out.pos, bytes, data, stop)
  out.pos = writeAscii(out.bytes, out.pos, quoted ? '"\n' : '\n')
}

export function label(out: OutputBuffer, bytes: Uint8Array, start: number): void {
  out.pos = copyRange(out.bytes, out.pos, bytes, start, findNul(bytes, start, start + ID))
}

type Decoder = (out: OutputBuffer, data: UserData, at: number) => boolean

export type UserDecoderName = 'msghdr' | 'mbsoname' | 'mbcontrol' | 'malloc' | 'xattr-name' | 'xattr-val' | 'xattr-list'

/** Prints the data of a known label. False if the data do not match. */
const decoders: ReadonlyMap<UserDecoderName, Decoder> = new Map<UserDecoderName, Decoder>([
  ['msghdr', messageHeader],
  ['mbsoname', socketName],
  ['mbcontrol', controlMessage],
  ['malloc', allocation],
  ['xattr-name', attributeName],
  ['xattr-val', attributeValue],
  ['xattr-list', attributeList],
])

/** Decodes the data of some labels (7.x and later) and prints others as hexadecimal digits. False if the data do not match their label. */
export function decodedUser(out: OutputBuffer, data: UserData, labels: readonly UserDecoderName[]): boolean {
  const { bytes, start, stop } = data
  const name = String.fromCharCode(...bytes.subarray(start, findNul(bytes, start, start + ID)))
  const known = labels.find((each) => each === name)
  const decoder = known && decoders.get(known)
  if (!decoder) {
    plainUser(out, data, false)
    return true
  }
  out.room(4 * (stop - start) + 512)
  label(out, bytes, start)
  out.pos = writeAscii(out.bytes, out.pos, ':')
  const fits = decoder(out, data, start + ID)
  out.pos = writeAscii(out.bytes, out.pos, '\n')
  return fits
}

/** Reads consecutive fields. */
class Fields {
  constructor(
    private readonly data: UserData,
    private at: number,
  ) {}

  int(): number {
    this.at += 4
    return this.data.view.getInt32(this.at - 4, this.data.little)
  }

  uint(): number {
    return this.int() >>> 0
  }

  /** A pointer or a long. */
  word(): bigint {
    const { view, wide, little } = this.data
    if (!wide) return BigInt(this.uint())
    this.at = Math.ceil((this.at - this.data.start - ID) / 8) * 8 + this.data.start + ID
    this.at += 8
    return view.getBigUint64(this.at - 8, little)
  }
}

const pointer = (value: bigint): string => `0x${value.toString(16)}`

function messageHeader(out: OutputBuffer, data: UserData, at: number): boolean {
  const fits = data.stop - at === (data.wide ? 48 : 28)
  if (!fits) return false
  const f = new Fields(data, at)
  const name = `name=${pointer(f.word())}, namelen=${f.uint()}`
  const iov = `iov=${pointer(f.word())}, iovlen=${data.wide ? BigInt.asUintN(64, BigInt(f.int())) : f.uint()}`
  const control = `control=${pointer(f.word())}, controllen=${f.uint()}`
  out.pos = writeAscii(out.bytes, out.pos, ` [${name}, ${iov}, ${control}, flags=${f.uint().toString(16)}]`)
  return true
}

function socketName(out: OutputBuffer, { bytes, stop }: UserData, at: number): boolean {
  if (stop - at < 2) return false
  out.pos = writeAscii(out.bytes, out.pos, ' [')
  out.pos = copyBytes(out, addressText(bytes, at, stop))
  out.pos = writeAscii(out.bytes, out.pos, ']')
  return true
}

function copyBytes(out: OutputBuffer, text: Uint8Array): number {
  return copyRange(out.bytes, out.pos, text, 0, text.length)
}

function controlMessage(out: OutputBuffer, data: UserData, at: number): boolean {
  if (data.stop - at < 12) return false
  const f = new Fields(data, at)
  out.pos = writeAscii(out.bytes, out.pos, ` [len=${f.uint()}, level=${f.int()}, type=${f.int()}]`)
  return true
}

function allocation(out: OutputBuffer, data: UserData, at: number): boolean {
  if (data.stop - at !== (data.wide ? 24 : 12)) return false
  const f = new Fields(data, at)
  const p = f.word()
  const s = f.word()
  const r = f.word()
  let text = `${pointer(r)} = malloc(${s})`
  if (p === 0n && s === 0n && r === 0n) text = 'malloc_init()'
  else if (p !== 0n && s !== 0n) text = `${pointer(r)} = realloc(${pointer(p)}, ${s})`
  else if (s === 0n) text = `free(${pointer(p)})`
  out.pos = writeAscii(out.bytes, out.pos, ` ${text}`)
  return true
}

function attributeName(out: OutputBuffer, { bytes, stop }: UserData, at: number): boolean {
  out.pos = writeAscii(out.bytes, out.pos, ' [')
  out.pos = copyRange(out.bytes, out.pos, bytes, at, stop)
  out.pos = writeAscii(out.bytes, out.pos, ']')
  return true
}

function attributeValue(out: OutputBuffer, { bytes, stop }: UserData, at: number): boolean {
  out.pos = writeAscii(out.bytes, out.pos, ' ')
  out.pos = hexBytes(out.bytes, out.pos, bytes, at, stop)
  return true
}

/** Names preceded by their length in one byte. */
function attributeList(out: OutputBuffer, { bytes, stop }: UserData, at: number): boolean {
  let next = at
  while (next < stop) {
    const length = bytes[next] as number
    const end = Math.min(stop, next + 1 + length)
    out.pos = writeAscii(out.bytes, out.pos, ' ')
    out.pos = copyRange(out.bytes, out.pos, bytes, next + 1, end)
    next += 1 + length
  }
  return next === stop
}
