/** The GNU build ID among the notes of a program or library. */
import { noteOwner } from '../../formats/elf/note-owners.js'
import { toHex } from '../../io/hex.js'
import { memorySource } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'
import { type ElfNote, iterateNotes } from './note-iterator.js'

const NT_GNU_BUILD_ID = 3

/** Whether a note is a build ID. */
export const isBuildId = ({ owner, nameSize, type }: Pick<ElfNote, 'owner' | 'nameSize' | 'type'>): boolean =>
  owner === noteOwner.GNU && nameSize === 4 && type === NT_GNU_BUILD_ID

/**
 * The build ID in hex; undefined where there is none, or it is cut.
 *
 * @param padding of names and descriptors: the alignment of the notes' segment
 */
export function buildIdIn(notes: Uint8Array, abi: Abi, padding: 4 | 8 = 4): string | undefined {
  const range = { start: 0, end: notes.length, segment: -1 }
  for (const note of iterateNotes(memorySource(notes), abi, range, { padding, gap: 0 })) {
    const { descriptorOffset, size, available } = note
    if (available < size) return undefined
    if (isBuildId(note) && size > 0) return toHex(notes.subarray(descriptorOffset, descriptorOffset + size))
  }
  return undefined
}
