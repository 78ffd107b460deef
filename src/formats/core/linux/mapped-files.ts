/** NT_FILE: the mapped files. Source: the kernel's fs/binfmt_elf.c (6.1). */
import { c, struct } from '../../../schema/base.js'

export const fileEntry = struct('NT_FILE.entries', {
  start: c.pointer,
  end: c.pointer,
  file_ofs: c.ulong.doc('in units of page_size'),
})

export const fileTable = struct(
  'NT_FILE',
  {
    count: c.ulong,
    page_size: c.ulong.doc('unit of the offsets: 1 in what gdb writes'),
    entries: c.array(fileEntry, { count: 'count' }),
    names: c.array(c.cstring, { count: 'count' }).doc('in the same order; of a removed file with (deleted) behind it'),
  },
  { source: 'Linux fs/binfmt_elf.c' },
)
