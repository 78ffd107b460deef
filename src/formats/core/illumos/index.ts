/**
 * illumos and Solaris ELF cores: owner CORE and ELFOSABI_SYSV as on Linux, but note types that Linux does not have.
 * Source: illumos usr/src/uts/common/sys/elf.h, exec/elf/elf_notes.c.
 */
import type { CoreSketch } from '../system.js'
import { undecoded } from '../undecoded.js'

/** NT_PSTATUS, NT_PSINFO, NT_LWPSTATUS. */
const own: readonly number[] = [10, 13, 16]

export const illumos = undecoded('illumos', 'illumos ELF core file', (core: CoreSketch) => {
  const found = core.notes.find((note) => note.owner === 'CORE' && own.includes(note.type))
  return found && { confidence: 0.98, reason: `a note of owner CORE and type ${found.type}` }
})
