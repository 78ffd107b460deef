/** What generators draw their choices from. Backed by fast-check, so that files shrink by shrinking the choices. */
import fc from 'fast-check'
import { arbitrary, arbitraryBytes } from '../schema/arbitrary.js'
import type { Layout } from '../schema/layout.js'
import type { Context } from '../schema/path.js'

export interface Draw {
  /** An integer from 0 to `max`, both included. Shrinks to 0. */
  nat(max: number): number
  /** One of a list. Shrinks to the first. */
  pick<T>(list: readonly T[]): T
  /** True once in `times`. Shrinks to false. */
  oneIn(times: number): boolean
  /** An unsigned integer of that many bits: zero, all ones, powers of two and their neighbours as often as noise. */
  word(bits: number): bigint
  /** Bytes: noise, text, mostly zeros, zeros or ones. */
  bytes(length: number): Uint8Array
  /** Printable ASCII of 1 to `max` characters. */
  text(max: number): string
  /** A value that the layout's encoder accepts. */
  value<T>(layout: Layout<T>, context?: Context): T
}

/** Builds the value that a function makes of choices. */
export function drawn<T>(make: (draw: Draw) => T): fc.Arbitrary<T> {
  return fc.gen().map((generate) => make(new FastCheckDraw(generate)))
}

/** The value that a function makes of the choices of one seed; the same on every machine. */
export function drawOnce<T>(make: (draw: Draw) => T, seed: number): T {
  const [value] = fc.sample(drawn(make), { seed, numRuns: 1 })
  return value as T
}

/** `fc.gen` caches arbitraries by builder; a builder of each layout needs no arguments to compare. */
const builders = new WeakMap<object, () => fc.Arbitrary<unknown>>()

function builderOf(layout: Layout<unknown>, context: Context | undefined): () => fc.Arbitrary<unknown> {
  const make = () => arbitrary(layout, context ? { context } : {})
  if (context) return make
  let known = builders.get(layout)
  if (!known) {
    const made = make()
    known = () => made
    builders.set(layout, known)
  }
  return known
}

class FastCheckDraw implements Draw {
  constructor(private readonly generate: fc.GeneratorValue) {}

  nat(max: number): number {
    return max <= 0 ? 0 : this.generate(fc.nat, { max })
  }

  pick<T>(list: readonly T[]): T {
    return list[this.nat(list.length - 1)] as T
  }

  oneIn(times: number): boolean {
    return times <= 1 || this.nat(times - 1) === times - 1
  }

  word(bits: number): bigint {
    const top = (1n << BigInt(bits)) - 1n
    switch (this.nat(5)) {
      case 0:
        return 0n
      case 1:
        return BigInt(this.nat(255)) & top
      case 2:
        return top
      case 3:
        return 1n << BigInt(this.nat(bits - 1))
      case 4:
        return (1n << BigInt(this.nat(bits - 1))) - 1n
      default: {
        let value = 0n
        for (let at = 0; at < bits; at += 16) value = (value << 16n) | BigInt(this.nat(0xffff))
        return value & top
      }
    }
  }

  bytes(length: number): Uint8Array {
    return this.generate(arbitraryBytes, length)
  }

  text(max: number): string {
    const length = 1 + this.nat(max - 1)
    let text = ''
    while (text.length < length) text += this.pick(WORDS)
    return text.slice(0, length)
  }

  value<T>(layout: Layout<T>, context?: Context): T {
    return this.generate(builderOf(layout, context)) as T
  }
}

/** Parts of names: letters first, then what programs forget to expect in them. */
const WORDS = ['a', 'init', 'sh', 'lib', '-x', '_', '9', ' ', '.', '%n', "'", '"', '<>', 'Z'] as const
