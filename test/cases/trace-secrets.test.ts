/** Traces with planted secrets: no request leaves in any output what it is about. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, describe, expect, test } from 'vitest'
import { openTrace } from '../../src/families/ktrace.js'
import { memorySource } from '../../src/io/index.js'
import type { PlainRecord } from '../../src/writers/ktrace/index.js'
import { allVariants, lifeOf, type Variant } from '../readers/ktrace/lives.js'
import { someRecords, variants, written } from '../readers/ktrace/made.js'
import { exhume } from '../support/cli.js'
import { temporaryFolder } from '../support/temp.js'
import { found } from './secret-cores.js'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
let connection: DuckDBConnection
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect()
})

const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const user = (value: string): Uint8Array => text(`${'mine'.padEnd(20, '\0')}${value}`)

type Plant = Pick<PlainRecord, 'type' | 'payload'>
const DATA: readonly Plant[] = [
  { type: 'KTR_GENIO', payload: { ktr_fd: 3, ktr_rw: 0, data: text('SECRETREAD') } },
  { type: 'KTR_GENIO', payload: { ktr_fd: 4, ktr_rw: 1, data: text(`${'x'.repeat(40)}SECRETWRITE`) } },
]
const PATHS: readonly Plant[] = [{ type: 'KTR_NAMEI', payload: text('/home/SECRETPATH') }]

/** What beside that systems record of a process, by the word that overwrites it. */
function others({ format, layout }: Variant): { io: Plant[]; exec: Plant[]; paths: Plant[] } {
  if (format.startsWith('ktrace/netbsd')) {
    const exec =
      layout === 'pre-4'
        ? []
        : [
            { type: 'KTR_EXEC_ARG', payload: text('SECRETARG') },
            { type: 'KTR_EXEC_ENV', payload: text('A=SECRETENV') },
          ]
    return { io: [{ type: 'KTR_USER', payload: user('SECRETUSER') }], exec, paths: [] }
  }
  if (format === 'ktrace/freebsd') {
    const capability = new Uint8Array(16 + 1024)
    capability.set(text('/home/SECRETCAP'), 16)
    // CAPFAIL_NAMEI, in the byte order that the machine has.
    new DataView(capability.buffer).setUint32(0, 6, true)
    return {
      io: [
        { type: 'KTR_USER', payload: text('SECRETUSER of a program') },
        { type: 'KTR_STRUCT', payload: text('sockaddr\0\x12\x01/SECRETSOCKET\0\0\0') },
      ],
      exec: [
        { type: 'KTR_ARGS', payload: text('ls\0SECRETARG\0') },
        { type: 'KTR_ENVS', payload: text('A=SECRETENV\0') },
      ],
      paths: layout === 'v1' ? [{ type: 'KTR_CAPFAIL', payload: capability }] : [],
    }
  }
  if (format === 'ktrace/openbsd' && layout.startsWith('comm'))
    return {
      io: [{ type: 'KTR_USER', payload: text(`${'mine'.padEnd(20, '\0')}SECRETUSER`) }],
      exec: [
        { type: 'KTR_EXECARGS', payload: text('ls\0SECRETARG\0') },
        { type: 'KTR_EXECENV', payload: text('A=SECRETENV\0') },
      ],
      paths: [],
    }
  return { io: [], exec: [], paths: [] }
}

function planted(variant: Variant): { bytes: Uint8Array; io: string[]; paths: string[]; exec: string[]; all: string[] } {
  const life = variant.format.startsWith('ktrace/netbsd') ? someRecords(variant) : lifeOf(variant)
  const like = life[2] as PlainRecord
  const { io, exec, paths } = others(variant)
  const add = [...DATA, ...PATHS, ...io, ...exec, ...paths].map((record): PlainRecord => ({ ...like, ...record, comm: 'SECRETCOMM' }))
  const bytes = written(variant, [...life, ...add, ...life])
  const textsOf = (list: readonly Plant[]): string[] =>
    list.flatMap(({ payload }) => {
      const data = payload instanceof Uint8Array ? payload : (payload as { data: Uint8Array }).data
      return /SECRET[A-Z]+/.exec(Buffer.from(data).toString('latin1')) ?? []
    })
  const sets = { io: textsOf([...DATA, ...io]), paths: textsOf([...PATHS, ...paths]), exec: textsOf(exec) }
  return { bytes, ...sets, all: [...sets.io, ...sets.paths, ...sets.exec, 'SECRETCOMM'] }
}

const own: readonly Variant[] = [
  ...variants.filter(({ layout, abi }) => ['amd64 v2', 'sparc64 v1', 'i386 v0', 'sparc pre-4'].includes(`${abi} ${layout}`)),
  ...allVariants.filter(({ layout, abi }) =>
    ['amd64 v1', 'i386 v0', 'amd64 comm24', 'sparc64 comm17', 'i386 old', 'amd64 threads', 'powerpc 10.4'].includes(`${abi} ${layout}`),
  ),
]

/** Text, hexadecimal and decompressed columns of a file. */
async function told(path: string, texts: readonly string[]): Promise<string[]> {
  const bytes = readFileSync(path)
  const pieces = [bytes]
  if (path.endsWith('.parquet')) {
    const rows = (await connection.runAndReadAll(`select * from '${path}'`)).getRowObjectsJson()
    expect(rows.length).toBeGreaterThan(0)
    pieces.push(Buffer.from(JSON.stringify(rows)))
  }
  const inHex = (piece: Buffer, each: string): boolean => piece.toString('latin1').toLowerCase().includes(Buffer.from(each).toString('hex'))
  return texts.filter((each) => pieces.some((piece) => found(piece, [each]).length > 0 || inHex(piece, each)))
}

const TARGETS = ['ktrace', 'ndjson', 'json', 'parquet', 'chrome-trace', 'kdump', 'ktrace/netbsd-v2', 'ktrace/freebsd'] as const

async function converted(
  name: string,
  target: string,
  ...options: string[]
): Promise<{ status: number | null; stderr: string; path: string }> {
  const path = at(`out.${target === 'parquet' ? 'parquet' : 'out'}`)
  const { status, stderr } = await exhume('convert', at(name), path, '--to', target, '--force', ...options)
  return { status, stderr, path }
}

describe.each(own)('KT-SHARE: $format $layout on $abi', (variant) => {
  const { bytes, io, paths, exec, all } = planted(variant)
  const name = `${variant.format.replace('/', '-')}-${variant.layout}-${variant.abi}.ktrace`
  writeFileSync(at(name), bytes)
  const data = ['SECRETREAD', 'SECRETWRITE']
  const without = (texts: readonly string[]): string[] => all.filter((each) => !texts.includes(each))

  test('the secrets are in it', async () => {
    expect(openTrace(memorySource(bytes)).format).toBe(variant.format)
    expect(await told(at(name), all)).toEqual(all)
    const { path } = await converted(name, 'parquet')
    expect(await told(path, data)).toEqual(data)
  })

  test.each(TARGETS)('--no-io to %s', async (target) => {
    const { status, stderr, path } = await converted(name, target, '--no-io')
    expect([status, await told(path, data)], stderr).toEqual([0, []])
    // Text says nothing of what it was asked for; data is an option of how it prints.
    if (target !== 'kdump') expect(stderr).toMatch(/REDACTED: no-io: left out data of \d+ reads and writes, \d+ bytes/)
  })

  test.each(TARGETS)('--max-data to %s', async (target) => {
    const { status, stderr, path } = await converted(name, target, '--max-data', '35')
    expect([status, await told(path, ['SECRETWRITE'])], stderr).toEqual([0, []])
    if (target !== 'kdump')
      expect(stderr).toContain('REDACTED: max-data: left out data behind the first 35 bytes of 1 read or write, 16 bytes')
  })

  test.each(TARGETS)('--redact to %s', async (target) => {
    const words: (readonly [string, readonly string[]])[] = [
      ['io', io],
      ['paths', paths],
      ['names', ['SECRETCOMM']],
      ['text:secret', all],
      ['pattern:SECRET[A-Z]+', all],
      ...(exec.length > 0 ? [['arguments,environment', exec] as const] : []),
    ]
    for (const [word, texts] of words) {
      const { status, stderr, path } = await converted(name, target, '--redact', word)
      expect([word, status, await told(path, texts)], stderr).toEqual([word, 0, []])
      if (target !== 'ktrace') continue
      expect(await told(path, without(texts))).toEqual(without(texts))
      const trace = openTrace(memorySource(Uint8Array.from(readFileSync(path))), {
        as: variant.format,
        abi: variant.abi,
        layout: variant.layout,
      })
      expect([...trace].length).toBe([...openTrace(memorySource(bytes))].length)
    }
  })

  test.each(TARGETS)('--share to %s', async (target) => {
    const { status, stderr, path } = await converted(name, target, '--share')
    expect([status, await told(path, [...all, 'SECRET'])], stderr).toEqual([0, []])
  })

  test('a request that meets nothing fails', async () => {
    for (const options of [
      ['--redact', 'text:NOTTHERE'],
      ['--max-data', '1000'],
    ]) {
      const { status, stderr } = await converted(name, 'ktrace', ...options)
      expect([status, stderr]).toEqual([1, expect.stringContaining('NO_MATCH')])
    }
  })
})

test('KT-SHARE: what is shorter is a trace as before, with all other records', async () => {
  const variant = own.find(({ abi, layout }) => abi === 'amd64' && layout === 'v2') as Variant
  const { bytes } = planted(variant)
  writeFileSync(at('in.ktrace'), bytes)
  const { path } = await converted('in.ktrace', 'ktrace', '--max-data', '5')
  const before = [...openTrace(memorySource(bytes))]
  const after = [...openTrace(memorySource(Uint8Array.from(readFileSync(path))))]
  expect(after.map(({ type, time, payload }) => ({ type, time, payload }))).toEqual(
    before.map(({ type, time, payload }) => {
      const { data } = payload as { data?: Uint8Array }
      return { type, time, payload: type === 'KTR_GENIO' && data ? { ...payload, data: data.slice(0, 5) } : payload }
    }),
  )
  const shorter = readFileSync(path)
  const document = await converted('in.ktrace', 'ndjson', '--max-data', '5')
  expect((await exhume('write', document.path, at('again'), '--force')).status).toBe(0)
  expect(readFileSync(at('again')).equals(shorter)).toBe(true)
})

test('KT-SHARE: Parquet and Chrome traces keep how much was read', async () => {
  const variant = own.find(({ abi, layout }) => abi === 'amd64' && layout === 'v2') as Variant
  writeFileSync(at('in.ktrace'), planted(variant).bytes)
  const { path } = await converted('in.ktrace', 'parquet', '--no-io')
  const rows = (await connection.runAndReadAll(`select data_length from '${path}' where type = 'KTR_GENIO'`)).getRowObjectsJson()
  expect(rows.map(({ data_length }) => data_length)).toEqual([14, 10, 51, 14])
  const chrome = JSON.parse(readFileSync((await converted('in.ktrace', 'chrome-trace', '--no-io')).path, 'utf8'))
  expect(
    chrome.traceEvents.filter(({ name }: { name: string }) => name === 'fd 4 bytes written').map((e: { args: object }) => e.args),
  ).toEqual([{ bytes: 51 }])
})

test('KT-SHARE: read --ndjson leaves the data out as well; other files have none', async () => {
  const variant = own.find(({ abi, layout }) => abi === 'amd64' && layout === 'v2') as Variant
  writeFileSync(at('in.ktrace'), planted(variant).bytes)
  for (const options of [['--no-io'], ['--max-data', '0']]) {
    const { stdout } = await exhume('read', at('in.ktrace'), '--ndjson', ...options)
    expect(stdout).toContain('"KTR_GENIO"')
    expect(stdout).not.toContain(Buffer.from('SECRET').toString('hex').concat('52454144'))
  }
  writeFileSync(at('cut.ktrace'), planted(variant).bytes.subarray(0, -10))
  const { status, stderr } = await converted('cut.ktrace', 'ktrace', '--no-io')
  expect([status, stderr.match(/TRUNCATED/g)]).toEqual([1, ['TRUNCATED']])
  expect(existsSync(at('out.out'))).toBe(true)
})

test('KT-SHARE: a text in two records of a transfer', async () => {
  const variant = own.find(({ abi, layout }) => abi === 'amd64' && layout === 'v2') as Variant
  const [first] = someRecords(variant) as [PlainRecord]
  const piece = (fd: number, data: string): PlainRecord => ({
    ...first,
    type: 'KTR_GENIO',
    payload: { ktr_fd: fd, ktr_rw: 1, data: text(data) },
  })
  writeFileSync(at('pieces.ktrace'), written(variant, [first, piece(3, 'my hunt'), piece(4, 'er1 other'), piece(3, 'er2 is it')]))
  const { status, stderr, path } = await converted('pieces.ktrace', 'ktrace', '--redact', 'text:hunter2')
  expect([status, stderr]).toEqual([0, expect.stringContaining('text:hunter2: 2 places, 7 bytes')])
  expect(await told(path, ['hunt', 'er2', 'er1 other', ' is it'])).toEqual(['er1 other', ' is it'])
})
