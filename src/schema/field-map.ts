/** The field map of a decoded structure: which bytes are which field, with its value as text. */
import { toHex } from '../io/hex.js'
import { type DecodeOptions, Decoder } from './decode.js'
import { integerToJson } from './json.js'
import type { Node, StructPlan, UnionNode } from './node.js'
import { type Frame, pathOf } from './path.js'

/** A byte range of a file and what it is. */
export interface FieldSpan {
  /** Byte offset in the file. */
  readonly offset: number
  readonly length: number
  readonly path: string
  readonly value: string
  /** On the first field of a record of a trace: the name of the record's type. */
  readonly record?: string
}

/** Is told which declarations field maps are made of: structures, and arms of unions. */
export interface DeclarationObserver {
  struct(plan: StructPlan): void
  arm(node: UnionNode, arm: string | undefined): void
}

let observer: DeclarationObserver | undefined

/** Runs work that makes field maps, and tells the observer what they are made of. */
export function observeDeclarations(by: DeclarationObserver, work: () => void): void {
  observer = by
  try {
    work()
  } finally {
    observer = undefined
  }
}

/**
 * Every field of a structure, in file order. `options.base` is the file offset of `bytes[0]`; a structure that is
 * cut gives the fields before the cut.
 */
export function fieldMap(plan: StructPlan, bytes: Uint8Array, options: DecodeOptions = {}): FieldSpan[] {
  const base = options.base ?? 0
  const spans: FieldSpan[] = []
  const add = (frame: Frame | undefined, start: number, end: number, value: string, last?: string): void => {
    if (end > start) spans.push({ offset: base + start, length: end - start, path: pathOf(frame, last), value })
  }
  const visitor = {
    leaf: (frame: Frame, start: number, end: number, node: Node, value: unknown) => add(frame, start, end, show(node, value)),
    hole: (frame: Frame | undefined, start: number, end: number) => add(frame, start, end, '', '(padding)'),
    ...observer,
  }
  new Decoder(bytes, options, visitor, true).decode(plan, options.path)
  return spans
}

function show(node: Node, value: unknown): string {
  if (node.kind === 'integer') return String(integerToJson(node, value as number | bigint))
  if (value instanceof Uint8Array) return value.length <= 16 ? toHex(value) : `${toHex(value.subarray(0, 16))}... (${value.length} bytes)`
  return typeof value === 'string' ? JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value) : String(value)
}
