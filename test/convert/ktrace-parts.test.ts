/** Traces cut in parts, and read by several workers: the parts are the whole, and the workers make what one makes. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { toNdjsonByJobs } from '../../src/convert/ktrace/parallel-ndjson.js'
import { toParts, toRecords } from '../../src/convert/ktrace/select-records.js'
import { toNdjson } from '../../src/convert/to-document.js'
import type { Trace, TraceOptions } from '../../src/families/ktrace.js'
import { memorySink, memorySource } from '../../src/io/index.js'
import { outputDirectory } from '../../src/io/output-directory.js'
import { syscallNamerFor, visitRange } from '../../src/readers/ktrace/trace-ranges.js'
import type { PlainRecord, TraceWriterOptions } from '../../src/writers/ktrace/index.js'
import { allVariants, lifeOf } from '../readers/ktrace/lives.js'
import { opened, someRecords, textOf, variants, written } from '../readers/ktrace/made.js'
import { exhume, exhumeProcess } from '../support/cli.js'
import { temporaryFolder } from '../support/temp.js'

type Variant = TraceWriterOptions & { layout: string }

const input = (file: Trace, options: Record<string, unknown> = {}) => ({
  file,
  source: memorySource(new Uint8Array()),
  options,
  turn: () => undefined,
})

/** One life after the other, of several processes; only the first ones say what they are. */
function longTrace(variant: Variant): { bytes: Uint8Array; as: TraceOptions } {
  const life = variant.format.startsWith('ktrace/netbsd') ? someRecords(variant) : lifeOf(variant)
  const says = ['KTR_EMUL', 'KTR_PROCCTOR', 'KTR_START']
  const records: PlainRecord[] = []
  for (let n = 0; n < 40; n++) {
    for (const record of life) {
      if (n >= 3 && says.includes(String(record.type))) continue
      records.push({ ...record, pid: record.pid < 0 ? record.pid : 1234 + (n % 3) })
    }
  }
  return { bytes: written(variant, records), as: { as: variant.format, abi: variant.abi, layout: variant.layout } }
}

/** The parts of a trace, as bytes. */
async function parts(bytes: Uint8Array, as: TraceOptions, split: string): Promise<Uint8Array[]> {
  const folder = join(temporaryFolder(), 'parts')
  const directory = outputDirectory(folder)
  expect(await toParts(input(opened(bytes, as), { split }), directory)).toEqual([])
  expect(readdirSync(folder).map((name) => join(folder, name))).toEqual(directory.made)
  return directory.made.map((path) => new Uint8Array(readFileSync(path)))
}

/** Bytes at the beginning of a part that are of earlier records: what is left follows on what came before. */
function repeated(part: Uint8Array, whole: Uint8Array, at: number): number {
  for (let length = 0; length < part.length; length++) {
    if (Buffer.compare(part.subarray(length), whole.subarray(at, at + part.length - length)) === 0) return length
  }
  throw new Error('the part is not of the trace')
}

const VARIANTS: readonly Variant[] = [...variants, ...allVariants]

describe('parts of a trace', () => {
  test.each(VARIANTS)('$format $layout of $abi: one behind the other they are the whole, and each is read alone', async (variant) => {
    const { bytes, as } = longTrace(variant)
    const whole = opened(bytes, as)
    const pieces = await parts(bytes, as, '2K')
    expect(pieces.length).toBeGreaterThan(5)
    const lasting = [...whole]
      .filter(({ type }) => ['KTR_EMUL', 'KTR_PROCCTOR', 'KTR_START'].includes(String(type)))
      .map((record) => Buffer.from(record.bytes).toString('hex'))
    let at = 0
    let text = ''
    for (const [i, part] of pieces.entries()) {
      const context = repeated(part, bytes, at)
      const trace = opened(part, as)
      expect(trace.diagnostics).toEqual([])
      // The repeated records are such as say how others are to be read, and print their lines again.
      const again = opened(part.slice(0, context), as)
      const records = context === 0 ? [] : [...again]
      for (const record of records) expect(lasting).toContain(Buffer.from(record.bytes).toString('hex'))
      if (i > 0 && lasting.length > 0) expect(records.length).toBeGreaterThan(0)
      const lines = context === 0 ? '' : textOf(again)
      const printed = textOf(trace)
      expect(printed.startsWith(lines)).toBe(true)
      text += printed.slice(lines.length)
      at += part.length - context
    }
    expect(at).toBe(bytes.length)
    expect(text).toBe(textOf(whole))
  })

  const v2 = { format: 'ktrace/netbsd-v2', abi: 'amd64', layout: 'v2' }

  test('a part knows whose calls a process makes, and that it has ended', async () => {
    const call = (pid: number, code: number): PlainRecord => ({
      type: 'KTR_SYSCALL',
      pid,
      tid: 1,
      comm: 'x',
      time: '1700000000.000000001',
      payload: { ktr_code: code, ktr_argsize: 0, args: [] },
    })
    const emul = (pid: number, name: string): PlainRecord => ({ ...call(pid, 0), type: 'KTR_EMUL', payload: { emul: name } })
    const records = [emul(1, 'linux'), emul(2, 'netbsd32'), ...Array.from({ length: 60 }, (_, i) => call(1 + (i % 3), 6)), call(2, 1)]
    records.push(...Array.from({ length: 30 }, (_, i) => call(1 + (i % 2), 6)))
    const bytes = written(v2, records)
    const [first, ...rest] = await parts(bytes, { as: v2.format }, '1K')
    expect(first).toBeDefined()
    const names = (part: Uint8Array): string[] => [...opened(part, { as: v2.format })].map((r) => `${r.pid} ${r.type} ${r.name}`)
    // A Linux process keeps its emulation; the other one has its own until it has ended.
    for (const part of rest) expect(names(part).filter((line) => line.startsWith('1 KTR_SYSCALL'))).not.toContain('1 KTR_SYSCALL close')
    expect(names(rest[1] as Uint8Array)).toContain('2 KTR_SYSCALL netbsd32_close')
    expect(names(rest.at(-1) as Uint8Array).filter((line) => line.startsWith('2 KTR_EMUL'))).toEqual([])
    expect(names(rest.at(-1) as Uint8Array)).toContain('2 KTR_SYSCALL close')
  })

  test('damage stays where it was', async () => {
    const { bytes, as } = longTrace(v2)
    bytes.fill(0xee, 3000, 3100)
    const pieces = await parts(bytes, as, '2K')
    let at = 0
    for (const part of pieces) at += part.length - repeated(part, bytes, at)
    expect(at).toBe(bytes.length)
  })

  test('nothing that is there is touched, and nothing stays of a failure', async () => {
    const folder = temporaryFolder()
    const trace = join(folder, 'trace')
    writeFileSync(trace, longTrace(v2).bytes)
    const out = join(folder, 'out')
    mkdirSync(out)
    writeFileSync(join(out, 'part-00002.ktrace'), 'mine')
    for (const force of [[], ['--force']]) {
      const { status, stderr } = await exhume('convert', trace, out, '--to', 'ktrace', '--split', '2K', ...force)
      expect([status, stderr]).toEqual([2, `exhume: cannot use ${out}: it is not empty\n`])
    }
    expect(readdirSync(out)).toEqual(['part-00002.ktrace'])
    expect((await exhume('convert', trace, join(folder, 'new'), '--to', 'ktrace', '--split', 'much')).status).toBe(2)
    expect(readdirSync(folder).sort()).toEqual(['out', 'trace'])
    expect((await exhume('convert', trace, '-', '--to', 'ktrace', '--split', '2K')).status).toBe(2)
    const { status, stdout } = await exhume('convert', trace, join(folder, 'new'), '--to', 'ktrace', '--split', '4K')
    expect(status).toBe(0)
    expect(stdout.split('\n').slice(0, 2)).toEqual([1, 2].map((n) => join(folder, 'new', `part-0000${n}.ktrace`)))
  })

  test('without --split: the records that are wanted, and what they are read by', async () => {
    const { bytes, as } = longTrace(v2)
    const sink = memorySink()
    await toRecords(input(opened(bytes, as), { pid: '1235', type: 'SYSCALL,SYSRET' }), sink)
    const records = [...opened(sink.bytes(), as)]
    expect(new Set(records.map(({ pid }) => pid))).toEqual(new Set([1235]))
    expect(new Set(records.map(({ type }) => type))).toEqual(new Set(['KTR_EMUL', 'KTR_SYSCALL', 'KTR_SYSRET']))
    const all = memorySink()
    await toRecords(input(opened(bytes, as)), all)
    expect(Buffer.compare(all.bytes(), bytes)).toBe(0)
  })
})

describe('ranges', () => {
  test.each(VARIANTS)('$format $layout of $abi: records and names are those of one walk', (variant) => {
    const { bytes, as } = longTrace(variant)
    bytes.fill(0xee, 5000, 5040)
    const trace = opened(bytes, as)
    const expected = [...trace].map(({ index, offset, pid, name }) => ({ index, offset, pid, name }))
    const found: unknown[] = []
    let at = 0
    for (const range of trace.ranges({ bytes: 1500, records: 20 })) {
      expect(range.base).toBe(at)
      at += range.bytes.length
      const namer = syscallNamerFor(trace.file, range)
      visitRange(trace.file, range, {
        record: (walker) => found.push({ index: walker.index, offset: walker.offset, pid: walker.pid, name: namer.see(walker) }),
      })
    }
    expect(at).toBe(bytes.length)
    expect(found).toEqual(expected)
  })

  test('lines made by ranges are those of one walk, and so is what was wrong', async () => {
    for (const variant of VARIANTS) {
      const { bytes, as } = longTrace(variant)
      bytes.fill(0xee, 5000, 5040)
      const cut = bytes.subarray(0, bytes.length - 7)
      const one = memorySink()
      const whole = opened(cut, as)
      await toNdjson(input(whole), one)
      const other = memorySink()
      const ranged = opened(cut, as)
      await toNdjsonByJobs(input(ranged), other)
      expect(Buffer.from(other.bytes()).toString()).toBe(withoutTrailer(Buffer.from(one.bytes()).toString()))
      expect(ranged.diagnostics).toEqual(whole.diagnostics)
      expect(whole.diagnostics.length).toBeGreaterThan(0)
    }
  })
})

test('--jobs: several workers make what one makes, and say the same of damage', { timeout: 120_000 }, () => {
  const folder = temporaryFolder()
  const { bytes } = longTrace({ format: 'ktrace/netbsd-v2', abi: 'amd64', layout: 'v2' })
  // Several ranges of some MiB each.
  const many = Buffer.concat(Array.from({ length: Math.ceil((9 * 1024 * 1024) / bytes.length) }, () => bytes))
  many.fill(0xee, 6_000_000, 6_000_100)
  writeFileSync(join(folder, 'trace'), many)
  for (const to of ['ndjson', 'parquet']) {
    const made = ['1', '2'].map((jobs) => {
      const { status, stderr } = exhumeProcess(['convert', 'trace', `${jobs}.${to}`, '--jobs', jobs], { cwd: folder })
      expect(stderr).toMatch(/^trace:0x[0-9a-f]+: BAD_VALUE: .*; skipped \d+ bytes to the next record\n$/)
      expect(status).toBe(1)
      return { stderr, bytes: readFileSync(join(folder, `${jobs}.${to}`)) }
    })
    for (const each of made) {
      expect(each.stderr).toBe(made[0]?.stderr)
      expect(Buffer.compare(each.bytes, (made[0] as { bytes: Buffer }).bytes)).toBe(0)
    }
  }
  const { status, stderr } = exhumeProcess(['convert', 'trace', 'x.parquet', '--jobs', '0'], { cwd: folder })
  expect(status).toBe(2)
  expect(stderr).toBe('exhume: --jobs: expected a number from 1 to 256, found "0"\n')
})

const withoutTrailer = (text: string): string => text.replace(',"trailer":true', '').replace(/\{"end":true.*\n$/, '')
