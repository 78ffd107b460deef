/** The smaller notes. Source: illumos usr/src/uts/common/sys/{procfs,priv,utsname,corectl,secflags}.h, 2024-09. */
import { c, struct } from '../../../schema/base.js'

export const prcred = struct('prcred_t', {
  pr_euid: c.uint32,
  pr_ruid: c.uint32,
  pr_suid: c.uint32,
  pr_egid: c.uint32,
  pr_rgid: c.uint32,
  pr_sgid: c.uint32,
  pr_ngroups: c.int32,
  pr_groups: c.array(c.uint32, 'rest').doc('one at least, also where pr_ngroups is 0'),
})

export const prpriv = struct('prpriv_t', {
  pr_nsets: c.uint32,
  pr_setsize: c.uint32.doc('words of a set'),
  pr_infosize: c.uint32.doc('bytes of the items behind the sets'),
  pr_sets: c.array(c.uint32.hex, 'rest').doc('effective, inheritable, permitted, limit; then items: type, size, data'),
})

export const privInfo = struct('priv_impl_info_t', {
  priv_headersize: c.uint32,
  priv_flags: c.uint32.hex,
  priv_nsets: c.uint32,
  priv_setsize: c.uint32,
  priv_max: c.uint32,
  priv_infosize: c.uint32,
  priv_globalinfosize: c.uint32,
  items: c.rest.doc('names of the sets and of the privileges, and the basic set: type, size, data'),
})

export const utsname = struct('utsname', {
  sysname: c.chars(257),
  nodename: c.chars(257),
  release: c.chars(257),
  version: c.chars(257),
  machine: c.chars(257),
  rest: c.rest,
})

/** The type has 32 bits in both classes; what is behind it in a 64-bit core means nothing. */
export const auxEntry = struct('auxv_t', { a_type: c.int32, a_val: c.ulong.hex })

export const auxv = struct('auxv_t[]', {
  entries: c.array(auxEntry, { until: (entry: { readonly a_type: number }) => entry.a_type === 0 }),
  rest: c.rest.doc('the array is of fixed size'),
})

export const content = struct('core_content_t', {
  content: c.flags(c.uint64, {
    CC_CONTENT_STACK: 1,
    CC_CONTENT_HEAP: 2,
    CC_CONTENT_SHFILE: 4,
    CC_CONTENT_SHANON: 8,
    CC_CONTENT_TEXT: 0x10,
    CC_CONTENT_DATA: 0x20,
    CC_CONTENT_RODATA: 0x40,
    CC_CONTENT_ANON: 0x80,
    CC_CONTENT_SHM: 0x100,
    CC_CONTENT_ISM: 0x200,
    CC_CONTENT_DISM: 0x400,
    CC_CONTENT_CTF: 0x800,
    CC_CONTENT_SYMTAB: 0x1000,
    CC_CONTENT_DEBUG: 0x2000,
  }),
})

/** The bytes after the NUL are stale. */
export const text = struct('char[]', { text: c.cstring, rest: c.rest })

export const fdinfo = struct(
  'prfdinfo_core_t',
  {
    pr_fd: c.int32,
    pr_mode: c.uint32.hex,
    pr_uid: c.uint32,
    pr_gid: c.uint32,
    pr_major: c.uint32,
    pr_minor: c.uint32,
    pr_rmajor: c.uint32,
    pr_rminor: c.uint32,
    pr_ino: c.uint64,
    pr_offset: c.int64,
    pr_size: c.int64,
    pr_fileflags: c.int32.hex,
    pr_fdflags: c.int32.hex,
    pr_path: c.chars(1024),
  },
  { doc: 'An open descriptor.' },
)

/** File types of pr_mode; those of sys/stat.h. */
const kinds: Readonly<Record<number, string>> = {
  4096: 'fifo',
  8192: 'device',
  16384: 'directory',
  24576: 'device',
  32768: 'file',
  40960: 'symbolic link',
  49152: 'socket',
  53248: 'door',
  57344: 'event port',
}

export const kindOf = (mode: number): string => kinds[mode & 0xf000] ?? 'unknown'

/** What illumos has for kinds of other systems. */
const sameKind: Readonly<Record<string, string>> = { pipe: 'fifo', 'pseudo-terminal': 'device' }

/** The type bits of pr_mode for a kind; 0 where illumos has no such files. */
export const modeOf = (kind: string): number =>
  Number(Object.entries(kinds).find(([, name]) => name === (sameKind[kind] ?? kind))?.[0] ?? 0)

/** Bits of pr_fileflags above the two that say what it was opened for. Source: illumos usr/src/uts/common/sys/fcntl.h. */
const openFlags = { 4: 'ndelay', 8: 'append', 16: 'sync', 64: 'dsync', 128: 'nonblock' } as const

/** Its open(2) flags. */
export function openFlagsOf(flags: number): string[] {
  const how = [['read'], ['write'], ['read', 'write']][flags & 3] ?? []
  return [...how, ...Object.entries(openFlags).flatMap(([bit, word]) => (flags & Number(bit) ? [word] : []))]
}

/** The same the other way; and the words that open(2) of illumos has nothing for. */
export function fileFlagsOf(words: readonly string[]): { readonly flags: number; readonly unknown: readonly string[] } {
  const [read, write] = [words.includes('read'), words.includes('write')]
  let flags = write ? (read ? 2 : 1) : 0
  const unknown: string[] = []
  for (const word of words) {
    if (word === 'read' || word === 'write') continue
    const bit = Object.entries(openFlags).find(([, name]) => name === (word === 'fsync' ? 'sync' : word))?.[0]
    if (bit === undefined) unknown.push(word)
    else flags |= Number(bit)
  }
  return { flags, unknown }
}

const secflags = c.flags(c.uint64, { aslr: 1, forbidnullmap: 2, noexecstack: 4 })

export const prsecflags = struct('prsecflags_t', {
  pr_version: c.uint32,
  pr_pad: c.bytes(4),
  pr_effective: secflags,
  pr_inherit: secflags,
  pr_lower: secflags,
  pr_upper: secflags,
})

export const lwpname = struct('prlwpname_t', { pr_lwpid: c.uint64, pr_lwpname: c.chars(32) })

export const upanic = struct('prupanic_t', {
  pru_version: c.uint32,
  pru_flags: c.flags(c.uint32, { PRUPANIC_FLAG_MSG_VALID: 1, PRUPANIC_FLAG_MSG_ERROR: 2, PRUPANIC_FLAG_MSG_TRUNC: 4 }),
  pru_data: c.chars(1024),
})

export const cwd = struct('prcwd_t', {
  prcwd_fsid: c.uint64.hex,
  prcwd_fsname: c.chars(16),
  prcwd_mntpt: c.chars(1024),
  prcwd_mntspec: c.chars(1024),
  prcwd_cwd: c.chars(1024),
})
