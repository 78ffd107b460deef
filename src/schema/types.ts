/** C's types, as declarations write them: `c.int`, `c.chars(17)`, `c.array(c.register, 8)`. */
import { type Abi, integerAlign } from './abi.js'
import { flagNames } from './json.js'
import type { IntegerNode, Names, Node, Reference, ReferenceLookup } from './node.js'

declare const VALUE: unique symbol

/** A C type whose values are `T`. Size and alignment depend on the ABI. */
export class CType<out T> {
  declare readonly [VALUE]: T

  constructor(
    /** Lays the type out. */
    readonly plan: (abi: Abi) => Node,
    /** As C writes it: for the format pages. */
    readonly spelling: string,
    readonly note?: string,
  ) {}

  /** The same type with a sentence about what the field means, for the format pages. */
  doc(note: string): this {
    return Object.assign(Object.create(Object.getPrototypeOf(this)), this, { note })
  }
}

/** The type of a declaration's values. */
export type Infer<D> = D extends CType<infer T> ? T : never

/** A declaration that takes room but has no value. */
export class Padding extends CType<never> {
  declare readonly padding: true
}

/** A field that may be absent. */
export class Optional<T> extends CType<T> {
  declare readonly optional: true
}

type IntegerSize = 1 | 2 | 4 | 8

/** An integer type; its value is a number or, for those that are 64 bits wide on some ABI, a bigint. */
export class IntegerType<out T extends number | bigint = number | bigint> extends CType<T> {
  constructor(
    readonly bytes: (abi: Abi) => IntegerSize,
    readonly facts: { signed: boolean; big: boolean; hex?: boolean; names?: Names; flags?: boolean },
    spelling: string,
    note?: string,
  ) {
    super(
      (abi): IntegerNode => {
        const size = bytes(abi)
        return {
          kind: 'integer',
          size,
          align: integerAlign(abi, size),
          fixed: true,
          signed: facts.signed,
          big: facts.big,
          hex: facts.hex ?? false,
          flags: facts.flags ?? false,
          ...(facts.names && { names: facts.names }),
        }
      },
      spelling,
      note,
    )
  }

  /** The same integer, shown in hexadecimal: for addresses, masks and registers. */
  get hex(): IntegerType<T> {
    return new IntegerType<T>(this.bytes, { ...this.facts, hex: true }, this.spelling, this.note)
  }
}

/** An enumeration or a word of flags: an integer whose values have names. */
export class EnumType<out T extends number | bigint, out N extends Readonly<Record<string, number | bigint>>> extends IntegerType<T> {
  constructor(
    type: IntegerType<T>,
    /** The values by name. */
    readonly values: N,
    flags: boolean,
  ) {
    super(type.bytes, { ...type.facts, ...(flags && { hex: true }), names: namesOf(values), flags }, type.spelling)
  }

  /** The name of a value; of flags, the names of its bits as `A|B`. Undefined where a value or a bit has none. */
  nameOf(value: number | bigint): string | undefined {
    const names = this.facts.names
    if (!names) return undefined
    return this.facts.flags ? flagNames(names, BigInt(value)) : names.get(BigInt(value))
  }
}

const number = (size: IntegerSize, signed: boolean, spelling: string): IntegerType<number> =>
  new IntegerType<number>(() => size, { signed, big: false }, spelling)

const bigint = (bytes: (abi: Abi) => IntegerSize, signed: boolean, spelling: string, hex = false): IntegerType<bigint> =>
  new IntegerType<bigint>(bytes, { signed, big: true, hex }, spelling)

const namesOf = (names: Readonly<Record<string, number | bigint>>): Names => {
  const byNumber = new Map<bigint, string>()
  for (const [name, value] of Object.entries(names)) if (!byNumber.has(BigInt(value))) byNumber.set(BigInt(value), name)
  return byNumber
}

/** Where an array's length comes from; see {@link c.array}. */
export type ArrayLength =
  | number
  | 'rest'
  | { readonly count: Reference; readonly clamp?: boolean }
  | { readonly bytes: Reference; readonly clamp?: boolean }
  | { readonly until: (element: never) => boolean }

type Arms = Readonly<Record<string, CType<unknown>>>

/**
 * A union's value: an object whose one key is the chosen arm. `raw` holds the bytes when no arm applies.
 */
export type ArmOf<A extends Arms> = { readonly [K in keyof A]?: Infer<A[K]> } & { readonly raw?: Uint8Array }

const bound = (value: number, maximum: number): number => Math.min(value, maximum)

function unionOf<A extends Arms>(
  spelling: string,
  arms: A,
  select: (lookup: ReferenceLookup) => (keyof A & string) | undefined,
  padded: boolean,
): CType<ArmOf<A>> {
  return new CType<ArmOf<A>>((abi) => {
    const plans = new Map(Object.entries(arms).map(([name, type]) => [name, type.plan(abi)]))
    const all = [...plans.values()]
    const align = padded ? Math.max(1, ...all.map((node) => node.align)) : 1
    const sizes = all.map((node) => node.size)
    const size = padded ? Math.ceil(Math.max(0, ...sizes) / align) * align : Math.min(...sizes)
    return { kind: 'union', arms: plans, select, padded, size, align, fixed: padded }
  }, spelling)
}

export const c = {
  char: number(1, true, 'char'),
  uchar: number(1, false, 'unsigned char'),
  short: number(2, true, 'short'),
  ushort: number(2, false, 'unsigned short'),
  int: number(4, true, 'int'),
  uint: number(4, false, 'unsigned int'),
  int8: number(1, true, 'int8_t'),
  uint8: number(1, false, 'uint8_t'),
  int16: number(2, true, 'int16_t'),
  uint16: number(2, false, 'uint16_t'),
  int32: number(4, true, 'int32_t'),
  uint32: number(4, false, 'uint32_t'),
  int64: bigint(() => 8, true, 'int64_t'),
  uint64: bigint(() => 8, false, 'uint64_t'),
  /** 4 or 8 bytes; always a bigint, so that one type serves every ABI. */
  long: bigint((abi) => abi.long, true, 'long'),
  ulong: bigint((abi) => abi.long, false, 'unsigned long'),
  size_t: bigint((abi) => abi.pointer, false, 'size_t'),
  ssize_t: bigint((abi) => abi.pointer, true, 'ssize_t'),
  pointer: bigint((abi) => abi.pointer, false, 'void *', true),
  /** `register_t`, signed as return values are. */
  register: bigint((abi) => abi.register, true, 'register_t'),
  /** A machine register of the ABI's register width, shown in hexadecimal. */
  reg: bigint((abi) => abi.register, false, 'u_register_t', true),
  float: new CType<number>((abi) => ({ kind: 'float', size: 4, align: bound(4, abi.maxAlign), fixed: true }), 'float'),
  double: new CType<number>((abi) => ({ kind: 'float', size: 8, align: integerAlign(abi, 8), fixed: true }), 'double'),

  /** `char name[length]`: text up to the first NUL. */
  chars: (length: number): CType<string> =>
    new CType((_abi) => ({ kind: 'chars', size: length, align: 1, fixed: true }), `char[${length}]`),

  /** `length` raw bytes, aligned to `align`. */
  bytes: (length: number, align = 1): CType<Uint8Array> =>
    new CType((abi) => ({ kind: 'bytes', size: length, align: bound(align, abi.maxAlign), fixed: true }), `uint8_t[${length}]`),

  /** Room for `length` bytes that mean nothing. */
  pad: (length: number): Padding => new Padding(() => ({ kind: 'pad', size: length, align: 1, fixed: true }), `pad[${length}]`),

  /** Padding up to a multiple of `to`, counted from the start of what is decoded. */
  align: (to: number): Padding => new Padding(() => ({ kind: 'align', to, size: 0, align: 1, fixed: false }), `align(${to})`),

  /** Everything that is left, as bytes. */
  rest: new CType<Uint8Array>(() => ({ kind: 'rest', text: false, size: 0, align: 1, fixed: false }), 'uint8_t[]'),

  /** Everything that is left, as text; a NUL in it is part of the text. */
  text: new CType<string>(() => ({ kind: 'rest', text: true, size: 0, align: 1, fixed: false }), 'char[]'),

  /** Text up to a NUL, which is not part of the value. */
  cstring: new CType<string>(() => ({ kind: 'cstring', size: 1, align: 1, fixed: false }), 'char[] NUL'),

  /** As many bytes as the named number says. */
  sized: (length: Reference): CType<Uint8Array> =>
    new CType(() => ({ kind: 'sized', text: false, length, size: 0, align: 1, fixed: false }), `uint8_t[${length}]`),

  /** As much text as the named number says, in bytes. */
  sizedText: (length: Reference): CType<string> =>
    new CType(() => ({ kind: 'sized', text: true, length, size: 0, align: 1, fixed: false }), `char[${length}]`),

  /**
   * An array. `length` is a number; `{ count }` or `{ bytes }`, which refer to a field with the length; `{ until }`, which
   * holds for the last element; or `'rest'`: as many whole elements as are left.
   */
  array: <T>(element: CType<T>, length: ArrayLength): CType<readonly T[]> => {
    if (typeof length === 'number') {
      return new CType((abi) => {
        const inner = element.plan(abi)
        return { kind: 'array', element: inner, count: length, size: inner.size * length, align: inner.align, fixed: inner.fixed }
      }, `${element.spelling}[${length}]`)
    }
    const facts = length === 'rest' ? {} : length
    const shown = length === 'rest' ? '' : 'count' in length ? length.count : 'bytes' in length ? `${length.bytes} bytes` : 'terminated'
    return new CType((abi) => {
      const inner = element.plan(abi)
      const { until, ...named } = facts as { count?: Reference; bytes?: Reference; clamp?: boolean; until?: (element: unknown) => boolean }
      return { kind: 'list', element: inner, clamp: false, ...named, ...(until && { until }), size: 0, align: inner.align, fixed: false }
    }, `${element.spelling}[${shown}]`)
  },

  /** An enumeration: the value is the number; it prints by its name. `values` has the numbers by name. */
  enum: <T extends number | bigint, const N extends Readonly<Record<string, number | bigint>>>(
    type: IntegerType<T>,
    names: N,
  ): EnumType<T, N> => new EnumType(type, names, false),

  /** A word of bit flags: the value is the number; it prints as `A|B`. */
  flags: <T extends number | bigint, const N extends Readonly<Record<string, number | bigint>>>(
    type: IntegerType<T>,
    names: N,
  ): EnumType<T, N> => new EnumType(type, names, true),

  /** A C union: takes its largest arm's size; `select` says which arm is meant, from values elsewhere. */
  union: <A extends Arms>(arms: A, select: (lookup: ReferenceLookup) => (keyof A & string) | undefined): CType<ArmOf<A>> =>
    unionOf('union', arms, select, true),

  /** What follows depends on a value elsewhere, such as a version; takes only the chosen arm's size. */
  variant: <A extends Arms>(arms: A, select: (lookup: ReferenceLookup) => (keyof A & string) | undefined): CType<ArmOf<A>> =>
    unionOf('variant', arms, select, false),

  /** A field that is only there when the condition holds. */
  when: <T>(condition: (lookup: ReferenceLookup) => boolean, type: CType<T>): Optional<T> =>
    new Optional<T>((abi) => {
      const inner = type.plan(abi)
      return { kind: 'when', condition, inner, size: 0, align: 1, fixed: false }
    }, type.spelling),

  /** A type that differs from ABI to ABI but has the same values: `uid_t`, a register set. */
  perAbi: <T>(spelling: string, choose: (abi: Abi) => CType<T>): CType<T> => new CType((abi) => choose(abi).plan(abi), spelling),

  /** The same type at any offset: as inside a packed structure. */
  unaligned: <T>(type: CType<T>): CType<T> => new CType((abi) => ({ ...type.plan(abi), align: 1 }), type.spelling),

  /** The same type with a forced alignment, as `__attribute__((aligned))`. */
  aligned: <T>(to: number, type: CType<T>): CType<T> => new CType((abi) => ({ ...type.plan(abi), align: to }), type.spelling),
} as const
