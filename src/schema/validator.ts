/** zod schemas of a structure: of its values, of its JSON form, and a codec between bytes and value. */

import { z } from 'zod'
import { FormatError } from '../errors.js'
import type { EncodeOptions } from './encode.js'
import { integerRange } from './integer-range.js'
import type { Layout } from './layout.js'
import type { Node, StructPlan } from './node.js'

/**
 * A zod schema of a layout's values, with the ranges that the ABI gives its integers. It passes exactly what `layout.encode` takes; what that
 * refuses is an issue with the path of the field.
 *
 * @param options.context values for references to other structures
 */
export function validator<T>(layout: Layout<T>, options: Pick<EncodeOptions, 'context'> = {}): z.ZodType<T> {
  const shape = structSchema(layout.plan, valueLeaf, z.looseObject)
  // What depends on other fields: counts, sizes, arms of unions.
  return shape.superRefine((value, { issues }) => {
    asIssue(issues as z.core.$ZodRawIssue[], value, () => layout.encode(value as T, options))
  }) as unknown as z.ZodType<T>
}

/** A zod schema of the JSON form, as documents hold it; `z.toJSONSchema` takes it. */
export function documentValidator(layout: Layout<unknown>): z.ZodType<Record<string, unknown>> {
  return structSchema(layout.plan, jsonLeaf, z.strictObject)
}

/**
 * A codec between a structure's bytes and its value, to compose with other zod schemas. What cannot be decoded or encoded is an issue with
 * the path of the field, so `safeDecode`, `safeEncode` and `safeParse` never throw.
 *
 * @param options.context values for references to other structures
 * @example
 * const decoded = codec(prstatus.for(abi.amd64)).safeDecode(bytes)
 * if (decoded.success) console.log(decoded.data.pr_pid)
 */
export function codec<T>(
  layout: Layout<T>,
  options: Pick<EncodeOptions, 'context'> = {},
): z.ZodCodec<z.ZodCustom<Uint8Array, Uint8Array>, z.ZodType<T>> {
  return z.codec(z.instanceof(Uint8Array), validator(layout, options), {
    decode: (bytes, { issues }) => asIssue(issues, bytes, () => layout.decode(bytes, options) as z.input<z.ZodType<T>>),
    encode: (value, { issues }) => asIssue(issues, value, () => layout.encode(value as T, options) as Uint8Array<ArrayBuffer>),
  }) as z.ZodCodec<z.ZodCustom<Uint8Array, Uint8Array>, z.ZodType<T>>
}

/** The result, or an issue of the error that it ended with. */
function asIssue<R>(issues: z.core.$ZodRawIssue[], input: unknown, work: () => R): R {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    issues.push({ code: 'custom', input, message: error.message, path: pathParts(error.path ?? '') })
    return z.NEVER
  }
}

/** `['regs', 3, 'value']` of `regs[3].value`. */
const pathParts = (path: string): (string | number)[] =>
  [...path.matchAll(/[^.[\]]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part))

type Leaf = (node: Node) => z.ZodType

/** How objects treat keys that are no fields. */
type ObjectOf = (shape: Record<string, z.ZodType>) => z.ZodType<Record<string, unknown>>

function structSchema(plan: StructPlan, leaf: Leaf, object: ObjectOf): z.ZodType<Record<string, unknown>> {
  const shape: Record<string, z.ZodType> = {}
  for (const { name, node, doc } of plan.fields) {
    if (node.kind === 'pad' || node.kind === 'align') continue
    const schema = nodeSchema(node, leaf, object)
    shape[name] = doc === undefined ? schema : schema.describe(doc)
  }
  return object(shape)
}

function nodeSchema(node: Node, leaf: Leaf, object: ObjectOf): z.ZodType {
  switch (node.kind) {
    case 'struct':
      return structSchema(node.plan, leaf, object)
    case 'array':
      return z.array(nodeSchema(node.element, leaf, object)).length(node.count)
    case 'list':
      return z.array(nodeSchema(node.element, leaf, object))
    case 'when':
      return nodeSchema(node.inner, leaf, object).optional()
    case 'union': {
      const arms = [...node.arms].map(([name, arm]) => object({ [name]: nodeSchema(arm, leaf, object) }))
      const raw = object({ raw: leaf({ kind: 'rest', text: false, size: 0, align: 1, fixed: false }) })
      return z.union([...arms, raw])
    }
    default:
      return leaf(node)
  }
}

/** Leaves as decoders give them. */
function valueLeaf(node: Node): z.ZodType {
  switch (node.kind) {
    case 'integer': {
      const { low, high } = integerRange(node.size, node.signed)
      const big = z.bigint().min(low).max(high)
      const int = z.int().min(Number(low)).max(Number(high))
      // The encoder takes either kind of number.
      return z.union(node.big ? [big, int] : [int, big])
    }
    case 'float':
      return z.union([z.number(), z.nan(), z.literal(Number.POSITIVE_INFINITY), z.literal(Number.NEGATIVE_INFINITY)])
    case 'bytes':
      return z.instanceof(Uint8Array).refine((bytes) => bytes.length === node.size, `expected ${node.size} bytes`)
    case 'rest':
    case 'sized':
      return node.text ? z.string() : z.instanceof(Uint8Array)
    default:
      return text(node)
  }
}

/** Leaves as documents hold them. */
function jsonLeaf(node: Node): z.ZodType {
  switch (node.kind) {
    case 'integer':
      return z.union([z.int(), z.string()])
    case 'float':
      return z.union([z.number(), z.enum(['-0', 'NaN', 'Infinity', '-Infinity'])])
    case 'bytes':
      return hex().length(node.size * 2)
    case 'rest':
    case 'sized':
      return node.text ? z.string() : hex()
    default:
      return text(node)
  }
}

const hex = (): z.ZodString => z.string().regex(/^([0-9a-fA-F]{2})*$/)

/** A char array holds at most its size in characters; its bytes the encoder counts. */
const text = (node: Node): z.ZodString => (node.kind === 'chars' ? z.string().max(node.size) : z.string())
