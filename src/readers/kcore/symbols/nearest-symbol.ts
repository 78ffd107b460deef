/** The symbol in front of an address. */
import { partitionPoint } from '../../../io/binary-search.js'
import type { KernelSymbol, SymbolTable } from './table.js'

export interface NearestSymbol {
  readonly name: string
  /** Bytes from the symbol to the address. */
  readonly offset: bigint
}

/** Where sizes are not known, a symbol further away says nothing. */
const FARTHEST = 0x100000n

const indexes = new WeakMap<SymbolTable, readonly KernelSymbol[]>()

const TYPE = 0x1e
const ABSOLUTE = 2
const FILE = 0x1e

/** Symbols that are addresses, ascending; of several at one address the best comes last. */
function indexOf(table: SymbolTable): readonly KernelSymbol[] {
  let list = indexes.get(table)
  if (!list) {
    const rank = ({ type, size = 0, name }: KernelSymbol): number => (size > 0 ? 4 : 0) + (type & 1) * 2 + (name.startsWith('_') ? 0 : 1)
    list = [...table.all()]
      // Local labels of assembler code (type 0) are no names that people know.
      .filter(
        ({ type, value, name }) =>
          value !== 0n && type !== 0 && (type & TYPE) !== ABSOLUTE && (type & TYPE) !== FILE && !name.startsWith('$'),
      )
      .sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : rank(a) - rank(b)))
    indexes.set(table, list)
  }
  return list
}

/** The nearest symbol at or below an address; undefined where none is near, or the one that is ends before it. */
export function nearestSymbol(table: SymbolTable | undefined, address: bigint): NearestSymbol | undefined {
  if (!table) return undefined
  const list = indexOf(table)
  const found = list[partitionPoint(list.length, (index) => (list[index] as KernelSymbol).value <= address) - 1]
  if (!found) return undefined
  const offset = address - found.value
  const limit = found.size ? BigInt(found.size) : FARTHEST
  // One behind the end: the return address of a call that is the last instruction.
  return offset > limit || offset > FARTHEST ? undefined : { name: found.name, offset }
}

/** `name+0x1f`; undefined as {@link nearestSymbol}. */
export function symbolText(table: SymbolTable | undefined, address: bigint): string | undefined {
  const found = nearestSymbol(table, address)
  return found && (found.offset === 0n ? found.name : `${found.name}+0x${found.offset.toString(16)}`)
}
