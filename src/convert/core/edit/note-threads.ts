/** The thread that each note of a core belongs to, including redundant notes in older structures. */
import type { Core, CoreNote } from '../../../families/core.js'

/** Thread IDs by note; process-wide notes are not included. */
export function threadsOfNotes(core: Core): ReadonlyMap<CoreNote, number> {
  const owners = new Map<CoreNote, number>()
  let current: number | undefined
  for (const note of core.notes) {
    const tid = threadOf(note, current)
    if (note.found?.declaration.scope === 'begins-thread') current = tid
    if (tid !== undefined) owners.set(note, tid)
  }
  return owners
}

function threadOf(note: CoreNote, current: number | undefined): number | undefined {
  const { found, abi } = note
  switch (found?.declaration.scope) {
    case 'begins-thread': {
      const context = { abi, owner: found.owner, bytes: () => note.bytes(), other: () => undefined }
      return note.decoded ? found.declaration.describe?.(note.value as Partial<unknown>, context).thread?.tid : undefined
    }
    case 'owner-thread':
      return Number(found.owner[0] ?? 1)
    case 'thread':
      return current
    default:
      return undefined
  }
}
