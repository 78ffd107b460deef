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

test('the whole', () => {
  const text = textOf(core())
  expect(text).toContain('Linux ELF core file, i386 (32-bit, little-endian)\n\nProcess 17: demo\n')
  expect(text).toContain('  signal   SIGSEGV (11), bad memory access: SEGV_MAPERR, nothing is mapped there, address 0x1234\n')
  expect(text).toContain('Thread 17 (1 of 2, the one that dumped core)\n  eax      0x00000001  ecx      0x00000000')
  expect(text).toMatch(
    / {2}0x08048000 {2}0x0804a000 {2}r-x {3}8 KiB {5}none {2}\/bin\/demo\n {2}0x09000000 {2}0x09001000 {2}rw- {3}4 KiB {6}all\n/,
  )
  expect(text).toMatch(/AT_PAGESZ {2}4096\n {2}type 1000 {2}0x5\n/)
  expect(text).toMatch(/CORE {2}NT_PRSTATUS {2}144 bytes\n/)
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
  expect(textOf(core().slice(0, 20))).toContain('Process\n  signal  none\n')
})
