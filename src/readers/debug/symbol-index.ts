/** Functions of a module by address: from symbol tables of files, or of the dynamic section in memory. */
import { elfSymbol, SHN_ABS, SHN_COMMON, SHN_UNDEF, symbolBinding, symbolType } from '../../formats/elf/symbols.js'
import { partitionPoint } from '../../io/binary-search.js'
import type { Abi } from '../../schema/base.js'

/** One table of symbols. */
export interface SymbolTableBytes {
  readonly entries: Uint8Array
  readonly strings: Uint8Array
  readonly abi: Abi
  /** Link-time address of the module's base. */
  readonly base: bigint
  /** Whether the section of an index holds code; absent where sections are not known. */
  readonly isCode?: (section: number) => boolean
  /** ARM and MIPS mark the instruction set in bit 0 of addresses. */
  readonly oddCode?: boolean
  /** Turns the address of a PowerPC64 function descriptor into that of the code. */
  readonly descriptor?: (offset: number) => number | undefined
}

export interface FunctionSymbol {
  /** As in the table, without a version. */
  readonly name: string
  /** Bytes from the module's base. */
  readonly start: number
  /** 0 where it is not known. */
  readonly size: number
}

interface Candidate extends FunctionSymbol {
  readonly rank: number
}

/** Names of places inside functions, or that tell the instruction set. */
const MARK = /^(\$[a-z]|\.L|__pfx_|\$xrv)/
const decoder = new TextDecoder()

export class SymbolIndex {
  /** By ascending start; of symbols at one address the best comes first. */
  readonly #sorted: readonly Candidate[]
  /** The furthest end of this and all earlier symbols, to find the ones that enclose an address. */
  readonly #reach: Float64Array

  constructor(tables: Iterable<SymbolTableBytes>) {
    const candidates: Candidate[] = []
    for (const table of tables) collect(table, candidates)
    this.#sorted = candidates.sort(compare)
    this.#reach = new Float64Array(candidates.length)
    let furthest = 0
    this.#sorted.forEach(({ start, size }, i) => {
      furthest = Math.max(furthest, start + size)
      this.#reach[i] = furthest
    })
  }

  get size(): number {
    return this.#sorted.length
  }

  /** The address of a symbol by its name. */
  named(name: string): FunctionSymbol | undefined {
    return this.#sorted.find((symbol) => symbol.name === name)
  }

  /**
   * The function that holds an offset.
   *
   * A symbol with a size holds as many bytes; one without extends to the next symbol.
   */
  at(offset: number): FunctionSymbol | undefined {
    const sorted = this.#sorted
    const last = partitionPoint(sorted.length, (i) => (sorted[i] as Candidate).start <= offset) - 1
    let open: Candidate | undefined
    for (let i = last; i >= 0; i--) {
      const symbol = sorted[i] as Candidate
      if (symbol.size > 0 && offset < symbol.start + symbol.size) return this.#bestAt(i, offset)
      if (symbol.size === 0 && i === last) open = this.#bestAt(i, offset)
      // A label inside a function that encloses it is not its name.
      if ((this.#reach[i] as number) <= offset) break
    }
    return open
  }

  /** Of the symbols at the address of one, the first that holds the offset. */
  #bestAt(index: number, offset: number): Candidate {
    const sorted = this.#sorted
    const { start } = sorted[index] as Candidate
    let best = sorted[index] as Candidate
    for (let i = index; i >= 0 && sorted[i]?.start === start; i--) {
      const each = sorted[i] as Candidate
      if (each.size > 0 && offset < start + each.size) best = each
    }
    return best
  }
}

function compare(a: Candidate, b: Candidate): number {
  if (a.start !== b.start) return a.start - b.start
  if (a.rank !== b.rank) return b.rank - a.rank
  if (a.name.length !== b.name.length) return a.name.length - b.name.length
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

function collect(table: SymbolTableBytes, into: Candidate[]): void {
  const { entries, strings, abi, base, isCode, oddCode = false, descriptor } = table
  const layout = elfSymbol(abi).for(abi)
  const at = layout.offsets as { readonly [field: string]: number }
  const field = (name: string): number => at[name] as number
  const [nameAt, infoAt, sectionAt, valueAt, sizeAt] = ['st_name', 'st_info', 'st_shndx', 'st_value', 'st_size'].map(field) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength)
  const little = abi.endian === 'little'
  const word = (place: number): bigint => (abi.bits === 64 ? view.getBigUint64(place, little) : BigInt(view.getUint32(place, little)))
  for (let entry = 0; entry + layout.size <= entries.length; entry += layout.size) {
    const info = entries[entry + infoAt] as number
    const type = info & 15
    const section = view.getUint16(entry + sectionAt, little)
    if (section === SHN_UNDEF || section === SHN_ABS || section === SHN_COMMON) continue
    const isFunction = type === symbolType.STT_FUNC || type === symbolType.STT_GNU_IFUNC || (type === symbolType.STT_LOPROC && oddCode)
    if (!isFunction && (type !== symbolType.STT_NOTYPE || !isCode?.(section))) continue
    const name = nameOf(strings, view.getUint32(entry + nameAt, little))
    if (name === '' || MARK.test(name)) continue
    let start = Number(BigInt.asIntN(64, word(entry + valueAt) - base))
    if (oddCode && start % 2 === 1) start--
    if (descriptor && isFunction) start = descriptor(start) ?? start
    if (start < 0) continue
    const size = Number(word(entry + sizeAt))
    into.push({ name, start, size, rank: rankOf(name, size, isFunction, info >> 4) })
  }
}

/** What makes one of several symbols at an address the best: a size, being a function, its binding, a name without underscores. */
function rankOf(name: string, size: number, isFunction: boolean, binding: number): number {
  const bound =
    binding === symbolBinding.STB_GLOBAL || binding === symbolBinding.STB_GNU_UNIQUE ? 2 : binding === symbolBinding.STB_WEAK ? 1 : 0
  return (size > 0 ? 16 : 0) + (isFunction ? 8 : 0) + bound * 2 + (name.startsWith('_') ? 0 : 1)
}

function nameOf(strings: Uint8Array, offset: number): string {
  if (offset <= 0 || offset >= strings.length) return ''
  const end = strings.indexOf(0, offset)
  if (end < 0) return ''
  const name = decoder.decode(strings.subarray(offset, end))
  const version = name.indexOf('@', 1)
  return version < 0 ? name : name.slice(0, version)
}
