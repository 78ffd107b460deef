/** The notes of a checkpoint: where each one is. */

import { type NoteName, noteLayout, noteType } from '../../formats/checkpoint/dragonfly/index.js'
import { noteHeader } from '../../formats/elf/index.js'
import { roundUp } from '../../io/bytes.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'
import type { Limits } from '../limits.js'
import type { CheckpointNote } from './model.js'

/**
 * Notes one behind the other, padded to multiples of `align`, up to the first that does not fit.
 *
 * @param start of the first, as an offset in the file
 * @param stop where they end at the latest
 */
export function noteChain(
  source: ByteSource,
  abi: Abi,
  start: number,
  stop: number,
  align: 4 | 8,
  limits: Limits,
): { notes: CheckpointNote[]; end: number; align: 4 | 8 } {
  const notes: CheckpointNote[] = []
  const layout = noteHeader.for(abi)
  let at = start
  while (at + layout.size <= stop && notes.length < limits.notes) {
    const { n_namesz, n_descsz, n_type } = layout.decode(source.read(at, layout.size))
    // Names are of 5 or 8 bytes; the header of 12 bytes is part of no padding of 8.
    const nameOffset = at + layout.size
    const descriptorOffset = align === 4 ? roundUp(nameOffset + n_namesz, 4) : nameOffset + roundUp(n_namesz, 8)
    const next = align === 4 ? roundUp(descriptorOffset + n_descsz, 4) : descriptorOffset + roundUp(n_descsz, 8)
    if (descriptorOffset + n_descsz > stop || n_descsz > limits.noteSize) break
    const name = (Object.keys(noteType) as NoteName[]).find((each) => noteType[each] === n_type)
    const owner = ownerOf(source.read(nameOffset, Math.min(n_namesz, 256)))
    const own = name && noteLayout(name, abi)
    notes.push({
      index: notes.length,
      offset: at,
      owner,
      nameSize: n_namesz,
      type: n_type,
      name: owner === 'CORE' || owner === 'FreeBSD' ? name : undefined,
      descriptorOffset,
      size: n_descsz,
      layout: own?.size === n_descsz && (owner === 'CORE' || owner === 'FreeBSD') ? own : undefined,
    })
    at = next
  }
  return { notes, end: Math.min(at, stop), align }
}

function ownerOf(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0)
  let text = ''
  for (const byte of nul < 0 ? bytes : bytes.subarray(0, nul)) text += String.fromCharCode(byte)
  return text
}
