/** Linux ELF cores. */

import type { AbiName } from '../../../schema/base.js'
import { linuxAuxv } from '../../../systems/linux/auxv.js'
import { linuxSignals } from '../../../systems/linux/signals.js'
import { noteOwner } from '../../elf/note-owners.js'
import type { CoreSummary, CoreSystem } from '../core-system.js'
import { linuxNotes } from './notes.js'
import { linuxAbis } from './registers/by-abi.js'
import { structures } from './structures.js'

/** Owners that only Linux and the tools of its kernel use. */
const own = /^(?:LINUX|VMCOREINFO|QEMU)$/

export const linux: CoreSystem = {
  name: 'linux',
  format: 'elf-core/linux',
  title: 'Linux ELF core file',
  notes: linuxNotes,
  structures,
  detect(core: CoreSummary) {
    const owner = core.notes.find((note) => own.test(note.owner))?.owner
    if (owner !== undefined) return { confidence: 0.97, reason: `notes of owner ${owner}` }
    // CORE is also what illumos and DragonFly call theirs; they are told by other things.
    return core.notes.some((note) => note.owner === noteOwner.CORE) ? { confidence: 0.92, reason: 'notes of owner CORE' } : undefined
  },
  signals: linuxSignals,
  auxv: linuxAuxv,
  writableAbis: linuxAbis satisfies readonly AbiName[],
}
