import { describe, expect, test } from 'vitest'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { writer } from '../../../src/writers/ktrace/document.js'
import { opened } from '../../readers/ktrace/made.js'

type Value = Record<string, unknown>

const context = { directory: '.', open: () => memorySource(new Uint8Array(0)), turn: () => undefined }
const first = { format: 'ktrace/netbsd-v2', abi: 'amd64' }

async function write(document: Value, ...records: unknown[]): Promise<Uint8Array> {
  const sink = memorySink()
  await writer.write(
    document,
    records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))),
    sink,
    context,
  )
  return sink.bytes()
}

test('a document written by hand needs to say only what it knows', async () => {
  const bytes = await write(
    first,
    {
      header: { ktr_type: 'KTR_NAMEI', ktr_pid: 7, ktr_comm: 'sh', ktr_time: { tv_sec: 1700000000, tv_nsec: 5 } },
      payload: { path: '/tmp' },
    },
    { header: { ktr_type: 'KTR_SYSCALL' }, payload: { ktr_code: 6, ktr_argsize: 8, args: [3] } },
    { header: { ktr_type: 99 }, payload: { raw: '0102' } },
    { header: { ktr_type: 'KTR_USER' } },
  )
  const trace = opened(bytes)
  expect([...trace].map(({ type, pid, comm, time, payload }) => ({ type, pid, comm, time, payload }))).toEqual([
    { type: 'KTR_NAMEI', pid: 7, comm: 'sh', time: '1700000000.000000005', payload: { path: '/tmp' } },
    { type: 'KTR_SYSCALL', pid: 0, comm: '', time: '0.000000000', payload: { ktr_code: 6, ktr_argsize: 8, args: [3n] } },
    { type: 99, pid: 0, comm: '', time: '0.000000000', payload: { raw: new Uint8Array([1, 2]) } },
    { type: 'KTR_USER', pid: 0, comm: '', time: '0.000000000', payload: { raw: new Uint8Array(0) } },
  ])
  expect([...trace][0]?.header).toMatchObject({ ktr_version: 2, ktr_len: 4 })
})

test('a record may be of another layout than its document', async () => {
  const bytes = await write(first, {
    layout: 'v1',
    header: { ktr_type: 'KTR_EMUL', ktr_time: { tv_sec: 1700000000, tv_nsec: 1 } },
    payload: { emul: 'netbsd' },
  })
  expect([...opened(bytes)][0]).toMatchObject({ layout: 'v1', header: { ktr_version: 1 } })
})

test('bytes that are of no record are gaps', async () => {
  expect(Buffer.from(await write(first, { gap: '00ff' }, { gap: '' })).toString('hex')).toBe('00ff')
})

describe('refused, with line and path', () => {
  const good = { header: { ktr_type: 'KTR_NAMEI' }, payload: { path: 'x' } }
  test.each<[string, unknown, string, string]>([
    ['no JSON', '{"header":', 'line 3', ''],
    ['no object', [1], 'line 3', 'records[1]'],
    ['no header', {}, 'line 3', 'records[1].header'],
    ['a key that is none', { ...good, extra: 1 }, 'line 3', 'records[1].extra'],
    ['a field that is none', { header: { ktr_type: 1, ktr_none: 1 } }, 'line 3', 'records[1].header.ktr_none'],
    ['a type that is none', { header: { ktr_type: 'KTR_NONE' } }, 'line 3', 'records[1].header.ktr_type'],
    ['a payload field that is none', { ...good, payload: { path: 'x', other: 1 } }, 'line 3', 'records[1].payload.other'],
    ['a payload field of the wrong kind', { ...good, payload: { path: 5 } }, 'line 3', 'records[1].payload.path'],
    [
      'a length that is not true',
      { header: { ktr_type: 'KTR_NAMEI', ktr_len: 9 }, payload: { path: 'x' } },
      'line 3',
      'records[1].payload',
    ],
    ['no hexadecimal', { ...good, payload: { raw: 'xy' } }, 'line 3', 'records[1].payload.raw'],
    ['a payload of an unknown type', { ...good, header: { ktr_type: 99 } }, 'line 3', 'records[1].payload'],
    ['a layout that is none', { ...good, layout: 'v8' }, 'line 3', 'records[1].layout'],
    ['a residue that is none', { ...good, residue: { header: 5 } }, 'line 3', 'records[1].residue.header'],
    ['a gap with something beside it', { gap: '00', header: {} }, 'line 3', 'records[1].header'],
  ])('%s', async (_what, record, line, path) => {
    const failure = write(first, good, record)
    await expect(failure).rejects.toMatchObject({ code: 'BAD_DOCUMENT', ...(path !== '' && { path }) })
    await expect(failure).rejects.toThrow(line)
  })

  test('a value out of range', async () => {
    const record = { header: { ktr_type: 'KTR_NAMEI', ktr_pid: 2 ** 40 }, payload: { path: 'x' } }
    await expect(write(first, record)).rejects.toMatchObject({ code: 'OUT_OF_RANGE', path: 'records[0].header.ktr_pid' })
  })

  test.each([
    [{ format: 'ktrace/netbsd-v2' }, 'abi'],
    [{ ...first, abi: 'pdp11' }, 'abi'],
    [{ ...first, layout: 'v9' }, 'layout'],
    [{ format: 'ktrace/none', abi: 'amd64' }, 'format'],
    [{ ...first, records: 5 }, 'records'],
  ])('%j', async (document, path) => {
    await expect(write(document)).rejects.toMatchObject({ code: 'BAD_DOCUMENT', path })
  })

  test('records of a JSON document are named by their number', async () => {
    await expect(write({ ...first, records: [good, { header: 1 }] })).rejects.toMatchObject({
      code: 'BAD_DOCUMENT',
      path: 'records[1].header',
    })
  })
})
