/** OpenBSD ELF cores: the thread's id stands in the owner. Source: OpenBSD sys/kern/exec_elf.c. */
import { byOwner } from '../system.js'
import { undecoded } from '../undecoded.js'

export const openbsd = undecoded('openbsd', 'OpenBSD ELF core file', (core) => byOwner(core, /^OpenBSD(?:@\d+)?$/))
