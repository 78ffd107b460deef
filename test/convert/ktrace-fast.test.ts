/** The fast way from dialect to dialect: the same bytes and the same losses as the general one. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toDialect } from '../../src/convert/ktrace/to-dialect.js'
import type { Diagnostic } from '../../src/errors.js'
import { openTrace, type TraceOptions } from '../../src/families/ktrace.js'
import { memorySink, memorySource } from '../../src/io/index.js'
import type { PlainRecord, TraceWriterOptions } from '../../src/writers/ktrace/index.js'
import { allVariants, call, lifeOf, ret } from '../readers/ktrace/lives.js'
import { someRecords, variants, written } from '../readers/ktrace/made.js'
import { fileRuns, seed } from '../support/property.js'
import { describeSamples } from '../support/samples.js'

type Variant = TraceWriterOptions & { layout: string }

const TARGETS = ['netbsd-v0', 'netbsd-v1', 'netbsd-v2', 'freebsd', 'openbsd', 'dragonfly', 'darwin'].map((name) => `ktrace/${name}`)
const ABIS = [undefined, 'i386', 'sparc64']
/** One ABI after the other, another one for each target: all of them for each would take minutes. */
const abiFor = (n: number, format: string): string | undefined => ABIS[(n + TARGETS.indexOf(format)) % ABIS.length]

async function made(
  bytes: Uint8Array,
  as: TraceOptions,
  format: string,
  options: Record<string, unknown>,
): Promise<[Uint8Array, Diagnostic[]]> {
  const sink = memorySink()
  const file = openTrace(memorySource(bytes), as)
  const lost = await toDialect(format)({ file, source: memorySource(new Uint8Array()), options, turn: () => undefined }, sink)
  return [sink.bytes(), [...lost]]
}

async function sameBothWays(bytes: Uint8Array, as: TraceOptions, format: string, options: Record<string, unknown> = {}): Promise<void> {
  const [fast, lost] = await made(bytes, as, format, options)
  const [general, named] = await made(bytes, as, format, { ...options, general: true })
  if (Buffer.compare(fast, general) !== 0) throw new Error(difference(fast, general, format, options))
  expect(lost).toEqual(named)
}

/** Where two files begin to differ; all of them would be too much to read. */
function difference(one: Uint8Array, other: Uint8Array, format: string, options: Record<string, unknown>): string {
  const at = one.findIndex((byte, i) => byte !== other[i])
  const part = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(at, at + 32)).toString('hex')
  return `${format} ${JSON.stringify(options)}: at ${at} of ${one.length} and ${other.length} bytes: ${part(one)} and ${part(other)}`
}

describe.each([...variants, ...allVariants])('$format $layout of $abi', (variant: Variant) => {
  const life = variant.format.startsWith('ktrace/netbsd') ? someRecords(variant) : lifeOf(variant)
  const bytes = written(variant, [...life, ...life])
  const as = { as: variant.format, abi: variant.abi, layout: variant.layout }
  test.each(TARGETS)('to %s', async (format) => {
    const abi = abiFor(variant.layout.length + variant.abi.length, format)
    await sameBothWays(bytes, as, format, { ...(abi !== undefined && { abi }), keepUnknown: abi === 'i386' })
  })
})

describe('any calls, returns and data', () => {
  const word = fc.oneof(fc.bigInt({ min: 0n, max: 0xffffffffffffffffn }), fc.constantFrom(0n, 0xffffffffffffffffn, 0xffffffff80000000n, 5n))
  const code = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: -0x8000, max: 0x7fff }))
  const systems: Variant[] = [
    { format: 'ktrace/netbsd-v2', abi: 'amd64', layout: 'v2' },
    { format: 'ktrace/freebsd', abi: 'amd64', layout: 'v1' },
    { format: 'ktrace/openbsd', abi: 'sparc64', layout: 'comm24' },
    { format: 'ktrace/dragonfly', abi: 'amd64', layout: 'threads' },
  ]
  test.each(systems)('of $format', async (variant) => {
    const netbsd = variant.format.startsWith('ktrace/netbsd')
    const begins = fc.tuple(code, fc.array(word, { maxLength: 8 })).map(
      ([number, args]): Partial<PlainRecord> => ({
        type: 'KTR_SYSCALL',
        payload: netbsd
          ? { ktr_code: number, ktr_argsize: 8 * args.length, args }
          : {
              ...(call(
                variant,
                number,
                args.map(() => 0),
              ) as object),
              ktr_args: args,
            },
      }),
    )
    const ends = fc.tuple(code, fc.integer({ min: -4, max: 120 }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.boolean())
    const returns = ends.map(
      ([number, error, value, pair]): Partial<PlainRecord> => ({
        type: 'KTR_SYSRET',
        payload: netbsd
          ? { ktr_code: number, ktr_eosys: 0, ktr_error: error, ktr_retval: value, ktr_retval_1: pair ? value : 0n }
          : {
              ...(ret(variant, number, error, 0) as object),
              ...(error === 0 || !variant.format.includes('openbsd') ? { ktr_retval: value } : {}),
            },
      }),
    )
    const data = fc
      .tuple(fc.integer(), fc.uint8Array({ maxLength: 40 }))
      .map(([fd, bytes]): Partial<PlainRecord> => ({ type: 'KTR_GENIO', payload: { ktr_fd: fd, ktr_rw: 1, data: bytes } }))
    const path = fc.string().map((text): Partial<PlainRecord> => ({ type: 'KTR_NAMEI', payload: { path: text } }))
    const heads = fc.record({
      pid: fc.integer({ min: 0, max: 99999 }),
      tid: fc.integer({ min: 0, max: 0x7fffffff }),
      comm: fc.string({ maxLength: 16 }).filter((text) => Buffer.byteLength(text) <= 16 && !text.includes('\0')),
      time: fc.tuple(fc.integer({ min: 0, max: 0x7fffffff }), fc.integer({ min: 0, max: 999_999_999 })).map(
        ([s, n]) =>
          `${s}.${String(n)
            .padStart(9, '0')
            .slice(0, variant.layout === 'threads' ? 6 : 9)}`,
      ),
    })
    const records = fc.array(fc.tuple(heads, fc.oneof(begins, returns, data, path)), { minLength: 1, maxLength: 12 })
    const property = fc.asyncProperty(
      fc.tuple(records, fc.constantFrom(...TARGETS), fc.constantFrom(...ABIS), fc.boolean()),
      async ([list, format, abi, keepUnknown]) => {
        const bytes = written(
          variant,
          list.map(([head, record]) => ({ ...head, ...record }) as PlainRecord),
        )
        await sameBothWays(bytes, { as: variant.format, abi: variant.abi, layout: variant.layout }, format, {
          ...(abi !== undefined && { abi }),
          keepUnknown,
        })
      },
    )
    await fc.assert(property, { seed, numRuns: fileRuns })
  })
})

describeSamples('real traces', (folder) => {
  const names = readdirSync(join(folder, 'ktrace')).filter((name) => name.endsWith('.ktrace'))
  test.each(names.map((name, i) => [name, i] as const))('%s', async (name, i) => {
    const bytes = new Uint8Array(readFileSync(join(folder, 'ktrace', name)))
    for (const format of TARGETS) {
      const abi = abiFor(i, format)
      await sameBothWays(bytes, {}, format, abi ? { abi } : {})
    }
  })
})
