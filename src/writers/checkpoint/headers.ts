/** The ELF headers of a checkpoint. Source: DragonFly sys/kern/imgact_elf.c. */
import { type CheckpointRevision, PAGE } from '../../formats/checkpoint/dragonfly/index.js'
import { elfHeader, fileType, machine, programHeader, segmentType } from '../../formats/elf/index.js'
import type { Abi } from '../../schema/base.js'
import type { CheckpointInputMapping } from './checkpoint-input.js'
import { flagsOf } from './select-mappings.js'

/** The ELF header of a file with `count` program headers. */
export function headerOf(abi: Abi, form: CheckpointRevision, count: number) {
  const wide = abi.bits === 64
  return {
    e_ident: {
      ei_mag: Uint8Array.of(0x7f, 0x45, 0x4c, 0x46),
      ei_class: wide ? 2 : 1,
      ei_data: 1,
      ei_version: 1,
      ei_osabi: form.osabi,
      ei_abiversion: 0,
      ei_pad: new Uint8Array(7),
    },
    e_type: fileType.ET_CORE,
    e_machine: wide ? machine.EM_X86_64 : machine.EM_386,
    e_version: 1,
    e_entry: 0n,
    e_phoff: BigInt(elfHeader.for(abi).size),
    e_shoff: 0n,
    e_flags: 0,
    e_ehsize: elfHeader.for(abi).size,
    e_phentsize: programHeader(abi).for(abi).size,
    e_phnum: count,
    e_shentsize: wide ? 64 : 40,
    e_shnum: 0,
    e_shstrndx: 0,
  }
}

export const emptyHeader = { p_type: 0, p_flags: 0, p_offset: 0n, p_vaddr: 0n, p_paddr: 0n, p_filesz: 0n, p_memsz: 0n, p_align: 0n }

/** The program header of a mapping, its place in the file not yet filled in. */
export const loadHeader = ({ start, end, permissions }: CheckpointInputMapping) => ({
  ...emptyHeader,
  p_type: segmentType.PT_LOAD,
  p_flags: flagsOf(permissions),
  p_vaddr: start,
  p_filesz: end - start,
  p_memsz: end - start,
  p_align: BigInt(PAGE),
})
