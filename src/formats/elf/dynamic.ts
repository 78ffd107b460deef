/**
 * What the run-time linker keeps in the memory of a process: the dynamic section, and the list of the objects that it loaded.
 * Source: the System V gABI; link.h of illumos, FreeBSD, NetBSD, OpenBSD and the GNU C library, whose structures begin alike.
 */
import { c, type Infer, struct } from '../../schema/base.js'

export const dynamicTag = {
  DT_NULL: 0,
  DT_STRTAB: 5,
  DT_STRSZ: 10,
  DT_SONAME: 14,
  DT_DEBUG: 21,
  /** MIPS: the address of a word that holds the address of r_debug. */
  DT_MIPS_RLD_MAP: 0x70000016,
  /** MIPS: the same, as seen from the entry itself. */
  DT_MIPS_RLD_MAP_REL: 0x70000035,
} as const

export const dynamicEntry = struct(
  'Elf_Dyn',
  { d_tag: c.long, d_un: c.ulong.hex.doc('an address, or a number') },
  { doc: 'One entry of a dynamic section, which ends with DT_NULL.', source: 'System V gABI' },
)

export const rDebug = struct(
  'r_debug',
  {
    r_version: c.int,
    r_map: c.pointer.doc('the first link_map'),
    r_brk: c.pointer.doc('where the run-time linker calls debuggers'),
    r_state: c.enum(c.int, { RT_CONSISTENT: 0, RT_ADD: 1, RT_DELETE: 2 }),
    r_ldbase: c.pointer.doc('where the run-time linker itself is'),
  },
  { doc: 'Where a debugger finds the loaded objects; systems have more behind it.', source: 'link.h' },
)

export const linkMap = struct(
  'link_map',
  {
    l_addr: c.pointer.doc('what the addresses of the object are shifted by; on illumos, where it is'),
    l_name: c.pointer.doc('address of its path'),
    l_ld: c.pointer.doc('address of its dynamic section'),
    l_next: c.pointer,
    l_prev: c.pointer,
  },
  { doc: 'A loaded object; systems have more behind it.', source: 'link.h' },
)

export type LinkMap = Infer<typeof linkMap>

export const psStrings = struct(
  'ps_strings',
  { ps_argvstr: c.pointer, ps_nargvstr: c.int, ps_envstr: c.pointer, ps_nenvstr: c.int },
  { doc: 'Where the arguments and the environment of a process are, as BSD keeps it at the top of the stack.', source: 'sys/exec.h' },
)
