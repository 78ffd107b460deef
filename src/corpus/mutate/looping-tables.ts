/** A page table entry that points back to a table on the way to it. */
import type { OpenedFile } from '../../readers/format-reader.js'
import { isKernelDump, type OpenedKernelDump } from '../../readers/kcore/opened-dump.js'
import { integerBytes, integerOf, type Mutator, replaced, type Subject } from './mutation.js'

/** Mapped ranges whose tables are candidates. */
const MOST_RANGES = 16

export function loopingTables(file: OpenedFile): Mutator {
  return {
    name: 'looping page tables',
    apply(subject, draw) {
      const entries = isKernelDump(file) ? entriesOf(file, subject) : []
      if (entries.length === 0) return undefined
      const entry = draw.pick(entries)
      const { offset, length, table, value, page } = entry
      // The entry keeps its flags and points to the table that it is in.
      const mask = BigInt(page - 1)
      const looping = BigInt.asUintN(length * 8, draw.nat(1) === 0 ? (value & mask) | (BigInt(table) & ~mask) : (entry.first ?? value))
      return replaced(subject, [{ offset, bytes: integerBytes(looping, length, subject.little) }])
    },
  }
}

interface EntryInFile {
  readonly offset: number
  readonly length: number
  readonly value: bigint
  /** Physical address of the table. */
  readonly table: number
  readonly page: number
  /** Value of the first entry on the way. */
  readonly first: bigint | undefined
}

/** Entries of page tables whose bytes stand in the file as they are. */
function entriesOf({ dump }: OpenedKernelDump, subject: Subject): EntryInFile[] {
  const { translation, memory } = dump
  if (!translation?.walk || !translation.mapped) return []
  const ranges = [...memory.ranges()]
  const page = 2 ** translation.pageShift
  const found: EntryInFile[] = []
  let left = MOST_RANGES
  for (const { virtual } of translation.mapped({ tables: 64 })) {
    if (left-- <= 0) break
    const { entries } = translation.walk(virtual)
    for (const { address, value } of entries) {
      const range = ranges.find(({ start, size, offset }) => offset !== undefined && address >= start && address < start + size)
      if (range?.offset === undefined) continue
      const offset = range.offset + (address - range.start)
      const length = [8, 4].find((size) => integerOf(subject, { offset, length: size, path: '', value: '' }) === value)
      if (length !== undefined) found.push({ offset, length, value, table: address - (address % page), page, first: entries[0]?.value })
    }
  }
  return found
}
