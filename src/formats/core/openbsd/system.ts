/** OpenBSD ELF cores: the thread's id stands in the owner. Source: OpenBSD sys/kern/exec_elf.c. */
import { openbsdAuxv } from '../../../systems/openbsd/auxv.js'
import { openbsdSignals } from '../../../systems/openbsd/signals.js'
import type { CoreSystem } from '../core-system.js'
import { openbsdNotes } from './notes.js'
import { openbsdAbis } from './registers.js'
import { structures } from './structures.js'

export const openbsd: CoreSystem = {
  name: 'openbsd',
  format: 'elf-core/openbsd',
  title: 'OpenBSD ELF core file',
  notes: openbsdNotes,
  structures,
  signals: openbsdSignals,
  auxv: openbsdAuxv,
  writableAbis: openbsdAbis,
}
