/** The dialects besides NetBSD's: told apart, cut anywhere, and written as they were read. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Trace } from '../../../src/families/ktrace.js'
import { systems } from '../../../src/formats/ktrace/registry.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { findAbi } from '../../../src/schema/abi.js'
import { arbitrary } from '../../../src/schema/arbitrary.js'
import type { Layout } from '../../../src/schema/layout.js'
import type { Struct } from '../../../src/schema/struct.js'
import { writer } from '../../../src/writers/ktrace/document.js'
import type { PlainRecord } from '../../../src/writers/ktrace/index.js'
import { check, runs } from '../../support/property.js'
import { allVariants, lifeOf, type Variant } from './lives.js'
import { opened, textOf, written } from './made.js'

type Value = Record<string, unknown>

async function rewritten(trace: Trace): Promise<Uint8Array> {
  const [first, ...lines] = trace.ndjsonDocument({ inlineLimit: Number.POSITIVE_INFINITY })
  const sink = memorySink()
  await writer.write(JSON.parse(first as string) as Value, lines, sink, {
    directory: '.',
    open: () => memorySource(new Uint8Array(0)),
    turn: () => undefined,
  })
  return sink.bytes()
}

describe('every layout on every kind of machine', () => {
  test.each(allVariants)('$layout on $abi ($format)', async (variant) => {
    const records = lifeOf(variant)
    const bytes = written(variant, records)
    const trace = opened(bytes)
    expect(trace.format).toBe(variant.format)
    const same = findAbi(trace.abi)
    expect([same?.bits, same?.endian]).toEqual([findAbi(variant.abi)?.bits, findAbi(variant.abi)?.endian])
    expect([...trace].length).toBe(records.length)
    expect(trace.diagnostics).toEqual([])
    expect(Buffer.from(await rewritten(trace)).equals(bytes)).toBe(true)
    expect(textOf(trace)).toMatch(/RET {3}read 14\/0xe\n/)
    expect(textOf(trace)).toContain('-1 errno 2 No such file or directory')
  })

  test.each(allVariants)('what is read of $layout on $abi is what was written', (variant) => {
    const records = lifeOf(variant)
    const trace = opened(written(variant, records), {
      as: variant.format,
      abi: variant.abi,
      ...(variant.layout !== undefined && { layout: variant.layout }),
    })
    for (const [i, record] of [...trace].entries()) {
      const given = records[i] as PlainRecord
      const { pid, comm, time } = given
      expect(record).toMatchObject({ type: given.type, pid, comm, time, layout: variant.layout })
      if (given.payload) expect(record.payload).toEqual(given.payload)
    }
  })

  test.each(allVariants)('$layout on $abi, cut', async (variant) => {
    const records = lifeOf(variant)
    const whole = written(variant, records)
    const offsets = [
      ...opened(whole, { as: variant.format, abi: variant.abi, ...(variant.layout !== undefined && { layout: variant.layout }) }),
    ]
      .map(({ offset }) => offset)
      .concat(whole.length)
    for (const at of offsets.slice(1)) {
      for (const length of [at - 1, at, at + 1, at + 40].filter((one) => one < whole.length)) {
        const bytes = whole.slice(0, length)
        const trace = opened(bytes, {
          as: variant.format,
          abi: variant.abi,
          ...(variant.layout !== undefined && { layout: variant.layout }),
        })
        expect([...trace].length).toBe(offsets.filter((offset) => offset <= length).length - 1)
        expect(trace.diagnostics.map(({ code }) => code)).toEqual(offsets.includes(length) ? [] : ['TRUNCATED'])
        expect(Buffer.from(await rewritten(trace)).equals(bytes)).toBe(true)
      }
    }
  })
})

const layoutsOf = ({ format, abi, layout }: Variant): { type: string; layout: Layout<Value> }[] => {
  const dialect = systems
    .flatMap(({ dialects }) => dialects)
    .find(({ layouts }) => layouts.some((one) => one.format === format && (layout === undefined || one.name === layout)))
  return Object.entries(dialect?.records ?? {}).flatMap(([type, { payload }]) =>
    payload.candidates.map((struct) => ({
      type,
      layout: (struct as Struct<Value>).for(findAbi(abi) as NonNullable<ReturnType<typeof findAbi>>),
    })),
  )
}

describe('whatever is written comes back', () => {
  test.each(allVariants)('$layout on $abi', async (variant) => {
    const record = fc.oneof(
      ...layoutsOf(variant).map(({ type, layout }) =>
        fc.record({ type: fc.constant(type), payload: arbitrary(layout).map((value) => layout.encode(value as Value)) }),
      ),
    )
    const traces: { bytes: Uint8Array; trace: Trace }[] = []
    check(
      fc.array(record, { minLength: 1, maxLength: 20 }),
      (records) => {
        const bytes = written(
          variant,
          records.map((one) => ({ pid: 77, comm: 'sh', time: '1700000000.5', ...one })),
        )
        const trace = opened(bytes, {
          as: variant.format,
          abi: variant.abi,
          ...(variant.layout !== undefined && { layout: variant.layout }),
        })
        const found = [...trace]
        expect(found.map(({ type }) => type)).toEqual(records.map(({ type }) => type))
        for (const [i, { bytes: whole }] of found.entries()) {
          const payload = records[i]?.payload as Uint8Array
          expect(Buffer.from(whole.subarray(whole.length - payload.length)).equals(payload)).toBe(true)
        }
        expect(() => textOf(trace)).not.toThrow()
        traces.push({ bytes, trace })
      },
      Math.min(runs, 20),
    )
    for (const { bytes, trace } of traces) expect(Buffer.from(await rewritten(trace)).equals(bytes)).toBe(true)
  })
})

test('names of structures that every object has', () => {
  const structs = [
    { format: 'ktrace/freebsd', abi: 'amd64' },
    { format: 'ktrace/openbsd', abi: 'amd64' },
  ]
  for (const variant of structs) {
    for (const name of ['constructor', 'valueOf', '__proto__']) {
      const payload = { name, data: { raw: Uint8Array.of(1) } }
      const trace = opened(written(variant, [{ type: 'KTR_STRUCT', pid: 1, comm: 'x', time: '1.5', payload }]), {
        as: variant.format,
        abi: 'amd64',
      })
      expect([...trace][0]?.payload).toEqual(payload)
      expect(textOf(trace)).toContain('unknown structure')
    }
  }
})
