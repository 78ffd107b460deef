/**
 * Residue: the bytes that a value does not tell. Real files hold stale bytes in padding and behind the NUL of char
 * arrays, and text that is not UTF-8. Kept beside the value, they make decode then encode the identity on every
 * byte string; a clean value has no residue.
 */
import { isZero } from '../io/bytes.js'
import { type DecodeOptions, Decoder, type Visitor } from './decode.js'
import type { Node, StructPlan } from './node.js'
import { pathOf } from './path.js'
import { findNul, isUtf8 } from './utf8.js'

/**
 * Bytes by path: of a whole field whose value does not tell them (`ktr_comm`), of padding (`pad@6`, counted from the
 * start of the outermost structure), of what follows the structure (`extra`).
 */
export type Residue = Readonly<Record<string, Uint8Array>>

/** Path of what follows a structure in a room that is larger than it. */
export const TRAILING_BYTES = 'extra'

export interface Lossless<T> {
  readonly value: T
  /** Absent when the value tells every byte. */
  readonly residue?: Residue
}

/** Decodes every byte of `bytes[offset, end)`: the value, and beside it what the value does not tell. */
export function decodeLossless(plan: StructPlan, bytes: Uint8Array, options: DecodeOptions): Lossless<Record<string, unknown>> {
  const kept: Record<string, Uint8Array> = {}
  const origin = options.offset ?? 0
  const visitor: Visitor = {
    leaf(frame, start, end, node, _value) {
      if (!tellsAll(node, bytes, start, end, plan)) kept[pathOf(frame)] = bytes.slice(start, end)
    },
    hole(_frame, start, end) {
      if (!isZero(bytes, start, end)) kept[`pad@${start - origin}`] = bytes.slice(start, end)
    },
  }
  const decoder = new Decoder(bytes, options, visitor)
  const value = decoder.decode(plan)
  const end = Math.min(options.end ?? bytes.length, bytes.length)
  if (origin + decoder.consumed < end) kept[TRAILING_BYTES] = bytes.slice(origin + decoder.consumed, end)
  return Object.keys(kept).length > 0 ? { value, residue: kept } : { value }
}

/** Whether encoding the value of these bytes gives the same bytes. */
function tellsAll(node: Node, bytes: Uint8Array, start: number, end: number, plan: StructPlan): boolean {
  switch (node.kind) {
    case 'chars': {
      const nul = findNul(bytes, start, end)
      return isZero(bytes, nul, end) && isUtf8(bytes, start, nul)
    }
    case 'cstring':
      return isUtf8(bytes, start, end - 1)
    case 'rest':
    case 'sized':
      return !node.text || isUtf8(bytes, start, end)
    case 'float':
      return !isNan(bytes, start, node.size, plan.abi.endian === 'little')
    default:
      return true
  }
}

/** A NaN's payload does not survive being a JavaScript number. */
function isNan(bytes: Uint8Array, start: number, size: 4 | 8, little: boolean): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, size)
  return Number.isNaN(size === 4 ? view.getFloat32(0, little) : view.getFloat64(0, little))
}
