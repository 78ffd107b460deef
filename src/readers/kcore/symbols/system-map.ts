/** Symbols of a text file as nm(1) prints them: System.map of a Linux kernel, or a copy of /proc/kallsyms. */
import type { ByteSource } from '../../../io/source.js'
import type { KernelFile } from './elf.js'
import type { KernelSymbol, SymbolTable } from './table.js'

const LINE = /^([0-9a-fA-F]{8}|[0-9a-fA-F]{16}) ([A-Za-z?]) ([^\s]+)/
/** A larger file is no list of symbols. */
const LARGEST = 256 * 1024 * 1024

/** nm's letters as n_type of a.out; capital letters are external. */
const types: Readonly<Record<string, number>> = { a: 2, t: 4, w: 4, d: 6, r: 6, v: 6, b: 8 }

/** Whether the first bytes are a line of such a file. */
export const isSystemMap = (head: Uint8Array): boolean => LINE.test(new TextDecoder().decode(head))

/** Reads the symbols; their sizes are not known. */
export function readSystemMap(source: ByteSource): KernelFile {
  return { symbols: textSymbols(() => new TextDecoder().decode(source.read(0, Math.min(source.size, LARGEST)))), diagnostics: [] }
}

function textSymbols(text: () => string): SymbolTable {
  let index: Map<string, KernelSymbol> | undefined
  const load = (): Map<string, KernelSymbol> => {
    if (index) return index
    index = new Map()
    for (const line of text().split('\n')) {
      const [, value, letter = '', name] = LINE.exec(line) ?? []
      if (value === undefined || name === undefined || index.has(name)) continue
      const lower = letter.toLowerCase()
      index.set(name, { name, value: BigInt(`0x${value}`), type: (types[lower] ?? 0) | (lower === letter ? 0 : 1) })
    }
    return index
  }
  return { kind: 'System.map', underscores: false, get: (name) => load().get(name), all: () => load().values() }
}
