import { describe, expect, test } from 'vitest'
import { openTrace, streamTrace, type Trace } from '../../../src/families/ktrace.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { pipedSource, windowedSource } from '../../../src/readers/ktrace/chunk-source.js'
import { writer } from '../../../src/writers/ktrace/document.js'
import { opened, someRecords, textOf, variants, written } from './made.js'

const variant = { format: 'ktrace/netbsd-v2', abi: 'amd64', layout: 'v2' }
const records = [...someRecords(variant), ...someRecords(variant)]
const whole = written(variant, records)
/** Byte offset of each record, and of the end. */
const offsets = [...opened(whole)].map(({ offset }) => offset).concat(whole.length)

async function rewritten(trace: Trace): Promise<Uint8Array> {
  const [first, ...lines] = trace.ndjsonDocument({ inlineLimit: Number.POSITIVE_INFINITY })
  const sink = memorySink()
  await writer.write(JSON.parse(first as string) as Record<string, unknown>, lines, sink, {
    directory: '.',
    open: () => memorySource(new Uint8Array(0)),
    turn: () => undefined,
  })
  return sink.bytes()
}

describe('cut at every boundary', () => {
  const cuts = [...new Set(offsets.flatMap((at) => [at - 1, at, at + 1, at + 55, at + 56, at + 57]))].filter(
    (at) => at > 0 && at < whole.length,
  )
  test.each(cuts)('after %i bytes', async (length) => {
    const bytes = whole.slice(0, length)
    const trace = opened(bytes, { as: variant.format, abi: variant.abi })
    const found = [...trace].length
    expect(found).toBe(offsets.filter((at) => at <= length).length - 1)
    const clean = offsets.includes(length)
    expect(trace.diagnostics).toMatchObject(clean ? [] : [{ code: 'TRUNCATED', offset: offsets[found] }])
    expect(textOf(trace).endsWith('\n')).toBe(found > 0)
    expect(Buffer.from(await rewritten(trace)).equals(bytes)).toBe(true)
    // However often it is read, there is no more wrong with it.
    expect(trace.diagnostics.length).toBe(clean ? 0 : 1)
  })
})

describe('a length that is none', () => {
  test.each([
    ['negative', -1],
    ['huge', 0x7fffffff],
    ['a hundred megabytes', 100_000_000],
    ['beyond the end', 300_000],
  ])('%s: the records behind it are found', async (_what, length) => {
    const bytes = whole.slice()
    const at = offsets[4] as number
    new DataView(bytes.buffer).setInt32(at, length, true)
    const trace = opened(bytes)
    expect([...trace].map(({ offset }) => offset)).toEqual(offsets.slice(0, -1).filter((offset) => offset !== at))
    expect(trace.diagnostics).toMatchObject([{ code: 'BAD_VALUE', offset: at, path: 'records[4].ktr_len' }])
    expect(trace.diagnostics[0]?.message).toContain(`invalid length ${length}`)
    expect(trace.diagnostics[0]?.message).toContain(`skipped ${(offsets[5] as number) - at} bytes`)
    expect(Buffer.from(await rewritten(trace)).equals(bytes)).toBe(true)
  })

  test('strict: the first one is thrown', () => {
    const bytes = whole.slice()
    new DataView(bytes.buffer).setInt32(offsets[4] as number, -5, true)
    const trace = opened(bytes, { strict: true })
    expect(() => [...trace]).toThrow(expect.objectContaining({ code: 'BAD_VALUE', offset: offsets[4] }))
  })

  test('and nothing behind it', async () => {
    const bytes = new Uint8Array([...whole.slice(0, offsets[3]), ...new Uint8Array(200_000).fill(0x81)])
    const trace = opened(bytes)
    expect([...trace].length).toBe(3)
    expect(trace.diagnostics).toMatchObject([{ code: 'BAD_VALUE', offset: offsets[3] }])
    expect(Buffer.from(await rewritten(trace)).equals(bytes)).toBe(true)
  })
})

test('a record above the limit is one diagnostic, the rest is read', () => {
  const large = {
    type: 'KTR_GENIO',
    pid: 1,
    comm: 'x',
    time: '1700000000.0',
    payload: { ktr_fd: 1, ktr_rw: 0, data: new Uint8Array(5000) },
  }
  const bytes = written(variant, [records[0]!, large, records[0]!, records[0]!])
  const trace = opened(bytes, { limits: { recordSize: 4096 } })
  expect([...trace].length).toBe(3)
  expect(trace.diagnostics).toMatchObject([{ code: 'LIMIT' }])
})

test('a large record with a record behind it is read', () => {
  const data = new Uint8Array(9_000_000).fill(0x41)
  const large = { type: 'KTR_GENIO', pid: 1, comm: 'x', time: '1700000000.0', payload: { ktr_fd: 1, ktr_rw: 0, data } }
  const bytes = written(variant, [...records, large, ...records])
  const trace = opened(bytes)
  expect([...trace].length).toBe(2 * records.length + 1)
  expect(trace.diagnostics).toEqual([])
})

test('types that are not known stay what they are', async () => {
  const unknown = { type: 99, pid: 7, comm: 'new', time: '1700000000.0', payload: new Uint8Array([1, 2, 3]) }
  const bytes = written(variant, [...records, unknown, ...records])
  const trace = opened(bytes)
  const record = [...trace][records.length]
  expect(record).toMatchObject({ type: 99, pid: 7, comm: 'new' })
  expect(record?.payload).toEqual({ raw: new Uint8Array([1, 2, 3]) })
  expect(trace.diagnostics).toEqual([])
  expect(Buffer.from(await rewritten(trace)).equals(bytes)).toBe(true)
})

test('a payload that is too short for its type is a diagnostic with offset and path', async () => {
  const short = { type: 'KTR_GENIO', pid: 7, comm: 'x', time: '1700000000.0', payload: new Uint8Array([1, 2, 3]) }
  const bytes = written(variant, [...records, short, ...records])
  const trace = opened(bytes)
  const line = [...trace.recordLines()][records.length]
  expect(JSON.parse(line as string)).toMatchObject({ type: 'KTR_GENIO', payload: { raw: '010203' } })
  expect(trace.diagnostics).toMatchObject([
    { code: 'TRUNCATED', offset: whole.length + 56, path: `records[${records.length}].payload.ktr_fd` },
  ])
  expect(Buffer.from(await rewritten(trace)).equals(bytes)).toBe(true)
  expect(textOf(trace)).toContain('GIO   \n\t000   01 02 03')
})

describe('flipped bits', () => {
  test('never more than diagnostics, and the bytes come back', async () => {
    let state = 12345
    const random = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return (state >>> 8) % below
    }
    for (let round = 0; round < 80; round++) {
      const bytes = whole.slice()
      for (let i = 0; i <= round % 8; i++) bytes[random(bytes.length)]! ^= 1 << random(8)
      const trace = opened(bytes, { as: variant.format, abi: variant.abi })
      textOf(trace)
      for (const line of trace.recordLines()) JSON.parse(line)
      trace.report()
      let at = 0
      for (const span of trace.fields()) {
        expect(span.offset).toBe(at)
        at += span.length
      }
      expect(at).toBe(bytes.length)
      expect(Buffer.from(await rewritten(trace)).equals(bytes), `round ${round}`).toBe(true)
    }
  })

  test('megabytes of damage: what is behind them is found', () => {
    const noise = Uint8Array.from({ length: 8_000_000 }, (_, i) => (Math.imul(i, 2654435761) >>> 13) & 0xff)
    const bytes = new Uint8Array(whole.length + noise.length + whole.length)
    bytes.set(whole)
    bytes.set(noise, whole.length)
    bytes.set(whole, whole.length + noise.length)
    const trace = opened(bytes)
    expect([...trace].length).toBeGreaterThanOrEqual(2 * records.length)
  })
})

describe('a stream is the same as the file', () => {
  const text = textOf(opened(whole))
  function* pieces(size: number): Generator<Uint8Array> {
    // One buffer for all chunks, as a pipe is read.
    const buffer = new Uint8Array(size)
    for (let at = 0; at < whole.length; at += size) {
      const part = whole.subarray(at, at + size)
      buffer.set(part)
      yield buffer.subarray(0, part.length)
    }
  }
  test.each([1, 7, 56, 57, 100, 1000, 1_000_000])('in pieces of %i bytes', (size) => {
    const trace = streamTrace(pieces(size))
    expect(textOf(trace)).toBe(text)
    expect(() => textOf(trace)).toThrow(expect.objectContaining({ code: 'IO' }))
  })

  test.each([1, 57, 1000])('a file read by %i bytes at a time', (chunk) => {
    const feed = windowedSource(memorySource(whole), { chunk })
    const trace = openTrace(memorySource(whole))
    const walker = trace.walk()
    expect(walker.file.abiName).toBe('amd64')
    let from = 0
    for (;;) {
      const { bytes, last } = feed.read(from, 60, new Uint8Array(0))
      from += bytes.length
      if (last) break
    }
    expect(from).toBe(whole.length)
  })

  test('what has come is printed before more is waited for', () => {
    const seen: string[] = []
    function* slow(): Generator<Uint8Array> {
      yield whole.subarray(0, offsets[10])
      seen.push('asked')
      yield whole.subarray(offsets[10])
    }
    for (const piece of streamTrace(slow()).text()) seen.push(Buffer.from(piece as Uint8Array).toString('latin1'))
    const first = textOf(opened(whole.subarray(0, offsets[10]))).split('\n').length
    const asked = seen.lastIndexOf('asked')
    expect(seen.slice(0, asked).join('').replace('asked', '').split('\n').length).toBeLessThanOrEqual(first)
    expect(seen.filter((piece) => piece !== 'asked').join('')).toBe(text)
  })

  test('chunks are put together only where a record needs it', () => {
    const { bytes, last } = pipedSource(pieces(10)).read(0, 25, new Uint8Array(0))
    expect([bytes.length, last]).toEqual([30, false])
  })
})

test.each(variants)('every byte is in a field: $layout on $abi', (one) => {
  const bytes = written(one, someRecords(one))
  let at = 0
  for (const span of opened(bytes).fields()) {
    expect(span.offset).toBe(at)
    at += span.length
  }
  expect(at).toBe(bytes.length)
})
