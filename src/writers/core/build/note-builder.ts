/** Helpers that the systems' note builders share. */
import type { Diagnostic } from '../../../errors.js'
import type { NoteRegistry } from '../../../formats/core/note-registry.js'
import type { Abi, Struct } from '../../../schema/base.js'
import type { BuiltNote } from './core-contents.js'
import type { RegisterNote, RegisterPool } from './register-pool.js'

/** Makes notes of a system on a machine. */
export const noteMaker =
  (registry: NoteRegistry, abi: Abi) =>
  <T>(owner: string, name: string, struct: Struct<T>, value: unknown): BuiltNote => ({
    owner,
    type: registry.typeOf(name, abi) ?? 0,
    name,
    struct: struct as Struct<unknown>,
    bytes: struct.for(abi).encode(value as T, { path: name }),
  })

/** The notes of registers that are written for a thread, in the order of the list. */
export function registerNotes(
  make: ReturnType<typeof noteMaker>,
  owner: (name: string) => string,
  list: readonly RegisterNote[],
  pool: RegisterPool,
): BuiltNote[] {
  return list.flatMap((note) => {
    const made = pool.make(note)
    return made ? [make(owner(note.name), note.name, made.struct, made.value)] : []
  })
}

/** Says that a system's cores have no place for something. */
export function reportLoss(lost: Diagnostic[], path: string, message: string): void {
  lost.push({ code: 'LOST', path, message: `${path}: ${message}` })
}
