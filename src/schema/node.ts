/**
 * The layout of a C type on one ABI: the plan that decoder, encoder, validator, arbitrary and description read.
 *
 * The many types of a declaration (`c.long`, `c.pointer`, `c.enum` ...) come down to these few kinds, so that each
 * product handles a dozen cases and not fifty.
 */
import type { Abi } from './abi.js'

/**
 * A reference to a number elsewhere: a field of the same or an enclosing structure (`ktr_argsize`), or with
 * `@` a value that the caller supplies (`@count`), for a count in another structure.
 */
export type Reference = string

/** Looks up a {@link Reference}; undefined when there is no such value. */
export type ReferenceLookup = (reference: Reference) => unknown

/** Numbers and their names, first name wins where two share a number. */
export type Names = ReadonlyMap<bigint, string>

interface Common {
  /** Bytes it takes at least; for a fixed node, exactly. */
  readonly size: number
  readonly align: number
  /** Whether every value of it takes `size` bytes. */
  readonly fixed: boolean
}

export interface IntegerNode extends Common {
  readonly kind: 'integer'
  readonly size: 1 | 2 | 4 | 8
  readonly signed: boolean
  /** Whether its value is a bigint (a property of the declaration, not of the ABI). */
  readonly big: boolean
  /** Whether people read it in hexadecimal: addresses, masks, registers. */
  readonly hex: boolean
  /** An enumeration's or a flag word's names. */
  readonly names?: Names
  readonly flags: boolean
}

export interface FloatNode extends Common {
  readonly kind: 'float'
  readonly size: 4 | 8
}

/** A fixed char array: text up to the first NUL. */
export interface CharsNode extends Common {
  readonly kind: 'chars'
}

/** Raw bytes, a fixed number of them. */
export interface BytesNode extends Common {
  readonly kind: 'bytes'
}

/** Explicit padding: takes room, has no value. */
export interface PadNode extends Common {
  readonly kind: 'pad'
}

/** Padding up to the next multiple of `to` from the start of the outermost structure. */
export interface AlignNode extends Common {
  readonly kind: 'align'
  readonly to: number
}

export interface ArrayNode extends Common {
  readonly kind: 'array'
  readonly element: Node
  readonly count: number
}

export interface StructNode extends Common {
  readonly kind: 'struct'
  readonly plan: StructPlan
}

/** One of several arms, chosen by values elsewhere. */
export interface UnionNode extends Common {
  readonly kind: 'union'
  readonly arms: ReadonlyMap<string, Node>
  /** Name of the arm, or undefined for "none of them": the bytes are then kept raw. */
  readonly select: (lookup: ReferenceLookup) => string | undefined
  /** A C union always has the size of its largest arm; a variant has the size of its selected arm. */
  readonly padded: boolean
}

/** Everything up to the end of what holds it. */
export interface RemainderNode extends Common {
  readonly kind: 'rest'
  readonly text: boolean
}

/** As many bytes as a number elsewhere says. */
export interface SizedNode extends Common {
  readonly kind: 'sized'
  readonly length: Reference
  readonly text: boolean
}

/** Text up to and including a NUL. */
export interface CStringNode extends Common {
  readonly kind: 'cstring'
}

export interface ListNode extends Common {
  readonly kind: 'list'
  readonly element: Node
  readonly count?: Reference
  readonly bytes?: Reference
  /** The list ends with the first element for which this holds; that one belongs to it. */
  readonly until?: (element: unknown) => boolean
  /** Whether a count or size larger than what is left is cut instead of being an error. */
  readonly clamp: boolean
}

/** A field that is there only when a condition on values elsewhere holds. */
export interface ConditionalNode extends Common {
  readonly kind: 'when'
  readonly condition: (lookup: ReferenceLookup) => boolean
  readonly inner: Node
}

export type Node =
  | IntegerNode
  | FloatNode
  | CharsNode
  | BytesNode
  | PadNode
  | AlignNode
  | ArrayNode
  | StructNode
  | UnionNode
  | RemainderNode
  | SizedNode
  | CStringNode
  | ListNode
  | ConditionalNode

export interface PlannedField {
  readonly name: string
  readonly node: Node
  /** Bytes from the start of the structure; undefined behind a part of variable size. */
  readonly offset: number | undefined
  readonly doc?: string
}

export interface Hole {
  readonly offset: number
  readonly length: number
}

/** The layout of a structure on an ABI. */
export interface StructPlan {
  readonly name: string
  readonly abi: Abi
  readonly fields: readonly PlannedField[]
  /** Bytes of the fixed part. With everything fixed, trailing padding included: C's sizeof. */
  readonly size: number
  readonly align: number
  readonly fixed: boolean
  /** Padding that the compiler puts between and behind the fields. */
  readonly holes: readonly Hole[]
  /** The field that says how many bytes the whole structure takes. */
  readonly length?: Reference
  /** Fields that others take their count or length from. */
  readonly counts: ReadonlySet<string>
}
