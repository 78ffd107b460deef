/** Owners of ELF notes: the name that says whose type numbers a note has. Threads may follow it, as in `NetBSD-CORE@1`. */
export const noteOwner = {
  /** Linux, illumos and DragonFly. */
  CORE: 'CORE',
  LINUX: 'LINUX',
  FREEBSD: 'FreeBSD',
  NETBSD: 'NetBSD-CORE',
  OPENBSD: 'OpenBSD',
  DRAGONFLY: 'DragonFly',
  VMCOREINFO: 'VMCOREINFO',
  QEMU: 'QEMU',
  GNU: 'GNU',
} as const

/** Whether an owner is one that the notes of cores have, with the thread that some of them name. */
export const isNoteOwner = (owner: string): boolean => ALL.test(owner)

const ALL = new RegExp(`^(?:${Object.values(noteOwner).join('|')}|(?:${noteOwner.NETBSD}|${noteOwner.OPENBSD})@\\d+)$`)
