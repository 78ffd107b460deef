/** Linux ELF cores. */

import type { AbiName } from '../../../schema/base.js'
import { linuxAuxv } from '../../../systems/linux/auxv.js'
import { linuxSignals } from '../../../systems/linux/signals.js'
import type { CoreSystem } from '../core-system.js'
import { linuxNotes } from './notes.js'
import { linuxAbis } from './registers/by-abi.js'
import { structures } from './structures.js'

export const linux: CoreSystem = {
  name: 'linux',
  format: 'elf-core/linux',
  title: 'Linux ELF core file',
  notes: linuxNotes,
  structures,
  signals: linuxSignals,
  auxv: linuxAuxv,
  writableAbis: linuxAbis satisfies readonly AbiName[],
}
