/** Memory tags of Arm MTE: a segment of half a byte for each 16 bytes of memory. Source: Linux Documentation/arm64/memory-tagging-extension. */
import { fileOffset } from '../../io/file-offset.js'
import { toHex } from '../../io/hex.js'
import { bytesInFile } from './mappings.js'
import type { Core } from './model.js'

const PT_AARCH64_MEMTAG_MTE = 0x70000002
/** Bytes of memory that one tag is of. */
const GRANULE = 16

export interface MemoryTags {
  readonly start: bigint
  /** Exclusive. */
  readonly end: bigint
  readonly granule: number
  /** One hexadecimal digit for each granule, in the order of addresses; shorter where the file holds fewer. */
  readonly tags: string
}

/** The tags of each range of memory; empty for cores without any. */
export function memoryTagsOf({ programHeaders, container: { source }, abi }: Core): MemoryTags[] {
  if (!abi.name.startsWith('aarch64')) return []
  return programHeaders.flatMap(({ p_type, p_vaddr, p_memsz, p_offset, p_filesz }): MemoryTags[] => {
    const held = Number(bytesInFile(p_offset, p_filesz, source.size))
    if (p_type !== PT_AARCH64_MEMTAG_MTE || held === 0) return []
    // The tag of the lower address is in the low half.
    const digits = toHex(source.read(fileOffset(p_offset, source.size), held))
    return [{ start: p_vaddr, end: p_vaddr + p_memsz, granule: GRANULE, tags: digits.replace(/(.)(.)/g, '$2$1') }]
  })
}
