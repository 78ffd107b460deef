/** KT-A4: what a conversion writes is recognised again as what it is. */
import { describe, expect, test } from 'vitest'
import { toDialect } from '../../src/convert/ktrace/to-dialect.js'
import type { Trace } from '../../src/families/ktrace.js'
import { systems } from '../../src/formats/ktrace/registry.js'
import { memorySink, memorySource } from '../../src/io/index.js'
import type { PlainRecord } from '../../src/writers/ktrace/index.js'
import { allVariants, lifeOf } from '../readers/ktrace/lives.js'
import { opened, someRecords, variants, written } from '../readers/ktrace/made.js'

const sources = [
  ...variants.map((variant) => ({ ...variant, records: someRecords(variant) })),
  ...allVariants.map((variant) => ({ ...variant, records: lifeOf(variant) })),
]

const targets = systems.flatMap(({ formats, dialects }) =>
  formats.flatMap(({ name }) => {
    const abis = new Set(dialects.filter(({ layouts }) => layouts.some(({ format }) => format === name)).flatMap(({ abis }) => abis))
    return [...abis].map((abi) => ({ target: name, abi }))
  }),
)

/** The records as they are read. The systems call the same field `args` or `ktr_args`, and count arguments in words or bytes. */
const contents = (trace: Trace): string =>
  JSON.stringify(
    [...trace].map(({ type, pid, comm, time, payload }) => ({ type, pid, comm, time, payload })),
    (_key, value) => (typeof value === 'bigint' ? Number(value) : value),
  ).replaceAll('"ktr_args":', '"args":')

/** The first records of each kind alone, and all. */
function parts(records: readonly PlainRecord[]): PlainRecord[][] {
  const types = new Set(records.map(({ type }) => type))
  return [[...records], ...[...types].map((type) => records.filter((record) => record.type === type))]
}

describe('KT-A4: what is converted is recognised', () => {
  test.each(targets)('$target on $abi', async ({ target, abi }) => {
    const wrong: string[] = []
    for (const { records, ...variant } of sources) {
      for (const [part, some] of parts(records).entries()) {
        const file = opened(written(variant, some), { as: variant.format, abi: variant.abi, layout: variant.layout })
        const sink = memorySink()
        await toDialect(target)({ file, source: memorySource(new Uint8Array()), options: { abi }, turn: () => undefined }, sink)
        const bytes = sink.bytes()
        if (bytes.length === 0) continue
        let found: string
        try {
          const trace = opened(bytes)
          // Some records are the same in several systems, or on machines with the same headers.
          const same = contents(trace) === contents(opened(bytes, { as: target, abi }))
          found = same ? target : `${trace.format} on ${trace.abi}`
        } catch (error) {
          found = String(error)
        }
        // Signals of Darwin and of OpenBSD before 2002 have the same size, and alone nothing tells them apart.
        if (target === 'ktrace/darwin' && part > 0 && some[0]?.type === 'KTR_PSIG') continue
        if (found !== target)
          wrong.push(`${variant.format} ${variant.layout} ${variant.abi}, ${part === 0 ? 'all' : some[0]?.type}: ${found}`)
      }
    }
    expect(wrong).toEqual([])
  })
})
