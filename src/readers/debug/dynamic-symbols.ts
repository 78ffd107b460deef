/** The dynamic symbol table of a loaded object, found in memory by its dynamic section. Source: the System V gABI, "Dynamic Linking". */
import { dynamicEntry, dynamicTag } from '../../formats/elf/index.js'
import { elfSymbol } from '../../formats/elf/symbols.js'
import type { Abi } from '../../schema/base.js'
import type { SymbolTableBytes } from './symbol-index.js'

/** Memory of one module by offsets from its base. */
export interface ModuleBytes {
  readonly abi: Abi
  /** Link-time address of the base. */
  readonly base: bigint
  /** Address of the base in the process. */
  readonly start: bigint
  /** Bytes of the module's address range. */
  readonly length: number
  read(offset: number, length: number): Uint8Array
}

const DT_HASH = 4
const DT_SYMTAB = 6
const DT_GNU_HASH = 0x6ffffef5
const DT_SUNW_SYMTAB = 0x60000011
const DT_SUNW_SYMSZ = 0x60000012
/** Bytes of a dynamic section, and of a symbol table, that are read at most. */
const MAX_DYNAMIC = 65_536
const MAX_TABLE = 64 * 1024 * 1024

/**
 * The symbols that a module exports, and on illumos its local functions.
 *
 * @param dynamic of the dynamic section, from the module's base
 */
export function dynamicSymbols(module: ModuleBytes, dynamic: { offset: number; size: number }): SymbolTableBytes | undefined {
  const tags = tagsOf(module, dynamic)
  const strings = offsetOf(module, tags.get(dynamicTag.DT_STRTAB))
  const stringSize = Number(tags.get(dynamicTag.DT_STRSZ) ?? 0n)
  const local = offsetOf(module, tags.get(DT_SUNW_SYMTAB))
  const symbols = local ?? offsetOf(module, tags.get(DT_SYMTAB))
  if (strings === undefined || symbols === undefined) return undefined
  const entry = elfSymbol(module.abi).for(module.abi).size
  const localSize = local === undefined ? undefined : tags.get(DT_SUNW_SYMSZ)
  const count = localSize === undefined ? symbolCount(module, tags, symbols, strings, entry) : Math.floor(Number(localSize) / entry)
  const size = Math.min(count * entry, MAX_TABLE)
  const entries = module.read(symbols, size)
  if (entries.length === 0) return undefined
  return {
    entries,
    strings: module.read(strings, Math.min(stringSize, MAX_TABLE)),
    abi: module.abi,
    base: module.base,
    oddCode: /^(arm|mips)/.test(module.abi.name),
  }
}

function tagsOf({ abi, read }: ModuleBytes, { offset, size }: { offset: number; size: number }): Map<number, bigint> {
  const layout = dynamicEntry.for(abi)
  const bytes = read(offset, Math.min(size, MAX_DYNAMIC))
  const tags = new Map<number, bigint>()
  for (let at = 0; at + layout.size <= bytes.length; at += layout.size) {
    const { d_tag, d_un } = layout.decode(bytes, { offset: at })
    const tag = Number(BigInt.asIntN(64, d_tag))
    if (tag === dynamicTag.DT_NULL) break
    tags.set(tag, d_un)
  }
  return tags
}

/** Some run-time linkers put addresses of the process into the dynamic section, others leave the link-time ones. */
function offsetOf({ start, base, length, abi }: ModuleBytes, address: bigint | undefined): number | undefined {
  if (address === undefined) return undefined
  if (address >= start && address < start + BigInt(length)) return Number(address - start)
  const offset = BigInt.asUintN(abi.bits, address - base)
  return offset < BigInt(length) ? Number(offset) : undefined
}

function symbolCount(module: ModuleBytes, tags: ReadonlyMap<number, bigint>, symbols: number, strings: number, entry: number): number {
  const hash = offsetOf(module, tags.get(DT_HASH))
  if (hash !== undefined) {
    const chains = chainCount(module, hash)
    if (chains !== undefined) return chains
  }
  const gnu = offsetOf(module, tags.get(DT_GNU_HASH))
  if (gnu !== undefined) {
    const count = gnuHashCount(module, gnu)
    if (count !== undefined) return count
  }
  // The usual order of sections.
  return strings > symbols ? Math.floor((strings - symbols) / entry) : 0
}

function chainCount({ abi, read }: ModuleBytes, offset: number): number | undefined {
  // Alpha and s390x have 64-bit words in DT_HASH.
  const wide = abi.name === 'alpha' || abi.name === 's390x'
  const bytes = read(offset, wide ? 16 : 8)
  if (bytes.length < (wide ? 16 : 8)) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const little = abi.endian === 'little'
  return wide ? Number(view.getBigUint64(8, little)) : view.getUint32(4, little)
}

/** DT_GNU_HASH has no count: the last chain of the highest bucket ends the table. */
function gnuHashCount({ abi, read }: ModuleBytes, offset: number): number | undefined {
  const little = abi.endian === 'little'
  const head = read(offset, 16)
  if (head.length < 16) return undefined
  const view = new DataView(head.buffer, head.byteOffset)
  const [buckets, first, bloom] = [view.getUint32(0, little), view.getUint32(4, little), view.getUint32(8, little)]
  const bucketsAt = offset + 16 + bloom * (abi.bits / 8)
  const table = read(bucketsAt, Math.min(buckets * 4, MAX_TABLE))
  if (table.length < buckets * 4) return undefined
  const words = new DataView(table.buffer, table.byteOffset)
  let highest = 0
  for (let i = 0; i < buckets; i++) highest = Math.max(highest, words.getUint32(i * 4, little))
  if (highest < first) return first
  const chainsAt = bucketsAt + buckets * 4
  for (let index = highest; ; index++) {
    const word = read(chainsAt + (index - first) * 4, 4)
    if (word.length < 4) return undefined
    if (new DataView(word.buffer, word.byteOffset).getUint32(0, little) & 1) return index + 1
  }
}
