/**
 * illumos and Solaris ELF cores: owner CORE and ELFOSABI_SYSV as on Linux, but note types that Linux does not have.
 * Source: illumos usr/src/uts/common/sys/elf.h, exec/elf/elf_notes.c.
 */

import { illumosAuxv } from '../../../systems/illumos/auxv.js'
import { illumosSignals } from '../../../systems/illumos/signals.js'
import { noteOwner } from '../../elf/note-owners.js'
import type { CoreSummary, CoreSystem, NoteSummary } from '../core-system.js'
import { illumosNotes } from './notes.js'
import { illumosAbis } from './registers/by-abi.js'
import { structures } from './structures.js'
import { missingReason } from './unsaved-segments.js'

/** NT_PSTATUS, NT_PSINFO, NT_LWPSTATUS. */
const own: readonly number[] = [10, 13, 16]

const ownNote = (core: CoreSummary): NoteSummary | undefined =>
  core.notes.find(({ owner, type }) => owner === noteOwner.CORE && own.includes(type))

/** Index of the program header of the new notes, found once for each core. */
const newSegments = new WeakMap<CoreSummary, number>()

function newSegment(core: CoreSummary): number {
  let segment = newSegments.get(core)
  if (segment === undefined) {
    segment = ownNote(core)?.segment ?? -1
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
  detect(core) {
    const found = ownNote(core)
    return found && { confidence: 0.98, reason: `a note of owner CORE and type ${found.type}` }
  },
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
