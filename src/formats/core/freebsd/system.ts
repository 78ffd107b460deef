/** FreeBSD ELF cores: owner FreeBSD on every note of a native process. Source: FreeBSD sys/kern/imgact_elf.c. */
import { freebsdAuxv } from '../../../systems/freebsd/auxv.js'
import { freebsdSignals } from '../../../systems/freebsd/signals.js'
import type { CoreSystem } from '../core-system.js'
import { freebsdNotes } from './notes.js'
import { freebsdAbis } from './registers/by-abi.js'
import { structures } from './structures.js'

export const freebsd: CoreSystem = {
  name: 'freebsd',
  format: 'elf-core/freebsd',
  title: 'FreeBSD ELF core file',
  notes: freebsdNotes,
  structures,
  signals: freebsdSignals,
  auxv: freebsdAuxv,
  writableAbis: freebsdAbis,
}
