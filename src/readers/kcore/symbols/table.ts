/** Names of a kernel and their addresses. */

/** One symbol, as nlist(3) gives it. */
export interface KernelSymbol {
  readonly name: string
  /** Kernel virtual address. */
  readonly value: bigint
  /** n_type of an a.out symbol, also where the file is ELF: 2 absolute, 4 text, 6 data, 8 bss, 0x1e file; plus 1 when external. */
  readonly type: number
  /** Bytes, where the file says it. */
  readonly size?: number
}

export interface SymbolTable {
  /** Where they are from. */
  readonly kind: 'elf' | 'a.out' | 'kvm.db' | 'vmcoreinfo' | 'kallsyms' | 'System.map'
  /** Whether names in the table have the underscore that C's names get. */
  readonly underscores: boolean
  get(name: string): KernelSymbol | undefined
  all(): Iterable<KernelSymbol>
}

/** Finds a name as people write it: exactly, then without or with a leading underscore. */
export function lookUpSymbol(table: SymbolTable, name: string): KernelSymbol | undefined {
  return (
    table.get(name) ??
    (name.startsWith('_') ? table.get(name.slice(1)) : undefined) ??
    (table.underscores ? table.get(`_${name}`) : undefined)
  )
}
