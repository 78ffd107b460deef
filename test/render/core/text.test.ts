/** What `read` prints of a core. */
import { expect, test } from 'vitest'
import { bytes, printable, table } from '../../../src/render/text-table.js'
import { buildCore } from '../../../src/writers/core/build/build-core.js'
import { open } from '../../readers/core/helper.js'

const core = (name = 'demo'): Uint8Array =>
  buildCore({
    system: 'linux',
    abi: 'i386',
    process: { pid: 17, ppid: 1, name, arguments: `./${name} -v`, uid: 5, gid: 6, signal: { number: 11, code: 1, address: 0x1234n } },
    threads: [
      { tid: 17, registers: { eax: 1n, eip: 0x8048000n } },
      { tid: 18, registers: {} },
    ],
    memory: [
      { address: 0x8048000n, size: 8192n, permissions: 'r-x' },
      { address: 0x9000000n, content: new Uint8Array(4096).fill(1) },
    ],
    auxv: [
      { type: 6n, value: 4096n },
      { type: 1000n, value: 5n },
      { type: 0n, value: 0n },
    ],
    files: [{ start: 0x8048000n, end: 0x804a000n, offset: 0n, path: '/bin/demo' }],
  }).bytes()

const textOf = (file: Uint8Array, only?: string[]): string => [...open(file).text(only ? { only } : {})].join('')
const fullText = (file: Uint8Array): string => [...open(file).text({ full: true })].join('')

test('the default report is one screen: what died, why, where, a line for each thread', () => {
  const text = textOf(core())
  expect(text).toBe(
    [
      'Linux ELF core file, i386 (32-bit, little-endian)',
      'SIGSEGV (SEGV_MAPERR) at address 0x1234 in demo+0x0, thread 17',
      '',
      'Process 17: demo',
      '  command  ./demo -v',
      '  signal   SIGSEGV (11), SEGV_MAPERR (address not mapped), address 0x1234',
      '  at       0x8048000, demo+0x0',
      '  ids      parent 1, user 5, group 6',
      '',
      '2 threads',
      '  Thread 17  pc 0x8048000  sp 0x0  demo+0x0',
      '  Thread 18  pc 0x0        sp 0x0  not in a mapping of this core',
      '',
      'Contents: 2 mappings (4 KiB of 12 KiB in core), 1 module, 3 auxv entries, 1',
      '    mapped file, 1 missing range, 10 notes',
      'More: --full, or --only threads, registers, mappings, modules, ... (see --help)',
      '',
    ].join('\n'),
  )
})

test('color marks the signal, the crashing thread and the address', () => {
  const text = [...open(core()).text({ color: true })].join('')
  expect(text).toContain('\u001b[31mSIGSEGV (11)')
  expect(text).toContain('\u001b[36m0x8048000, demo+0x0\u001b[0m')
  expect(text).toContain('\u001b[1m  Thread 17')
})

test('a file that is cut is not said to hold what it lost', () => {
  const file = core()
  expect(textOf(file.slice(0, file.length - 1000), ['mappings'])).toMatch(/0x9000000-0x9001000 +rw- +4 KiB +3\.0 KiB +anon\n/)
})

test('the full report has every part', () => {
  const text = fullText(core())
  expect(text).toContain(
    'Linux ELF core file, i386 (32-bit, little-endian)\nSIGSEGV (SEGV_MAPERR) at address 0x1234 in demo+0x0, thread 17\n\nProcess 17: demo\n',
  )
  expect(text).toContain('  signal   SIGSEGV (11), SEGV_MAPERR (address not mapped), address 0x1234\n')
  expect(text).toContain('Thread 17 (1 of 2, received the signal)\n  eax    0x1  ')
  expect(text).toMatch(
    / {2}0x8048000-0x804a000 {2}r-x {3}8 KiB {5}none {2}text {2}\/bin\/demo\n {2}0x9000000-0x9001000 {2}rw- {3}4 KiB {6}all {2}anon\n/,
  )
  expect(text).toMatch(/AT_PAGESZ {2}4096\n {2}type 1000 {2}0x5\n/)
  expect(text).toMatch(/CORE {3}NT_PRSTATUS {4}144 bytes\n/)
  expect(text.split('\n').filter((line) => / $/.test(line))).toEqual([])
})

test('the parts that were asked for', () => {
  const text = textOf(core(), ['process', 'auxv'])
  expect(text).toContain('Process 17')
  expect(text).toContain('Auxiliary vector (3)')
  expect(text).not.toMatch(/Thread|Mappings|Notes|Mapped/)
})

test('a name cannot speak to the terminal', () => {
  const text = textOf(core('\u001b[31mred'))
  expect(text).not.toContain('\u001b')
  expect(text).toContain('Process 17: \\x1b[31mred')
})

test('words', () => {
  expect(printable('a\u0007\u202eb\n')).toBe('a\\x07\\u202eb\\x0a')
  expect([0n, 1023n, 1024n, 1536n, 5n << 30n, 1n << 63n].map(bytes)).toEqual([
    '0 bytes',
    '1023 bytes',
    '1 KiB',
    '1.5 KiB',
    '5 GiB',
    '8 EiB',
  ])
  expect([
    ...table(
      [
        ['a', '1'],
        ['bcd', '22'],
      ],
      [1],
    ),
  ]).toEqual(['  a     1\n', '  bcd  22\n'])
})

test('a core of a machine that is not known, and one of nothing', () => {
  const bare = core().slice()
  new DataView(bare.buffer).setUint16(18, 92, true)
  expect(textOf(bare)).toMatch(/^Linux ELF core file, machine-92-32/)
  expect(textOf(core().slice(0, 20))).toContain('Process\n  signal  not recorded\n')
})
