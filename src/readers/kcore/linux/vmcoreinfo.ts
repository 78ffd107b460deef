/** VMCOREINFO: what a Linux kernel says of itself to readers of its dumps. Source: Linux, kernel/vmcore_info.c and arch's. */
import { type Abi, abi } from '../../../schema/base.js'
import type { KernelSymbol, SymbolTable } from '../symbols/table.js'

export interface Vmcoreinfo {
  /** All lines by their key, such as `SYMBOL(_stext)`. */
  readonly values: ReadonlyMap<string, string>
  /** A `SYMBOL(name)`: a kernel address at run time. */
  symbol(name: string): bigint | undefined
  /** A `NUMBER(name)`, signed. */
  number(name: string): bigint | undefined
  /** `OFFSET(name)`, `SIZE(name)`, `LENGTH(name)` in bytes or elements. */
  offset(name: string): number | undefined
  size(name: string): number | undefined
  readonly pageSize: number | undefined
  /** What the kernel's addresses were moved by; 0 where it was not. */
  readonly kernelOffset: bigint
}

/** Reads the text; lines that are no `KEY=VALUE` are left out. */
export function readVmcoreinfo(bytes: Uint8Array): Vmcoreinfo {
  const values = new Map<string, string>()
  for (const line of new TextDecoder().decode(bytes).replaceAll('\0', '').split('\n')) {
    const at = line.indexOf('=')
    if (at > 0) values.set(line.slice(0, at), line.slice(at + 1))
  }
  const hex = (key: string): bigint | undefined => {
    const text = values.get(key)
    return text !== undefined && /^(?:0x)?[0-9a-fA-F]+$/.test(text) ? BigInt(`0x${text.replace(/^0x/, '')}`) : undefined
  }
  // Mostly decimal and possibly negative; some keys have 0x.
  const number = (key: string): bigint | undefined => {
    const text = values.get(key)
    return text !== undefined && /^(?:-?\d+|0x[0-9a-fA-F]+)$/.test(text) ? BigInt(text) : undefined
  }
  const small = (key: string): number | undefined => {
    const value = number(key)
    return value === undefined ? undefined : Number(value)
  }
  return {
    values,
    symbol: (name) => hex(`SYMBOL(${name})`),
    number: (name) => number(`NUMBER(${name})`),
    offset: (name) => small(`OFFSET(${name})`),
    size: (name) => small(`SIZE(${name})`),
    pageSize: small('PAGESIZE'),
    kernelOffset: hex('KERNELOFFSET') ?? 0n,
  }
}

/** The ABI of the kernel. QEMU writes dumps of i386 guests in 64-bit files: kernel addresses of 32 bits tell. */
export function kernelAbi(of: Abi, vmcoreinfo: Uint8Array | undefined): Abi {
  const text = vmcoreinfo && readVmcoreinfo(vmcoreinfo).symbol('_stext')
  return of.name === 'amd64' && text !== undefined && text >> 32n === 0n ? abi.i386 : of
}

/** The symbols that the text names, as a table. */
export function vmcoreinfoSymbols(info: Vmcoreinfo): SymbolTable {
  const get = (name: string): KernelSymbol | undefined => {
    const value = info.symbol(name)
    return value === undefined ? undefined : { name, value, type: 7 }
  }
  return {
    kind: 'vmcoreinfo',
    underscores: false,
    get,
    *all() {
      for (const key of info.values.keys()) {
        const name = /^SYMBOL\((.*)\)$/.exec(key)?.[1]
        const symbol = name === undefined ? undefined : get(name)
        if (symbol) yield symbol
      }
    },
  }
}

/** The symbols of a kernel file at their addresses at run time, and those of the text. */
export function movedSymbols(table: SymbolTable, info: Vmcoreinfo): SymbolTable {
  const own = vmcoreinfoSymbols(info)
  const moved = (symbol: KernelSymbol): KernelSymbol => ({ ...symbol, value: BigInt.asUintN(64, symbol.value + info.kernelOffset) })
  return {
    kind: table.kind,
    underscores: table.underscores,
    get(name) {
      const symbol = own.get(name)
      if (symbol) return symbol
      const found = table.get(name)
      return found && moved(found)
    },
    *all() {
      for (const symbol of table.all()) yield moved(symbol)
    },
  }
}
