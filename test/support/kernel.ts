/** A kernel's memory made from plain data: page tables in physical memory, a kernel file with symbols, a message buffer. */
import { headerSizes, kcoreDeviceHeader, kcoreFileHeader } from '../../src/formats/kcore/netbsd/header-bytes.js'
import { type Abi, abi } from '../../src/schema/index.js'

export const PAGE = 4096

/** How an architecture's tables are made; written apart from the readers. */
export interface Architecture {
  readonly name: string
  readonly abi: Abi
  readonly machine: number
  /** ALIGN unit of headers. */
  readonly unit: 4 | 8 | 16
  /** Kernel addresses begin here. */
  readonly base: bigint
  /** From the first table on: shift and bits. */
  readonly levels: readonly (readonly [shift: number, bits: number])[]
  readonly entrySize: 4 | 8
  readonly table: (physical: number) => bigint
  /** A mapping of 2^shift bytes at a level that ends there. */
  readonly leaf: (physical: number, shift: number) => bigint
  /** Level at which a large page may end. */
  readonly large: number
  readonly tableAddress: (entry: bigint) => number
  /** CPU data, from the root's address. */
  readonly cpu: (root: number, segments: readonly Segment[]) => Uint8Array
}

export interface Segment {
  readonly start: number
  readonly size: number
}

/** Little-endian words: `[8, value]` is one of eight bytes. */
export function words(...list: readonly (readonly [size: 2 | 4 | 8, value: number | bigint])[]): Uint8Array {
  const bytes = new Uint8Array(list.reduce((sum, [size]) => sum + size, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [size, value] of list) {
    if (size === 8) view.setBigUint64(at, BigInt(value), true)
    else if (size === 4) view.setUint32(at, Number(value), true)
    else view.setUint16(at, Number(value), true)
    at += size
  }
  return bytes
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.byteLength
  }
  return all
}

const ranges = (list: readonly Segment[]): Uint8Array => join(...list.map(({ start, size }) => words([8, start], [8, size])))

const four = [
  [39, 9],
  [30, 9],
  [21, 9],
  [12, 9],
] as const
const frame48 = (entry: bigint): number => Number(entry & 0x0000fffffffff000n)

export const architectures: readonly Architecture[] = [
  {
    name: 'amd64',
    abi: abi.amd64,
    machine: 157,
    unit: 8,
    base: 0xffffffff80000000n,
    levels: four,
    entrySize: 8,
    table: (physical) => BigInt(physical) | 0x63n,
    leaf: (physical, shift) => BigInt(physical) | (1n << 63n) | (shift > 12 ? 0x83n : 3n),
    large: 2,
    tableAddress: frame48,
    cpu: (root, list) => join(words([8, root], [8, list.length]), ranges(list)),
  },
  {
    name: 'i386',
    abi: abi.i386,
    machine: 134,
    unit: 4,
    base: 0xc0000000n,
    levels: [
      [22, 10],
      [12, 10],
    ],
    entrySize: 4,
    table: (physical) => BigInt(physical) | 3n,
    leaf: (physical, shift) => BigInt(physical) | (shift > 12 ? 0x83n : 3n),
    large: 0,
    tableAddress: (entry) => Number(entry & 0xfffff000n),
    cpu: (root, list) => join(words([4, root], [4, list.length]), ranges(list)),
  },
  {
    name: 'i386 PAE',
    abi: abi.i386,
    machine: 134,
    unit: 4,
    base: 0xc0000000n,
    levels: [
      [21, 11],
      [12, 9],
    ],
    entrySize: 8,
    table: (physical) => BigInt(physical) | 1n,
    leaf: (physical, shift) => BigInt(physical) | (1n << 63n) | (shift > 12 ? 0x83n : 3n),
    large: 0,
    tableAddress: frame48,
    cpu: (root, list) => join(words([4, root | 0x200], [4, list.length]), ranges(list)),
  },
  {
    name: 'aarch64',
    abi: abi.aarch64,
    machine: 183,
    unit: 16,
    base: 0xffff000000000000n,
    levels: four,
    entrySize: 8,
    table: (physical) => BigInt(physical) | 3n,
    leaf: (physical, shift) => BigInt(physical) | 0x0060000000000700n | (shift > 12 ? 1n : 3n),
    large: 2,
    tableAddress: frame48,
    // 4 KiB pages, 48 bits; the address space identifier and bit 0 are not part of the table's address.
    cpu: (root, list) =>
      join(
        words([8, (2n << 30n) | (16n << 16n)], [8, BigInt(root) | (7n << 48n) | 1n], [8, list.length]),
        ranges(list),
        new Uint8Array(16),
      ),
  },
  {
    name: 'riscv64',
    abi: abi.riscv64,
    machine: 185,
    unit: 16,
    base: 0xffffffc000000000n,
    levels: [
      [30, 9],
      [21, 9],
      [12, 9],
    ],
    entrySize: 8,
    table: (physical) => (BigInt(physical / PAGE) << 10n) | 1n,
    leaf: (physical) => (BigInt(physical / PAGE) << 10n) | 0xcfn,
    large: 1,
    tableAddress: (entry) => Number((entry >> 10n) & 0xfffffffffffn) * PAGE,
    cpu: (root, list) => join(words([8, (8n << 60n) | BigInt(root / PAGE)]), new Uint8Array(56), ranges(list), new Uint8Array(16)),
  },
]

const SEGMENTS: readonly Segment[] = [
  { start: 0x1000, size: 0x40000 },
  { start: 0x100000, size: 0x100000 },
  { start: 0x400000, size: 0x400000 },
]

/** Physical memory of three ranges, with tables that map parts of it. */
export class Space {
  readonly segments = SEGMENTS
  readonly memory = new Map<number, Uint8Array>()
  readonly root: number
  /** Where further tables are put. */
  #next = 0x1000
  /** What was mapped: kernel address to physical address, and bytes. */
  readonly mapped: { virtual: bigint; physical: number; size: number }[] = []
  readonly symbols: { name: string; value: bigint }[] = []

  constructor(readonly of: Architecture) {
    for (const { start, size } of SEGMENTS)
      for (let at = start; at < start + size; at += PAGE) {
        const page = new Uint8Array(PAGE)
        new DataView(page.buffer).setFloat64(0, at)
        for (let index = 8; index < PAGE; index++) page[index] = (at / PAGE + index * 7) & 0xff
        this.memory.set(at, page)
      }
    const [, bits] = of.levels[0] as readonly [number, number]
    const pages = Math.max(1, (2 ** bits * of.entrySize) / PAGE)
    this.root = this.#tables(pages)
  }

  #tables(pages: number): number {
    // A root of several pages is aligned to its size.
    const start = Math.ceil(this.#next / (pages * PAGE)) * pages * PAGE
    this.#next = start + pages * PAGE
    for (let at = start; at < this.#next; at += PAGE) this.memory.set(at, new Uint8Array(PAGE))
    return start
  }

  /** Bytes of physical memory, over pages. */
  bytesAt(physical: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    for (let at = 0; at < length; at++) {
      const address = physical + at
      bytes[at] = this.memory.get(address - (address % PAGE))?.[address % PAGE] ?? 0
    }
    return bytes
  }

  poke(physical: number, bytes: Uint8Array): void {
    for (const [index, byte] of bytes.entries()) {
      const address = physical + index
      const page = this.memory.get(address - (address % PAGE))
      if (page) page[address % PAGE] = byte
    }
  }

  entryAt(physical: number): bigint {
    const bytes = this.bytesAt(physical, this.of.entrySize)
    const view = new DataView(bytes.buffer)
    return this.of.entrySize === 8 ? view.getBigUint64(0, true) : BigInt(view.getUint32(0, true))
  }

  /** Maps 2^shift bytes, by an entry of the level that ends there. */
  map(virtual: bigint, physical: number, large = false): void {
    const { levels, entrySize } = this.of
    const end = large ? this.of.large : levels.length - 1
    let table = this.root
    for (let level = 0; level <= end; level++) {
      const [shift, bits] = levels[level] as readonly [number, number]
      const place = table + Number(BigInt.asUintN(bits, virtual >> BigInt(shift))) * entrySize
      if (level === end) {
        this.poke(place, words([entrySize, this.of.leaf(physical, shift)]))
        this.mapped.push({ virtual, physical, size: 2 ** shift })
        return
      }
      const entry = this.entryAt(place)
      if (entry === 0n) {
        const fresh = this.#tables(1)
        this.poke(place, words([entrySize, this.of.table(fresh)]))
        table = fresh
      } else table = this.of.tableAddress(entry)
    }
  }

  get dumped(): Uint8Array {
    return join(
      ...this.segments.flatMap(({ start, size }) =>
        Array.from({ length: size / PAGE }, (_, index) => this.memory.get(start + index * PAGE) as Uint8Array),
      ),
    )
  }

  /** As savecore writes it. */
  file(): Uint8Array {
    const { unit, machine, cpu } = this.of
    const memory = this.dumped
    const data = cpu(this.root, this.segments)
    return join(
      kcoreFileHeader({ abi: this.of.abi, machine, unit, ...headerSizes(unit), cpu: data, memorySize: memory.byteLength }),
      memory,
    )
  }

  /** As it is on a dump device. */
  device(): Uint8Array {
    const { unit, machine, cpu } = this.of
    return join(kcoreDeviceHeader(this.of.abi, machine, unit, cpu(this.root, this.segments)), this.dumped)
  }

  /** An ELF kernel with the symbols, and no contents. */
  kernel(elfMachine: number): Uint8Array {
    return elfKernel(this.of.abi, elfMachine, this.symbols)
  }
}

export const elfMachines: Readonly<Record<string, number>> = { amd64: 62, i386: 3, aarch64: 183, riscv64: 243 }

export function elfKernel(of: Abi, elfMachine: number, symbols: readonly { name: string; value: bigint }[]): Uint8Array {
  const wide = of.bits === 64
  let strings = '\0'
  const entries: Uint8Array[] = [new Uint8Array(wide ? 24 : 16)]
  for (const { name, value } of symbols) {
    const at = strings.length
    strings += `${name}\0`
    const tail = join(Uint8Array.of(0x11, 0), words([2, 1]))
    entries.push(wide ? join(words([4, at]), tail, words([8, value], [8, 64])) : join(words([4, at], [4, value], [4, 64]), tail))
  }
  const symtab = join(...entries)
  const strtab = new TextEncoder().encode(strings)
  const header = wide ? 64 : 52
  const o = wide ? 8 : 4
  const section = (type: number, offset: number, size: number, link: number): Uint8Array =>
    words([4, 0], [4, type], [o, 0], [o, 0], [o, offset], [o, size], [4, link], [4, 0], [o, 8], [o, 0])
  const sections = join(
    section(0, 0, 0, 0),
    section(2, header, symtab.byteLength, 2),
    section(3, header + symtab.byteLength, strtab.byteLength, 0),
  )
  const start = header + symtab.byteLength + strtab.byteLength
  const ident = Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  const rest = words(
    [2, 2],
    [2, elfMachine],
    [4, 1],
    [o, 0],
    [o, 0],
    [o, start],
    [4, 0],
    [2, header],
    [2, 0],
    [2, 0],
    [2, wide ? 64 : 40],
    [2, 3],
    [2, 0],
  )
  return join(ident, rest, symtab, strtab, sections)
}

export const MESSAGES = 'Copyright (c) 2026\n<4>panic: made for a test\nrebooting\n'
export const VERSION = 'NetBSD 10.1 (TEST) #0: made from plain data\n'
export const PANIC = 'made for a test'

/**
 * A kernel: scattered small pages with one hole, one large page, the first and last page of ranges, symbols and a message buffer that has wrapped.
 */
export function kernelSpace(of: Architecture): Space {
  const space = new Space(of)
  const { base } = of
  // Small pages: virtual order is not physical order; page 7 is not mapped.
  const frames = Array.from({ length: 24 }, (_, index) => 0x100000 + ((index * 11) % 256) * PAGE)
  frames[20] = 0x40000
  frames[21] = 0x1ff000
  frames[22] = 0x7ff000
  for (const [index, physical] of frames.entries()) if (index !== 7) space.map(base + 0x400000n + BigInt(index * PAGE), physical)
  space.map(base + 0x800000n, 0x400000, true)
  const at = (page: number, offset = 0): { virtual: bigint; physical: number } => ({
    virtual: base + 0x400000n + BigInt(page * PAGE + offset),
    physical: (frames[page] as number) + offset,
  })
  const place = (name: string, page: number, offset: number, bytes: Uint8Array): bigint => {
    const { virtual, physical } = at(page, offset)
    space.poke(physical, bytes)
    space.symbols.push({ name, value: virtual })
    return virtual
  }
  const encoder = new TextEncoder()
  const word = of.abi.bits === 64 ? 8 : 4
  place('version', 0, 0x100, encoder.encode(`${VERSION}\0`))
  place('hostname', 0, 0x400, encoder.encode('crashed.example\0'))
  const text = place('panictext', 1, 0x10, encoder.encode(`${PANIC}\0`))
  place('panicstr', 1, 0x80, words([word, text]))
  place('dumpmag', 1, 0xff8, words([4, 0x8fca0101], [4, 0xffffffff]))
  // The ring has wrapped: its oldest byte is in the middle.
  const ring = new Uint8Array(256)
  const message = encoder.encode(MESSAGES)
  const write = 200
  for (const [index, byte] of message.entries()) ring[(write + index) % ring.byteLength] = byte
  const buffer = place('msgbuf', 3, 0, join(words([word, 0x063061], [word, write], [word, 0], [word, ring.byteLength]), ring))
  place('msgbufp', 2, 0, words([word, buffer]))
  return space
}
