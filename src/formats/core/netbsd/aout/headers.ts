/** The process core before ELF, still used for a.out programs: its headers. Source: NetBSD sys/sys/core.h 1.8 to 1.12. */
import { c, type Infer, struct } from '../../../../schema/base.js'

/** Octal 0507: magic of such a core. */
export const COREMAGIC = 0x0147
/** Octal 0510: magic of its segments. */
export const CORESEGMAGIC = 0x0148

/** Four bytes that are big-endian on every machine; aligned as a word is. */
const midmag = c.perAbi('uint32_t', (abi) => c.bytes(4, Math.min(4, abi.maxAlign)))

export const coreHeader = struct(
  'core',
  {
    c_midmag: midmag.doc('flags, machine id and magic 0507; big-endian on every machine'),
    c_hdrsize: c.uint16.doc('bytes of this header, rounded up'),
    c_seghdrsize: c.uint16.doc('bytes of a segment header, rounded up'),
    c_nseg: c.uint32.doc('not to be trusted: later releases do not count the CPU segment'),
    c_name: c.chars(17).doc('16 bytes of it at most; the last one may be anything'),
    c_signo: c.uint32,
    c_ucode: c.ulong.doc('what the trap told, in the numbers of the machine'),
    c_cpusize: c.ulong.doc('bytes of the CPU segment'),
    c_tsize: c.ulong.doc('bytes of text'),
    c_dsize: c.ulong.doc('bytes of data'),
    c_ssize: c.ulong.doc('bytes of stack'),
  },
  { doc: 'The start of an a.out process core.', source: 'NetBSD sys/sys/core.h' },
)

export const coreSegment = struct(
  'coreseg',
  {
    c_midmag: midmag.doc('flags: 1 CPU, 2 data, 4 stack; machine id and magic 0510; big-endian on every machine'),
    c_addr: c.ulong.hex.doc('0 for the CPU segment'),
    c_size: c.ulong.doc('bytes that follow'),
  },
  { doc: 'In front of each part of an a.out process core.', source: 'NetBSD sys/sys/core.h' },
)

export type CoreHeader = Infer<typeof coreHeader>
