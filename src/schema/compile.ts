/**
 * Compiled decoders, made by binary-parser from a plan. Tested against the interpreter on the same bytes.
 *
 * What binary-parser cannot say (a record that holds its own length, conditional fields, alignment in a part of
 * variable size) stays with the interpreter, and so does every input that a compiled decoder stumbles on: the
 * interpreter then says what is wrong with it, with offset and path.
 */
import { FormatError } from '../errors.js'
import type { ListNode, Node, SizedNode, StructPlan, UnionNode } from './node.js'
import type { Context } from './path.js'
import { decodeText, findNul } from './utf8.js'

/** Decodes `bytes` from their start; throws anything when they do not fit. */
export type Compiled = (bytes: Uint8Array, context: Context | undefined) => Record<string, unknown>

type Options = Readonly<Record<string, unknown>>
type IntegerMethod = 'uint8' | 'int8' | `${'uint' | 'int'}${16 | 32 | 64}${'le' | 'be'}`
type FloatMethod = `${'float' | 'double'}${'le' | 'be'}`

/** What is used of binary-parser's class; its own typings are only found by `require`. */
type Parser = Record<IntegerMethod | FloatMethod | 'buffer' | 'array' | 'nest' | 'choice', (name: string, options: Options) => Parser> & {
  seek(bytes: number): Parser
  useContextVars(use: boolean): Parser
  parse(bytes: Uint8Array): unknown
}

/** binary-parser's `Parser`. */
export type ParserClass = new () => Parser

let parserClass: ParserClass | null | undefined

/**
 * binary-parser, loaded when the first decoder is compiled, so that a plain import stays free of it.
 * Null where code may not be made from strings (a strict content security policy) or modules cannot be required.
 */
function loadParser(): ParserClass | null {
  if (parserClass === undefined) {
    try {
      new Function('return 1')
      const { createRequire } = process.getBuiltinModule('node:module')
      parserClass = (createRequire(import.meta.url)('binary-parser') as { Parser: ParserClass }).Parser
    } catch {
      parserClass = null
    }
  }
  return parserClass
}

/** Gives compiled decoders the parser class where it cannot be required, such as in a browser bundle. */
export function setParserClass(parser: ParserClass): void {
  parserClass = parser
}

/** Compiles a plan; undefined when it cannot be, the interpreter then serves. */
export function compile(plan: StructPlan): Compiled | undefined {
  if (!isCompilable(plan)) return undefined
  const parser = loadParser()
  if (!parser) return undefined
  const compilation = new Compilation(parser, plan.abi.endian === 'little' ? 'le' : 'be')
  const root = compilation.struct(plan)
  if (needsParents(plan)) root.useContextVars(true)
  return (bytes, context) => {
    compilation.context = context
    // sizes are checked here since a subarray past the end is silently short
    if (bytes.length < plan.size) throw misfit('too few bytes')
    return root.parse(bytes) as Record<string, unknown>
  }
}

function isCompilable(plan: StructPlan): boolean {
  if (plan.length !== undefined) return false
  const own = new Set(plan.fields.map((field) => field.name))
  const local = (reference: string): boolean => own.has(reference) || reference.startsWith('@')
  const node = (of: Node): boolean => {
    switch (of.kind) {
      case 'when':
      case 'align':
        return false
      case 'struct':
        return isCompilable(of.plan)
      case 'array':
        return node(of.element)
      case 'list':
        if (of.clamp || !node(of.element)) return false
        if (of.bytes !== undefined) return local(of.bytes) && of.element.fixed
        // Up to the end, an element without its padding would be one to a compiled decoder.
        return of.count === undefined ? !endsInPadding(of.element) : local(of.count)
      case 'sized':
        return local(of.length)
      case 'union':
        return [...of.arms.values()].every(node)
      default:
        return true
    }
  }
  return plan.fields.every((field) => node(field.node))
}

function endsInPadding(node: Node): boolean {
  if (node.kind === 'pad') return true
  if (node.kind !== 'struct') return false
  const { holes, size, fields } = node.plan
  const last = fields.at(-1)
  return holes.some(({ offset, length }) => offset + length === size) || (last !== undefined && endsInPadding(last.node))
}

/** Unions look at fields of enclosing structures, and an array's elements at those of the structure that holds the array. */
function needsParents(plan: StructPlan): boolean {
  const refers = (of: Node): boolean => of.kind === 'sized' || (of.kind === 'list' && (of.count ?? of.bytes) !== undefined)
  const node = (of: Node): boolean => {
    switch (of.kind) {
      case 'union':
        return true
      case 'array':
      case 'list':
        return refers(of.element) || node(of.element)
      case 'struct':
        return needsParents(of.plan)
      default:
        return false
    }
  }
  return plan.fields.some((field) => node(field.node))
}

/** Only says that the interpreter must look; it finds the offset and the path. */
const misfit = (message: string): FormatError => new FormatError({ code: 'BAD_BOUNDS', message })

type Vars = Record<string, unknown>

class Compilation {
  /** Values for `@` references of the call under way; decoding is synchronous, so one is enough. */
  context: Context | undefined

  constructor(
    private readonly parser: ParserClass,
    private readonly order: 'le' | 'be',
  ) {}

  struct(plan: StructPlan): Parser {
    const into = new this.parser()
    let at: number | undefined = 0
    for (const { name, node, offset } of plan.fields) {
      if (at !== undefined && offset !== undefined && offset > at) into.seek(offset - at)
      this.add(into, name, node)
      at = offset !== undefined && node.fixed ? offset + node.size : undefined
    }
    if (plan.fixed && at !== undefined && plan.size > at) into.seek(plan.size - at)
    return into
  }

  /** Adds one field. */
  add(into: Parser, name: string, node: Node): void {
    switch (node.kind) {
      case 'integer':
        // The value is a bigint where the type has 64 bits on other ABIs.
        into[this.integer(node.size, node.signed)](name, node.big && node.size < 8 ? { formatter: (value: number) => BigInt(value) } : {})
        break
      case 'float':
        into[node.size === 4 ? (this.order === 'le' ? 'floatle' : 'floatbe') : this.order === 'le' ? 'doublele' : 'doublebe'](name, {})
        break
      case 'chars':
        into.buffer(name, {
          length: node.size,
          formatter: (bytes: Uint8Array) => decodeText(bytes, 0, findNul(bytes, 0, bytes.length)),
        })
        break
      case 'bytes':
        into.buffer(name, { length: node.size, formatter: (bytes: Uint8Array) => bytes.slice() })
        break
      case 'rest':
        into.buffer(name, {
          readUntil: 'eof',
          formatter: node.text ? (bytes: Uint8Array) => decodeText(bytes, 0, bytes.length) : (bytes: Uint8Array) => bytes.slice(),
        })
        break
      case 'sized':
        this.addSized(into, name, node)
        break
      case 'cstring':
        into.nest(name, {
          // A missing NUL fails the assertion, or the read itself at the end of the bytes.
          type: new this.parser().buffer('text', { readUntil: (byte: number) => byte === 0 }).uint8('nul', { assert: 0 }),
          formatter: ({ text }: { text: Uint8Array }) => decodeText(text, 0, text.length),
        })
        break
      case 'array':
        into.array(name, { length: node.count, ...this.element(node.element) })
        break
      case 'list':
        this.addList(into, name, node)
        break
      case 'struct':
        into.nest(name, { type: this.struct(node.plan) })
        break
      case 'union':
        this.addUnion(into, name, node)
        break
      case 'pad':
        into.seek(node.size)
        break
    }
  }

  private addSized(into: Parser, name: string, node: SizedNode): void {
    const length = (vars: Vars): number => countOf(vars, this.context, node.length)
    into.buffer(name, {
      length(this: Vars) {
        return length(this)
      },
      formatter(this: Vars, bytes: Uint8Array) {
        if (bytes.length !== length(this)) throw misfit('too few bytes')
        return node.text ? decodeText(bytes, 0, bytes.length) : bytes.slice()
      },
    })
  }

  private addList(into: Parser, name: string, { element, count, bytes, until }: ListNode): void {
    const shape = this.element(element)
    const reference = count ?? bytes
    if (reference === undefined) {
      into.array(name, { readUntil: until ?? 'eof', ...shape })
      return
    }
    const context = (): Context | undefined => this.context
    const divisor = count === undefined ? Math.max(1, element.size) : 1
    into.array(name, {
      length(this: Vars) {
        return Math.floor(countOf(this, context(), reference) / divisor)
      },
      ...shape,
    })
  }

  private addUnion(into: Parser, name: string, node: UnionNode): void {
    const context = (): Context | undefined => this.context
    const names = [...node.arms.keys()]
    const choices: Record<number, Parser> = {}
    names.forEach((arm, index) => {
      const plan = node.arms.get(arm) as Node
      const parser = new this.parser()
      this.add(parser, arm, plan)
      if (node.padded && node.size > plan.size) parser.seek(node.size - plan.size)
      choices[index] = parser
    })
    const raw = new this.parser().buffer('raw', {
      ...(node.padded ? { length: node.size } : { readUntil: 'eof' as const }),
      formatter: (bytes: Uint8Array) => bytes.slice(),
    })
    into.choice(name, {
      tag(this: Vars) {
        const arm = node.select((reference) => lookUpVars(this, context(), reference))
        return arm === undefined ? -1 : names.indexOf(arm)
      },
      choices,
      defaultChoice: raw,
    })
  }

  /** An array's element: a primitive where binary-parser has one, else a structure whose one field is taken out. */
  private element(node: Node): Record<string, unknown> {
    if (node.kind === 'integer' && !(node.big && node.size < 8)) return { type: this.integer(node.size, node.signed) }
    if (node.kind === 'struct') return { type: this.struct(node.plan) }
    const one = new this.parser()
    this.add(one, 'value', node)
    return { type: one, formatter: (items: { value: unknown }[]) => items.map((item) => item.value) }
  }

  private integer(size: 1 | 2 | 4 | 8, signed: boolean): IntegerMethod {
    if (size === 1) return signed ? 'int8' : 'uint8'
    return `${signed ? 'int' : 'uint'}${(size * 8) as 16 | 32 | 64}${this.order}`
  }
}

function lookUpVars(vars: Vars | undefined, context: Context | undefined, reference: string): unknown {
  if (reference.startsWith('@')) return context?.[reference.slice(1)]
  for (let at: Vars | null | undefined = vars; at; at = at.$parent as Vars | null | undefined)
    if (Object.hasOwn(at, reference)) return at[reference]
  return undefined
}

function countOf(vars: Vars, context: Context | undefined, reference: string): number {
  const count = Number(lookUpVars(vars, context, reference))
  if (!Number.isSafeInteger(count) || count < 0) throw misfit('invalid count')
  return count
}
