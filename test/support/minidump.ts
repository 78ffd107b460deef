/** FreeBSD minidumps made of a kernel's memory. */
import { join, MESSAGES, PAGE, type Space, words } from './kernel.js'

const pad = (bytes: Uint8Array): Uint8Array => join(bytes, new Uint8Array((PAGE - (bytes.byteLength % PAGE)) % PAGE))
const text = (value: string, length: number): Uint8Array => join(new TextEncoder().encode(value), new Uint8Array(length - value.length))

/** Entries for pages from the kernel's base on: 12 MiB of addresses. */
const PAGES = 3072

/** Entries that the kernel would write, large pages expanded. */
function flat(space: Space): Uint8Array {
  const { of } = space
  const size = of.entrySize
  const table = new Uint8Array(PAGES * size)
  for (const { virtual, physical, size: bytes } of space.mapped)
    for (let at = 0; at < bytes; at += PAGE)
      table.set(words([size, of.leaf(physical + at, 12)]), (Number((virtual - of.base) >> 12n) + at / PAGE) * size)
  return table
}

/** The page directories of the kernel's two gigabytes on amd64. */
function directories(space: Space): Uint8Array {
  const parts = [0, 1].map((gigabyte) => {
    const address = space.of.base + (BigInt(gigabyte) << 30n)
    let table = space.root
    for (const shift of [39, 30]) {
      const entry = space.entryAt(table + Number((address >> BigInt(shift)) & 511n) * 8)
      if (entry === 0n) return new Uint8Array(PAGE)
      table = space.of.tableAddress(entry)
    }
    return space.bytesAt(table, PAGE)
  })
  return join(...parts)
}

export const DIRECT = 0xfffff80000000000n

export interface MinidumpOptions {
  readonly version: number
  /** With a list of ranges: bits are numbered within them. */
  readonly ranges: boolean
}

/** A minidump of all the memory but some pages of the second range, which are left out. */
export function minidump(space: Space, { version, ranges }: MinidumpOptions): Uint8Array {
  const { of } = space
  const pages = space.segments.flatMap(({ start, size }) => Array.from({ length: size / PAGE }, (_, index) => start + index * PAGE))
  const left = pages.filter((page) => !LEFT_OUT.has(page))
  const numbers = new Map((ranges ? pages : []).map((page, index) => [page, index]))
  const bit = (page: number): number => numbers.get(page) ?? page / PAGE
  const bitmap = new Uint8Array(Math.ceil((ranges ? pages.length : 0x800000 / PAGE) / 8 / PAGE) * PAGE)
  for (const page of left) bitmap[bit(page) >> 3] = (bitmap[bit(page) >> 3] ?? 0) | (1 << (bit(page) & 7))
  const available = ranges
    ? pad(join(...space.segments.flatMap(({ start, size }) => [words([8, start], [8, start + size])]), new Uint8Array(16)))
    : new Uint8Array(0)
  const directory = of.name === 'amd64' && version > 1
  const tables = directory ? directories(space) : pad(flat(space))
  const ring = new TextEncoder().encode(MESSAGES)
  const sizes = words([4, version], [4, ring.byteLength], [4, bitmap.byteLength], [4, tables.byteLength])
  const tail = [4, available.byteLength] as const
  const header = {
    amd64: () => join(text('minidump FreeBSD/amd64', 24), sizes, words([8, of.base], [8, DIRECT], [8, DIRECT + 0x800000n], tail)),
    i386: () => join(text('minidump FreeBSD/i386', 24), sizes, words([4, of.base], [4, of.entrySize === 8 ? 1 : 0], tail)),
    aarch64: () =>
      join(text('minidump FreeBSD/arm64', 24), sizes, words([8, of.base], [8, 0], [8, DIRECT], [8, DIRECT + 0x800000n], tail, [4, 0])),
    riscv64: () => join(text('minidump FreeBSD/riscv', 24), sizes, words([8, of.base], [8, 0], [8, DIRECT], [8, DIRECT + 0x800000n], tail)),
  }[of.abi.name as 'amd64' | 'i386' | 'aarch64' | 'riscv64']()
  return join(pad(header), pad(ring), available, bitmap, tables, ...left.map((page) => space.memory.get(page) as Uint8Array))
}

/** Pages of physical memory that the minidumps do not hold. */
export const LEFT_OUT: ReadonlySet<number> = new Set([0x180000, 0x181000, 0x500000])
