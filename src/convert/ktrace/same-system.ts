/** Converts a record to another machine of the same system: structure sizes in it are those of that machine. */

import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import { arrayStructs } from '../../formats/ktrace/freebsd/struct-payloads.js'
import type { TranslationResult } from './translation-result.js'

type Value = Record<string, unknown>

/** @param body the payload's bytes */
export function convertWithinSystem(
  type: string | number,
  value: Value,
  body: Uint8Array,
  source: DialectLayout,
  target: DialectLayout,
): TranslationResult {
  const sameMachine = source.abiName === target.abiName
  if ('raw' in value || typeof type === 'number') {
    if (!sameMachine && body.length > 0)
      return { drafts: [], lost: `${typeLabel(type)}: unknown contents cannot be converted to another machine` }
    return { drafts: [{ type, payload: body.slice() }] }
  }
  if (sameMachine) return { drafts: [{ type, payload: body.slice() }] }
  return { drafts: [{ type, payload: sized(type, value, source, target) }] }
}

const typeLabel = (type: string | number): string => (typeof type === 'number' ? `records of type ${type}` : type)

function sized(type: string, value: Value, source: DialectLayout, target: DialectLayout): Value {
  if (type === 'KTR_SYSCALL' && typeof value.ktr_argsize === 'number') {
    const args = value.args ?? value.ktr_args
    if (Array.isArray(args) && value.ktr_argsize === args.length * source.abi.register)
      return { ...value, ktr_argsize: args.length * target.abi.register }
  }
  if (type === 'KTR_STRUCT_ARRAY' && typeof value.data === 'object' && value.data !== null) {
    const known = arrayStructs.find(({ arm }) => Object.hasOwn(value.data as Value, arm))
    if (known) return { ...value, struct_size: BigInt(known.element.planFor(target.abi).size) }
  }
  return value
}
