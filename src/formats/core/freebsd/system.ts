/** FreeBSD ELF cores: owner FreeBSD on every note of a native process. Source: FreeBSD sys/kern/imgact_elf.c. */
import { byOwner, type CoreSystem } from '../core-system.js'
import { auxName, signalCodeName, signalName } from './names.js'
import { freebsdNotes } from './notes.js'
import { freebsdAbis } from './registers.js'
import { structures } from './structures.js'

export const freebsd: CoreSystem = {
  name: 'freebsd',
  format: 'elf-core/freebsd',
  title: 'FreeBSD ELF core file',
  notes: freebsdNotes,
  structures,
  detect: (core) => byOwner(core, /^FreeBSD$/),
  signalName,
  signalCodeName,
  auxName,
  writableAbis: freebsdAbis,
}
