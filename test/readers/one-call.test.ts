/** One call for one job: typed notes and records, views of traces, backtraces. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as linux from '../../src/formats/linux.js'
import * as netbsd from '../../src/formats/netbsd.js'
import { FormatError, memorySource, openFile } from '../../src/index.js'
import { backtrace, calls, kdumpText, openCore, openTrace, summary, symbolize } from '../../src/readers/index.js'
import { exhume } from '../support/cli.js'

const open = async (name: string) => openCore((await openFile(`examples/${name}`)).source)
const trace = async () => openTrace((await openFile('examples/hello.ktrace')).source)

test('a note as a structure, and as what the note is, is what its value says', async () => {
  const core = await open('hello-linux.core')
  const note = core.notes.find(({ name }) => name === 'NT_PRSTATUS')
  expect(note?.as(linux.prstatus)).toEqual(note?.value)
  expect(note?.as(linux.NT_PRSTATUS)).toEqual(note?.value)
  const procinfo = (await open('hello-netbsd.core')).notes.find(({ name }) => name === 'NT_NETBSDCORE_PROCINFO')
  expect(procinfo?.as(netbsd.procinfo).cpi_name).toBe('hello')
  expect(procinfo?.as(netbsd.NT_NETBSDCORE_PROCINFO)).toEqual(procinfo?.value)
})

test('a descriptor that is too short for the structure is refused with offset and path', async () => {
  const core = await open('hello-linux.core')
  const note = core.notes.find(({ name }) => name === 'NT_PRPSINFO')
  let thrown: unknown
  try {
    note?.as(linux.prstatus)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(FormatError)
  expect(thrown).toMatchObject({ code: 'TRUNCATED', path: expect.stringMatching(/^notes\[\d+\]/) })
  expect((thrown as FormatError).offset).toBeGreaterThan(note?.descriptorOffset ?? Number.POSITIVE_INFINITY)
})

test('records are those of the iteration, with the payloads of their types', async () => {
  const opened = await trace()
  const plain = [...opened].map(({ index, type, payload }) => ({ index, type, payload }))
  expect([...opened.records()].map(({ index, type, payload }) => ({ index, type, payload }))).toEqual(plain)
  const paths = []
  for (const record of opened.records({ type: 'NAMEI' })) if (record.type === 'KTR_NAMEI') paths.push(record.payload.path)
  expect(paths.length).toBe(plain.filter(({ type }) => type === 'KTR_NAMEI').length)
  expect(paths.length).toBeGreaterThan(0)
  expect(opened.isOf(opened.file.system.name as 'netbsd')).toBe(true)
  expect(opened.isOf('darwin')).toBe(opened.file.system.name === 'darwin')
})

test('a record whose payload is none of its type has the number of the type, and is reported', async () => {
  const bytes = new Uint8Array(readFileSync('examples/hello.ktrace'))
  const opened = openTrace(memorySource(bytes))
  const call = [...opened].find(({ type }) => type === 'KTR_SYSRET')
  if (!call) throw new Error('no return')
  // The same record with half of its payload.
  const { header, bytes: whole, offset } = call
  const length = Number(header.ktr_len)
  const head = whole.length - length
  const cut = whole.slice(0, head + length / 2)
  new DataView(cut.buffer).setInt32(0, length / 2, opened.file.abi.endian === 'little')
  const damaged = new Uint8Array([...bytes.subarray(0, offset), ...cut, ...bytes.subarray(offset + whole.length)])
  const again = openTrace(memorySource(damaged), { as: opened.format, abi: opened.abi })
  const record = [...again.records()].find((each) => each.offset === offset)
  expect(record).toMatchObject({ type: expect.any(Number), typeName: 'KTR_SYSRET', payload: { raw: cut.slice(head) } })
  expect(again.diagnostics.map(({ path }) => path)).toContain(`records[${record?.index}].payload`)
})

test('summary, calls and kdumpText are what the command line prints', async () => {
  const opened = await trace()
  const file = 'examples/hello.ktrace'
  expect([...kdumpText(opened)].join('')).toBe((await exhume('read', file)).stdout)
  expect([...kdumpText(opened, { timestamps: 'relative', maxData: 4, numeric: 2 })].join('')).toBe(
    (await exhume('read', file, '--timestamps', 'relative', '--max-data', '4', '--numeric', '--numeric')).stdout,
  )
  const printed = JSON.parse((await exhume('read', file, '--only', 'summary', '--json')).stdout) as { summary: unknown }
  expect(JSON.parse(JSON.stringify(summary(opened)))).toEqual(printed.summary)
  const all = [...calls(opened)]
  expect(all.length).toBeGreaterThan(0)
  expect([...calls(opened, { syscall: all[0]?.name ?? '' })].every(({ name }) => name === all[0]?.name)).toBe(true)
  expect(() => [...calls(opened, { syscall: 'no_such_call' })]).toThrow(FormatError)
})

test('backtraces by the function, by the core, and in the report agree', async () => {
  const core = await open('hello-linux.core')
  const traced = await backtrace(core)
  expect(traced.length).toBe(core.threads.length)
  expect(await core.backtrace()).toEqual(traced[0]?.frames)
  expect(await backtrace(core, core.threads[0])).toEqual(traced.slice(0, 1))
  const pc = core.threads[0]?.registers.rip as bigint
  expect(traced[0]?.frames[0]).toMatchObject({ pc, trust: 'context' })
  expect(await core.symbolize(pc)).toEqual(await symbolize(core, pc))
  expect((await symbolize(core, pc))[0]?.address).toBe(pc)
  await expect(core.backtrace(undefined, { symbols: 'no/such/file' })).rejects.toMatchObject({ code: 'IO' })
})
