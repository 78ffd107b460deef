/** Changes that make files nearly valid: each knows the fields of the file and changes little else. */
import { noteOwner } from '../../formats/elf/note-owners.js'
import type { Draw } from '../draw.js'
import type { FieldKind } from './field-kinds.js'
import { fieldName } from './field-kinds.js'
import { integerBytes, integerOf, type KindedField, type Mutant, type Mutator, replaced, type Subject } from './mutation.js'

const fieldsOf = ({ fields }: Subject, ...kinds: readonly FieldKind[]): KindedField[] => fields.filter(({ kind }) => kinds.includes(kind))

/** Replaces the value of one integer field of some kinds. */
function integerMutator(
  name: string,
  kinds: readonly FieldKind[],
  change: (value: bigint, subject: Subject, draw: Draw, bits: number) => bigint,
): Mutator {
  return {
    name,
    apply(subject, draw) {
      const fields = fieldsOf(subject, ...kinds)
      if (fields.length === 0) return undefined
      const field = draw.pick(fields)
      const value = BigInt.asUintN(field.length * 8, change(integerOf(subject, field), subject, draw, field.length * 8))
      return replaced(subject, [{ field, offset: field.offset, bytes: integerBytes(value, field.length, subject.little) }])
    },
  }
}

const ones = (bits: number): bigint => (1n << BigInt(bits)) - 1n

const offByOne = integerMutator('count off by one', ['count'], (value, _subject, draw) => value + (draw.nat(1) === 0 ? 1n : -1n))

const absurdCount = integerMutator('absurd count', ['count'], (_value, _subject, draw, bits) =>
  draw.pick([ones(bits), 0n, 1n << BigInt(bits - 1), 0xffffn]),
)

const pastTheEnd = integerMutator('offset past the end', ['offset'], (_value, { bytes }, draw, bits) =>
  draw.pick([BigInt(bytes.length), BigInt(bytes.length + 1), BigInt(bytes.length - 1), ones(bits), 1n << BigInt(bits - 1)]),
)

const wrongSize = integerMutator('wrong size', ['size'], (value, { bytes }, draw, bits) =>
  draw.pick([value + 1n, value - 1n, 0n, BigInt(bytes.length), ones(bits), value * 2n, 1n << BigInt(bits - 1)]),
)

const boundary = integerMutator('boundary value', ['integer', 'address', 'magic'], (_value, _subject, draw, bits) =>
  draw.pick([0n, 1n, ones(bits), ones(bits - 1), 1n << BigInt(bits - 1), 0x7fn]),
)

const flippedBit = integerMutator(
  'flipped bit',
  ['count', 'offset', 'size', 'address', 'integer', 'magic'],
  (value, _subject, draw, bits) => value ^ (1n << BigInt(draw.nat(bits - 1))),
)

const swappedOrder: Mutator = {
  name: 'swapped byte order',
  apply(subject, draw) {
    const fields = fieldsOf(subject, 'count', 'offset', 'size', 'address', 'integer', 'magic').filter(({ length }) => length > 1)
    if (fields.length === 0) return undefined
    const field = draw.pick(fields)
    const bytes = subject.bytes.slice(field.offset, field.offset + field.length).reverse()
    return replaced(subject, [{ field, offset: field.offset, bytes }])
  },
}

/** One segment gets the place of another, in memory or in the file. */
const overlap: Mutator = {
  name: 'overlapping segments',
  apply(subject, draw) {
    const name = draw.pick(['p_vaddr', 'p_offset', 'StartOfMemoryRange', 'c_addr', 'start', 'offset'])
    const fields = subject.fields.filter((field) => fieldName(field.path) === name && field.kind !== 'text')
    if (fields.length < 2) return undefined
    const at = 1 + draw.nat(fields.length - 2)
    const [from, field] = [fields[draw.nat(at - 1)], fields[at]] as [KindedField, KindedField]
    const near = BigInt(draw.pick([0, 0, 1, 4096]))
    const value = BigInt.asUintN(field.length * 8, integerOf(subject, from) + near)
    return replaced(subject, [{ field, offset: field.offset, bytes: integerBytes(value, field.length, subject.little) }])
  },
}

const OWNERS: readonly string[] = [...Object.values(noteOwner), 'NetBSD-CORE@1', 'OpenBSD@1', 'SUNW', 'Xen', '']

const foreignOwner: Mutator = {
  name: 'note of another owner',
  apply(subject, draw) {
    const fields = fieldsOf(subject, 'owner')
    if (fields.length === 0) return undefined
    const field = draw.pick(fields)
    const bytes = new Uint8Array(field.length)
    bytes.set(new TextEncoder().encode(draw.pick(OWNERS)).subarray(0, field.length))
    return replaced(subject, [{ field, offset: field.offset, bytes }])
  },
}

const staleResidue: Mutator = {
  name: 'stale residue',
  apply(subject, draw) {
    const fields = subject.fields.filter(({ kind, length }) => kind === 'padding' || (kind === 'text' && length > 1))
    if (fields.length === 0) return undefined
    const field = draw.pick(fields)
    const old = subject.bytes.subarray(field.offset, field.offset + field.length)
    const nul = field.kind === 'text' ? old.indexOf(0) + 1 : 0
    // A text without a NUL has no room for residue.
    if (field.kind === 'text' && (nul === 0 || nul === old.length)) return undefined
    return replaced(subject, [{ field, offset: field.offset + nul, bytes: noise(draw, old.length - nul) }])
  },
}

/** Text without an end, or with what no terminal should be sent. */
const wildText: Mutator = {
  name: 'wild text',
  apply(subject, draw) {
    const fields = fieldsOf(subject, 'text', 'owner')
    if (fields.length === 0) return undefined
    const field = draw.pick(fields)
    const length = Math.min(field.length, 4096)
    const bytes = new Uint8Array(length)
    const fill = draw.pick([[0x41], [0x1b, 0x5b, 0x33, 0x31, 0x6d], [0xc3], [0xff], [0x0a], [0x25, 0x6e], [0x2e, 0x2e, 0x2f]])
    for (let i = 0; i < length; i++) bytes[i] = fill[i % fill.length] as number
    return replaced(subject, [{ field, offset: field.offset, bytes }])
  },
}

const cutTail: Mutator = {
  name: 'cut tail',
  apply(subject, draw) {
    const { bytes, fields } = subject
    const places = fields.flatMap(({ offset, length }) => [offset, offset + 1, offset + length])
    const at = Math.min(places.length > 0 ? draw.pick(places) : draw.nat(bytes.length), bytes.length - 1)
    if (at <= 0) return undefined
    const removed = bytes.subarray(at)
    return { bytes: bytes.slice(0, at), changes: [{ offset: at, old: hexOfRemoved(removed), new: '' }] }
  },
}

const hexOfRemoved = (bytes: Uint8Array): string => `(${bytes.length} bytes)`

const trailing: Mutator = {
  name: 'bytes behind the end',
  apply(subject, draw) {
    const more = draw.pick([new Uint8Array(1), new Uint8Array(512), noise(draw, 64), noise(draw, 4096)])
    const bytes = new Uint8Array(subject.bytes.length + more.length)
    bytes.set(subject.bytes)
    bytes.set(more, subject.bytes.length)
    return { bytes, changes: [{ offset: subject.bytes.length, old: '', new: hexOfRemoved(more) }] }
  },
}

/** A field's bytes are left out, or there twice, so that all that follows moves. */
const shifted: Mutator = {
  name: 'moved bytes',
  apply({ bytes, fields }, draw): Mutant | undefined {
    if (fields.length === 0) return undefined
    const { path, offset, length } = draw.pick(fields)
    const part = bytes.slice(offset, offset + length)
    const twice = draw.nat(1) === 1
    const made = new Uint8Array(bytes.length + (twice ? length : -part.length))
    made.set(bytes.subarray(0, offset))
    if (twice) {
      made.set(part, offset)
      made.set(bytes.subarray(offset), offset + length)
    } else made.set(bytes.subarray(offset + part.length), offset)
    if (made.length === 0 || (!twice && part.length === 0)) return undefined
    const text = hexOfRemoved(part)
    return { bytes: made, changes: [{ path, offset, old: twice ? '' : text, new: twice ? text : '' }] }
  },
}

/** Two structures of the same kind change places. */
const exchanged: Mutator = {
  name: 'exchanged fields',
  apply(subject, draw) {
    const usable = subject.fields.filter(({ kind, length }) => kind !== 'padding' && length <= 4096)
    if (usable.length < 2) return undefined
    const first = draw.pick(usable)
    const others = usable.filter(({ offset, length }) => offset !== first.offset && length === first.length)
    if (others.length === 0) return undefined
    const second = draw.pick(others)
    const part = ({ offset, length }: KindedField): Uint8Array => subject.bytes.slice(offset, offset + length)
    return replaced(subject, [
      { field: first, offset: first.offset, bytes: part(second) },
      { field: second, offset: second.offset, bytes: part(first) },
    ])
  },
}

/** Old memory as it is left in padding: no zeros. */
function noise(draw: Draw, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = draw.nat(0x7fffffff) | 1
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    bytes[i] = 1 + ((state >>> 16) % 255)
  }
  return bytes
}

export const mutators: readonly Mutator[] = [
  offByOne,
  absurdCount,
  pastTheEnd,
  wrongSize,
  overlap,
  foreignOwner,
  swappedOrder,
  cutTail,
  staleResidue,
  boundary,
  flippedBit,
  wildText,
  trailing,
  shifted,
  exchanged,
]
