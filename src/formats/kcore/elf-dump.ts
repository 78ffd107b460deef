/** What tells ELF kernel dumps apart from process cores, and the note of the dumps that exhume converts to. */

/** EI_OSABI of FreeBSD's full dumps: standalone. */
export const ELFOSABI_STANDALONE = 255
/** FreeBSD/arm: a program header that tells where the kernel is in physical memory. */
export const PT_DUMP_DELTA = 0x6fb5d000

/**
 * The note of a dump that was converted to ELF: what the page tables are found by. Its text is `KEY=VALUE` lines, as VMCOREINFO's:
 * `FORMAT`, `MACHINE`, and for a kcore file `MIDMAG`, `CPU` (hex), `HEADERS`.
 */
export const EXHUME_OWNER = 'exhume'
export const EXHUME_NOTE = 1

/** A physical or virtual address that is not known. */
export const NO_ADDRESS = { 32: 0xffffffffn, 64: 0xffffffffffffffffn } as const
