/** NT_NETBSDCORE_AUXV: what the kernel told the program when it started. Source: NetBSD sys/sys/exec_elf.h, release 10. */
import { type Abi, c, struct } from '../../../schema/base.js'

/** The type has 32 bits in both classes. */
export const auxInfo = struct('AuxInfo', { a_type: c.uint32, a_v: c.ulong.hex })

export const auxv = struct(
  'AuxInfo[]',
  {
    entries: c.array(auxInfo, { until: (entry: { readonly a_type: number }) => entry.a_type === 0 }),
    rest: c.rest.doc('the note is of fixed size: what the stack held behind, the path of the program among it'),
  },
  { source: 'NetBSD sys/kern/exec_elf.c' },
)

const names: Readonly<Record<number, string>> = {
  0: 'AT_NULL',
  1: 'AT_IGNORE',
  2: 'AT_EXECFD',
  3: 'AT_PHDR',
  4: 'AT_PHENT',
  5: 'AT_PHNUM',
  6: 'AT_PAGESZ',
  7: 'AT_BASE',
  8: 'AT_FLAGS',
  9: 'AT_ENTRY',
  10: 'AT_DCACHEBSIZE',
  11: 'AT_ICACHEBSIZE',
  12: 'AT_UCACHEBSIZE',
  13: 'AT_STACKBASE',
  2000: 'AT_EUID',
  2001: 'AT_RUID',
  2002: 'AT_EGID',
  2003: 'AT_RGID',
  2004: 'AT_SUN_LDELF',
  2005: 'AT_SUN_LDSHDR',
  2006: 'AT_SUN_LDNAME',
  2007: 'AT_SUN_LPGSIZE',
  2008: 'AT_SUN_PLATFORM',
  2009: 'AT_SUN_HWCAP',
  2010: 'AT_SUN_IFLUSH',
  2011: 'AT_SUN_CPU',
  2012: 'AT_SUN_EMUL_ENTRY',
  2013: 'AT_SUN_EMUL_EXECFD',
  2014: 'AT_SUN_EXECNAME',
}

/** Name of an entry; mips has one of its own. */
export const auxName = (type: number, abi: Abi): string | undefined =>
  type === 10 && abi.name.startsWith('mips') ? 'AT_NOTELF' : names[type]
