/**
 * The header of a FreeBSD minidump, one structure per machine and version; integers in the kernel's own byte order.
 * Source: sys/<machine>/include/minidump.h, FreeBSD 6 to main.
 */
import { c, struct } from '../../../schema/base.js'

const source = (port: string): string => `sys/${port}/include/minidump.h, FreeBSD`

const sizes = {
  version: c.uint32,
  msgbufsize: c.uint32.doc('bytes of the message buffer'),
  bitmapsize: c.uint32.doc('bytes of the bitmap of dumped pages'),
} as const
const magic = c.chars(24).doc('"minidump FreeBSD/" and the machine')
const dumpavailsize = c.uint32.doc('bytes of the list of physical ranges')

const amd64Fields = {
  magic,
  ...sizes,
  pmapsize: c.uint32.doc('bytes of page tables'),
  kernbase: c.uint64.hex,
  dmapbase: c.uint64.hex.doc('start of the direct map'),
  dmapend: c.uint64.hex,
} as const
export const amd64 = struct('minidumphdr', amd64Fields, { doc: 'amd64, versions 1 and 2.', source: source('amd64') })
export const amd64V3 = struct('minidumphdr', { ...amd64Fields, dumpavailsize }, { doc: 'amd64, version 3.', source: source('amd64') })

const i386Fields = { magic, ...sizes, ptesize: c.uint32, kernbase: c.uint32.hex, paemode: c.uint32 } as const
export const i386 = struct('minidumphdr', i386Fields, { doc: 'i386, version 1.', source: source('i386') })
export const i386V2 = struct('minidumphdr', { ...i386Fields, dumpavailsize }, { doc: 'i386, version 2.', source: source('i386') })

const armFields = { magic, ...sizes, ptesize: c.uint32, kernbase: c.uint32.hex, arch: c.uint32, mmuformat: c.uint32 } as const
export const arm = struct('minidumphdr', armFields, {
  doc: 'arm, version 1; the last two fields are 0 in FreeBSD 8 to 10.',
  source: source('arm'),
})
export const armV2 = struct('minidumphdr', { ...armFields, dumpavailsize }, { doc: 'arm, version 2.', source: source('arm') })

const arm64Fields = {
  magic,
  ...sizes,
  pmapsize: c.uint32,
  kernbase: c.uint64.hex,
  dmapphys: c.uint64.hex.doc('physical address of the start of the direct map'),
  dmapbase: c.uint64.hex,
  dmapend: c.uint64.hex,
} as const
export const arm64 = struct('minidumphdr', arm64Fields, { doc: 'arm64 and riscv64, version 1.', source: source('arm64') })
export const arm64V2 = struct(
  'minidumphdr',
  { ...arm64Fields, dumpavailsize },
  { doc: 'arm64 and riscv64, version 2.', source: source('arm64') },
)
export const arm64V3 = struct(
  'minidumphdr',
  { ...arm64Fields, dumpavailsize, flags: c.uint32.hex.doc('0: pages of 4 KiB, 1: of 16 KiB') },
  { doc: 'arm64, version 3.', source: source('arm64') },
)

export const mips = struct(
  'minidumphdr',
  { magic, ...sizes, ptesize: c.uint32, kernbase: c.uint64.hex, dmapbase: c.uint64.hex, dmapend: c.uint64.hex },
  { doc: 'mips, version 1.', source: source('mips') },
)

const powerpc64Fields = {
  magic: c.chars(32),
  mmu_name: c.chars(32).doc('mmu_g5, mmu_phyp, mmu_radix'),
  ...sizes,
  pmapsize: c.uint32,
  kernbase: c.uint64.hex,
  kernend: c.uint64.hex,
  dmapbase: c.uint64.hex,
  dmapend: c.uint64.hex,
  hw_direct_map: c.int32,
  startkernel: c.uint64.hex,
  endkernel: c.uint64.hex,
} as const
export const powerpc64 = struct('minidumphdr', powerpc64Fields, { doc: 'powerpc64, version 1.', source: source('powerpc') })
export const powerpc64V2 = struct(
  'minidumphdr',
  { ...powerpc64Fields, dumpavailsize },
  { doc: 'powerpc64, version 2.', source: source('powerpc') },
)

export const msgbuf = struct(
  'msgbuf',
  {
    msg_ptr: c.pointer,
    msg_magic: c.uint32.hex.doc('0x063062'),
    msg_size: c.uint32.doc('bytes of the ring'),
    msg_wseq: c.uint32.doc('next write, modulo size'),
    msg_rseq: c.uint32,
    msg_cksum: c.uint32,
    msg_seqmod: c.uint32,
    msg_lastpri: c.int32,
    msg_flags: c.uint32.hex.doc('2: the ring has wrapped'),
  },
  { doc: 'The kernel message buffer.', source: 'sys/sys/msgbuf.h, FreeBSD' },
)
