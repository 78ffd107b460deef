/** `exhume find` and `exhume diff`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { memorySource } from '../../src/io/source.js'
import { findBytes, textNeedles } from '../../src/readers/search/find-bytes.js'
import { buildCore } from '../../src/writers/core/build/build-core.js'
import { exhume } from '../support/cli.js'
import { temporaryFolder } from '../support/temp.js'

const folder = temporaryFolder()

function core(name: string, text: string, signal: number): string {
  const memory = new Uint8Array(4096)
  memory.set(Buffer.from(text), 100)
  memory.set(Buffer.from('wide', 'utf16le'), 200)
  new DataView(memory.buffer).setBigUint64(512, 0x7f00_1234_5678n, true)
  const path = join(folder, name)
  const file = buildCore({
    system: 'linux',
    abi: 'amd64',
    process: { pid: 7, name: 'demo', arguments: './demo', signal: { number: signal } },
    threads: [{ tid: 7, registers: { rip: 0x400000n, rsp: 0x10000n } }],
    memory: [{ address: 0x10000n, content: memory, permissions: 'rw-' }],
    files: [{ start: 0x400000n, end: 0x401000n, offset: 0n, path: '/bin/demo' }],
  })
  writeFileSync(path, file.bytes())
  return path
}

test('text in memory and notes, with address and kind', async () => {
  const path = core('a.core', 'needle', 11)
  const { status, stdout } = await exhume('find', path, 'needle')
  expect(stdout).toMatch(/^0x10064 {2}stack rw-\n {4}\|\.+needle\.+\|\n$/)
  expect(status).toBe(0)
  expect((await exhume('find', path, './demo', '--json')).stdout).toContain('"place":"note NT_PRPSINFO"')
  expect((await exhume('find', path, 'wide')).stdout).toContain('UTF-16')
})

test('bytes and pointers', async () => {
  const path = core('b.core', 'needle', 11)
  expect((await exhume('find', path, '--hex', '6e 65 65 64')).stdout).toContain('0x10064')
  expect((await exhume('find', path, '--pointer', '0x7f0012345678')).stdout).toContain('0x10200')
})

test('nothing found is status 1, wrong use status 2', async () => {
  const path = core('c.core', 'needle', 11)
  expect(await exhume('find', path, 'absent')).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('not found') })
  expect((await exhume('find', path)).status).toBe(2)
  expect((await exhume('find', path, 'a', '--hex', '00')).status).toBe(2)
  expect((await exhume('find', path, '--hex', '0')).stderr).toContain('pairs of hexadecimal digits')
})

test('places across the border of two reads are found once', () => {
  const chunk = 4 * 1024 * 1024
  const bytes = new Uint8Array(2 * chunk)
  for (const at of [0, chunk - 3, chunk, 2 * chunk - 6]) bytes.set(Buffer.from('needle'), at === chunk ? chunk + 10 : at)
  const hits = [...findBytes(memorySource(bytes), textNeedles('needle', 'little'))].map(({ offset }) => offset)
  expect(hits).toEqual([0, chunk - 3, chunk + 10, 2 * chunk - 6])
})

test('differences that matter', async () => {
  const [first, second] = [core('d.core', 'needle', 11), core('e.core', 'needle', 6)]
  const { status, stdout } = await exhume('diff', first, second)
  expect(stdout).toContain('- process.signal.name: SIGSEGV\n+ process.signal.name: SIGABRT\n')
  expect(stdout).not.toMatch(/pid|0x400000/)
  expect(status).toBe(0)
  expect((await exhume('diff', first, first)).stdout).toBe('no differences\n')
  expect((await exhume('diff', first, second, '--json')).stdout).toContain('{"path":"process.signal.number","before":"11","after":"6"}')
})

test('memory at a register of the thread that died', async () => {
  const path = core('f.core', 'needle', 11)
  const { stdout } = await exhume('read', path, '--at', '$rsp+100', '--length', '6', '--json')
  expect(JSON.parse(stdout)).toEqual({ memory: { address: '0x10064', length: 6, hex: Buffer.from('needle').toString('hex') } })
  expect((await exhume('read', path, '--at', '$nosuch', '--length', '6')).stderr).toContain('unknown symbol $nosuch')
})
