/** The headers of a kcore file. Source: sys/sys/kcore.h, NetBSD 1.3 to 10; OpenBSD has the same. */
import { c, type Infer, struct } from '../../../schema/base.js'

/** Four bytes that are big-endian on every machine: see midmag.ts. */
const midmag = c.bytes(4, 4)

export const kcoreHeader = struct(
  'kcore_hdr_t',
  {
    c_midmag: midmag.doc('flags, machine id and magic 0x8fca; big-endian on every machine'),
    c_hdrsize: c.uint16.doc('bytes of this header, rounded up to the unit of the machine'),
    c_seghdrsize: c.uint16.doc('bytes of a segment header, rounded up likewise'),
    c_nseg: c.uint32.doc('always 2: CPU, memory'),
  },
  { doc: 'The start of a kcore file.', source: 'sys/sys/kcore.h, NetBSD' },
)
export type KcoreHeader = Infer<typeof kcoreHeader>

export const kcoreSegment = struct(
  'kcore_seg_t',
  {
    c_midmag: midmag.doc('flags and magic 0x8fac in a file, 0x8fca with the machine id on a dump device'),
    c_size: c.uint32.doc('bytes of the segment; of memory modulo 4 GiB'),
  },
  { doc: 'In front of the CPU data and of the memory.', source: 'sys/sys/kcore.h, NetBSD' },
)

export const physRamSeg = struct(
  'phys_ram_seg_t',
  { start: c.uint64.hex.doc('physical address'), size: c.uint64.doc('bytes') },
  { doc: 'A range of physical memory; the ranges stand in the dump one behind another.', source: 'sys/sys/kcore.h, NetBSD' },
)

export const kernMsgbuf = struct(
  'kern_msgbuf',
  {
    msg_magic: c.long.doc('0x063061'),
    msg_bufx: c.long.doc('offset in the text of the next write'),
    msg_bufr: c.long.doc('offset of the next read'),
    msg_bufs: c.long.doc('bytes of the text'),
    msg_bufc: c.bytes(1).doc('the text'),
  },
  { doc: 'The kernel message buffer; its text follows.', source: 'sys/sys/msgbuf.h, NetBSD' },
)

/** Magic of a {@link kernMsgbuf}. */
export const MSG_MAGIC = 0x063061
