import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { exhume } from '../support/cli.js'
import { registerFake } from '../support/fake.js'
import { temporaryFolder } from '../support/temp.js'

registerFake()
const folder = temporaryFolder()
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const whole = file('whole', 'FAKE\0abc')
const odd = file('odd', 'FAKE\x01abc')
const broken = file('broken', 'FAKE\x02abcd')

test('without a flag it is text', async () => {
  expect(await exhume('read', whole)).toEqual({ status: 0, stdout: '0: 97\n1: 98\n2: 99\n', stderr: '' })
})

test('an option of one family reaches its reader', async () => {
  expect((await exhume('read', whole, '--numeric')).stdout).toMatch(/^numeric\n/)
})

test('--as takes a format or a family', async () => {
  for (const name of ['fake/test', 'fake']) expect((await exhume('read', whole, '--as', name)).status).toBe(0)
  const other = file('other', 'NOPE\0abc')
  expect((await exhume('read', other, '--as', 'fake/test')).stdout).toBe('0: 97\n1: 98\n2: 99\n')
  expect(await exhume('read', other, '--as', 'fake')).toMatchObject({ status: 1, stderr: expect.stringContaining('tried: fake\n') })
})

test('--json is the report, lazy parts in it', async () => {
  const { stdout, status } = await exhume('read', whole, '--json')
  expect(JSON.parse(stdout)).toEqual({
    format: 'fake/test',
    parts: [97, 98, 99].map((byte, index) => ({ index, byte })),
    diagnostics: [],
  })
  expect(status).toBe(0)
  expect(JSON.parse((await exhume('read', whole, '--json', '--only', 'none')).stdout)).toEqual({ format: 'fake/test', diagnostics: [] })
})

test('--ndjson is one record a line', async () => {
  expect((await exhume('read', whole, '--ndjson')).stdout).toBe('{"index":0,"byte":97}\n{"index":1,"byte":98}\n{"index":2,"byte":99}\n')
})

test('damage: what could be read is printed, then each diagnostic, status 1', async () => {
  const line = `${odd}:0x6: BAD_VALUE: odd\n`
  expect(await exhume('read', odd)).toEqual({ status: 1, stdout: '0: 97\n1: 98\n2: 99\n', stderr: line })
  const json = await exhume('read', odd, '--json')
  expect(JSON.parse(json.stdout)).toMatchObject({ diagnostics: [{ code: 'BAD_VALUE', offset: 6, path: 'body[1]', message: 'odd' }] })
  expect([json.status, json.stderr]).toEqual([1, line])
  expect(await exhume('read', odd, '--strict')).toEqual({ status: 1, stdout: '0: 97\n', stderr: line })
  expect(await exhume('read', broken)).toEqual({ status: 1, stdout: '0: 97\n1: 98\n', stderr: `${broken}:0x7: BAD_BOUNDS: cannot go on\n` })
  const short = file('short', 'FAKE')
  expect(await exhume('read', short)).toEqual({ status: 1, stdout: '', stderr: `${short}:0x4: TRUNCATED: no flags\n` })
})

test('gzip is unpacked; a cut one gives what it holds', async () => {
  const packed = gzipSync('FAKE\0abc')
  expect((await exhume('read', file('packed', packed))).stdout).toBe('0: 97\n1: 98\n2: 99\n')
  const cut = file('cut', packed.subarray(0, packed.byteLength - 3))
  const { status, stdout, stderr } = await exhume('read', cut)
  expect([status, stdout]).toEqual([1, '0: 97\n1: 98\n2: 99\n'])
  expect(stderr).toMatch(/cut:0x\w+: TRUNCATED: .*\n$/)
})

test('--at prints memory, in hex or as JSON', async () => {
  expect(await exhume('read', whole, '--at', '0x1001', '--length', '2')).toMatchObject({
    status: 0,
    stdout: `00001001  62 63${' '.repeat(43)}  |bc|\n`,
  })
  const { stdout } = await exhume('read', whole, '--at', '4096', '--length', '3', '--json')
  expect(JSON.parse(stdout)).toEqual({ memory: { address: '0x1000', length: 3, hex: '616263' } })
})

test('where memory ends, what there is is printed, with UNMAPPED', async () => {
  const { status, stdout, stderr } = await exhume('read', whole, '--at', '0x1001', '--length', '64', '--json')
  expect(JSON.parse(stdout)).toEqual({ memory: { address: '0x1001', length: 2, hex: '6263' } })
  expect([status, stderr]).toEqual([1, `${whole}: UNMAPPED: expected 64 bytes of memory at 0x1001, found 2\n`])
  expect(await exhume('read', whole, '--at', '0', '--length', '1')).toMatchObject({ status: 1, stdout: '' })
})

test('--symbol prints memory at a symbol', async () => {
  expect(JSON.parse((await exhume('read', whole, '--symbol', 'body', '--json')).stdout)).toEqual({
    memory: { address: '0x1000', length: 2, hex: '6162' },
  })
})

test('--hex names every byte', async () => {
  expect((await exhume('read', whole, '--hex')).stdout.split('\n')).toEqual([
    `00000000  46 41 4b 45${' '.repeat(37)}  |FAKE|${' '.repeat(12)}  magic = FAKE`,
    `00000004  00${' '.repeat(46)}  |.|${' '.repeat(15)}  flags = 0`,
    `00000005  61 62 63${' '.repeat(40)}  |abc|${' '.repeat(13)}  (no field)`,
    '',
  ])
})
