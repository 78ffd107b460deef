/** Copies integers between fields of different size and byte order, if the value fits. */
import type { Node, StructPlan } from '../../../schema/base.js'
import type { IntegerNode } from '../../../schema/node.js'

/** The output buffer, which has space for the record. */
export interface Room {
  bytes: Uint8Array
  view: DataView
}

/** Location of an integer in a structure. */
export interface Place {
  /** Bytes from the start of the structure. */
  readonly at: number
  readonly size: number
  readonly signed: boolean
  readonly little: boolean
}

/** The location of an integer field in the fixed part of a plan; undefined for any other field. */
export function placeOf(plan: StructPlan, path: string, base = 0): Place | undefined {
  const [first, ...rest] = path.split('.')
  const field = plan.fields.find(({ name }) => name === first)
  if (field?.offset === undefined) return undefined
  if (rest.length > 0) return field.node.kind === 'struct' ? placeOf(field.node.plan, rest.join('.'), base + field.offset) : undefined
  return isInteger(field.node) ? place(field.node, base + field.offset, plan) : undefined
}

const isInteger = (node: Node): node is IntegerNode => node.kind === 'integer'

export function place({ size, signed }: IntegerNode, at: number, { abi }: StructPlan): Place {
  return { at, size, signed, little: abi.endian === 'little' }
}

/** Reads an integer; NaN when a JavaScript number cannot represent it exactly. */
export function readNumber(view: DataView, at: number, { size, signed, little }: Place): number {
  switch (size) {
    case 1:
      return signed ? view.getInt8(at) : view.getUint8(at)
    case 2:
      return signed ? view.getInt16(at, little) : view.getUint16(at, little)
    case 4:
      return signed ? view.getInt32(at, little) : view.getUint32(at, little)
    default: {
      const high = signed ? view.getInt32(little ? at + 4 : at, little) : view.getUint32(little ? at + 4 : at, little)
      const value = high * 0x100000000 + view.getUint32(little ? at : at + 4, little)
      return Number.isSafeInteger(value) ? value : Number.NaN
    }
  }
}

/** Writes an integer; false when it does not fit in the field. */
export function writeNumber(view: DataView, at: number, { size, signed, little }: Place, value: number): boolean {
  switch (size) {
    case 1:
      if (signed ? value !== (value << 24) >> 24 : value !== (value & 0xff)) return false
      view.setUint8(at, value)
      return true
    case 2:
      if (signed ? value !== (value << 16) >> 16 : value !== (value & 0xffff)) return false
      view.setUint16(at, value, little)
      return true
    case 4:
      if (signed ? value !== (value | 0) : value !== value >>> 0) return false
      view.setUint32(at, value, little)
      return true
    default:
      if (!Number.isSafeInteger(value) || (!signed && value < 0)) return false
      view.setUint32(little ? at + 4 : at, Math.floor(value / 0x100000000), little)
      view.setUint32(little ? at : at + 4, value, little)
      return true
  }
}

/** Copies an integer between fields. False when it does not fit. */
export type Move = (from: DataView, start: number, to: DataView, at: number) => boolean

/**
 * Copies argument and return words, which may be signed or unsigned. A value fits in a narrower word if its upper half is zero or
 * a sign extension.
 */
export function createWordCopier(from: Omit<Place, 'at'>, to: Omit<Place, 'at'>): Move | undefined {
  if ((from.size !== 4 && from.size !== 8) || (to.size !== 4 && to.size !== 8)) return undefined
  const lowOf = (place: Omit<Place, 'at'>): number => (place.size === 8 && !place.little ? 4 : 0)
  const highOf = (place: Omit<Place, 'at'>): number => (place.little ? 4 : 0)
  const [fromLow, fromHigh, toLow, toHigh] = [lowOf(from), highOf(from), lowOf(to), highOf(to)]
  const { little, signed } = from
  if (from.size === 4) {
    if (to.size === 4) {
      return (source, start, target, at) => {
        target.setUint32(at, source.getUint32(start, little), to.little)
        return true
      }
    }
    return (source, start, target, at) => {
      const low = source.getInt32(start, little)
      target.setInt32(at + toLow, low, to.little)
      target.setInt32(at + toHigh, signed ? low >> 31 : 0, to.little)
      return true
    }
  }
  if (to.size === 8) {
    return (source, start, target, at) => {
      target.setInt32(at + toLow, source.getInt32(start + fromLow, little), to.little)
      target.setInt32(at + toHigh, source.getInt32(start + fromHigh, little), to.little)
      return true
    }
  }
  return (source, start, target, at) => {
    const low = source.getInt32(start + fromLow, little)
    const high = source.getInt32(start + fromHigh, little)
    if (high !== 0 && !(high === -1 && low < 0)) return false
    target.setInt32(at, low, to.little)
    return true
  }
}

/** Copies numbers; the value does not change. */
export function createNumberCopier(from: Place, to: Place): Move {
  return (source, start, target, at) => writeNumber(target, at, to, readNumber(source, start, from))
}
