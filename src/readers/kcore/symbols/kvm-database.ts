/** Names of a kernel from the database that libkvm of the 1.x releases used (kvm.db). Source: kvm_mkdb and libkvm of NetBSD. */

import { FormatError } from '../../../errors.js'
import { nlist } from '../../../formats/kcore/netbsd/aout.js'
import type { ByteSource } from '../../../io/source.js'
import type { Abi } from '../../../schema/base.js'
import { defaultLimits } from '../../limits.js'
import { HashFile } from './berkeley-db.js'
import type { KernelSymbol, SymbolTable } from './table.js'

/** Key of the record that holds the kernel's version line. */
const VRS_KEY = 'VERSION'
/** The symbol at whose address the running kernel has that text. */
const VRS_SYM = '_version'

export interface KernelDatabase extends SymbolTable {
  readonly kind: 'kvm.db'
  /** The version line of the kernel that the database was made of. */
  readonly version: string | undefined
  /**
   * Whether it is of a kernel: the text at the address of `_version` begins with the stored line, byte for byte.
   *
   * @param read kernel memory
   */
  matches(read: (address: bigint, length: number) => Uint8Array): boolean
}

/**
 * Opens a database of kernel names. Names have a leading underscore in it, whatever format the kernel has.
 *
 * @throws FormatError as HashFile.open; later reads throw for damaged pages
 */
export function openDatabase(source: ByteSource, abi: Abi): KernelDatabase {
  const file = HashFile.open(source)
  const layout = nlist.for(abi)
  const encoder = new TextEncoder()
  const decoder = new TextDecoder()

  function symbolOf(name: string, bytes: Uint8Array): KernelSymbol | undefined {
    // libkvm ignores records of any other size.
    if (bytes.byteLength !== layout.size) return undefined
    const { n_type, n_value } = layout.decode(bytes)
    return { name, value: n_value, type: n_type }
  }
  function get(name: string): KernelSymbol | undefined {
    const key = encoder.encode(name)
    if (key.byteLength > defaultLimits.symbolName)
      throw new FormatError({ code: 'LIMIT', message: `symbol too large: ${key.byteLength} bytes, at most ${defaultLimits.symbolName}` })
    const data = name === VRS_KEY ? undefined : file.get(key)
    return data && symbolOf(name, data)
  }
  const stored = file.get(encoder.encode(VRS_KEY))
  return {
    kind: 'kvm.db',
    underscores: true,
    version: stored && decoder.decode(stored),
    get,
    *all() {
      for (const { key, data } of file.records()) {
        const name = decoder.decode(key)
        const symbol = name === VRS_KEY ? undefined : symbolOf(name, data)
        if (symbol) yield symbol
      }
    },
    matches(read) {
      const at = get(VRS_SYM)
      if (!stored || !at) return false
      const there = read(at.value, stored.byteLength)
      return there.byteLength === stored.byteLength && there.every((byte, index) => byte === stored[index])
    },
  }
}
