/** Notes of a kernel dump with their descriptors. */
import { memorySource } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'
import { iterateNotes } from '../elf/note-iterator.js'

export interface DumpNote {
  readonly owner: string
  readonly type: number
  readonly descriptor: Uint8Array
}

/** Longest owner name of a dump's notes, in bytes: those in use have at most 11. */
const LONGEST_OWNER = 256

/** The notes of a segment, up to the first one that is truncated or has no valid name. */
export function readDumpNotes(bytes: Uint8Array, abi: Abi): DumpNote[] {
  const list: DumpNote[] = []
  const range = { start: 0, end: bytes.byteLength, segment: -1 }
  for (const note of iterateNotes(memorySource(bytes), abi, range, { padding: 4, gap: 0 })) {
    const { owner, type, nameSize, descriptorOffset, size, available } = note
    if (nameSize === 0 || nameSize > LONGEST_OWNER || available < size) break
    list.push({ owner, type, descriptor: bytes.subarray(descriptorOffset, descriptorOffset + size) })
  }
  return list
}
