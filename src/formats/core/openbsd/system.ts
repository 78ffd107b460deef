/** OpenBSD ELF cores: the thread's id stands in the owner. Source: OpenBSD sys/kern/exec_elf.c. */
import { byOwner, type CoreSystem } from '../core-system.js'
import { openbsdNotes } from './notes.js'
import { auxName, signalName } from './process.js'
import { openbsdAbis } from './registers.js'
import { structures } from './structures.js'

export const openbsd: CoreSystem = {
  name: 'openbsd',
  format: 'elf-core/openbsd',
  title: 'OpenBSD ELF core file',
  notes: openbsdNotes,
  structures,
  detect: (core) => byOwner(core, /^OpenBSD(?:@\d+)?$/),
  signalName,
  signalCodeName: () => undefined,
  auxName,
  writableAbis: openbsdAbis,
}
