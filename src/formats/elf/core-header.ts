/** The ELF header of a core or kernel dump that is being written. */
import type { Abi } from '../../schema/base.js'
import { fileType, PN_XNUM } from './constants.js'
import { type ElfHeader, elfHeader, programHeader, sectionHeader } from './headers.js'
import { machineFacts } from './machine-abi.js'

/** Number of entries of a header table and its byte offset in the file. */
export interface HeaderTable {
  readonly offset: number
  readonly count: number
}

export interface CoreHeaderOptions {
  /** EI_OSABI. */
  readonly osabi: number
  readonly programHeaders: HeaderTable
  readonly sectionHeaders?: HeaderTable
  /** Index of the section that holds the section names (default: 0, none). */
  readonly sectionNames?: number
  /** Whether e_shentsize is set although there are no section headers. */
  readonly sectionSize?: boolean
}

const ELF_MAGIC = [0x7f, 0x45, 0x4c, 0x46] as const

/**
 * The ELF header of a core of a machine. With 65535 or more program headers, `e_phnum` is `PN_XNUM`; the caller writes the
 * number to section header 0.
 */
export function coreHeader(abi: Abi, options: CoreHeaderOptions): ElfHeader {
  const { osabi, programHeaders, sectionHeaders = { offset: 0, count: 0 }, sectionNames = 0, sectionSize = false } = options
  const machine = machineFacts(abi) ?? { class: abi.bits === 32 ? 1 : 2, data: abi.endian === 'big' ? 2 : 1, machine: 0, flags: 0 }
  const hasSections = sectionHeaders.count > 0
  return {
    e_ident: {
      ei_mag: Uint8Array.from(ELF_MAGIC),
      ei_class: machine.class,
      ei_data: machine.data,
      ei_version: 1,
      ei_osabi: osabi,
      ei_abiversion: 0,
      ei_pad: new Uint8Array(7),
    },
    e_type: fileType.ET_CORE,
    e_machine: machine.machine,
    e_version: 1,
    e_entry: 0n,
    e_phoff: BigInt(programHeaders.offset),
    e_shoff: hasSections ? BigInt(sectionHeaders.offset) : 0n,
    e_flags: machine.flags,
    e_ehsize: elfHeader.for(abi).size,
    e_phentsize: programHeader(abi).for(abi).size,
    e_phnum: Math.min(programHeaders.count, PN_XNUM),
    e_shentsize: hasSections || sectionSize ? sectionHeader.for(abi).size : 0,
    e_shnum: hasSections ? sectionHeaders.count : 0,
    e_shstrndx: sectionNames,
  }
}
