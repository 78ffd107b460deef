/** Payloads that say what they are: a name with a NUL behind it, then a structure of that name. */
import { type Struct, struct } from '../../schema/struct.js'
import { type CType, c } from '../../schema/types.js'
import { decodeText, findNul } from '../../schema/utf8.js'
import type { Payload, PayloadFacts } from './record-types.js'

/** One form of the data behind a name. */
export interface NamedArm {
  readonly arm: string
  readonly type: CType<unknown>
  /** Whether the data can be that; `facts` are those of the data, without the name. */
  readonly fits: (facts: PayloadFacts) => boolean
}

/** The whole of the data is one structure of fixed size. */
export function structArm(arm: string, type: Struct<unknown>): NamedArm {
  return { arm, type, fits: ({ abi, length }) => length === type.planFor(abi).size }
}

/** The data are structures of this kind, one behind the other, and at least one. */
export function arrayArm(arm: string, type: Struct<unknown>): NamedArm {
  return {
    arm,
    type: c.array(type, 'rest'),
    fits: ({ abi, length }) => {
      const { size } = type.planFor(abi)
      return length >= size && length % size === 0
    },
  }
}

export interface NamedPayload {
  readonly payload: Payload
  /** Every structure that a payload may have, the unknown one last. */
  readonly structs: readonly Struct<unknown>[]
}

/**
 * @param name of the structures: `ktr_struct`
 * @param arms by the names in the records, first fit first
 */
export function namedPayload(name: string, doc: string, arms: Readonly<Record<string, readonly NamedArm[]>>): NamedPayload {
  const made = new Map<string, Struct<unknown>>()
  for (const list of Object.values(arms)) {
    for (const { arm, type } of list) {
      if (!made.has(arm)) made.set(arm, struct(`${name} ${arm}`, { name: c.cstring, data: c.variant({ [arm]: type }, () => arm) }, { doc }))
    }
  }
  const unknown = struct(name, { name: c.cstring, data: c.variant({}, () => undefined) }, { doc })
  const structs = [...made.values(), unknown]
  const payload: Payload = {
    candidates: structs,
    names: Object.keys(arms),
    choose({ abi, bytes, at, length }) {
      const end = at + length
      const nul = findNul(bytes, at, end)
      if (nul === end) return undefined
      const said = decodeText(bytes, at, nul)
      const list = Object.hasOwn(arms, said) ? arms[said] : undefined
      const facts = { abi, bytes, at: nul + 1, length: end - nul - 1 }
      const found = list?.find(({ fits }) => fits(facts))
      return found ? made.get(found.arm) : unknown
    },
  }
  return { payload, structs }
}
