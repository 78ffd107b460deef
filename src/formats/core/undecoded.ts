/** A system whose cores are told apart and kept whole, while its notes are not decoded. */
import { NoteRegistry } from './notes.js'
import type { System } from './system.js'

/** Makes a system of a name and how its cores are told. */
export function undecoded(name: string, title: string, recognises: System['recognises']): System {
  return {
    name,
    format: `elf-core/${name}`,
    title,
    notes: new NoteRegistry(name, {}),
    structures: [],
    recognises,
    signalName: () => undefined,
    signalCodeName: () => undefined,
    auxName: () => undefined,
    buildable: [],
  }
}
