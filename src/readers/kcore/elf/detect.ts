/** Detection of ELF kernel dumps. A file of its own: every process core passes through it. */

import { noteOwner } from '../../../formats/elf/note-owners.js'
import { ELFOSABI_STANDALONE, EXHUME_NOTE, EXHUME_OWNER, NO_ADDRESS } from '../../../formats/kcore/elf-dump.js'
import type { ByteSource } from '../../../io/source.js'
import type { Detection } from '../../format-reader.js'
import { defaultLimits } from '../../limits.js'
import { type ElfDump, loadSegments, readElfDump } from './elf-dump.js'

/** Program headers that detection reads. */
const DETECTION_SEGMENTS = 4096

const owners = (dump: ElfDump, owner: string): boolean => dump.notes.some((note) => note.owner === owner)

/** The kind of kernel dump that an ELF core file is; undefined for a process core. */
export function detectElfDump(source: ByteSource): Detection | undefined {
  const dump = readElfDump(source, undefined, { ...defaultLimits, tableEntries: DETECTION_SEGMENTS })
  if (!dump) return undefined
  if (dump.notes.some(({ owner, type }) => owner === EXHUME_OWNER && type === EXHUME_NOTE))
    return { format: 'vmcore/elf', confidence: 0.97, reasons: ['ELF core file', 'a note of owner exhume'] }
  if (owners(dump, noteOwner.VMCOREINFO))
    return { format: 'vmcore/linux', confidence: 0.97, reasons: ['ELF core file', 'a note of owner VMCOREINFO'] }
  if (owners(dump, noteOwner.QEMU))
    return { format: 'vmcore/linux', confidence: 0.95, reasons: ['ELF core file', 'notes of owner QEMU: the memory of a guest'] }
  const segments = loadSegments(dump)
  const identity =
    segments.length > 0 && segments.every(({ p_paddr, p_vaddr }) => p_paddr === p_vaddr || p_vaddr === NO_ADDRESS[dump.abi.bits])
  if (dump.header.e_ident.ei_osabi === ELFOSABI_STANDALONE && dump.notes.length === 0)
    return { format: 'vmcore/freebsd', confidence: 0.95, reasons: ['ELF core file', 'EI_OSABI is standalone', 'no notes'] }
  if (dump.notes.length === 0 && identity && segments.some(({ p_paddr }) => p_paddr !== 0n))
    return { format: 'vmcore/freebsd', confidence: 0.6, reasons: ['ELF core file without notes', 'segments at their physical addresses'] }
  // The kernel's half of the addresses is no process's.
  if (segments.length > 0 && dump.abi.bits === 64 && segments.every(({ p_vaddr }) => p_vaddr >> 63n === 1n))
    return { format: 'vmcore/linux', confidence: 0.92, reasons: ['ELF core file', 'all segments are at kernel addresses'] }
  return undefined
}
