/** Text of capability rights (cap_rights_t). */

import type { capRights } from '../../../formats/ktrace/freebsd/payloads.js'
import type { Infer } from '../../../schema/types.js'
import { argumentNames } from '../../../systems/freebsd/argument-names.js'

/** A high bit in each word of rights states the index of the word. */
const INDEX_BIT = 57n

let ordered: readonly (readonly [string, bigint])[] | undefined

/** The rights, ordered so that a right precedes those that it contains. */
function orderedRights(): readonly (readonly [string, bigint])[] {
  if (!ordered) {
    const list = [...argumentNames('caprights')]
    for (let i = 0; i < list.length; i++) {
      for (let j = i + 1; j < list.length; j++) {
        const [a, b] = [list[i], list[j]] as [(typeof list)[number], (typeof list)[number]]
        if (a[1] !== b[1] && (b[1] & a[1]) === a[1]) {
          list[i] = b
          list[j] = a
        }
      }
    }
    ordered = list
  }
  return ordered
}

/** `CAP_READ,CAP_WRITE` */
export function rightsText({ cr_rights }: Infer<typeof capRights>): string {
  const bits: bigint[] = []
  for (const [i, word] of cr_rights.entries()) {
    const index = 1n << (INDEX_BIT + BigInt(i))
    if ((word & index) === 0n) return 'invalid cap_rights_t'
    bits.push(word & ((1n << INDEX_BIT) - 1n))
  }
  const names: string[] = []
  for (const [name, value] of orderedRights()) {
    const word = (value >> INDEX_BIT) & 1n ? 0 : 1
    const wanted = value & ((1n << INDEX_BIT) - 1n)
    const left = bits[word]
    if (left === undefined || wanted === 0n || (left & wanted) !== wanted) continue
    names.push(name)
    bits[word] = left & ~wanted
  }
  const text = names.length === 0 ? 'CAP_NONE' : names.join(',')
  return bits.some((left) => left !== 0n) ? `${text},unknown rights` : text
}
