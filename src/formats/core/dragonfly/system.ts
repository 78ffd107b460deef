/**
 * DragonFly ELF cores: owner CORE as on Linux, told by the sizes of the process note on the two machines it ran on.
 * Source: DragonFly sys/sys/procfs.h, sys/kern/imgact_elf.c.
 */

import { dragonflySignals } from '../../../systems/dragonfly/signals.js'
import type { CoreSystem } from '../core-system.js'
import { dragonflyNotes } from './notes.js'
import { structures } from './structures.js'

export const dragonfly: CoreSystem = {
  name: 'dragonfly',
  format: 'elf-core/dragonfly',
  title: 'DragonFly ELF core file',
  notes: dragonflyNotes,
  structures,
  signals: dragonflySignals,
  writableAbis: ['amd64', 'i386'],
}
