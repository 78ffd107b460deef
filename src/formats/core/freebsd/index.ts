/** FreeBSD ELF cores: owner FreeBSD on every note of a native process. Source: FreeBSD sys/kern/imgact_elf.c. */
import { byOwner } from '../system.js'
import { undecoded } from '../undecoded.js'

export const freebsd = undecoded('freebsd', 'FreeBSD ELF core file', (core) => byOwner(core, /^FreeBSD$/))
