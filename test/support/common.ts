import { expect } from 'vitest'
import type { Abi } from '../../src/schema/abi.js'
import { fromJson, toJson } from '../../src/schema/json.js'
import type { Context } from '../../src/schema/path.js'
import type { Struct } from '../../src/schema/struct.js'
import { documentValidator, validator } from '../../src/schema/validator.js'

/** Bytes of hexadecimal text with any white space in it. */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replace(/\s+/g, ''), 'hex'))
}

/** Hexadecimal text of bytes. */
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/**
 * All that must hold of one structure, its bytes and its value: both decoders, encoder, lossless round trip, JSON
 * form and back, both validators.
 */
export function common<T>(struct: Struct<T>, abi: Abi, bytes: Uint8Array, value: T, context?: Context): void {
  const layout = struct.for(abi)
  const options = context ? { context } : {}
  expect(layout.interpret(bytes, options), 'interpreter').toEqual(value)
  const compiled = layout.compiled
  if (compiled) expect(compiled(bytes, context), 'compiled decoder').toEqual(value)
  const lossless = layout.decodeLossless(bytes, options)
  expect(lossless.value).toEqual(value)
  expect(hexOf(layout.encode(lossless.value, { ...lossless, ...options })), 'lossless round trip').toBe(hexOf(bytes))
  if (!lossless.residue) expect(hexOf(layout.encode(value, options)), 'encoder').toBe(hexOf(bytes))
  const json: unknown = JSON.parse(JSON.stringify(toJson(layout.plan, value)))
  expect(fromJson(layout.plan, json), 'JSON form').toEqual(value)
  validator(layout, options).parse(value)
  documentValidator(layout).parse(json)
}
