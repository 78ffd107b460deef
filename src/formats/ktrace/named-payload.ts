/** Payloads that say what they are: a name with a NUL behind it, then a structure of that name. */
import { type Struct, struct } from '../../schema/struct.js'
import { type CType, c, type Infer } from '../../schema/types.js'
import { decodeText, findNul } from '../../schema/utf8.js'
import type { Payload, PayloadFacts } from './record-types.js'

/** One form of the data behind a name. */
export interface NamedArm<out A extends string = string, out T = unknown> {
  readonly arm: A
  readonly type: CType<T>
  /** Whether the data can be that; `facts` are those of the data, without the name. */
  readonly fits: (facts: PayloadFacts) => boolean
}

/** An arm whose data may have any size, or several. */
export const arm = <const A extends string, T>(of: NamedArm<A, T>): NamedArm<A, T> => of

/** The whole of the data is one structure of fixed size. */
export function structArm<const A extends string, T>(arm: A, type: Struct<T>): NamedArm<A, T> {
  return { arm, type, fits: ({ abi, length }) => length === type.planFor(abi).size }
}

/** The data are structures of this kind, one behind the other, and at least one. */
export function arrayArm<const A extends string, T>(arm: A, type: Struct<T>): NamedArm<A, readonly T[]> {
  return {
    arm,
    type: c.array(type, 'rest'),
    fits: ({ abi, length }) => {
      const { size } = type.planFor(abi)
      return length >= size && length % size === 0
    },
  }
}

type Arms = Readonly<Record<string, readonly NamedArm[]>>

/** The value of such a payload: the name, and the data under the name of one arm; `raw` where the data are of none. */
export interface NamedValue<A extends Arms> {
  readonly name: string
  readonly data: { readonly [E in A[keyof A][number] as E['arm']]?: Infer<E['type']> } & { readonly raw?: Uint8Array }
}

export interface NamedPayload<out T = unknown> {
  readonly payload: Payload<T>
  /** Every structure that a payload may have, the unknown one last. */
  readonly structs: readonly Struct<T>[]
}

/**
 * @param name of the structures: `ktr_struct`
 * @param arms by the names in the records, first fit first
 */
export function namedPayload<const A extends Arms>(name: string, doc: string, arms: A): NamedPayload<NamedValue<A>> {
  const declare = (called: string, data: CType<unknown>) =>
    struct(called, { name: c.cstring, data }, { doc }) as unknown as Struct<NamedValue<A>>
  const made = new Map<string, Struct<NamedValue<A>>>()
  for (const list of Object.values(arms)) {
    for (const { arm, type } of list) {
      if (!made.has(arm))
        made.set(
          arm,
          declare(
            `${name} ${arm}`,
            c.variant({ [arm]: type }, () => arm),
          ),
        )
    }
  }
  const unknown = declare(
    name,
    c.variant({}, () => undefined),
  )
  const structs = [...made.values(), unknown]
  const payload: Payload<NamedValue<A>> = {
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
