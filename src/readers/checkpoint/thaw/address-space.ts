/** The memory of a process that is being restored: ranges of addresses without overlap, and their size. */

interface Range {
  readonly start: bigint
  readonly end: bigint
}

export class AddressSpace {
  #ranges: Range[] = []
  /** Mapped bytes. */
  size = 0n

  /** Maps a range; what was there is replaced. */
  add(start: bigint, end: bigint): void {
    let from = start
    let to = end
    const apart: Range[] = []
    for (const range of this.#ranges) {
      if (range.end < start || range.start > end) {
        apart.push(range)
        continue
      }
      if (range.start < from) from = range.start
      if (range.end > to) to = range.end
      this.size -= range.end - range.start
    }
    apart.push({ start: from, end: to })
    this.#ranges = apart
    this.size += to - from
  }

  /** Whether an address is mapped. */
  has(address: bigint): boolean {
    return this.#ranges.some(({ start, end }) => address >= start && address < end)
  }
}
