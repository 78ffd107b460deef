/** The ELF headers of a checkpoint. Source: DragonFly sys/kern/imgact_elf.c. */

import type { CheckpointRevision } from '../../formats/checkpoint/dragonfly/index.js'
import { coreHeader, type ElfHeader, elfHeader, segmentType } from '../../formats/elf/index.js'
import type { Abi } from '../../schema/base.js'
import { PAGE_SIZE } from '../../systems/machines/page-sizes.js'
import type { CheckpointInputMapping } from './checkpoint-input.js'
import { flagsOf } from './select-mappings.js'

/** The ELF header of a checkpoint with `count` program headers. */
export const checkpointHeader = (abi: Abi, { osabi }: CheckpointRevision, count: number): ElfHeader =>
  coreHeader(abi, { osabi, programHeaders: { offset: elfHeader.for(abi).size, count }, sectionSize: true })

export const emptyHeader = { p_type: 0, p_flags: 0, p_offset: 0n, p_vaddr: 0n, p_paddr: 0n, p_filesz: 0n, p_memsz: 0n, p_align: 0n }

/** The program header of a mapping, without its file offset. */
export const loadHeader = ({ start, end, permissions }: CheckpointInputMapping) => ({
  ...emptyHeader,
  p_type: segmentType.PT_LOAD,
  p_flags: flagsOf(permissions),
  p_vaddr: start,
  p_filesz: end - start,
  p_memsz: end - start,
  p_align: BigInt(PAGE_SIZE),
})
