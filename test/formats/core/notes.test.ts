/** A note means something only by owner, type, system and machine together. */
import { describe, expect, test } from 'vitest'
import { detectSystem } from '../../../src/formats/core/detect-system.js'
import { linuxNotes } from '../../../src/formats/core/linux/notes.js'
import { netbsdNotes } from '../../../src/formats/core/netbsd/notes.js'
import { bySize, type NoteRegistry, structOf } from '../../../src/formats/core/note-registry.js'
import { type AbiName, abi } from '../../../src/schema/abi.js'
import { c, struct } from '../../../src/schema/base.js'

const find = (registry: NoteRegistry, owner: string, type: number, name: AbiName): string | undefined =>
  registry.find(owner, type, abi[name])?.name

test('the same number is another note under another owner, system or machine', () => {
  expect(find(linuxNotes, 'LINUX', 0x202, 'amd64')).toBe('NT_X86_XSTATE')
  expect(find(linuxNotes, 'LINUX', 0x202, 'aarch64')).toBeUndefined()
  expect(find(linuxNotes, 'CORE', 0x202, 'amd64')).toBeUndefined()
  expect(find(linuxNotes, 'FreeBSD', 1, 'amd64')).toBeUndefined()
  expect(find(netbsdNotes, 'NetBSD-CORE@1', 33, 'amd64')).toBe('PT_GETREGS')
  expect(find(netbsdNotes, 'NetBSD-CORE@1', 33, 'aarch64')).toBeUndefined()
  expect(find(netbsdNotes, 'NetBSD-CORE@1', 33, 'sh')).toBe('PT_GETREGS_OLD')
  expect(find(netbsdNotes, 'NetBSD-CORE@1', 35, 'amd64')).toBe('PT_GETFPREGS')
  expect(find(netbsdNotes, 'NetBSD-CORE@1', 35, 'arm')).toBe('PT_GETFPREGS_FPA')
  expect(find(netbsdNotes, 'NetBSD-CORE@1', 35, 'sh')).toBe('PT_GETREGS')
  expect(find(netbsdNotes, 'NetBSD-CORE', 1, 'amd64')).toBe('NT_NETBSDCORE_PROCINFO')
  expect(find(netbsdNotes, 'NetBSD-CORE@1', 1, 'amd64')).toBeUndefined()
  expect(find(netbsdNotes, 'NetBSD-CORE@x', 33, 'amd64')).toBeUndefined()
})

test('the thread is in the owner', () => {
  expect(netbsdNotes.find('NetBSD-CORE@12', 33, abi.amd64)?.owner).toEqual(['12'])
})

/** Numbers and sizes of the register notes of each NetBSD port: general, then floating-point. */
test.each<[AbiName, number, number, number?, number?]>([
  ['amd64', 33, 208, 35, 512],
  ['i386', 33, 64, 35, 108],
  ['aarch64', 32, 280, 34, 528],
  ['arm', 33, 68, 37, 280],
  ['alpha', 32, 256, 34, 264],
  ['hppa', 33, 188, 35, 264],
  ['m68k', 33, 72, 35, 108],
  ['mips-o32', 33, 152, 35, 132],
  ['mips-o32', 33, 304, 35, 264],
  ['mips-n32', 33, 304, 35, 264],
  ['mips-n64', 33, 304, 35, 264],
  ['powerpc', 33, 148, 35, 264],
  ['powerpc64', 33, 288, 35, 264],
  ['riscv64', 32, 256, 34, 264],
  ['riscv32', 32, 128, 34, 264],
  ['sh', 35, 88],
  ['sparc', 32, 80, 34, 132],
  ['sparc64', 32, 160, 34, 272],
  ['vax', 33, 68],
])('NetBSD %s: note %d of %d bytes', (name, general, size, floating, floatingSize) => {
  const sizeOf = (type: number, wanted: number): number | undefined => {
    const found = netbsdNotes.find('NetBSD-CORE@1', type, abi[name])
    return found && structOf(found.declaration, abi[name], wanted)?.for(abi[name]).size
  }
  expect(sizeOf(general, size)).toBe(size)
  if (floating !== undefined && floatingSize !== undefined) expect(sizeOf(floating, floatingSize)).toBe(floatingSize)
})

/** Sizes of NT_PRSTATUS, NT_PRPSINFO and NT_FPREGSET on each Linux machine. */
test.each<[AbiName, number, number, number]>([
  ['amd64', 336, 136, 512],
  ['i386', 144, 124, 108],
  ['x32', 296, 124, 512],
  ['aarch64', 392, 136, 528],
  ['arm', 148, 124, 116],
  ['riscv64', 376, 136, 264],
  ['riscv32', 204, 128, 264],
  ['powerpc', 268, 128, 264],
  ['powerpc64le', 504, 136, 264],
  ['s390x', 336, 136, 136],
  ['s390', 224, 124, 136],
  ['mips-o32', 256, 128, 264],
  ['mips-n32', 440, 128, 264],
  ['mips-n64', 480, 136, 264],
  ['sparc64', 408, 136, 280],
  ['sparc', 228, 124, 396],
  ['alpha', 384, 136, 256],
  ['m68k', 154, 124, 108],
  ['hppa', 396, 128, 256],
  ['sh', 168, 124, 136],
  ['loongarch64', 480, 136, 268],
  ['csky', 220, 128, 400],
])('Linux %s: NT_PRSTATUS %d, NT_PRPSINFO %d, NT_FPREGSET %d bytes', (name, ...sizes) => {
  const found = [1, 3, 2].map((type) => {
    const note = linuxNotes.find('CORE', type, abi[name])
    return note && structOf(note.declaration, abi[name], undefined)?.for(abi[name]).size
  })
  expect(found).toEqual(sizes)
})

test('a size between two forms is the smaller one with something behind it', () => {
  const small = struct('small', { a: c.uint32 })
  const large = struct('large', { a: c.uint32, b: c.uint32 })
  const choice = bySize<{ readonly a: number }>({ 4: small, 8: large })
  expect([0, 4, 6, 8, 99].map((size) => choice.choose(abi.amd64, size)?.name)).toEqual(['small', 'small', 'small', 'large', 'large'])
  expect(choice.choose(abi.amd64, undefined)?.name).toBe('large')
})

describe('the system', () => {
  const sketch = (notes: [string, number, number?][], osabi = 0) => ({
    abi: abi.amd64,
    osabi,
    notes: notes.map(([owner, type, size = 0]) => ({ owner, type, size, segment: 0 })),
  })
  test.each<[string, [string, number, number?][], number?]>([
    [
      'linux',
      [
        ['CORE', 1, 336],
        ['CORE', 3, 136],
      ],
    ],
    [
      'linux',
      [
        ['CORE', 1, 336],
        ['LINUX', 0x202, 832],
      ],
    ],
    ['linux', []],
    ['freebsd', [['FreeBSD', 3, 120]]],
    ['freebsd', [], 9],
    ['netbsd', [['NetBSD-CORE', 1, 160]]],
    ['netbsd', [['NetBSD-CORE@3', 33, 208]]],
    ['openbsd', [['OpenBSD', 10, 104]]],
    ['openbsd', [['OpenBSD@229157', 20, 288]]],
    [
      'dragonfly',
      [
        ['CORE', 3, 120],
        ['CORE', 1, 248],
      ],
    ],
    ['dragonfly', [['DragonFly', 1, 4]]],
    [
      'illumos',
      [
        ['CORE', 3, 328],
        ['CORE', 1, 824],
        ['CORE', 13, 416],
      ],
    ],
    ['illumos', [['CORE', 16, 1296]]],
  ])('%s of %j', (name, notes, osabi) => {
    expect(detectSystem(sketch(notes, osabi)).name).toBe(name)
  })
})
