/**
 * Values as JSON and back. Addresses, registers and masks are `"0x..."`; other 64-bit numbers are JSON numbers when
 * they are safe integers and decimal strings otherwise; enumerations and flags by name where every bit has one;
 * bytes as hex. Reading takes all of these for any integer.
 */
import { FormatError } from '../errors.js'
import { fromHex, toHex } from '../io/hex.js'
import type { Layout } from './layout.js'
import type { IntegerNode, Names, Node, StructPlan } from './node.js'
import type { Residue } from './residue.js'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** The JSON form of a structure's value. */
export function toJson<T>(layout: Layout<T>, value: T): { [key: string]: Json }
export function toJson(plan: StructPlan, value: unknown): { [key: string]: Json }
export function toJson(of: StructPlan | Layout<unknown>, value: unknown): { [key: string]: Json } {
  const plan = 'plan' in of ? of.plan : of
  const into: { [key: string]: Json } = {}
  const fields = value as Record<string, unknown>
  for (const { name, node } of plan.fields) {
    const field = fields[name]
    if (field !== undefined) into[name] = nodeToJson(node, field)
  }
  return into
}

function nodeToJson(node: Node, value: unknown): Json {
  switch (node.kind) {
    case 'integer':
      return integerToJson(node, value as number | bigint)
    case 'float':
      return Number.isFinite(value) && !Object.is(value, -0) ? (value as number) : Object.is(value, -0) ? '-0' : String(value)
    case 'chars':
    case 'cstring':
      return value as string
    case 'bytes':
    case 'rest':
    case 'sized':
      return typeof value === 'string' ? value : toHex(value as Uint8Array)
    case 'array':
    case 'list':
      return (value as readonly unknown[]).map((item) => nodeToJson(node.element, item))
    case 'struct':
      return toJson(node.plan, value)
    case 'union': {
      const into: { [key: string]: Json } = {}
      for (const [arm, inner] of Object.entries(value as Record<string, unknown>)) {
        const plan = node.arms.get(arm)
        if (inner !== undefined) into[arm] = plan ? nodeToJson(plan, inner) : toHex(inner as Uint8Array)
      }
      return into
    }
    case 'when':
      return nodeToJson(node.inner, value)
    case 'pad':
    case 'align':
      return null
  }
}

/** An integer as JSON: by name, as `0x...`, as a number, or as decimal text when a number would lose digits. */
export function integerToJson(node: IntegerNode, value: number | bigint): number | string {
  if (node.names) {
    const named = node.flags ? flagNames(node.names, BigInt(value)) : node.names.get(BigInt(value))
    if (named !== undefined) return named
  }
  if (node.hex) {
    const bits = BigInt(node.size * 8)
    return `0x${BigInt.asUintN(Number(bits), BigInt(value)).toString(16)}`
  }
  return bigintToJson(value)
}

/** A JSON number when it is a safe integer, else decimal text. */
export function bigintToJson(value: number | bigint): number | string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

/** `A|B`; undefined when a bit has no name, or when no bit is set and zero has no name. */
export function flagNames(names: Names, value: bigint): string | undefined {
  const exact = names.get(value)
  if (exact !== undefined) return exact
  if (value <= 0n) return undefined
  let rest = value
  const set: string[] = []
  for (const [bits, name] of names) {
    if (bits !== 0n && (rest & bits) === bits) {
      set.push(name)
      rest &= ~bits
    }
  }
  return rest === 0n ? set.join('|') : undefined
}

/**
 * The value of a structure's JSON form.
 *
 * @param of the layout, which gives the value's type, or its plan
 * @param path of the structure itself, for errors
 * @throws FormatError `BAD_DOCUMENT` with the field's path
 * @example
 * const { pr_pid } = fromJson(prstatus.for(abi.amd64), json)
 */
export function fromJson<T>(of: Layout<T>, json: unknown, path?: string): T
export function fromJson(of: StructPlan, json: unknown, path?: string): Record<string, unknown>
export function fromJson(of: StructPlan | Layout<unknown>, json: unknown, path = ''): Record<string, unknown> {
  const plan = 'plan' in of ? of.plan : of
  if (!isObject(json)) throw bad(path || plan.name, 'an object', json)
  const into: Record<string, unknown> = {}
  const known = new Set<string>()
  for (const { name, node } of plan.fields) {
    if (node.kind === 'pad' || node.kind === 'align') continue
    known.add(name)
    const inner = path === '' ? name : `${path}.${name}`
    const field = json[name]
    if (field === undefined) {
      if (node.kind === 'when') continue
      throw bad(inner, 'a value', undefined)
    }
    into[name] = nodeFromJson(node, field, inner)
  }
  for (const name of Object.keys(json))
    if (!known.has(name)) throw bad(path === '' ? name : `${path}.${name}`, `a field of ${plan.name}`, name)
  return into
}

function nodeFromJson(node: Node, json: unknown, path: string): unknown {
  switch (node.kind) {
    case 'integer':
      return integerFromJson(node, json, path)
    case 'float':
      if (typeof json === 'number') return json
      if (json === '-0') return -0
      if (json === 'NaN' || json === 'Infinity' || json === '-Infinity') return Number(json)
      throw bad(path, 'a number', json)
    case 'chars':
    case 'cstring':
      if (typeof json !== 'string') throw bad(path, 'text', json)
      return json
    case 'bytes':
    case 'rest':
    case 'sized':
      if (typeof json !== 'string') throw bad(path, 'text', json)
      return (node.kind === 'rest' || node.kind === 'sized') && node.text ? json : hexFromJson(json, path)
    case 'array':
    case 'list':
      if (!Array.isArray(json)) throw bad(path, 'an array', json)
      return json.map((item, index) => nodeFromJson(node.element, item, `${path}[${index}]`))
    case 'struct':
      return fromJson(node.plan, json, path)
    case 'union': {
      if (!isObject(json)) throw bad(path, 'an object with one arm', json)
      const into: Record<string, unknown> = {}
      for (const [arm, inner] of Object.entries(json)) {
        const plan = node.arms.get(arm)
        if (!plan && arm !== 'raw') throw bad(`${path}.${arm}`, `one of ${[...node.arms.keys(), 'raw'].join(', ')}`, arm)
        into[arm] = plan ? nodeFromJson(plan, inner, `${path}.${arm}`) : hexFromJson(inner, `${path}.${arm}`)
      }
      return into
    }
    case 'when':
      return nodeFromJson(node.inner, json, path)
    case 'pad':
    case 'align':
      return undefined
  }
}

/** An integer of a document: a number, `0x...`, decimal text, or the names of an enumeration or flag word. */
function integerFromJson(node: IntegerNode, json: unknown, path: string): number | bigint {
  let value: bigint | undefined
  if (typeof json === 'number' && Number.isSafeInteger(json)) value = BigInt(json)
  else if (typeof json === 'string') value = parseInteger(json) ?? (node.names && named(node.names, json, node.flags))
  if (value === undefined) throw bad(path, node.names ? 'an integer or a known name' : 'an integer', json)
  // A signed register is written as its bit pattern.
  if (node.hex && node.signed && value >= 1n << BigInt(node.size * 8 - 1)) {
    const signed = BigInt.asIntN(node.size * 8, value)
    if (BigInt.asUintN(node.size * 8, signed) === value) value = signed
  }
  if (node.big) return value
  // What is too large for the field stays what it is, for the encoder to refuse.
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

function named(names: Names, text: string, flags: boolean): bigint | undefined {
  const byName = new Map([...names].map(([value, name]) => [name, value]))
  if (!flags || byName.has(text)) return byName.get(text)
  let all = 0n
  for (const part of text.split('|')) {
    const bits = byName.get(part.trim()) ?? parseInteger(part.trim())
    if (bits === undefined) return undefined
    all |= bits
  }
  return all
}

/** `0x1f`, `-3`, `18446744073709551615`; undefined for anything else. */
function parseInteger(text: string): bigint | undefined {
  return /^(-?\d+|0[xX][0-9a-fA-F]+)$/.test(text) ? BigInt(text) : undefined
}

function hexFromJson(json: unknown, path: string): Uint8Array {
  if (typeof json === 'string') {
    try {
      return fromHex(json)
    } catch {
      // Said with the path.
    }
  }
  throw bad(path, 'hexadecimal text', json)
}

/** The JSON form of a residue; undefined without a residue. */
export function residueToJson(residue: Residue | undefined): Record<string, string> | undefined {
  return residue && Object.fromEntries(Object.entries(residue).map(([path, bytes]) => [path, toHex(bytes)]))
}

/** A residue from its JSON form; undefined without one. */
export function residueFromJson(json: unknown, path: string): Residue | undefined {
  if (json === undefined) return undefined
  if (!isObject(json)) throw bad(path, 'an object of hexadecimal text', json)
  return Object.fromEntries(Object.entries(json).map(([key, hex]) => [key, hexFromJson(hex, `${path}.${key}`)]))
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function bad(path: string, expected: string, found: unknown): FormatError {
  const shown = found === undefined ? 'nothing' : (JSON.stringify(found) ?? String(found)).slice(0, 60)
  return new FormatError({ code: 'BAD_DOCUMENT', path, message: `${path}: expected ${expected}, found ${shown}`, expected, found: shown })
}
