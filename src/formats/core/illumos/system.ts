/**
 * illumos and Solaris ELF cores: owner CORE and ELFOSABI_SYSV as on Linux, but note types that Linux does not have.
 * Source: illumos usr/src/uts/common/sys/elf.h, exec/elf/elf_notes.c.
 */

import { illumosAuxv } from '../../../systems/illumos/auxv.js'
import { illumosSignals } from '../../../systems/illumos/signals.js'
import type { CoreSummary, CoreSystem } from '../core-system.js'
import { firstIllumosNote } from '../detect-system.js'
import { illumosNotes } from './notes.js'
import { illumosAbis } from './registers/by-abi.js'
import { structures } from './structures.js'
import { missingReason } from './unsaved-segments.js'

/** Index of the program header of the new notes, found once for each core. */
const newSegments = new WeakMap<CoreSummary, number>()

function newSegment(core: CoreSummary): number {
  let segment = newSegments.get(core)
  if (segment === undefined) {
    segment = firstIllumosNote(core)?.segment ?? -1
    newSegments.set(core, segment)
  }
  return segment
}

export const illumos: CoreSystem = {
  name: 'illumos',
  format: 'elf-core/illumos',
  title: 'illumos ELF core file',
  notes: illumosNotes,
  structures,
  signals: illumosSignals,
  auxv: illumosAuxv,
  missingReason,
  // The first note segment tells in older structures what the second one tells again.
  isRedundantNote(note, core) {
    const segment = newSegment(core)
    return segment >= 0 && note.segment !== segment
  },
  marksFailedSegments: true,
  hasObjectSections: true,
  writableAbis: illumosAbis,
}
