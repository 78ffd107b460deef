/** Integers of structures as JSON text: numbers, `"0x..."`, names. */
import { copy, writeAscii, writeDecimal, writePointer, writeSigned } from '../../io/ascii-numbers.js'
import { flagNames } from '../../schema/json.js'
import type { IntegerNode, Names } from '../../schema/node.js'

/** Writes one part at a position, and gives the one behind. The caller has made room. */
export type Part = (into: Uint8Array, pos: number, view: DataView, bytes: Uint8Array, at: number, end: number) => number

const QUOTE = 0x22
/** Bytes that a number takes at most: a sign and 20 digits in quotes. */
const NUMBER = 24

const encoder = new TextEncoder()

/** Bytes of text that an integer takes at most: all its names, where it is a flag word. */
export function mostOf({ names, flags }: IntegerNode): number {
  if (!names) return NUMBER
  const lengths = [...names.values()].map((name) => encoder.encode(JSON.stringify(name)).length + 1)
  return NUMBER + (flags ? lengths.reduce((sum, length) => sum + length, 0) : Math.max(0, ...lengths))
}

export function integerPart(node: IntegerNode, little: boolean): Part {
  if (node.names) return named(node, little)
  const { size } = node
  if (size === 8) return node.hex ? hex64(little) : node.signed ? signed64(little) : unsigned64(little)
  if (node.hex) {
    const read = reader(size, false, little)
    return (into, start, view, _bytes, at) => {
      into[start] = QUOTE
      const pos = writePointer(into, start + 1, 0, read(view, at))
      into[pos] = QUOTE
      return pos + 1
    }
  }
  const read = reader(size, node.signed, little)
  return (into, pos, view, _bytes, at) => writeSigned(into, pos, read(view, at))
}

/** An enumeration or flag word: few numbers occur, so their texts are kept. */
function named(node: IntegerNode, little: boolean): Part {
  const texts = new Map<number, Uint8Array>()
  const names = node.names as Names
  const read = reader(node.size, node.signed, little)
  const textOf = (value: number): string => {
    const name = node.flags ? flagNames(names, BigInt(value)) : names.get(BigInt(value))
    if (name !== undefined) return JSON.stringify(name)
    if (!node.hex) return String(value)
    return `"0x${(node.size === 4 ? value >>> 0 : value & (node.size === 2 ? 0xffff : 0xff)).toString(16)}"`
  }
  return (into, pos, view, _bytes, at) => {
    const value = read(view, at)
    let text = texts.get(value)
    if (text === undefined) {
      text = encoder.encode(textOf(value))
      if (texts.size < 256) texts.set(value, text)
    }
    return copy(into, pos, text)
  }
}

/** Reads an integer of up to 32 bits. */
export function reader(size: number, isSigned: boolean, little: boolean): (view: DataView, at: number) => number {
  if (size === 1) return isSigned ? (view, at) => view.getInt8(at) : (view, at) => view.getUint8(at)
  if (size === 2) return isSigned ? (view, at) => view.getInt16(at, little) : (view, at) => view.getUint16(at, little)
  if (size === 4) return isSigned ? (view, at) => view.getInt32(at, little) : (view, at) => view.getUint32(at, little)
  return (view, at) => Number(isSigned ? view.getBigInt64(at, little) : view.getBigUint64(at, little))
}

/** `"0x7f7fff001000"` */
function hex64(little: boolean): Part {
  const highAt = little ? 4 : 0
  const lowAt = little ? 0 : 4
  return (into, start, view, _bytes, at) => {
    into[start] = QUOTE
    const pos = writePointer(into, start + 1, view.getUint32(at + highAt, little), view.getUint32(at + lowAt, little))
    into[pos] = QUOTE
    return pos + 1
  }
}

/** The upper half of the largest safe integer. */
const LARGEST_HIGH = 0x1fffff

function signed64(little: boolean): Part {
  return (into, pos, view, _bytes, at) => {
    const high = view.getInt32(little ? at + 4 : at, little)
    const low = view.getUint32(little ? at : at + 4, little)
    if (high === 0) return writeDecimal(into, pos, low)
    if (high >= -LARGEST_HIGH && high <= LARGEST_HIGH) return writeSigned(into, pos, high * 0x100000000 + low)
    return writeAscii(into, pos, whole(view.getBigInt64(at, little)))
  }
}

function unsigned64(little: boolean): Part {
  return (into, pos, view, _bytes, at) => {
    const high = view.getUint32(little ? at + 4 : at, little)
    const low = view.getUint32(little ? at : at + 4, little)
    if (high <= LARGEST_HIGH) return writeDecimal(into, pos, high * 0x100000000 + low)
    return writeAscii(into, pos, whole(view.getBigUint64(at, little)))
  }
}

/** A JSON number when it is a safe integer, else decimal text in quotes. */
function whole(value: bigint): string {
  return Number.isSafeInteger(Number(value)) ? `${value}` : `"${value}"`
}
