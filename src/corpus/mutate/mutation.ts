/** What a mutation is, and what the manifest says of it. */
import type { FieldSpan } from '../../readers/format-reader.js'
import type { Draw } from '../draw.js'
import type { FieldKind } from './field-kinds.js'

/** A field with its kind. */
export interface KindedField extends FieldSpan {
  readonly kind: FieldKind
}

/** A file that mutations change. */
export interface Subject {
  readonly bytes: Uint8Array
  readonly fields: readonly KindedField[]
  readonly little: boolean
}

/** One change of a file. Bytes are hexadecimal; of long ones, the first 32. */
export interface Change {
  /** Path of the field; absent where the change is of no field. */
  readonly path?: string
  readonly offset: number
  readonly old: string
  readonly new: string
}

export interface Mutant {
  readonly bytes: Uint8Array
  readonly changes: readonly Change[]
}

export interface Mutator {
  /** `count off by one`. */
  readonly name: string
  /** The changed file; undefined where the file has nothing to change in that way. */
  apply(subject: Subject, draw: Draw): Mutant | undefined
}

const SHOWN = 32

function hexOf(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, SHOWN), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return bytes.length > SHOWN ? `${shown}... (${bytes.length} bytes)` : shown
}

/** A mutant with other bytes in place of some of the same number; undefined when they are the same. */
export function replaced(
  subject: Subject,
  replacements: readonly { field?: KindedField; offset: number; bytes: Uint8Array }[],
): Mutant | undefined {
  const bytes = subject.bytes.slice()
  const changes: Change[] = []
  for (const { field, offset, bytes: fresh } of replacements) {
    const end = Math.min(bytes.length, offset + fresh.length)
    const old = hexOf(bytes.subarray(offset, end))
    bytes.set(fresh.subarray(0, end - offset), offset)
    changes.push({ ...(field && { path: field.path }), offset, old, new: hexOf(bytes.subarray(offset, end)) })
  }
  return changes.some((change) => change.old !== change.new) ? { bytes, changes } : undefined
}

export function integerOf({ bytes, little }: Subject, { offset, length }: FieldSpan): bigint {
  let value = 0n
  for (let i = 0; i < length; i++) {
    const at = little ? offset + length - 1 - i : offset + i
    value = (value << 8n) | BigInt(bytes[at] ?? 0)
  }
  return value
}

export function integerBytes(value: bigint, length: number, little: boolean): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) bytes[little ? i : length - 1 - i] = Number((value >> BigInt(8 * i)) & 0xffn)
  return bytes
}
