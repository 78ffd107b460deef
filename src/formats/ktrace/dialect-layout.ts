/** A dialect with the layout of one ABI: what the record loop reads by, in numbers. */

import { FormatError } from '../../errors.js'
import { type Abi, type AbiName, abi as abis } from '../../schema/abi.js'
import type { Layout } from '../../schema/layout.js'
import type { Node, StructPlan } from '../../schema/node.js'
import type { Dialect, HeaderLayout, LayoutChooser, TraceSystem } from './dialect.js'
import type { RecordType } from './record-types.js'

/** Where a header has what the loop needs; offsets and sizes in bytes, -1 for what the layout does not have. */
export interface RecordHeaderLayout {
  readonly declared: HeaderLayout
  readonly layout: Layout<unknown>
  readonly size: number
  readonly length: number
  readonly lengthSize: number
  readonly type: number
  readonly typeSize: number
  readonly typeMask: number
  readonly pid: number
  readonly tid: number
  readonly tidSize: number
  readonly comm: number
  readonly commSize: number
  readonly seconds: number
  readonly secondsSize: number
  readonly fraction: number
  readonly fractionSize: number
  readonly digits: 6 | 9
  /** The parts that no field is in. */
  readonly holes: readonly HeaderHole[]
}

/** Padding of a header. Real files have old bytes in it. */
export interface HeaderHole {
  /** Its name in a residue: `pad@6`. */
  readonly key: string
  readonly offset: number
  readonly length: number
}

/** A record type with its name. */
export interface NamedType extends RecordType {
  readonly name: string
}

export interface DialectLayout {
  readonly system: TraceSystem
  readonly dialect: Dialect
  readonly abi: Abi
  readonly abiName: AbiName
  readonly little: boolean
  readonly headers: readonly RecordHeaderLayout[]
  readonly choose: LayoutChooser
  /** The format whose layouts are forced, regardless of the header. */
  readonly forced?: string
  /** Size of the smallest header. */
  readonly smallest: number
  /** Size of the largest header. */
  readonly largest: number
  readonly types: ReadonlyMap<number, NamedType>
  /** 1 for the types below 256 that are known. */
  readonly known: Uint8Array
}

/** Computes the layout of a dialect. `format` forces the layouts of that format, regardless of the header. */
export function layoutDialect(system: TraceSystem, dialect: Dialect, abiName: AbiName, format?: string): DialectLayout {
  const abi = abis[abiName]
  const headers = dialect.layouts.map((declared) => layOutHeader(declared, abi))
  const { types, known } = recordTypes(dialect, abi.endian)
  return {
    system,
    dialect,
    abi,
    abiName,
    little: abi.endian === 'little',
    headers,
    choose: dialect.chooser(abi, format),
    ...(format !== undefined && { forced: format }),
    smallest: Math.max(dialect.prefix, Math.min(...headers.map(({ size }) => size))),
    largest: Math.max(...headers.map(({ size }) => size)),
    types,
    known,
  }
}

interface RecordTypes {
  readonly types: ReadonlyMap<number, NamedType>
  readonly known: Uint8Array
}

/** Detection lays a dialect out for a dozen ABIs, which share its record types. */
const typesOfDialects = new WeakMap<Dialect, { big?: RecordTypes; little?: RecordTypes }>()

function recordTypes(dialect: Dialect, endian: 'big' | 'little'): RecordTypes {
  let both = typesOfDialects.get(dialect)
  if (!both) {
    both = {}
    typesOfDialects.set(dialect, both)
  }
  const made = both[endian]
  if (made) return made
  const types = new Map<number, NamedType>()
  const known = new Uint8Array(256)
  for (const [name, type] of Object.entries(dialect.records)) {
    const number = endian === 'big' ? (type.big ?? type.type) : type.type
    types.set(number, { ...type, type: number, name })
    if (number >= 0 && number < known.length) known[number] = 1
  }
  both[endian] = { types, known }
  return both[endian]
}

function layOutHeader(declared: HeaderLayout, abi: Abi): RecordHeaderLayout {
  const layout = declared.struct(abi).for(abi)
  const { roles } = declared
  const length = fieldAt(layout.plan, roles.length)
  const type = fieldAt(layout.plan, roles.type)
  const comm = fieldAt(layout.plan, roles.comm)
  const seconds = fieldAt(layout.plan, roles.seconds)
  const fraction = fieldAt(layout.plan, roles.fraction)
  const tid = roles.tid === undefined ? undefined : fieldAt(layout.plan, roles.tid)
  let holes: HeaderHole[] | undefined
  return {
    declared,
    layout,
    size: layout.size,
    length: length.offset,
    lengthSize: length.node.size,
    type: type.offset,
    typeSize: type.node.size,
    typeMask: declared.typeMask ?? (type.node.size === 2 ? 0xffff : 0xffffffff),
    pid: fieldAt(layout.plan, roles.pid).offset,
    tid: tid?.offset ?? -1,
    tidSize: tid?.node.size ?? 0,
    comm: comm.offset,
    commSize: comm.node.size,
    seconds: seconds.offset,
    secondsSize: seconds.node.size,
    fraction: fraction.offset,
    fractionSize: fraction.node.size,
    digits: declared.digits,
    get holes() {
      holes ??= holesOf(layout)
      return holes
    },
  }
}

/** A header of ones tells which parts of it are holes: the parts that are kept beside its value. */
function holesOf(layout: Layout<unknown>): HeaderHole[] {
  const { residue = {} } = layout.decodeLossless(new Uint8Array(layout.size).fill(0xff))
  return Object.entries(residue)
    .filter(([key]) => key.startsWith('pad@'))
    .map(([key, { length }]) => ({ key, offset: Number(key.slice(4)), length }))
}

/** Offset and type of a field of a plan's fixed part, by its path. */
function fieldAt(plan: StructPlan, path: string): { offset: number; node: Node } {
  const [first, ...rest] = path.split('.')
  const field = plan.fields.find(({ name }) => name === first)
  // A declaration that names a field it does not have is found by the first test that lays it out.
  if (field?.offset === undefined) throw new FormatError({ code: 'BAD_VALUE', path, message: `${plan.name} has no field ${path}` })
  if (rest.length === 0 || field.node.kind !== 'struct') return { offset: field.offset, node: field.node }
  const inner = fieldAt(field.node.plan, rest.join('.'))
  return { offset: field.offset + inner.offset, node: inner.node }
}
