import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { exhume } from '../support/cli.js'
import { registerFake } from '../support/fake.js'
import { patterned, temporaryFolder } from '../support/temp.js'

registerFake()
const folder = temporaryFolder()
const at = (...names: string[]): string => join(folder, ...names)
const content = Buffer.concat([Buffer.from('FAKE\0'), patterned(10_000)])
writeFileSync(at('large'), content)
writeFileSync(at('small'), 'FAKE\0abc')
writeFileSync(at('odd'), 'FAKE\x01abc')
writeFileSync(at('broken'), 'FAKE\x02abcd')
const document = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>

test('a document refers to the file from where it stands, and comes back as the same bytes', async () => {
  mkdirSync(at('below'))
  expect(await exhume('convert', at('large'), at('below', 'large.json'))).toEqual({ status: 0, stdout: '', stderr: '' })
  expect(document(at('below', 'large.json'))).toMatchObject({ body: { file: '../large', offset: 5, length: 10_000 } })
  expect(await exhume('write', at('below', 'large.json'), at('back'))).toEqual({ status: 0, stdout: '', stderr: '' })
  expect(readFileSync(at('back')).equals(content)).toBe(true)
})

test('--inline, and small files, need no other file; the text is indented by two', async () => {
  await exhume('convert', at('large'), at('inline.json'), '--inline')
  expect(document(at('inline.json'))).toMatchObject({ body: content.subarray(5).toString('hex') })
  await exhume('convert', at('small'), at('small.json'))
  expect(readFileSync(at('small.json'), 'utf8')).toBe('{\n  "format": "fake/test",\n  "flags": 0,\n  "body": "616263"\n}\n')
})

test('what was packed is inline: offsets of the unpacked bytes are of no use', async () => {
  writeFileSync(at('large.gz'), gzipSync(content))
  await exhume('convert', at('large.gz'), at('packed.json'))
  expect(document(at('packed.json'))).toMatchObject({ body: content.subarray(5).toString('hex') })
})

test.each(['.ndjson', '.jsonl'])('%s means lines', async (extension) => {
  const path = at(`lines${extension}`)
  await exhume('convert', at('small'), path)
  expect(readFileSync(path, 'utf8').split('\n')).toEqual([
    '{"format":"fake/test","flags":0,"trailer":true}',
    '{"index":0,"byte":97}',
    '{"index":1,"byte":98}',
    '{"index":2,"byte":99}',
    '{"end":true,"records":3}',
    '',
  ])
  const back = at(`back${extension}.bin`)
  expect((await exhume('write', path, back)).status).toBe(0)
  expect(readFileSync(back, 'utf8')).toBe('FAKE\0abc')
})

test('- is standard output', async () => {
  expect((await exhume('convert', at('small'), '-', '--to', 'json')).stdout).toBe(readFileSync(at('small.json'), 'utf8'))
  expect((await exhume('write', at('small.json'), '-')).stdout).toBe('FAKE\0abc')
})

test('a file is replaced with --force only, a symbolic link never', async () => {
  for (const args of [
    ['convert', at('small'), at('taken.json')],
    ['write', at('small.json'), at('taken.json')],
  ]) {
    writeFileSync(at('taken.json'), 'old')
    expect(await exhume(...args)).toMatchObject({ status: 2, stderr: expect.stringContaining('the file exists') })
    expect(readFileSync(at('taken.json'), 'utf8')).toBe('old')
    expect(await exhume(...args, '--force')).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(readFileSync(at('taken.json'), 'utf8')).not.toBe('old')
  }
  symlinkSync('large', at('link.json'))
  expect(await exhume('convert', at('small'), at('link.json'), '--force')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('a symbolic link'),
  })
  expect(readFileSync(at('large')).equals(content)).toBe(true)
})

test('damage is named and the file is made all the same; what cannot go on leaves none', async () => {
  expect(await exhume('convert', at('odd'), at('odd.ndjson'))).toEqual({
    status: 1,
    stdout: '',
    stderr: `${at('odd')}:0x6: BAD_VALUE: odd\n`,
  })
  expect(existsSync(at('odd.ndjson'))).toBe(true)
  expect(await exhume('convert', at('broken'), at('broken.ndjson'))).toMatchObject({
    status: 1,
    stderr: `${at('broken')}:0x7: BAD_BOUNDS: cannot go on\n`,
  })
  expect(readdirSync(folder).filter((name) => name.startsWith('broken'))).toEqual(['broken'])
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
})

test.each<[string, string, string]>([
  ['', 'BAD_DOCUMENT: the document is empty', '0x0: '],
  ['{"format": "fake/test",\n  "flags": 0,\n  x }', 'BAD_DOCUMENT: no valid JSON at line 3, column 3: "x }" is not expected', ''],
  ['[1]', 'BAD_DOCUMENT: expected a JSON object, found an array', ''],
  ['{}', 'BAD_DOCUMENT: expected a "format" in the document', ''],
  ['{"format": "none/x"}', 'BAD_DOCUMENT: writing format "none/x" is not supported; supported: fake, elf-core', ''],
  ['{"format": "fake/test"}', 'BAD_DOCUMENT: flags: no number', ''],
  [
    '{"format": "fake/test", "flags": 0}\n{"byte": 1}\n{oops}',
    'BAD_DOCUMENT: no valid JSON at line 1, column 2: "oops}" is not expected',
    '',
  ],
])('the document %j is refused, and no file is made', async (text, message, place) => {
  const path = at('bad.json')
  writeFileSync(path, text)
  const { status, stderr } = await exhume('write', path, at('never'))
  expect(stderr.startsWith(`${path}:${place || ' '}${message}`)).toBe(true)
  expect(stderr.trimEnd()).not.toContain('\n')
  expect(status).toBe(1)
  expect(existsSync(at('never'))).toBe(false)
})

test('a document that refers to a file that is not there', async () => {
  writeFileSync(at('dangling.json'), JSON.stringify({ format: 'fake/test', flags: 0, body: { file: 'gone', offset: 0, length: 1 } }))
  expect(await exhume('write', at('dangling.json'), at('never'))).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/cannot open .*gone.*ENOENT/),
  })
  expect(existsSync(at('never'))).toBe(false)
})

test('what a writer could not write as said is named, status 1', async () => {
  writeFileSync(at('nine.json'), '{"format": "fake/test", "flags": 9}')
  expect(await exhume('write', at('nine.json'), at('nine'))).toEqual({
    status: 1,
    stdout: '',
    stderr: `${at('nine.json')}: LOST: nine was lost\n`,
  })
  expect(existsSync(at('nine'))).toBe(true)
})

test('lost information leaves the status 0; --strict makes it 1', async () => {
  const out = join(folder, 'strict.core')
  const core = fileURLToPath(new URL('../../examples/hello-netbsd.core', import.meta.url))
  for (const [options, status] of [
    [[], 0],
    [['--strict'], 1],
  ] as const) {
    const result = await exhume('convert', core, out, '--force', '--to', 'elf-core/dragonfly', ...options)
    expect(result.stderr).toContain(': LOST: ')
    expect(result.status).toBe(status)
  }
})
