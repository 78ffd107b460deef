/** Mutates a file that was generated: one change, sometimes a second one. */
import type { OpenedFile } from '../../readers/format-reader.js'
import type { Draw } from '../draw.js'
import { kindOf } from './field-kinds.js'
import { loopingTables } from './looping-tables.js'
import type { Change, KindedField, Mutant, Mutator, Subject } from './mutation.js'
import { mutators } from './mutators.js'

export interface Mutated {
  readonly mutation: string
  readonly bytes: Uint8Array
  readonly changes: readonly Change[]
}

/** Fields that are looked at; of larger files, the first. */
const MOST_FIELDS = 20_000

/** The fields of an opened file, as mutations need them. */
export function subjectOf(bytes: Uint8Array, file: OpenedFile): Subject {
  const fields: KindedField[] = []
  for (const field of file.fields()) {
    if (field.offset >= 0 && field.offset + field.length <= bytes.length) fields.push({ ...field, kind: kindOf(field) })
    if (fields.length >= MOST_FIELDS) break
  }
  return { bytes, fields, little: file.report({ only: ['process', 'dump'] }).endian !== 'big' }
}

/** How often a mutator that finds nothing to change is replaced by another. */
const TRIES = 64

/**
 * One mutant of a file.
 *
 * @param index mutators take turns, so that a few files show all of them
 */
export function mutate(subject: Subject, file: OpenedFile, draw: Draw, index: number): Mutated | undefined {
  const list: readonly Mutator[] = [...mutators, loopingTables(file)]
  for (let at = index; at < index + TRIES; at++) {
    const mutator = list[at % list.length] as Mutator
    const mutant = mutator.apply(subject, draw)
    if (!mutant) continue
    return draw.oneIn(6) ? again(subject, mutator.name, mutant, draw) : { mutation: mutator.name, ...mutant }
  }
  return undefined
}

/** A second change on top of the first, if its fields are still where they were. */
function again(subject: Subject, name: string, mutant: Mutant, draw: Draw): Mutated {
  const second = mutant.bytes.length === subject.bytes.length ? draw.pick(mutators) : undefined
  const more = second?.apply({ ...subject, bytes: mutant.bytes }, draw)
  if (!second || !more) return { mutation: name, ...mutant }
  return { mutation: `${name}, ${second.name}`, bytes: more.bytes, changes: [...mutant.changes, ...more.changes] }
}
