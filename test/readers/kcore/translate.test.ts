/**
 * Every machine's translation against a second walk, written here from the architecture's description in another way, over random
 * tables: entries are random bits, with addresses that mostly stay within the memory that there is.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { segmap } from '../../../src/formats/kcore/netbsd/cpu-kcore-hdr.js'
import type { PhysicalMemory } from '../../../src/readers/kcore/physical-memory.js'
import { aarch64Registers, aarch64Tables } from '../../../src/readers/kcore/translate/aarch64.js'
import { alphaTables } from '../../../src/readers/kcore/translate/alpha.js'
import { armTables } from '../../../src/readers/kcore/translate/arm.js'
import { m68kTables } from '../../../src/readers/kcore/translate/m68k.js'
import { mipsTables } from '../../../src/readers/kcore/translate/mips.js'
import { powerpcTables } from '../../../src/readers/kcore/translate/powerpc.js'
import { riscvRegister } from '../../../src/readers/kcore/translate/riscv.js'
import { sparcTables } from '../../../src/readers/kcore/translate/sparc.js'
import { sparc64Tables } from '../../../src/readers/kcore/translate/sparc64.js'
import { sun2, sun3x } from '../../../src/readers/kcore/translate/sun3.js'
import { amd64Tables, i386Tables, paePointerTables, paeTables } from '../../../src/readers/kcore/translate/x86.js'
import type { Translation } from '../../../src/readers/kcore/translation.js'
import { abi } from '../../../src/schema/index.js'
import { check, runs } from '../../support/property.js'

/** Memory of 256 KiB from 0. */
const SIZE = 256 * 1024

/** A generator of numbers from a seed: the same tables for the same seed. */
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    return (state ^ (state >>> 13)) >>> 0
  }
}

/** Words of 4 or 8 bytes; `make` shapes each so that tables lead somewhere. */
function memoryOf(
  size: 4 | 8,
  little: boolean,
  make: (next: () => number, address: number) => bigint,
  seed: number,
): { bytes: Uint8Array; memory: PhysicalMemory } {
  const bytes = new Uint8Array(SIZE)
  const view = new DataView(bytes.buffer)
  const next = random(seed)
  for (let at = 0; at < SIZE; at += size) {
    const value = make(next, at)
    if (size === 8) view.setBigUint64(at, BigInt.asUintN(64, value), little)
    else view.setUint32(at, Number(BigInt.asUintN(32, value)), little)
  }
  const memory: PhysicalMemory = {
    read: (address, length) =>
      address >= 0 && address < SIZE ? bytes.subarray(address, Math.min(SIZE, address + length)) : new Uint8Array(0),
    ranges: () => [{ start: 0, size: SIZE, offset: 0 }],
  }
  return { bytes, memory }
}

/** A word as the second walks read it; 0 outside of the memory. */
function reader(bytes: Uint8Array, size: 4 | 8, little: boolean): (address: bigint) => bigint {
  return (address) => {
    if (address < 0n || address + BigInt(size) > BigInt(SIZE)) return 0n
    let value = 0n
    for (let index = 0; index < size; index++) {
      const byte = BigInt(bytes[Number(address) + (little ? size - 1 - index : index)] as number)
      value = (value << 8n) | byte
    }
    return value
  }
}

const bits = (value: bigint, high: number, low: number): bigint => (value >> BigInt(low)) & ((1n << BigInt(high - low + 1)) - 1n)

interface Case {
  readonly name: string
  readonly size: 4 | 8
  readonly little?: boolean
  readonly make: (next: () => number, address: number) => bigint
  readonly translation: (memory: PhysicalMemory) => Translation
  /** Physical address, or undefined. */
  readonly walk: (word: (address: bigint) => bigint, address: bigint) => bigint | undefined
  /** Turns random bits into an address that may be mapped. */
  readonly address?: (bits64: bigint) => bigint
}

/** An entry of 8 bytes: an address of memory, random flag bits, valid three times of four. */
const entry64 =
  (valid: bigint, flags: bigint) =>
  (next: () => number): bigint => {
    const page = BigInt(next() % (SIZE / 4096)) * 4096n
    const noise = (BigInt(next()) | (BigInt(next()) << 32n)) & flags
    return next() % 4 === 0 ? noise & ~valid : page | noise | valid
  }

const canonical = (bits64: bigint): bigint => BigInt.asUintN(64, BigInt.asIntN(48, bits64))

function x86Walk(shifts: readonly number[]) {
  return (word: (address: bigint) => bigint, address: bigint): bigint | undefined => {
    let table = 0n
    for (const shift of shifts) {
      const entry = word(table + 8n * bits(address, shift + 8, shift))
      if (bits(entry, 0, 0) === 0n) return undefined
      if (shift === 12) return (bits(entry, 51, 12) << 12n) + bits(address, 11, 0)
      if (bits(entry, 7, 7) === 1n && shift < 39) return (bits(entry, 51, shift) << BigInt(shift)) + bits(address, shift - 1, 0)
      table = bits(entry, 51, 12) << 12n
    }
    return undefined
  }
}

const arm64Case = (pageShift: 12 | 14 | 16, inputBits: number): Case => ({
  name: `aarch64, pages of ${2 ** (pageShift - 10)} KiB, ${inputBits} bits`,
  size: 8,
  make: entry64(1n, 0xfff0000000000ffen),
  translation: (memory) => {
    const tg1 = { 12: 2n, 14: 1n, 16: 3n }[pageShift]
    const options = aarch64Registers((tg1 << 30n) | (BigInt(64 - inputBits) << 16n), 0n)
    expect(options).toMatchObject({ pageShift, inputBits })
    return aarch64Tables(memory, options as NonNullable<typeof options>)
  },
  address: (bits64) => bits64 | BigInt.asUintN(64, -1n << BigInt(inputBits)),
  walk(word, address) {
    if (bits(address, 63, inputBits) !== (1n << BigInt(64 - inputBits)) - 1n) return undefined
    const stride = pageShift - 3
    let high = inputBits - 1
    // The first table takes what the full levels below it leave over.
    let low = pageShift
    while (low + stride <= high) low += stride
    let table = 0n
    for (;;) {
      const entry = word(table + 8n * bits(address, high, low))
      if ((entry & 1n) === 0n) return undefined
      const last = low === pageShift
      if (last) return (entry & 2n) === 0n ? undefined : (bits(entry, 47, low) << BigInt(low)) + bits(address, low - 1, 0)
      if ((entry & 2n) === 0n) return (bits(entry, 47, low) << BigInt(low)) + bits(address, low - 1, 0)
      table = bits(entry, 47, pageShift) << BigInt(pageShift)
      high = low - 1
      low -= stride
    }
  },
})

const riscvEntry = (next: () => number): bigint =>
  (BigInt(next() % (SIZE / 4096)) << 10n) | BigInt(next() % 4 === 0 ? 0 : 1) | (next() % 3 === 0 ? BigInt((next() % 8) << 1) : 0n)

const riscvCase = (levels: 3 | 4): Case => ({
  name: `riscv64 Sv${levels === 3 ? 39 : 48}`,
  size: 8,
  make: riscvEntry,
  translation: (memory) => (riscvRegister(BigInt(levels + 5) << 60n, 64) as (of: PhysicalMemory) => Translation)(memory),
  walk(word, address) {
    let table = 0n
    for (let level = levels - 1; level >= 0; level--) {
      const shift = 12 + 9 * level
      const entry = word(table + 8n * bits(address, shift + 8, shift))
      if ((entry & 1n) === 0n) return undefined
      const frame = bits(entry, 53, 10) << 12n
      if (bits(entry, 3, 1) !== 0n) return ((frame >> BigInt(shift)) << BigInt(shift)) + bits(address, shift - 1, 0)
      table = frame
    }
    return undefined
  },
})

const low32 = (bits64: bigint): bigint => BigInt.asUintN(32, bits64)
const word32 = (next: () => number): bigint => BigInt((next() % (SIZE / 4096)) * 4096 + (next() % 4096))

const cases: readonly Case[] = [
  {
    name: 'amd64, four levels',
    size: 8,
    make: entry64(1n, 0x8000000000000ffen),
    translation: (memory) => amd64Tables(memory, { root: 0 }),
    address: canonical,
    walk: x86Walk([39, 30, 21, 12]),
  },
  {
    name: 'amd64, five levels',
    size: 8,
    make: entry64(1n, 0x8000000000000ffen),
    translation: (memory) => amd64Tables(memory, { root: 0, fiveLevels: true }),
    walk: x86Walk([48, 39, 30, 21, 12]),
  },
  {
    name: 'i386',
    size: 4,
    make: word32,
    translation: (memory) => i386Tables(memory, 0),
    address: low32,
    walk(word, address) {
      const pde = word(4n * bits(address, 31, 22))
      if ((pde & 1n) === 0n) return undefined
      if ((pde & 0x80n) !== 0n) return (bits(pde, 31, 22) << 22n) + bits(address, 21, 0)
      const pte = word((bits(pde, 31, 12) << 12n) + 4n * bits(address, 21, 12))
      return (pte & 1n) === 0n ? undefined : (bits(pte, 31, 12) << 12n) + bits(address, 11, 0)
    },
  },
  {
    name: 'i386 PAE',
    size: 8,
    make: entry64(1n, 0x8000000000000ffen),
    translation: (memory) => paeTables(memory, 0),
    address: low32,
    walk(word, address) {
      const pde = word(8n * bits(address, 31, 21))
      if ((pde & 1n) === 0n) return undefined
      if ((pde & 0x80n) !== 0n) return (bits(pde, 51, 21) << 21n) + bits(address, 20, 0)
      const pte = word((bits(pde, 51, 12) << 12n) + 8n * bits(address, 20, 12))
      return (pte & 1n) === 0n ? undefined : (bits(pte, 51, 12) << 12n) + bits(address, 11, 0)
    },
  },
  {
    name: 'i386 PAE by its table of pointers',
    size: 8,
    make: entry64(1n, 0x8000000000000ffen),
    translation: (memory) => paePointerTables(memory, 0),
    address: low32,
    walk(word, address) {
      const pointer = word(8n * bits(address, 31, 30))
      if ((pointer & 1n) === 0n) return undefined
      const pde = word((bits(pointer, 51, 12) << 12n) + 8n * bits(address, 29, 21))
      if ((pde & 1n) === 0n) return undefined
      if ((pde & 0x80n) !== 0n) return (bits(pde, 51, 21) << 21n) + bits(address, 20, 0)
      const pte = word((bits(pde, 51, 12) << 12n) + 8n * bits(address, 20, 12))
      return (pte & 1n) === 0n ? undefined : (bits(pte, 51, 12) << 12n) + bits(address, 11, 0)
    },
  },
  arm64Case(12, 48),
  arm64Case(12, 39),
  arm64Case(14, 47),
  arm64Case(16, 42),
  arm64Case(16, 48),
  riscvCase(3),
  riscvCase(4),
  {
    name: 'riscv32 Sv32',
    size: 4,
    make: riscvEntry,
    translation: (memory) => (riscvRegister(0x80000000n, 32) as (of: PhysicalMemory) => Translation)(memory),
    address: low32,
    walk(word, address) {
      const first = word(4n * bits(address, 31, 22))
      if ((first & 1n) === 0n) return undefined
      if (bits(first, 3, 1) !== 0n) return (bits(first, 31, 20) << 22n) + bits(address, 21, 0)
      const second = word((bits(first, 31, 10) << 12n) + 4n * bits(address, 21, 12))
      if ((second & 1n) === 0n || bits(second, 3, 1) === 0n) return undefined
      return (bits(second, 31, 10) << 12n) + bits(address, 11, 0)
    },
  },
  {
    name: 'arm',
    size: 4,
    make: word32,
    translation: (memory) => armTables(memory, 0),
    address: low32,
    walk(word, address) {
      const first = word(4n * bits(address, 31, 20))
      switch (first & 3n) {
        case 0n:
          return undefined
        case 2n:
          return (first & 0x40000n) !== 0n
            ? (bits(first, 31, 24) << 24n) + bits(address, 23, 0)
            : (bits(first, 31, 20) << 20n) + bits(address, 19, 0)
      }
      const coarse = (first & 3n) === 1n
      const second = coarse
        ? word((first & 0xfffffc00n) + 4n * bits(address, 19, 12))
        : word((first & 0xfffff000n) + 4n * bits(address, 19, 10))
      const kind = second & 3n
      if (kind === 0n) return undefined
      const size = kind === 1n ? 16 : kind === 2n || coarse ? 12 : 10
      return (bits(second, 31, size) << BigInt(size)) + bits(address, size - 1, 0)
    },
  },
  {
    name: 'alpha',
    size: 8,
    make: (next) => (BigInt(next() % (SIZE / 8192)) << 32n) | BigInt(next() % 4 === 0 ? 0 : 1),
    translation: (memory) => alphaTables(memory, 0, 8192),
    address: (bits64) =>
      (bits64 & 1n) === 0n ? 0xfffffe0000000000n | (bits64 & 0x1ffffffffffn) : 0xfffffc0000000000n | (bits64 & 0x3ffffffffffn),
    walk(word, address) {
      if (address < 0xfffffc0000000000n) return undefined
      if (address < 0xfffffe0000000000n) return address & 0x3ffffffffffn
      let table = 0n
      for (const shift of [33, 23, 13]) {
        const entry = word(table + 8n * bits(address, shift + 9, shift))
        if ((entry & 1n) === 0n) return undefined
        table = (entry >> 32n) * 8192n
      }
      return table + bits(address, 12, 0)
    },
  },
  {
    name: 'sparc64',
    size: 8,
    little: false,
    make: (next, at) => {
      const page = BigInt(next() % (SIZE / 8192)) * 8192n
      // The lower half holds tables, the upper half entries.
      return next() % 4 === 0 ? 0n : at < SIZE / 2 ? page : page | (1n << 63n) | BigInt(next() % 8192)
    },
    translation: (memory) => sparc64Tables(memory, 0, 0x1000000n),
    address: (bits64) => bits64 & 0x7ffffffffffn,
    walk(word, address) {
      if (address < 0x1000000n) return undefined
      const first = word(8n * bits(address, 42, 33))
      if (first === 0n || first >= 1n << 53n) return undefined
      const second = word(first + 8n * bits(address, 32, 23))
      if (second === 0n || second >= 1n << 53n) return undefined
      const tte = word(second + 8n * bits(address, 22, 13))
      return tte >> 63n === 0n ? undefined : (bits(tte, 42, 13) << 13n) + bits(address, 12, 0)
    },
  },
  {
    name: 'mips, flat table',
    size: 4,
    make: (next) => (BigInt(next() % 64) << 6n) | BigInt(next() % 64),
    translation: (memory) =>
      mipsTables(memory, { sysmappa: 0x1000, sysmapsize: 4096, pg_shift: 6, pg_frame: 0x3fffffc0, pg_v: 2 }, abi['mips-o32el']),
    address: (bits64) => 0x80000000n + (bits64 & 0x7fffffffn),
    walk(word, address) {
      if (address < 0x80000000n) return undefined
      if (address < 0xc0000000n) return bits(address, 28, 0)
      const index = bits(address, 29, 12)
      if (index >= 4096n) return undefined
      const entry = word(0x1000n + 4n * index)
      return (entry & 2n) === 0n ? undefined : (bits(entry, 29, 6) << 12n) + bits(address, 11, 0)
    },
  },
  {
    name: 'mips, segment table',
    size: 4,
    make: (next, at) => {
      if (at < 4096) return next() % 4 === 0 ? 0n : 0x80000000n + BigInt(next() % 64) * 4096n
      return (BigInt(next() % 64) << 6n) | BigInt(next() % 64)
    },
    translation: (memory) =>
      mipsTables(memory, { sysmappa: 0, sysmapsize: 0, pg_shift: 6, pg_frame: 0x3fffffc0, pg_v: 2 }, abi['mips-o32el']),
    address: (bits64) => 0xc0000000n + (bits64 & 0x3fffffffn),
    walk(word, address) {
      if (address < 0xc0000000n) return undefined
      const pointer = word(4n * bits(address, 30, 22))
      if (pointer === 0n) return undefined
      const entry = word((pointer & 0x1fffffffn) + 4n * bits(address, 21, 12))
      return (entry & 2n) === 0n ? undefined : (bits(entry, 29, 6) << 12n) + bits(address, 11, 0)
    },
  },
  {
    name: 'mips64, segment table',
    size: 8,
    make: (next, at) => {
      if (at < 8192) return next() % 4 === 0 ? 0n : 0x9800000000000000n + BigInt(1 + (next() % 63)) * 4096n
      // Two entries of a page in one word, or a pointer to one.
      return next() % 2 === 0
        ? 0x9800000000000000n + BigInt(next() % 64) * 4096n
        : BigInt((next() % 4096) | 2) | (BigInt((next() % 4096) | 2) << 32n)
    },
    translation: (memory) =>
      mipsTables(memory, { sysmappa: 0, sysmapsize: 0, pg_shift: 6, pg_frame: 0x3fffffc0, pg_v: 2 }, abi['mips-n64el']),
    address: (bits64) => 0xc000000000000000n + (bits64 & 0x7ffffffffn),
    walk(word, address) {
      const physical = (pointer: bigint): bigint => (pointer >> 62n === 2n ? pointer & 0x07ffffffffffffffn : pointer & 0x1fffffffn)
      const first = word(8n * bits(address, 39, 31))
      if (first === 0n) return undefined
      const second = word(physical(first) + 8n * bits(address, 30, 22))
      if (second === 0n) return undefined
      const at = physical(second) + 4n * bits(address, 21, 12)
      // Random pointers are not aligned.
      const aligned = at - (at % 8n)
      const pair = word(aligned) | (word(aligned + 8n) << 64n)
      const entry = (pair >> (8n * (at % 8n))) & 0xffffffffn
      return (entry & 2n) === 0n ? undefined : (bits(entry, 29, 6) << 12n) + bits(address, 11, 0)
    },
  },
  {
    name: 'm68k, two levels',
    size: 4,
    little: false,
    make: (next) => BigInt((next() % 64) * 4096 + (next() % 16)),
    translation: (memory) => m68kTables(memory, { ...m68kHeader, mmutype: -1 }, 0x10000, 4096) as Translation,
    address: low32,
    walk(word, address) {
      if (address >= 0x10000n && address < 0x20000n) return address - 0x10000n + 0x8000n
      const first = word(0x1000n + 4n * bits(address, 31, 22))
      if ((first & 2n) === 0n) return undefined
      const second = word((first & 0xfffff000n) + 4n * bits(address, 21, 12))
      return (second & 1n) === 0n ? undefined : (second & 0xfffff000n) + bits(address, 11, 0)
    },
  },
  {
    name: 'm68k, three levels of the 68040',
    size: 4,
    little: false,
    make: (next) => BigInt((next() % 512) * 512 + (next() % 16)),
    translation: (memory) => m68kTables(memory, { ...m68kHeader, mmutype: -2 }, 0x10000, 4096) as Translation,
    address: low32,
    walk(word, address) {
      if (address >= 0x10000n && address < 0x20000n) return address - 0x10000n + 0x8000n
      const first = word(0x1000n + 4n * bits(address, 31, 25))
      if ((first & 2n) === 0n) return undefined
      const second = word((first & 0xfffffe00n) + 4n * bits(address, 24, 18))
      if ((second & 2n) === 0n) return undefined
      const third = word((second & 0xffffff00n) + 4n * bits(address, 17, 12))
      return (third & 1n) === 0n ? undefined : (third & 0xfffff000n) + bits(address, 11, 0)
    },
  },
  {
    name: 'sun3x',
    size: 4,
    little: false,
    make: (next) => BigInt((next() % 32) * 8192 + (next() % 16)),
    translation: (memory) =>
      sun3x(memory, { pg_frame: 0xffffff00, pg_valid: 1, contig_end: 0x8040000, kernCbase: 0x8010000 }, 0x8000000, 8192),
    address: (bits64) => 0x7ffe000n + (bits64 & 0xffffffn),
    walk(word, address) {
      if (address < 0x8000000n) return undefined
      if (address < 0x8040000n) return address - 0x8000000n
      const at = 0x8010000n + ((address - 0x8000000n) / 8192n) * 4n
      if (at + 4n > 0x8040000n) return undefined
      const entry = word(at - 0x8000000n)
      return (entry & 1n) === 0n ? undefined : (entry & 0xffffff00n) + bits(address, 12, 0)
    },
  },
  {
    name: 'powerpc',
    size: 4,
    little: false,
    make: (next, at) =>
      // High words that match often: few segments, few pages.
      at % 8 === 0
        ? BigInt(0x80000000 + ((next() % 4) << 7) + (next() % 2) * 64 + (next() % 4))
        : BigInt((next() % 64) * 4096 + (next() % 4096)),
    translation: (memory) => powerpcTables(memory, powerpcRegisters),
    address: (bits64) => (bits64 & 3n) * 0x10000000n + (((bits64 >> 2n) & 0xfn) << 22n) + ((bits64 >> 6n) & 0x7fffn),
    walk(word, address) {
      // One block: 256 KiB at 0x30000000.
      if (address >= 0x30000000n && address < 0x30040000n) return 0x80000n + (address - 0x30000000n)
      const vsid = bits(address, 31, 28)
      if (vsid === 2n) return undefined
      const page = bits(address, 27, 12)
      for (const secondary of [0n, 1n]) {
        const hash = secondary === 0n ? vsid ^ page : 0x7ffffn - (vsid ^ page)
        // A table of 128 KiB at 0x20000: the upper bits of the hash are under a mask of one bit.
        const group = 0x20000n + ((bits(hash, 10, 10) << 16n) & 0x10000n) + bits(hash, 9, 0) * 64n
        for (let slot = 0n; slot < 8n; slot++) {
          const high = word(group + slot * 8n)
          if (high >> 31n === 1n && bits(high, 30, 7) === vsid && bits(high, 6, 6) === secondary && bits(high, 5, 0) === page >> 10n)
            return (bits(word(group + slot * 8n + 4n), 31, 12) << 12n) + bits(address, 11, 0)
        }
      }
      return undefined
    },
  },
]

const m68kHeader = {
  sg_v: 2,
  sg_frame: 0xfffff000,
  sg_ishift: 22,
  sg_pmask: 0x3ff000,
  sg40_shift1: 25,
  sg40_mask2: 0x1fc0000,
  sg40_shift2: 18,
  sg40_mask3: 0x3f000,
  sg40_shift3: 12,
  sg40_addr1: 0xfffffe00,
  sg40_addr2: 0xffffff00,
  pg_v: 1,
  pg_frame: 0xfffff000,
  sysseg_pa: 0x1000,
  reloc: 0x8000,
  relocend: 0x20000,
} as const

const powerpcRegisters = {
  pvr: 8 << 16,
  sdr1: 0x20001n,
  sr: [0n, 1n, 0x80000002n, 3n],
  dbatl: [0x80000n],
  dbatu: [0x30000000n | (1n << 2n) | 2n],
} as const

const seeds = fc.tuple(fc.integer(), fc.array(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), { minLength: 20, maxLength: 40 }))

describe('translation against a second walk over random tables', () => {
  test.each(cases)('$name', ({ size, little = true, make, translation, walk, address = (value) => value }) => {
    let mapped = 0
    check(
      seeds,
      ([seed, list]) => {
        const { bytes, memory } = memoryOf(size, little, make, seed)
        const tables = translation(memory)
        const word = reader(bytes, size, little)
        for (const value of list) {
          const at = address(value)
          const expected = walk(word, at)
          const found = tables.translate(at)
          expect(found === undefined ? undefined : BigInt(found.physical), `0x${at.toString(16)}`).toBe(expected)
          if (found === undefined) continue
          mapped++
          // What it says to be contiguous is mapped so, at its very end too.
          const last = at + BigInt(Math.min(found.length, 4096) - 1)
          expect(walk(word, last), `the end of 0x${at.toString(16)}`).toBe((expected ?? 0n) + BigInt(Math.min(found.length, 4096) - 1))
        }
      },
      Math.min(runs, 30),
    )
    expect(mapped, 'mapped addresses, or the test tests nothing').toBeGreaterThan(0)
  })
})

describe('translation by maps in the CPU data', () => {
  test('sparc, sun4c', () => {
    let mapped = 0
    check(
      fc.integer(),
      (seed) => {
        const next = random(seed)
        const entry = segmap.for(abi.sparc)
        const cpu = new Uint8Array(0x4000 + 64 * 64 * 4)
        for (let index = 0; index < 8 * 64; index++)
          cpu.set(
            entry.encode({ sg_wiremap: 0n, sg_pte: 0n, sg_pmeg: next() % 65, sg_npte: next() % 4 === 0 ? 0 : 1, sg_nwired: 0 }),
            0x1000 + index * entry.size,
          )
        const view = new DataView(cpu.buffer)
        for (let at = 0x4000; at < cpu.byteLength; at += 4)
          view.setUint32(at, ((next() % 4 === 0 ? 0 : 0x80000000) + (next() % 1024)) >>> 0)
        const tables = sparcTables({ read: () => new Uint8Array(0), ranges: () => [] }, cpu, {
          cputype: 1,
          kernbase: 0xf8000000n,
          segmentEntrySize: entry.size,
          segmapoffset: 0x1000n,
          npmeg: 65,
          pmegoffset: 0x4000n,
        })
        for (let count = 0; count < 20; count++) {
          const address = 0xf7ff0000 + (next() % 0x8010000)
          const found = tables.translate(BigInt(address))
          let expected: number | undefined
          if (address >= 0xf8000000) {
            const at = 0x1000 + Math.floor((address - 0xf8000000) / 0x40000) * 16
            const pmeg = view.getUint16(at + 12)
            const pte =
              view.getUint8(at + 14) === 0 || pmeg === 64
                ? 0
                : view.getUint32(0x4000 + (pmeg * 64 + Math.floor((address % 0x40000) / 4096)) * 4)
            if (pte >= 0x80000000) expected = (pte % 0x80000) * 4096 + (address % 4096)
          }
          expect(found?.physical).toBe(expected)
          if (found) mapped++
        }
      },
      Math.min(runs, 30),
    )
    expect(mapped).toBeGreaterThan(0)
  })

  test('sun3', () => {
    let mapped = 0
    check(
      fc.integer(),
      (seed) => {
        const next = random(seed)
        const ksegmap = Uint8Array.from({ length: 256 }, () => next() % 256)
        const cpu = new Uint8Array(8184 + 256 * 16 * 4)
        const view = new DataView(cpu.buffer)
        for (let at = 8184; at < cpu.byteLength; at += 4) view.setUint32(at, ((next() % 4 === 0 ? 0 : 0x80000000) + (next() % 4096)) >>> 0)
        const tables = sun2(cpu, { segshift: 17, pg_frame: 0x7ffff, pg_valid: 0x80000000, ksegmap }, 0xe000000, 8192)
        for (let count = 0; count < 20; count++) {
          const address = 0xdff0000 + (next() % 0x2020000)
          const segment = Math.floor((address - 0xe000000) / 0x20000)
          const group = ksegmap[segment]
          const pte =
            address < 0xe000000 || group === undefined ? 0 : view.getUint32(8184 + (group * 16 + (Math.floor(address / 8192) % 16)) * 4)
          const expected = pte >= 0x80000000 ? (pte % 0x80000) * 8192 + (address % 8192) : undefined
          const found = tables.translate(BigInt(address))
          expect(found?.physical).toBe(expected)
          if (found) mapped++
        }
      },
      Math.min(runs, 30),
    )
    expect(mapped).toBeGreaterThan(0)
  })
})
