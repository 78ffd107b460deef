/** The address ranges of a unit, function or inlined call. Source: DWARF 5, sections 2.17 and 7.25. */
import { attribute, rangeEntry } from '../../formats/debug/dwarf-constants.js'
import { ByteCursor } from './byte-cursor.js'
import { type FormValue, indexedAddress } from './dwarf-forms.js'
import { type DwarfUnit, numberOf } from './dwarf-units.js'

/** Link-time addresses; `end` is exclusive. */
export interface AddressRange {
  readonly start: bigint
  readonly end: bigint
}

/** The ranges that attributes state; empty for a declaration. */
export function rangesOf(attributes: ReadonlyMap<number, FormValue>, unit: DwarfUnit): readonly AddressRange[] {
  const list = attributes.get(attribute.ranges)
  if (typeof list === 'number') return unit.version >= 5 ? rangeList(unit, list) : oldRangeList(unit, list)
  const start = attributes.get(attribute.lowPc)
  const high = attributes.get(attribute.highPc)
  if (typeof start !== 'bigint') return []
  const end = typeof high === 'bigint' ? high : typeof high === 'number' ? start + BigInt(high) : start
  return end > start ? [{ start, end }] : []
}

export const rangeHolds = (ranges: readonly AddressRange[], address: bigint): boolean =>
  ranges.some(({ start, end }) => address >= start && address < end)

const baseOf = ({ root }: DwarfUnit): bigint => {
  const low = root.get(attribute.lowPc)
  return typeof low === 'bigint' ? low : 0n
}

function oldRangeList(unit: DwarfUnit, offset: number): AddressRange[] {
  const { sections, addressSize } = unit
  if (!sections.ranges || offset >= sections.ranges.length) return []
  const cursor = new ByteCursor(sections.ranges, sections.abi.endian, offset)
  const highest = (1n << BigInt(addressSize * 8)) - 1n
  const found: AddressRange[] = []
  let base = baseOf(unit)
  while (!cursor.atEnd) {
    const [first, second] = [cursor.unsigned(addressSize), cursor.unsigned(addressSize)]
    if (first === 0n && second === 0n) break
    if (first === highest) base = second
    else if (second > first) found.push({ start: base + first, end: base + second })
  }
  return found
}

/** @param listed an offset in the section, or an index where the unit has a base for them */
function rangeList(unit: DwarfUnit, listed: number): AddressRange[] {
  const { sections, addressSize } = unit
  if (!sections.rnglists) return []
  const cursor = new ByteCursor(sections.rnglists, sections.abi.endian, listOffset(unit, sections.rnglists, listed))
  const found: AddressRange[] = []
  const add = (start: bigint | undefined, end: bigint | undefined): void => {
    if (start !== undefined && end !== undefined && end > start) found.push({ start, end })
  }
  let base: bigint | undefined = baseOf(unit)
  while (!cursor.atEnd) {
    const kind = cursor.u8()
    if (kind === rangeEntry.endOfList) break
    if (kind === rangeEntry.baseAddressx) base = indexedAddress(cursor.uleb(), unit)
    else if (kind === rangeEntry.baseAddress) base = cursor.unsigned(addressSize)
    else if (kind === rangeEntry.offsetPair) {
      const [first, second] = [cursor.ulebWide(), cursor.ulebWide()]
      if (base !== undefined) add(base + first, base + second)
    } else if (kind === rangeEntry.startEnd) add(cursor.unsigned(addressSize), cursor.unsigned(addressSize))
    else if (kind === rangeEntry.startLength) {
      const start = cursor.unsigned(addressSize)
      add(start, start + cursor.ulebWide())
    } else if (kind === rangeEntry.startxEndx) add(indexedAddress(cursor.uleb(), unit), indexedAddress(cursor.uleb(), unit))
    else if (kind === rangeEntry.startxLength) {
      const start = indexedAddress(cursor.uleb(), unit)
      const length = cursor.ulebWide()
      if (start !== undefined) add(start, start + length)
    } else break
  }
  return found
}

/** With the form rnglistx the value is an index into the offsets at the unit's base; such values are smaller than any offset. */
function listOffset({ root, offsetSize, sections }: DwarfUnit, lists: Uint8Array, listed: number): number {
  const headerSize = offsetSize === 4 ? 12 : 20
  const base = numberOf(root.get(attribute.rnglistsBase))
  if (base === undefined && listed >= headerSize) return Math.min(listed, lists.length)
  const from = base ?? headerSize
  const count = new ByteCursor(lists, sections.abi.endian, Math.min(from - 4, lists.length)).u32()
  if (listed >= count) return Math.min(listed, lists.length)
  const at = from + listed * offsetSize
  return from + new ByteCursor(lists, sections.abi.endian, Math.min(at, lists.length)).sectionOffset(offsetSize)
}
