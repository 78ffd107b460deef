/**
 * DragonFly ELF cores: owner CORE as on Linux, told by the sizes of the process note on the two machines it ran on.
 * Source: DragonFly sys/sys/procfs.h, sys/kern/imgact_elf.c.
 */

import { dragonflySignals } from '../../../systems/dragonfly/signals.js'
import { noteOwner } from '../../elf/note-owners.js'
import type { CoreSummary, CoreSystem } from '../core-system.js'
import { dragonflyNotes } from './notes.js'
import { structures } from './structures.js'

const prpsinfoSize: Readonly<Record<string, number>> = { amd64: 120, i386: 108 }

function detect(core: CoreSummary): { confidence: number; reason: string } | undefined {
  const size = prpsinfoSize[core.abi.name]
  const prpsinfo = dragonflyNotes.typeOf('NT_PRPSINFO', core.abi)
  for (const { owner, type, size: found } of core.notes) {
    if (owner === noteOwner.DRAGONFLY) return { confidence: 0.98, reason: 'notes of owner DragonFly' }
    if (owner === noteOwner.CORE && type === prpsinfo && found === size)
      return { confidence: 0.96, reason: `a process note of ${found} bytes with owner CORE` }
  }
  return undefined
}

export const dragonfly: CoreSystem = {
  name: 'dragonfly',
  format: 'elf-core/dragonfly',
  title: 'DragonFly ELF core file',
  notes: dragonflyNotes,
  structures,
  detect,
  signals: dragonflySignals,
  writableAbis: ['amd64', 'i386'],
}
