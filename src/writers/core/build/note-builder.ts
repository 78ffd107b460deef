/** Helpers that the systems' note builders share. */
import type { Diagnostic } from '../../../errors.js'
import type { NoteRegistry } from '../../../formats/core/note-registry.js'
import type { Abi, Struct } from '../../../schema/base.js'
import type { BuiltNote } from './core-contents.js'
import type { RegisterNote, RegisterPool } from './register-pool.js'

/** Creates notes of a system on a machine. */
export const noteMaker =
  (registry: NoteRegistry, abi: Abi) =>
  <T>(owner: string, name: string, struct: Struct<T>, value: unknown): BuiltNote => ({
    owner,
    type: registry.typeOf(name, abi) ?? 0,
    name,
    struct: struct as Struct<unknown>,
    bytes: struct.for(abi).encode(value as T, { path: name }),
  })

/** The register notes of a thread, in list order. */
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

/** Reports information that a system's cores cannot store. */
export function reportLoss(lost: Diagnostic[], path: string, message: string): void {
  lost.push({ code: 'LOST', path, message: `${path}: ${message}` })
}
