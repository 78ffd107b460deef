/** Traces as Parquet tables, asked by DuckDB, which is another's program. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, describe, expect, test } from 'vitest'
import { columns } from '../../src/convert/ktrace/parquet/schema.js'
import { toParquet } from '../../src/convert/ktrace/parquet/to-parquet.js'
import { makeViews, openTrace, type Trace } from '../../src/families/ktrace.js'
import { memorySink, memorySource } from '../../src/io/index.js'
import { allVariants, lifeOf } from '../readers/ktrace/lives.js'
import { opened, someRecords, variants, written } from '../readers/ktrace/made.js'
import { describeSamples } from '../support/samples.js'
import { temporaryFolder } from '../support/temp.js'

const folder = temporaryFolder()
let connection: DuckDBConnection
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect()
})

let files = 0
async function parquetOf(file: Trace): Promise<string> {
  const sink = memorySink()
  await toParquet({ file, source: memorySource(new Uint8Array()), options: {}, turn: () => undefined }, sink)
  const path = join(folder, `${files++}.parquet`)
  writeFileSync(path, sink.bytes())
  return path
}

async function ask(query: string): Promise<Record<string, unknown>[]> {
  return (await connection.runAndReadAll(query)).getRowObjectsJson() as Record<string, unknown>[]
}

/** Records per type, as the database counts them. */
async function counted(path: string): Promise<Record<string, number>> {
  const rows = await ask(`select type, count(*)::int as n from '${path}' group by type`)
  return Object.fromEntries(rows.map(({ type, n }) => [String(type), Number(n)]))
}

const v2 = { format: 'ktrace/netbsd-v2', abi: 'amd64', layout: 'v2' }

describe('a table of a trace', () => {
  test.each([...variants, ...allVariants])('$format $layout of $abi: records per type are those of the summary', async (variant) => {
    const records = variant.format.startsWith('ktrace/netbsd') ? someRecords(variant) : lifeOf(variant)
    const as = { as: variant.format, abi: variant.abi, layout: variant.layout }
    const bytes = written(variant, records)
    expect(await counted(await parquetOf(opened(bytes, as)))).toEqual(makeViews(opened(bytes, as).walk()).summary.types)
  })

  test('has typed columns', async () => {
    const path = await parquetOf(opened(written(v2, someRecords(v2))))
    const described = await ask(`select column_name, column_type from (describe select * from '${path}')`)
    const types = Object.fromEntries(described.map(({ column_name, column_type }) => [column_name, column_type]))
    expect(Object.keys(types)).toEqual(columns.map(({ name }) => name))
    expect(types).toMatchObject({ time: 'TIMESTAMP WITH TIME ZONE', pid: 'INTEGER', name: 'VARCHAR', retval: 'BIGINT', payload: 'JSON' })
  })

  test('says of each record what its JSON line says', async () => {
    const path = await parquetOf(opened(written(v2, someRecords(v2))))
    const rows = await ask(`select *, epoch_us(time) as us from '${path}' order by index`)
    const lines = [...opened(written(v2, someRecords(v2))).recordLines()].map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(rows.length).toBe(lines.length)
    for (const [i, row] of rows.entries()) {
      const { index, offset, pid, tid, comm, type, payload, time } = lines[i] as Record<string, unknown>
      expect({ index: Number(row.index), offset: Number(row.offset), pid: row.pid, tid: Number(row.tid), comm: row.comm }).toEqual({
        index,
        offset,
        pid,
        tid,
        comm,
      })
      expect(row.type).toBe(type)
      expect(JSON.parse(String(row.payload))).toEqual(payload)
      expect(`${Math.floor(Number(row.us) / 1e6)}.${String(row.nanoseconds).padStart(9, '0')}`).toBe(time)
    }
    const only = (type: string, name?: string) => rows.filter((row) => row.type === type && (name === undefined || row.name === name))
    expect(only('KTR_SYSRET', 'open')).toMatchObject([{ code: 5, errno: 2, error: 'ENOENT', retval: '0', path: null }])
    expect(only('KTR_SYSRET', 'read')).toMatchObject([{ code: 3, errno: 0, error: null, retval: '14', retval_1: '0' }])
    expect(only('KTR_GENIO')).toMatchObject([{ fd: 4, direction: 'read', data_length: 14 }])
    expect(only('KTR_NAMEI')).toMatchObject([{ path: '/etc/passwd', length: 11 }])
    expect(only('KTR_PSIG')).toMatchObject([{ signo: 20, signal: 'SIGCHLD' }])
  })

  test('a time that cannot be is nothing', async () => {
    const bytes = written(v2, someRecords(v2))
    // The seconds of the first record.
    bytes.fill(0x7f, 32, 40)
    const rows = await ask(
      `select time, nanoseconds from '${await parquetOf(openTrace(memorySource(bytes), { as: v2.format }))}' order by index`,
    )
    expect(rows[0]).toEqual({ time: null, nanoseconds: null })
    expect(rows[1]?.time).not.toBeNull()
  })

  test('several row groups are one table', async () => {
    const life = someRecords(v2)
    const bytes = written(v2, Array.from({ length: 6000 }, () => life).flat())
    const path = await parquetOf(opened(bytes))
    expect(await counted(path)).toEqual(makeViews(opened(bytes).walk()).summary.types)
    const [groups] = await ask(`select count(distinct row_group_id)::int as n from parquet_metadata('${path}')`)
    expect(groups?.n).toBeGreaterThan(1)
    const [sums] = await ask(`select count(*)::int as n, count(distinct index)::int as d, max(index)::int as m from '${path}'`)
    expect(sums).toEqual({ n: 84_000, d: 84_000, m: 83_999 })
  })
})

test('the queries of the documentation return what it says', async () => {
  const example = openTrace(memorySource(new Uint8Array(readFileSync('examples/hello.ktrace'))))
  const path = await parquetOf(example)
  const blocks = [...readFileSync('docs/traces.md', 'utf8').matchAll(/```sql\n([\s\S]*?)```/g)].map(([, block]) => block as string)
  const queries = blocks.flatMap((block) => [...block.matchAll(/(SELECT[\s\S]*?;)\n((?:-- .*\n)+)/g)])
  expect(queries.length).toBeGreaterThan(1)
  for (const [, query, printed] of queries) {
    const rows = await ask((query as string).replaceAll('hello.parquet', path))
    expect(rows.map((row) => `-- ${Object.values(row).join(' | ')}\n`).join('')).toBe(printed)
  }
})

describeSamples('the table of a real trace', (samples) => {
  const names = readdirSync(join(samples, 'ktrace')).filter((name) => name.endsWith('.ktrace'))
  test.each(names)('%s: records per type are those of the summary', async (name) => {
    const bytes = new Uint8Array(readFileSync(join(samples, 'ktrace', name)))
    const path = await parquetOf(opened(bytes))
    expect(await counted(path)).toEqual(makeViews(opened(bytes).walk()).summary.types)
    const [row] = await ask(`select count(*)::int as n, count(time)::int as t from '${path}'`)
    expect(row?.t).toBe(row?.n)
  })
})
