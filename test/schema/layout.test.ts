import { describe, expect, test } from 'vitest'
import { type AbiName, abi, c, struct } from '../../src/schema/index.js'

const timeval = struct('timeval', { tv_sec: c.long, tv_usec: c.long })
const ktrHeader = struct('ktr_header', {
  ktr_len: c.int,
  ktr_type: c.short,
  ktr_pid: c.int,
  ktr_comm: c.chars(17),
  ktr_time: timeval,
  ktr_buf: c.pointer,
})
const mixed = struct('mixed', { first: c.char, wide: c.int64, pointer: c.pointer, half: c.short, size: c.size_t, last: c.char })

/** One declaration on every ABI: size, then the offset of each field; by the C rules of that ABI. */
const mixedOn: Record<AbiName, readonly number[]> = {
  amd64: [48, 0, 8, 16, 24, 32, 40],
  i386: [28, 0, 4, 12, 16, 20, 24],
  x32: [32, 0, 8, 16, 20, 24, 28],
  aarch64: [48, 0, 8, 16, 24, 32, 40],
  aarch64eb: [48, 0, 8, 16, 24, 32, 40],
  arm: [32, 0, 8, 16, 20, 24, 28],
  armeb: [32, 0, 8, 16, 20, 24, 28],
  'arm-oabi': [28, 0, 4, 12, 16, 20, 24],
  'arm-oabi-eb': [28, 0, 4, 12, 16, 20, 24],
  riscv64: [48, 0, 8, 16, 24, 32, 40],
  riscv32: [32, 0, 8, 16, 20, 24, 28],
  powerpc: [32, 0, 8, 16, 20, 24, 28],
  powerpcle: [32, 0, 8, 16, 20, 24, 28],
  powerpc64: [48, 0, 8, 16, 24, 32, 40],
  powerpc64le: [48, 0, 8, 16, 24, 32, 40],
  s390: [32, 0, 8, 16, 20, 24, 28],
  s390x: [48, 0, 8, 16, 24, 32, 40],
  'mips-o32': [32, 0, 8, 16, 20, 24, 28],
  'mips-o32el': [32, 0, 8, 16, 20, 24, 28],
  'mips-n32': [32, 0, 8, 16, 20, 24, 28],
  'mips-n32el': [32, 0, 8, 16, 20, 24, 28],
  'mips-n64': [48, 0, 8, 16, 24, 32, 40],
  'mips-n64el': [48, 0, 8, 16, 24, 32, 40],
  sparc: [32, 0, 8, 16, 20, 24, 28],
  sparc64: [48, 0, 8, 16, 24, 32, 40],
  alpha: [48, 0, 8, 16, 24, 32, 40],
  m68k: [22, 0, 2, 10, 14, 16, 20],
  loongarch64: [48, 0, 8, 16, 24, 32, 40],
  hppa: [32, 0, 8, 16, 20, 24, 28],
  sh: [28, 0, 4, 12, 16, 20, 24],
  sheb: [28, 0, 4, 12, 16, 20, 24],
  csky: [28, 0, 4, 12, 16, 20, 24],
  vax: [28, 0, 4, 12, 16, 20, 24],
}

describe('layout', () => {
  test('the NetBSD trace header of 2003 on both word sizes', () => {
    expect(ktrHeader.for(abi.i386).size).toBe(44)
    expect(ktrHeader.for(abi.amd64).size).toBe(56)
    expect(ktrHeader.for(abi.amd64).offsets).toEqual({ ktr_len: 0, ktr_type: 4, ktr_pid: 8, ktr_comm: 12, ktr_time: 32, ktr_buf: 48 })
    expect(ktrHeader.for(abi.m68k).offsets).toEqual({ ktr_len: 0, ktr_type: 4, ktr_pid: 6, ktr_comm: 10, ktr_time: 28, ktr_buf: 36 })
  })

  test.each(Object.keys(abi) as AbiName[])('one declaration on %s', (name) => {
    const layout = mixed.for(abi[name])
    const { offsets } = layout
    expect([layout.size, offsets.first, offsets.wide, offsets.pointer, offsets.half, offsets.size, offsets.last]).toEqual(mixedOn[name])
  })

  test('64-bit integers are aligned to 4 on i386 and to 2 on m68k', () => {
    const pair = struct('pair', { small: c.int16, wide: c.uint64 })
    expect([pair.for(abi.i386).offsets.wide, pair.for(abi.i386).size]).toEqual([4, 12])
    expect([pair.for(abi.m68k).offsets.wide, pair.for(abi.m68k).size]).toEqual([2, 10])
    expect([pair.for(abi.sparc).offsets.wide, pair.for(abi.sparc).size]).toEqual([8, 16])
  })

  test('the old ARM ABI aligns every structure to 4', () => {
    const bytes = struct('bytes', { id: c.chars(3) })
    expect(bytes.for(abi['arm-oabi']).size).toBe(4)
    expect(bytes.for(abi.arm).size).toBe(3)
  })

  test('a packed structure has no holes, and an unaligned member lies anywhere', () => {
    const packed = struct('packed', { a: c.char, b: c.int, c: c.int64 }, { packed: true })
    expect(packed.for(abi.amd64).offsets).toEqual({ a: 0, b: 1, c: 5 })
    expect(packed.for(abi.amd64).plan.holes).toEqual([])
    const odd = struct('odd', { tag: c.chars(3), inner: c.unaligned(timeval), end: c.char })
    expect(odd.for(abi.amd64).offsets).toEqual({ tag: 0, inner: 3, end: 19 })
    expect(odd.for(abi.amd64).size).toBe(20)
  })

  test('a forced alignment and explicit padding', () => {
    const forced = struct('forced', { a: c.int, gap: c.pad(3), b: c.char, wide: c.aligned(16, c.uint64) })
    expect(forced.for(abi.i386).offsets).toEqual({ a: 0, b: 7, wide: 16 })
    expect(forced.for(abi.i386).size).toBe(32)
  })

  test('layouts are made once', () => {
    expect(ktrHeader.for(abi.amd64)).toBe(ktrHeader.for(abi.amd64))
  })
})
