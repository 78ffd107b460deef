/** Kernel addresses of Linux on i386, arm, ppc64 and s390x: page tables made by hand, with the translation known by construction. */
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../../src/io/source.js'
import { linuxTranslation } from '../../../src/readers/kcore/linux/kernel-translation.js'
import { kernelAbi, readVmcoreinfo } from '../../../src/readers/kcore/linux/vmcoreinfo.js'
import { rangeMemory } from '../../../src/readers/kcore/physical-memory.js'
import { aarch64Tables } from '../../../src/readers/kcore/translate/aarch64.js'
import type { Translation } from '../../../src/readers/kcore/translation.js'
import { abi } from '../../../src/schema/base.js'

const SIZE = 0x400000

/** Memory from `start` on, and a writer of words in it. */
function memoryAt(start: number, little: boolean) {
  const bytes = new Uint8Array(SIZE)
  const view = new DataView(bytes.buffer)
  return {
    memory: rangeMemory(memorySource(bytes), [{ start, size: SIZE, offset: 0 }]),
    word: (at: number, value: number) => view.setUint32(at - start, value, little),
    long: (at: number, value: bigint) => view.setBigUint64(at - start, value, little),
  }
}

const text = (...lines: string[]): Uint8Array => new TextEncoder().encode(`${lines.join('\n')}\n`)
const infoOf = (...lines: string[]) => readVmcoreinfo(text(...lines))

function translated(translation: Translation | string): Translation {
  if (typeof translation === 'string') throw new Error(translation)
  return translation
}

/** Each address with the physical one, or undefined where it is not mapped. */
function expectAll(translation: Translation | string, pairs: readonly (readonly [address: bigint, physical: number | undefined])[]): void {
  for (const [address, physical] of pairs) expect(translated(translation).translate(address)?.physical).toBe(physical)
}

describe('KD-L11: translation', () => {
  const i386 = ['SYMBOL(_stext)=c1000000', 'SYMBOL(swapper_pg_dir)=c0003000']

  test('i386: two levels, large pages', () => {
    const { memory, word } = memoryAt(0, true)
    word(0x3000 + 768 * 4, 0x5063)
    word(0x3000 + 769 * 4, 0x00c00000 | 0xe3)
    word(0x5000 + 7 * 4, 0x00012063)
    expectAll(linuxTranslation(abi.i386, infoOf(...i386), memory), [
      [0xc0007123n, 0x12123],
      [0xc0008000n, undefined],
      [0xc0400004n, 0xc00004],
      [0xd0000000n, undefined],
      [0x1000n, undefined],
    ])
  })

  test('i386 with PAE: a table of four pointers, entries of 64 bits', () => {
    const { memory, long } = memoryAt(0, true)
    long(0x3000 + 3 * 8, 0x4001n)
    long(0x4000, 0x5063n)
    long(0x4008, 0x80000000_00a000e3n)
    long(0x5000 + 9 * 8, 0x1_0001_2063n)
    expectAll(linuxTranslation(abi.i386, infoOf(...i386, 'CONFIG_X86_PAE=y'), memory), [
      [0xc0009004n, 0x100012004],
      [0xc0200010n, 0xa00010],
      [0xc000a000n, undefined],
      [0x80000000n, undefined],
    ])
  })

  test('i386: the direct map only where a table is not in the dump', () => {
    const { memory, word } = memoryAt(0, true)
    word(0x3000 + 768 * 4, 0x08000063)
    expectAll(linuxTranslation(abi.i386, infoOf(...i386), memory), [
      [0xc0001000n, 0x1000],
      [0xc0400000n, undefined],
    ])
  })

  test('i386: a 64-bit file of QEMU is of a 32-bit kernel', () => {
    expect(kernelAbi(abi.amd64, text(...i386)).name).toBe('i386')
    expect(kernelAbi(abi.amd64, text('SYMBOL(_stext)=ffffffff81000000')).name).toBe('amd64')
    expect(kernelAbi(abi.amd64, undefined).name).toBe('amd64')
  })

  test('arm: sections and small pages; where the direct map begins, the tables tell', () => {
    const BASE = 0x60000000
    for (const stext of [0xc0008000, 0xc0100000]) {
      const { memory, word } = memoryAt(BASE, true)
      const root = BASE + 0x4000
      word(root + 0xc00 * 4, BASE | 0x40e)
      word(root + 0xc01 * 4, (BASE + 0x100000) | 0x40e)
      word(root + 0xf00 * 4, (BASE + 0x9000) | 1)
      word(BASE + 0x9000 + 5 * 4, (BASE + 0x30000) | 0x45e)
      const info = infoOf(`SYMBOL(_stext)=${stext.toString(16)}`, 'SYMBOL(swapper_pg_dir)=c0004000')
      expectAll(linuxTranslation(abi.arm, info, memory), [
        [0xc0000010n, BASE + 0x10],
        [0xc0101234n, BASE + 0x101234],
        [0xf0005004n, BASE + 0x30004],
        [0xf0006000n, undefined],
        [0xc0200000n, undefined],
      ])
    }
    const { memory } = memoryAt(BASE, true)
    const info = infoOf('SYMBOL(_stext)=c0008000', 'SYMBOL(swapper_pg_dir)=c0004000')
    expect(linuxTranslation(abi.arm, info, memory)).toMatch(/no page table/)
  })

  test('ppc64: the direct map, as far as the dump has memory', () => {
    const { memory } = memoryAt(0, true)
    for (const of of [abi.powerpc64le, abi.powerpc64])
      expectAll(linuxTranslation(of, infoOf('SYMBOL(_stext)=c000000000000000'), memory), [
        [0xc000000000001234n, 0x1234],
        [0xc00000000fff0000n, undefined],
        [0xd000000000001000n, undefined],
        [0x1000n, undefined],
      ])
  })

  test('s390x: region, segment and page tables; segments and regions that are large', () => {
    const { memory, long } = memoryAt(0, false)
    const ROOT = 0x10000
    // Region third table: its entries have type 1.
    for (let index = 0; index < 2048; index++) long(ROOT + 8 * index, 0x24n)
    long(ROOT, 0x20000n | 7n)
    long(ROOT + 8 * 3, 0x1_8000_0000n | 0x407n)
    for (let index = 0; index < 2048; index++) long(0x20000 + 8 * index, 0x20n)
    long(0x20000, 0x30000n)
    long(0x20000 + 8, 0x300000n | 0x400n)
    for (let index = 0; index < 256; index++) long(0x30000 + 8 * index, 0x400n)
    long(0x30000 + 8 * 5, 0x7000n)
    expectAll(linuxTranslation(abi.s390x, infoOf('SYMBOL(swapper_pg_dir)=10000'), memory), [
      [0x5010n, 0x7010],
      [0x6000n, undefined],
      [0x123456n, 0x323456],
      [0x200000n, undefined],
      [0x1_8000_1000n, 0x1_8000_1000],
      [0x8000_0000n, undefined],
      [1n << 42n, undefined],
    ])
  })

  test('x86-64 with five levels, as VMCOREINFO says', () => {
    const { memory, long } = memoryAt(0, true)
    const info = infoOf('NUMBER(phys_base)=0', 'SYMBOL(init_top_pgt)=ffffffff80010000', 'NUMBER(pgtable_l5_enabled)=1')
    const address = 0xff11_2233_4455_6789n
    const at = (shift: bigint): number => Number((address >> shift) & 511n) * 8
    long(0x10000 + at(48n), 0x11063n)
    long(0x11000 + at(39n), 0x12063n)
    long(0x12000 + at(30n), 0x13063n)
    long(0x13000 + at(21n), 0x14063n)
    long(0x14000 + at(12n), 0x8000_0000_0001_5063n)
    const translation = translated(linuxTranslation(abi.amd64, info, memory))
    expect(translation.translate(address)?.physical).toBe(0x15789)
    expect(translation.translate(address + 0x1000n)).toBeUndefined()
    expect(translation.walk?.(address)).toMatchObject({ entries: [{ level: 5 }, { level: 4 }, { level: 3 }, { level: 2 }, { level: 1 }] })
    expect([...(translation.mapped?.() ?? [])]).toMatchObject([{ virtual: address & ~0xfffn, physical: 0x15000, length: 4096 }])
    // The tables are there, so the window of the image maps nothing that they do not.
    expect(translation.translate(0xffffffff80000000n)).toBeUndefined()
  })

  test('AArch64 with physical addresses of 52 bits: pages of 64 KiB, and of 4 KiB with LPA2', () => {
    const { memory, long } = memoryAt(0, true)
    const wide = 0xf_0000_0000_0000n
    // 64 KiB: bits 48 to 51 are at 12.
    long(0x10000 + 8 * 1023, 0x20003n)
    long(0x20000, 0x30003n)
    long(0x30000 + 8, 0x50003n | (0xfn << 12n))
    const large = aarch64Tables(memory, { root: 0x10000, pageShift: 16, inputBits: 52, wide: true })
    const top = BigInt.asUintN(64, -1n << 42n)
    expect(large.translate(top + 0x10008n)?.physical).toBe(Number(wide + 0x50008n))
    // 4 KiB: bits 48 and 49 stand at their place, 50 and 51 at 8.
    long(0x80000 + 8 * 15, 0x81003n)
    for (const table of [0x81000, 0x82000, 0x83000]) long(table + 8 * 511, BigInt(table + 0x1000) | 3n)
    long(0x84000 + 8 * 511, 0x90003n | (3n << 48n) | (3n << 8n))
    const small = aarch64Tables(memory, { root: 0x80000, pageShift: 12, inputBits: 52, wide: true })
    expect(small.translate(0xffff_ffff_ffff_f010n)?.physical).toBe(Number(wide + 0x90010n))
  })
})
