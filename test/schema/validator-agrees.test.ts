/** The validator passes exactly what the encoder takes, and the safe methods of schemas never throw. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { structures } from '../../src/formats/structures.js'
import { arbitrary } from '../../src/schema/arbitrary.js'
import { type AbiName, abi, c, codec, fromJson, type Layout, struct, toJson, validator } from '../../src/schema/index.js'

const encodes = (layout: Layout<unknown>, value: unknown): boolean => {
  try {
    layout.encode(value)
    return true
  } catch {
    return false
  }
}

/** What may stand in the place of any part of a value. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    'a\0b',
    '\ud800',
    -1,
    -0,
    0.5,
    2 ** 31,
    2 ** 53,
    Number.NaN,
    1n,
    -1n,
    1n << 63n,
    1n << 64n,
    [],
  ),
  fc.integer(),
  fc.bigInt({ min: -(1n << 65n), max: 1n << 65n }),
  fc.string(),
  fc.uint8Array({ maxLength: 40 }),
  fc.constant({}),
  fc.constant({ raw: new Uint8Array(4) }),
)

/** The value with one part replaced, chosen by the steps. */
function replaced(value: unknown, steps: readonly number[], by: unknown): unknown {
  const [step, ...rest] = steps
  if (step === undefined || typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return by
  if (Array.isArray(value)) {
    if (value.length === 0) return [by]
    const at = step % value.length
    return value.map((each, i) => (i === at ? replaced(each, rest, by) : each))
  }
  const keys = Object.keys(value)
  if (keys.length === 0 || step % 19 === 18) return { ...value, noField: by }
  const key = keys[step % keys.length] as string
  return { ...value, [key]: replaced((value as Record<string, unknown>)[key], rest, by) }
}

const layouts = structures.flatMap(({ struct: declared, abis, context }) =>
  context ? [] : abis.slice(0, 2).map((name: AbiName) => declared.for(abi[name]) as Layout<unknown>),
)

test('for every structure, on values and on values with one part changed', () => {
  let both = [0, 0]
  for (const layout of layouts) {
    const schema = validator(layout)
    const drawn = fc.tuple(arbitrary(layout), fc.array(fc.nat(1000), { maxLength: 4 }), odd, fc.boolean())
    fc.assert(
      fc.property(drawn, ([value, steps, by, changes]) => {
        const given = changes ? replaced(value, steps, by) : value
        const taken = encodes(layout, given)
        both = taken ? [(both[0] ?? 0) + 1, both[1] ?? 0] : [both[0] ?? 0, (both[1] ?? 0) + 1]
        expect(schema.safeParse(given).success).toBe(taken)
        expect(codec(layout).safeEncode(given).success).toBe(taken)
      }),
      { numRuns: 4 },
    )
  }
  // Both answers occur.
  expect(Math.min(...both)).toBeGreaterThan(layouts.length / 2)
}, 120_000)

test('bytes of any length are decoded or refused, never thrown at', () => {
  for (const layout of layouts) {
    const schema = codec(layout)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: layout.size + 8 }), (bytes) => {
        const { success, error } = schema.safeDecode(bytes as Uint8Array<ArrayBuffer>)
        if (!success) expect(error.issues.length).toBeGreaterThan(0)
      }),
      { numRuns: 5 },
    )
  }
  const point = codec(struct('point', { x: c.int32, list: c.array(c.uint8, 3) }).for(abi.amd64))
  expect(point.safeDecode('no bytes' as never).success).toBe(false)
  expect(point.safeEncode({ x: 1n << 40n, list: [1, 2, 3] } as never).error?.issues[0]?.path).toEqual(['x'])
  expect(point.safeEncode({ x: 1, list: [1, 2, 300] }).error?.issues[0]?.path).toEqual(['list', 2])
})

test('JSON of a layout has its type both ways, and enumerations have values and names', () => {
  const kind = c.enum(c.uint32, { READ: 0, WRITE: 1 })
  const layout = struct('io', { kind, size: c.size_t }).for(abi.i386)
  const back: { kind: number; size: bigint } = fromJson(layout, toJson(layout, { kind: kind.values.WRITE, size: 7n }))
  expect(back).toEqual({ kind: 1, size: 7n })
  expect([kind.nameOf(1), kind.nameOf(2)]).toEqual(['WRITE', undefined])
  const bits = c.flags(c.uint32, { A: 1, B: 2 }).doc('bits')
  expect([bits.nameOf(3), bits.nameOf(4), bits.values.B]).toEqual(['A|B', undefined, 2])
})
