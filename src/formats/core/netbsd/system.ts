/** NetBSD ELF cores. */
import { netbsdAuxv } from '../../../systems/netbsd/auxv.js'
import { netbsdSignals } from '../../../systems/netbsd/signals.js'
import { segmentFlags } from '../../elf/constants.js'
import type { CoreSystem } from '../core-system.js'
import { netbsdNotes } from './notes.js'
import { netbsdAbis } from './registers/by-abi.js'
import { structures } from './structures.js'

export const netbsd: CoreSystem = {
  name: 'netbsd',
  format: 'elf-core/netbsd',
  title: 'NetBSD ELF core file',
  notes: netbsdNotes,
  structures,
  signals: netbsdSignals,
  auxv: netbsdAuxv,
  // Zeros at the end of a region are left out. What cannot be written to was left out because it is in the program's file.
  zeroFilled: ({ p_flags }) => (p_flags & segmentFlags.PF_W) !== 0,
  writableAbis: netbsdAbis,
}
