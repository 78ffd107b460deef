/** NT_NETBSDCORE_AUXV: what the kernel told the program when it started. Source: NetBSD sys/sys/exec_elf.h, release 10. */
import { c, struct } from '../../../schema/base.js'

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
