/** A kernel's memory made from plain data: ranges of physical memory, and page tables in it that map parts. */
import { headerSizes, kcoreDeviceHeader, kcoreFileHeader } from '../../../formats/kcore/netbsd/header-bytes.js'
import { concatenate } from '../../../io/bytes.js'
import { type Architecture, PAGE, type Segment } from './architectures.js'
import { words } from './words.js'

/** Physical memory of some ranges; tables that map parts of it are made at the start of the first. */
export class KernelMemory {
  readonly memory = new Map<number, Uint8Array>()
  readonly root: number
  /** Where further tables are put. */
  #next = 0x1000
  /** What was mapped: kernel address to physical address, and bytes. */
  readonly mapped: { virtual: bigint; physical: number; size: number }[] = []

  constructor(
    readonly of: Architecture,
    readonly segments: readonly Segment[],
  ) {
    for (const { start, size } of segments)
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
    return concatenate(
      this.segments.flatMap(({ start, size }) =>
        Array.from({ length: size / PAGE }, (_, index) => this.memory.get(start + index * PAGE) as Uint8Array),
      ),
    )
  }

  /** As savecore writes it. */
  file(): Uint8Array {
    const { unit, machine, cpu } = this.of
    const memory = this.dumped
    const data = cpu(this.root, this.segments)
    return concatenate([
      kcoreFileHeader({ abi: this.of.abi, machine, unit, ...headerSizes(unit), cpu: data, memorySize: memory.byteLength }),
      memory,
    ])
  }

  /** As it is on a dump device. */
  device(): Uint8Array {
    const { unit, machine, cpu } = this.of
    return concatenate([kcoreDeviceHeader(this.of.abi, machine, unit, cpu(this.root, this.segments)), this.dumped])
  }
}
