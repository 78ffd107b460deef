/** Names, content and size of new cores on the command line, one test per case. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCore } from '../../src/families/core.js'
import { memorySource } from '../../src/io/source.js'
import { type BuildOptions, type BuildSystem, buildCore } from '../../src/writers/core/build/build-core.js'
import { exhume } from '../support/cli.js'
import { temporaryFolder } from '../support/temp.js'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
let number = 0
function newFolder(): string {
  const path = at(`folder${number++}`)
  mkdirSync(path)
  return path
}
const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte)
const objects: NonNullable<BuildOptions['objects']> = [
  {
    address: 0x400000n,
    fixed: true,
    ctf: filled(1000, 9),
    symbols: { content: filled(480, 8), strings: filled(300, 7), info: 3 },
    debug: [{ name: '.debug_info', content: filled(500, 6) }],
  },
]

/** A set-ID program: real user 100, effective user 0. */
function core(system: BuildSystem, changes: Partial<BuildOptions> = {}): string {
  const credentials = { ruid: 100, euid: 0, svuid: 0, rgid: 1, egid: 3, svgid: 3 }
  const bytes = buildCore({
    system,
    abi: 'amd64',
    process: { pid: 7, name: 'su', uid: 100, gid: 1, credentials, signal: { number: 11 } },
    threads: [{ tid: 1, registers: { rsp: 0x7fff1000n } }],
    memory: [
      { address: 0x400000n, permissions: 'r-x', content: filled(8192, 1) },
      { address: 0x7fff0000n, permissions: 'rw-', content: filled(8192, 4) },
    ],
    ...(system === 'illumos' && { content: 0x3fffn, objects }),
    ...changes,
  }).bytes()
  const path = at(`core${number++}`)
  writeFileSync(path, bytes)
  return path
}
const load = (path: string) => openCore(memorySource(readFileSync(path)))
const convert = (from: string, to: string, ...options: string[]) => exhume('convert', from, to, '--force', ...options)
const contentOf = (path: string): unknown =>
  (load(path).notes.find(({ name }) => name === 'NT_CONTENT')?.value as { content: bigint } | undefined)?.content

test.each([
  ['illumos', 'illumos', '%u.%g', '0.3'],
  ['freebsd', 'freebsd', '%U', '0'],
  ['illumos', 'dragonfly', '%U', '0'],
  ['illumos', 'darwin', '%U', '0'],
  ['illumos', 'linux', '%u.%g', '100.1'],
] as const)('POL-F10: users of a core of %s in a pattern of %s', async (system, style, pattern, name) => {
  const out = newFolder()
  await convert(core(system), out, '--to', `elf-core/${system}`, '--pattern-style', style, '--name-pattern', pattern)
  expect(readdirSync(out)).toEqual([name])
})

test.each([
  ['none', []],
  ['stack', []],
  ['default', ['.SUNW_ctf', '.symtab', '.strtab', '.shstrtab']],
  ['all', ['.debug_info', '.SUNW_ctf', '.symtab', '.strtab', '.shstrtab']],
  ['debug', ['.debug_info', '.shstrtab']],
  ['ctf', ['.SUNW_ctf', '.symtab', '.strtab', '.shstrtab']],
])('POL-F11: --content %s selects sections', async (content, names) => {
  const out = at('sections')
  expect(await convert(core('illumos'), out, '--to', 'elf-core/illumos', '--content', content)).toMatchObject({ status: 0 })
  const made = load(out)
  expect(made.sections.map(({ name }) => name)).toEqual(names)
  expect(made.diagnostics.list).toEqual([])
  // No byte of what was left out is in the file.
  const held = readFileSync(out)
  expect(held.includes(Buffer.from(filled(64, 6)))).toBe(names.includes('.debug_info'))
  expect(held.includes(Buffer.from(filled(64, 9)))).toBe(names.includes('.SUNW_ctf'))
})

test('POL-F12: NT_CONTENT does not promise memory that is not in the file', async () => {
  const [stack, all] = [at('stack'), at('all')]
  await convert(core('illumos'), stack, '--to', 'elf-core/illumos', '--content', 'stack')
  await convert(stack, all, '--to', 'elf-core/illumos', '--content', 'all')
  expect([contentOf(stack), contentOf(all)]).toEqual([1n, 1n])
  expect(load(all).mappings.map(({ fileSize }) => fileSize)).toEqual([0n, 8192n])
  // A source without the note: as given, unless memory of a kind is missing.
  await convert(core('linux'), all, '--to', 'elf-core/illumos', '--content', 'all')
  expect(contentOf(all)).toBe(0x3fffn)
  const memory = [
    { address: 0x400000n, permissions: 'r-x', size: 8192n },
    { address: 0x7fff0000n, permissions: 'rw-', content: filled(8192, 4) },
  ]
  await convert(core('linux', { memory }), all, '--to', 'elf-core/illumos', '--content', 'all')
  expect(contentOf(all)).toBe(0x3fffn & ~0x10n)
})

test('POL-F21: a limit of 0 means no file', async () => {
  const result = await exhume('convert', core('linux'), at('none'), '--to', 'elf-core/linux', '--limit', '0')
  expect(result).toMatchObject({ status: 1, stderr: expect.stringContaining('a size limit of 0 means none (EFBIG)') })
  expect(readdirSync(folder)).not.toContain('none')
})

test('POL-F21: the default pattern of macOS in a new folder', async () => {
  const out = newFolder()
  expect(await convert(core('linux'), out, '--to', 'elf-core/linux', '--pattern-style', 'darwin')).toMatchObject({ status: 0 })
  expect(readdirSync(join(out, 'cores'))).toEqual(['core.7'])
})

test('POL-F21: the path of a zone and the start of a process are not invented', async () => {
  const out = newFolder()
  const web = core('illumos', { illumos: { zone: 'web' } })
  const to = ['--to', 'elf-core/illumos', '--name-pattern']
  expect(await convert(web, out, ...to, '%z%Z.core')).toMatchObject({ status: 1, stderr: expect.stringContaining('--zone-path') })
  expect(await convert(web, out, ...to, '%z.core')).toMatchObject({ status: 0 })
  mkdirSync(join(out, 'z'))
  expect(await convert(web, out, ...to, '%Z.%z', '--zone-path', '/z/web')).toMatchObject({ status: 0 })
  expect(await convert(core('illumos'), out, ...to, '%Z%f')).toMatchObject({ status: 0 })
  expect(readdirSync(out).sort()).toEqual(['su', 'web.core', 'z'])
  expect(readdirSync(join(out, 'z'))).toEqual(['web.web'])
  const netbsd = ['--to', 'elf-core/netbsd', '--name-pattern', '%n.%t']
  expect(await convert(core('netbsd'), out, ...netbsd)).toMatchObject({ status: 1, stderr: expect.stringContaining('start time') })
})
