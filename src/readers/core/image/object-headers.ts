/** The program headers of an ELF program or library in memory. */

import { hasElfMagic } from '../../../formats/elf/headers.js'
import { elfHeader, fileType, type ProgramHeader, programHeader } from '../../../formats/elf/index.js'
import type { Abi } from '../../../schema/base.js'

/**
 * The program headers of the object whose ELF header is at an address.
 *
 * @param read bytes of memory, fewer where there are no more
 * @param limit program headers at most
 * @returns undefined where no object is there, it is of another class or byte order, or its table is not in memory
 */
export function objectHeaders(
  read: (address: bigint, length: number) => Uint8Array,
  address: bigint,
  abi: Abi,
  limit: number,
): readonly ProgramHeader[] | undefined {
  const head = read(address, 4)
  if (head.length < 4 || !hasElfMagic(head)) return undefined
  const fileHeader = elfHeader.for(abi)
  const bytes = read(address, fileHeader.size)
  if (bytes.length < fileHeader.size) return undefined
  const { e_ident, e_type, e_phoff, e_phnum, e_phentsize } = fileHeader.decode(bytes)
  if (e_ident.ei_class !== abi.bits / 32 || e_ident.ei_data !== (abi.endian === 'little' ? 1 : 2)) return undefined
  if (e_type !== fileType.ET_EXEC && e_type !== fileType.ET_DYN) return undefined
  const entry = programHeader(abi).for(abi)
  if (e_phnum === 0 || e_phnum > limit || e_phentsize !== entry.size) return undefined
  const table = read(address + e_phoff, e_phnum * entry.size)
  if (table.length < e_phnum * entry.size) return undefined
  return Array.from({ length: e_phnum }, (_, i) => entry.decode(table, { offset: i * entry.size }) as ProgramHeader)
}
