/** Names, content and size of a new core on the command line. */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contentMappingOf } from '../../src/convert/core/mapping-kinds.js'
import { openCore } from '../../src/families/core.js'
import { memorySource } from '../../src/io/source.js'
import { buildCore } from '../../src/writers/core/build/build-core.js'
import { contentBits, contentOf } from '../../src/writers/policy/content-set.js'
import { exhume } from '../support/cli.js'
import { temporaryFolder } from '../support/temp.js'

const folder = temporaryFolder()
const at = (...names: string[]): string => join(folder, ...names)
let number = 0
function newFolder(): string {
  const path = at(`folder${number++}`)
  mkdirSync(path)
  return path
}

const page = 4096
const filled = (byte: number): Uint8Array => new Uint8Array(page).fill(byte)

/** A process with memory of every kind that a Linux core tells apart. */
const linux = buildCore({
  system: 'linux',
  abi: 'amd64',
  process: { pid: 1159, name: 'vi', uid: 1000, gid: 100, signal: { number: 11, code: 1, address: 0n } },
  threads: [
    { tid: 1160, registers: { rip: 0x400123n, rsp: 0x7f0000000800n } },
    { tid: 1159, registers: { rip: 0x400123n, rsp: 0x7ffffffff800n } },
  ],
  memory: [
    { address: 0x400000n, permissions: 'r-x', content: filled(1) },
    { address: 0x600000n, permissions: 'r--', content: filled(2) },
    { address: 0x601000n, permissions: 'rw-', content: filled(3) },
    { address: 0x602000n, permissions: 'rw-', content: filled(4) },
    { address: 0x1000000n, permissions: 'rw-', content: filled(5) },
    { address: 0x7f0000000000n, permissions: 'rw-', content: filled(6) },
    { address: 0x7f1000000000n, permissions: 'rw-', content: filled(7) },
    { address: 0x7f2000000000n, permissions: 'rw-', content: filled(8) },
    { address: 0x7f3000000000n, permissions: 'rw-', content: filled(9) },
    { address: 0x7ffffffff000n, permissions: 'rw-', content: filled(10) },
  ],
  auxv: [
    { type: 9n, value: 0x400080n },
    { type: 0n, value: 0n },
  ],
  files: [
    { start: 0x400000n, end: 0x401000n, offset: 0n, path: '/usr/bin/vi' },
    { start: 0x600000n, end: 0x601000n, offset: 0x1000n, path: '/usr/bin/vi' },
    { start: 0x601000n, end: 0x602000n, offset: 0x2000n, path: '/usr/bin/vi' },
    { start: 0x7f1000000000n, end: 0x7f1000001000n, offset: 0n, path: '/SYSV00000001 (deleted)' },
    { start: 0x7f2000000000n, end: 0x7f2000001000n, offset: 0n, path: '/dev/zero (deleted)' },
    { start: 0x7f3000000000n, end: 0x7f3000001000n, offset: 0n, path: '/dev/mem' },
  ],
}).bytes()
writeFileSync(at('vi.core'), linux)

const kinds: readonly (readonly [bigint, keyof typeof contentBits | undefined])[] = [
  [0x400000n, 'text'],
  [0x600000n, 'rodata'],
  [0x601000n, 'data'],
  // What continues the program: .bss, or a heap that was not moved. Without program headers, it may hold what the heap holds.
  [0x602000n, 'heap'],
  [0x1000000n, 'heap'],
  // The stack of the other thread.
  [0x7f0000000000n, 'stack'],
  [0x7f1000000000n, 'shm'],
  [0x7f2000000000n, 'shanon'],
  [0x7f3000000000n, undefined],
  [0x7ffffffff000n, 'stack'],
]

const held = (path: string): bigint[] =>
  openCore(memorySource(readFileSync(path))).mappings.flatMap(({ start, fileSize }) => (fileSize > 0n ? [start] : []))

describe('--content', () => {
  test('what each mapping is', () => {
    const core = openCore(memorySource(linux))
    const kindOf = contentMappingOf(core)
    expect(core.mappings.map((mapping) => [mapping.start, contentOf(kindOf(mapping))])).toEqual(
      kinds.map(([start, word]) => [start, word ? contentBits[word] : 0n]),
    )
  })

  test.each([
    ['stack', ['stack']],
    ['heap+text', ['heap', 'text']],
    ['default-anon', ['text', 'rodata', 'data', 'heap', 'shm', 'shanon', 'stack']],
    ['none', []],
    ['0x1', ['anon', 'heap', 'stack']],
    ['0x4', ['text', 'rodata', 'data']],
    ['0x2', ['shm', 'shanon']],
  ])('%s, to each system', async (content, words) => {
    const wanted = kinds.flatMap(([start, word]) => (word && (words as string[]).includes(word) ? [start] : []))
    for (const system of ['linux', 'netbsd', 'freebsd', 'openbsd', 'dragonfly', 'illumos']) {
      const out = at(`content.${system}.${content}`)
      const { stderr } = await exhume('convert', at('vi.core'), out, '--to', `elf-core/${system}`, '--content', content)
      expect(held(out), stderr).toEqual(wanted)
      // The mappings themselves are all there; DragonFly writes no header for memory that is not dumped.
      const left = system === 'dragonfly' ? wanted.length : kinds.length
      expect(openCore(memorySource(readFileSync(out))).mappings).toHaveLength(left)
    }
  })

  test('illumos cores record it', async () => {
    await exhume('convert', at('vi.core'), at('recorded'), '--to', 'elf-core/illumos', '--content', 'default-heap')
    const { notes } = openCore(memorySource(readFileSync(at('recorded'))))
    expect(notes.find(({ name }) => name === 'NT_CONTENT')?.value).toEqual({ content: 0x1ff9n })
  })
})

describe('--limit', () => {
  test('cuts the file, which is said, and which the reader sees', async () => {
    const result = await exhume('convert', at('vi.core'), at('cut'), '--to', 'elf-core/netbsd', '--limit', '9000')
    expect(result.status).toBe(1)
    expect(result.stderr).toMatch(/vi\.core:0x2328: LIMIT: truncated at the size limit of 9000 bytes; the complete file has \d+/)
    expect(statSync(at('cut')).size).toBe(9000)
    const core = openCore(memorySource(readFileSync(at('cut'))))
    expect(core.diagnostics.list).toMatchObject([{ code: 'TRUNCATED' }])
    expect(core.process).toMatchObject({ pid: 1159, name: 'vi' })
  })

  test('of 0 writes nothing', async () => {
    const result = await exhume('convert', at('vi.core'), at('nothing'), '--to', 'elf-core/linux', '--limit', '0')
    expect(result).toMatchObject({ status: 1, stderr: expect.stringContaining('a size limit of 0 means none (EFBIG)') })
    expect(existsSync(at('nothing'))).toBe(false)
    expect(readdirSync(folder).filter((name) => name.startsWith('.exhume'))).toEqual([])
  })

  test('for documents', async () => {
    await exhume('convert', at('vi.core'), at('vi.json'))
    const result = await exhume('write', at('vi.json'), at('short'), '--limit', '0x1000')
    expect(result).toMatchObject({ status: 1, stderr: expect.stringContaining('LIMIT') })
    expect(readFileSync(at('short')).equals(Buffer.from(linux.subarray(0, 4096)))).toBe(true)
    expect((await exhume('write', at('vi.json'), at('long'), '--limit', String(linux.length))).status).toBe(0)
    expect(await exhume('write', at('vi.json'), at('none'), '--limit', '0')).toMatchObject({ status: 1 })
    expect(readdirSync(folder).filter((name) => name.startsWith('.exhume'))).toEqual([])
  })

  test('not for documents of anything else', async () => {
    writeFileSync(at('trace.json'), '{"format":"ktrace/netbsd-v2"}')
    expect(await exhume('write', at('trace.json'), at('trace'), '--limit', '100')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--limit is not supported for ktrace/netbsd-v2 documents'),
    })
  })
})

describe('--name-pattern', () => {
  test.each([
    ['linux', [], '%e.%p.%s.%u.%i.%g', 'vi.1159.11.1000.1160.100'],
    ['illumos', [], 'core.%f.%p', 'core.vi.1159'],
    ['linux', ['--pattern-style', 'solaris'], '%f.%p.%x', 'vi.1159.%x'],
    ['freebsd', ['--pattern-style', 'freebsd'], '%N.%P%x', 'vi.1159'],
    ['netbsd', [], '%n.%p', 'vi.1159'],
    ['linux', [], '../%e/../x', 'x'],
    ['linux', [], '/%e', 'vi'],
  ])('%s %j: %s is %s', async (system, options, pattern, name) => {
    const out = newFolder()
    const result = await exhume('convert', at('vi.core'), out, '--to', `elf-core/${system}`, ...options, '--name-pattern', pattern)
    expect(result).toMatchObject({ stdout: `${join(out, name)}\n` })
    expect(readdirSync(out)).toEqual([name])
    expect(statSync(join(out, name)).mode & 0o777).toBe(0o600)
  })

  test.each([
    ['linux', 'core'],
    ['freebsd', 'vi.core'],
    ['openbsd', 'vi.core'],
    ['darwin', 'cores'],
  ])('the style alone: what %s does where nothing is set', async (style, name) => {
    const out = newFolder()
    await exhume('convert', at('vi.core'), out, '--to', 'elf-core/linux', '--pattern-style', style)
    expect(readdirSync(out)).toEqual([name])
  })

  test('a name that is taken, by a file or a symbolic link', async () => {
    const out = newFolder()
    writeFileSync(join(out, 'core.1159'), 'precious')
    const run = (...more: string[]) => exhume('convert', at('vi.core'), out, '--to', 'elf-core/linux', '--name-pattern', 'core.%p', ...more)
    expect(await run()).toMatchObject({ status: 2, stderr: expect.stringContaining('the file exists') })
    expect(readFileSync(join(out, 'core.1159'), 'utf8')).toBe('precious')
    expect((await run('--force')).status).toBe(0)
    const linked = newFolder()
    symlinkSync('elsewhere', join(linked, 'x'))
    const result = await exhume('convert', at('vi.core'), linked, '--to', 'elf-core/linux', '--name-pattern', 'x', '--force')
    expect(result).toMatchObject({ status: 2, stderr: expect.stringContaining('symbolic link') })
    expect(lstatSync(join(linked, 'x')).isSymbolicLink()).toBe(true)
  })

  test.each([
    ['a name too long', `${'x'.repeat(127)}%e`, 2, 'ENAMETOOLONG'],
    ['a folder that is not there', 'a/b', 2, 'ENOENT'],
    ['a program', '|/bin/cat %p', 1, 'program or socket, which is not supported'],
    ['a socket', '@/run/x', 1, 'program or socket, which is not supported'],
    ['no name', '%q', 1, 'does not expand to a file name'],
    ['a folder', '%e/', 1, 'does not expand to a file name'],
  ])('%s', async (_, pattern, status, message) => {
    const out = newFolder()
    const result = await exhume('convert', at('vi.core'), out, '--to', 'elf-core/linux', '--name-pattern', pattern)
    expect(result).toMatchObject({ status, stderr: expect.stringContaining(message) })
    expect(readdirSync(out)).toEqual([])
  })

  test('for documents: the name is made of the core that they are of, and files that have it stay', async () => {
    const document = at('named.json')
    await exhume('convert', at('vi.core'), document)
    const out = newFolder()
    const write = (...options: string[]) => exhume('write', document, out, ...options)
    const path = join(out, 'core.vi.1159')
    expect(await write('--name-pattern', 'core.%e.%p')).toEqual({ status: 0, stdout: `${path}\n`, stderr: '' })
    expect(readFileSync(path).equals(Buffer.from(linux))).toBe(true)
    writeFileSync(path, 'precious')
    expect(await write('--name-pattern', 'core.%e.%p')).toMatchObject({ status: 2, stderr: expect.stringContaining('the file exists') })
    expect(readFileSync(path, 'utf8')).toBe('precious')
    expect(await write('--name-pattern', 'core.%e.%p', '--force')).toMatchObject({ status: 0 })
    expect(await write('--pattern-style', 'freebsd')).toMatchObject({ status: 0, stdout: `${join(out, 'vi.core')}\n` })
    expect(await write('--name-pattern', '|/bin/cat %p')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('program or socket, which is not supported'),
    })
    expect(await write('--name-pattern', 'a/b')).toMatchObject({ status: 2, stderr: expect.stringContaining('ENOENT') })
    expect(readdirSync(out).sort()).toEqual(['core.vi.1159', 'vi.core'])
    expect(await exhume('write', document, '-', '--name-pattern', 'x')).toMatchObject({ status: 2 })
    writeFileSync(at('other.json'), '{"format":"ktrace/netbsd-v2"}')
    expect(await exhume('write', at('other.json'), out, '--name-pattern', 'x')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--name-pattern is not supported for ktrace/netbsd-v2 documents'),
    })
  })

  test('standard output is no folder', async () => {
    expect(await exhume('convert', at('vi.core'), '-', '--to', 'elf-core/linux', '--name-pattern', 'x')).toMatchObject({ status: 2 })
  })
})

test.each([
  ['--content', 'stack+', ['--to', 'elf-core/linux'], '--content: expected'],
  ['--content', '0xg', ['--to', 'elf-core/linux'], '--content: expected'],
  ['--limit', '1k', ['--to', 'elf-core/linux'], '--limit: expected'],
  ['--limit', '-1', ['--to', 'elf-core/linux'], '--limit: expected'],
  ['--limit', '1', ['--to', 'json'], '--limit is not an option of'],
  ['--content', 'all', ['--to', 'json'], '--content is not an option of'],
  ['--content', 'all', ['--to', 'checkpoint/dragonfly'], '--content is not an option of'],
  ['--name-pattern', 'x', ['--to', 'kcore/netbsd'], '--name-pattern is not an option of'],
  ['--pattern-style', 'plan9', ['--to', 'elf-core/linux'], 'plan9'],
])('%s %s %j is wrong usage', async (option, value, more, message) => {
  const result = await exhume('convert', at('vi.core'), at('never'), ...more, `${option}=${value}`)
  expect(result).toMatchObject({ status: 2, stderr: expect.stringContaining(message) })
  expect(existsSync(at('never'))).toBe(false)
})
