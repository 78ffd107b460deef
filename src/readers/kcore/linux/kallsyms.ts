/**
 * The symbol table that a Linux kernel has in its memory; VMCOREINFO leads to it since 6.0. Source: Linux scripts/kallsyms.c, kernel/kallsyms.c;
 * drgn's history of its forms.
 */
import type { Kvm } from '../kvm.js'
import type { KernelSymbol, SymbolTable } from '../symbols/table.js'
import { type Vmcoreinfo, vmcoreinfoSymbols } from './vmcoreinfo.js'

/** More symbols than any kernel has. */
const MOST_SYMBOLS = 4_000_000
/** Bytes of compressed names that are read at once. */
const CHUNK = 256 * 1024
const TOKENS = 256
/** No token is longer than a name. */
const LONGEST_TOKENS = 64 * 1024

/** nm's letters as n_type of a.out. */
const types: Readonly<Record<string, number>> = { a: 2, t: 4, d: 6, r: 6, b: 8, w: 4, v: 6 }

/**
 * The symbols of VMCOREINFO, and those of kallsyms behind them: read when a name is not in VMCOREINFO, or all are asked for.
 *
 * @param kvm kernel memory, when it is needed
 */
export function kallsymsTable(info: Vmcoreinfo, kvm: () => Kvm): SymbolTable {
  const own = vmcoreinfoSymbols(info)
  if (info.symbol('kallsyms_names') === undefined) return own
  let loaded: Symbols | undefined
  const load = (): Symbols => {
    loaded ??= readKallsyms(kvm(), info) ?? { list: [], byName: new Map() }
    return loaded
  }
  return {
    kind: 'kallsyms',
    underscores: false,
    get: (name) => own.get(name) ?? load().byName.get(name),
    *all() {
      const { list } = load()
      yield* list.length === 0 ? own.all() : list
    },
  }
}

interface Symbols {
  readonly list: readonly KernelSymbol[]
  /** The first of each name. */
  readonly byName: ReadonlyMap<string, KernelSymbol>
}

/** Undefined where memory is missing or the tables contradict VMCOREINFO. */
function readKallsyms(kvm: Kvm, info: Vmcoreinfo): Symbols | undefined {
  const at = (name: string): bigint | undefined => info.symbol(`kallsyms_${name}`)
  const [names, numSyms, tokenTable, tokenIndex] = [at('names'), at('num_syms'), at('token_table'), at('token_index')]
  if (names === undefined || numSyms === undefined || tokenTable === undefined || tokenIndex === undefined) return undefined
  const count = integers(kvm, numSyms, 1, 4)?.[0]
  const tokens = readTokens(kvm, tokenTable, tokenIndex)
  if (!count || count > MOST_SYMBOLS || !tokens) return undefined
  const addresses = readAddresses(kvm, info, Number(count))
  if (!addresses) return undefined
  // Nothing in the dump tells the form of the lengths; a wrong one gives wrong names.
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)/.exec(info.values.get('OSRELEASE') ?? '') ?? []
  const wide = Number(major) > 6 || (major === '6' && Number(minor) >= 1)
  for (const form of [wide, !wide]) {
    const texts = readNames(kvm, names, Number(count), tokens, form)
    const symbols = texts && symbolsOf(texts, addresses)
    const start = info.symbol('_stext')
    if (symbols && (start === undefined || symbols.byName.get('_stext')?.value === start)) return symbols
  }
  return undefined
}

/** Unsigned integers of an array; undefined where memory is missing. */
function integers(kvm: Kvm, at: bigint, count: number, size: 2 | 4 | 8): bigint[] | undefined {
  const bytes = kvm.read(at, count * size)
  if (bytes.byteLength < count * size) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = kvm.abi.endian === 'little'
  return Array.from({ length: count }, (_, index) => {
    if (size === 8) return view.getBigUint64(index * 8, little)
    return BigInt(size === 4 ? view.getUint32(index * 4, little) : view.getUint16(index * 2, little))
  })
}

function readTokens(kvm: Kvm, table: bigint, index: bigint): string[] | undefined {
  const offsets = integers(kvm, index, TOKENS, 2)
  if (!offsets) return undefined
  const bytes = kvm.read(table, LONGEST_TOKENS)
  const list: string[] = []
  for (const offset of offsets) {
    const end = bytes.indexOf(0, Number(offset))
    if (end < 0) return undefined
    list.push(new TextDecoder('latin1').decode(bytes.subarray(Number(offset), end)))
  }
  return list
}

function readAddresses(kvm: Kvm, info: Vmcoreinfo, count: number): bigint[] | undefined {
  const absolute = info.symbol('kallsyms_addresses')
  if (absolute !== undefined) return integers(kvm, absolute, count, kvm.abi.pointer === 8 ? 8 : 4)
  const table = info.symbol('kallsyms_offsets')
  const offsets = table === undefined ? undefined : integers(kvm, table, count, 4)
  if (table === undefined || !offsets) return undefined
  const wrap = (value: bigint): bigint => BigInt.asUintN(kvm.abi.bits, value)
  const baseAt = info.symbol('kallsyms_relative_base')
  // Since 7.0 each offset is from its own place.
  if (baseAt === undefined) return offsets.map((offset, index) => wrap(table + BigInt(4 * index) + BigInt.asIntN(32, offset)))
  if (kvm.read(baseAt, kvm.abi.pointer).byteLength < kvm.abi.pointer) return undefined
  const base = kvm.readWord(baseAt)
  const negative = offsets.reduce((sum, offset) => sum + Number(offset >> 31n), 0)
  // With absolute addresses of variables per processor, all others are negative.
  if (negative <= count / 2) return offsets.map((offset) => wrap(base + offset))
  return offsets.map((offset) => (offset >> 31n === 0n ? offset : wrap(base - 1n - BigInt.asIntN(32, offset))))
}

/** A letter of nm and a name: what lengths of the wrong form do not give for long. */
const NAME = /^[A-Za-z?][\x21-\x7e]+$/

/** Names with nm's letter in front; undefined where memory is missing, or what is there is no name. @param wide lengths above 127 take two bytes (6.1 and later) */
function readNames(kvm: Kvm, start: bigint, count: number, tokens: readonly string[], wide: boolean): string[] | undefined {
  const list: string[] = []
  let chunk: Uint8Array = new Uint8Array(0)
  let at = start
  let within = 0
  while (list.length < count) {
    // A name takes at most two bytes of length and 0x3fff tokens.
    if (chunk.byteLength - within < 0x4002) {
      at += BigInt(within)
      chunk = kvm.read(at, CHUNK)
      within = 0
    }
    let length = chunk[within++]
    if (length === undefined || length === 0) return undefined
    if (wide && length >= 0x80) length = (length & 0x7f) | ((chunk[within++] ?? 0) << 7)
    if (within + length > chunk.byteLength) return undefined
    let name = ''
    for (let index = 0; index < length; index++) name += tokens[chunk[within + index] as number]
    if (!NAME.test(name)) return undefined
    within += length
    list.push(name)
  }
  return list
}

/** The symbols; a symbol's size is the distance to the next address. */
function symbolsOf(names: readonly string[], addresses: readonly bigint[]): Symbols {
  const sorted = BigUint64Array.from(addresses).sort()
  const ends = new Map<bigint, bigint>()
  for (let index = 0; index + 1 < sorted.length; index++)
    if (sorted[index] !== sorted[index + 1]) ends.set(sorted[index] as bigint, sorted[index + 1] as bigint)
  const list: KernelSymbol[] = []
  const byName = new Map<string, KernelSymbol>()
  for (const [index, text] of names.entries()) {
    const name = text.slice(1)
    const letter = text.charAt(0)
    const lower = letter.toLowerCase()
    const value = addresses[index] as bigint
    if (name.startsWith('__pfx_')) continue
    const size = (ends.get(value) ?? value) - value
    const isShort = size < 1n << 24n
    const symbol = { name, value, type: (types[lower] ?? 6) | (lower === letter ? 0 : 1), ...(isShort && { size: Number(size) }) }
    list.push(symbol)
    if (!byName.has(name)) byName.set(name, symbol)
  }
  return { list, byName }
}
