/** The notes of a checkpoint, with the structure in each. */

import { type NoteName, noteLayout, noteType } from '../../formats/checkpoint/dragonfly/index.js'
import { noteOwner } from '../../formats/elf/note-owners.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'
import { iterateNotes, nextNoteOffset } from '../elf/note-iterator.js'
import type { Limits } from '../limits.js'
import type { CheckpointNote } from './model.js'

/**
 * Consecutive notes up to the first that does not fit.
 *
 * @param start offset of the first note in the file
 * @param stop offset of the end of the notes
 * @param align 4, or 8 for kernels that padded name and descriptor to 8 bytes each
 */
export function readCheckpointNotes(
  source: ByteSource,
  abi: Abi,
  start: number,
  stop: number,
  align: 4 | 8,
  limits: Limits,
): { notes: CheckpointNote[]; end: number; align: 4 | 8 } {
  const notes: CheckpointNote[] = []
  const padding = align === 4 ? 4 : 'each-8'
  let end = start
  for (const note of iterateNotes(source, abi, { start, end: stop, segment: 0 }, { padding, limit: limits.notes, gap: 0 })) {
    const { owner, type, offset, nameSize, descriptorOffset, size, available } = note
    if (available < size || descriptorOffset + size > stop || size > limits.noteSize) break
    const name = (Object.keys(noteType) as NoteName[]).find((each) => noteType[each] === type)
    const known = owner === noteOwner.CORE || owner === noteOwner.FREEBSD ? name : undefined
    const layout = known && noteLayout(known, abi, size)
    notes.push({
      index: notes.length,
      offset,
      owner,
      nameSize,
      type,
      name: known,
      descriptorOffset,
      size,
      layout: layout?.size === size ? layout : undefined,
    })
    end = nextNoteOffset(note, padding)
  }
  return { notes, end: Math.min(end, stop), align }
}
