/** NT_AUXV: what the kernel told the program when it started. Source: the kernel's uapi linux/auxvec.h, asm/auxvec.h (6.1). */
import { c, struct } from '../../../schema/base.js'

export const auxEntry = struct('Elf_auxv_t', { a_type: c.ulong, a_val: c.ulong.hex })

export const auxv = struct(
  'Elf_auxv_t[]',
  { entries: c.array(auxEntry, { until: (entry: { readonly a_type: bigint }) => entry.a_type === 0n }) },
  { doc: 'Up to and with the entry of type AT_NULL; gdb copies what stands behind it too.' },
)
