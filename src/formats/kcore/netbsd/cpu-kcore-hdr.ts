/**
 * What a NetBSD kernel says of its memory in front of a dump, one structure per machine.
 * Source: sys/arch/<machine>/include/kcore.h, NetBSD 1.4T to 10.
 */
import { c, struct } from '../../../schema/base.js'
import { physRamSeg } from './headers.js'

const source = (port: string): string => `sys/arch/${port}/include/kcore.h, NetBSD`

export const amd64 = struct(
  'cpu_kcore_hdr',
  { ptdpaddr: c.uint64.hex.doc('physical address of the top-level page table'), nmemsegs: c.uint64.doc('ranges of memory') },
  { doc: 'amd64; the ranges of memory follow at 16.', source: source('amd64') },
)

export const i386 = struct(
  'cpu_kcore_hdr',
  {
    pdppaddr: c.uint32.hex.doc('physical address of the page directory; bit 9: PAE'),
    nmemsegs: c.uint32.doc('ranges of memory'),
  },
  { doc: 'i386; the ranges of memory follow at 8.', source: source('i386') },
)

export const aarch64Old = struct(
  'cpu_kcore_hdr',
  { kh_tcr1: c.uint64.hex.doc('translation control register'), kh_ttbr1: c.uint64.hex.doc('translation table base') },
  { doc: 'aarch64 before November 2018; ranges at 16, ended by one of size 0.', source: source('aarch64') },
)

export const aarch64 = struct(
  'cpu_kcore_hdr',
  { kh_tcr1: c.uint64.hex, kh_ttbr1: c.uint64.hex, kh_nramsegs: c.uint64 },
  { doc: 'aarch64 since November 2018; ranges at 24, ended by one of size 0.', source: source('aarch64') },
)

export const arm = struct(
  'cpu_kcore_hdr',
  {
    version: c.uint32.doc('1'),
    flags: c.uint32.doc('0'),
    PAKernelL1Table: c.uint32.hex.doc("physical address of the kernel's first table"),
    PAUserL1Table: c.uint32.hex,
    UserL1TableSize: c.uint16.doc('where the user part ends, in units of 128 KiB of address'),
    nmemsegs: c.uint32,
    omemsegs: c.uint32.doc('offset of the ranges of memory in the CPU data'),
  },
  { doc: 'arm.', source: source('arm') },
)

export const alpha = struct(
  'cpu_kcore_hdr',
  { lev1map_pa: c.uint64.hex, page_size: c.uint64.doc('bytes'), nmemsegs: c.uint64 },
  { doc: 'alpha; the ranges of memory follow at 24.', source: source('alpha') },
)

export const hppa = struct('cpu_kcore_hdr', { dummy: c.int }, { doc: 'hppa: says nothing.', source: source('hppa') })

const mipsTail = {
  sysmapsize: c.uint32.doc('entries of the flat table; 0: there is a segment table'),
  archlevel: c.uint32,
  pg_shift: c.uint32.doc('bits that a frame number is shifted by in an entry'),
  pg_frame: c.uint32.hex.doc('mask of the frame in an entry'),
  pg_v: c.uint32.hex.doc('bit of a valid entry'),
  nmemsegs: c.uint32,
} as const
export const mipsOld = struct(
  'cpu_kcore_hdr',
  { sysmappa: c.uint32.hex, ...mipsTail },
  { doc: 'mips before July 2020; ranges at 32.', source: source('mips') },
)
export const mips = struct(
  'cpu_kcore_hdr',
  { sysmappa: c.uint64.hex, ...mipsTail },
  { doc: 'mips since July 2020; ranges at 32.', source: source('mips') },
)

export const riscv = struct(
  'cpu_kcore_hdr',
  { kh_satp: c.uint64.hex.doc('the register satp in development trees, 0 elsewhere'), kh_misc: c.bytes(56) },
  { doc: 'riscv; ranges at 64.', source: source('riscv') },
)

export const powerpc = struct(
  'cpu_kcore_hdr',
  {
    pad: c.uint32,
    pvr: c.uint32.hex.doc('processor version register'),
    sdr1: c.ulong.hex.doc('place and size of the page table'),
    sr: c.array(c.ulong.hex, 16).doc('segment registers'),
    dbatl: c.array(c.ulong.hex, 8),
    dbatu: c.array(c.ulong.hex, 8),
    ibatl: c.array(c.ulong.hex, 8),
    ibatu: c.array(c.ulong.hex, 8),
    pad_reg: c.ulong,
  },
  { doc: 'powerpc (oea); ranges behind it, to a size of 0 or the end of the CPU data.', source: source('powerpc') },
)

export const or1k = struct('or1k cpu_kcore_hdr', { kh_misc: c.array(c.uint64, 8) }, { doc: 'or1k: says nothing.', source: source('or1k') })

export const m68kCommon = struct('m68k_kcore_hdr', {
  mmutype: c.int32.doc('-3 68060, -2 68040, -1 68030, 0 HP, 1 68851, 2 Sun'),
  sg_v: c.uint32.hex,
  sg_frame: c.uint32.hex,
  sg_ishift: c.uint32,
  sg_pmask: c.uint32.hex,
  sg40_shift1: c.uint32,
  sg40_mask2: c.uint32.hex,
  sg40_shift2: c.uint32,
  sg40_mask3: c.uint32.hex,
  sg40_shift3: c.uint32,
  sg40_addr1: c.uint32.hex,
  sg40_addr2: c.uint32.hex,
  pg_v: c.uint32.hex,
  pg_frame: c.uint32.hex,
  sysseg_pa: c.uint32.hex,
  reloc: c.uint32.hex,
  relocend: c.uint32.hex,
  ram_segs: c.array(physRamSeg, 8),
})
export const sun2 = struct('sun2_kcore_hdr', { segshift: c.uint32, pg_frame: c.uint32.hex, pg_valid: c.uint32.hex, ksegmap: c.bytes(512) })
export const sun3 = struct('sun3_kcore_hdr', { segshift: c.uint32, pg_frame: c.uint32.hex, pg_valid: c.uint32.hex, ksegmap: c.bytes(256) })
export const sun3x = struct('sun3x_kcore_hdr', {
  pg_frame: c.uint32.hex,
  pg_valid: c.uint32.hex,
  contig_end: c.uint32.hex,
  kernCbase: c.uint32.hex,
  ram_segs: c.array(physRamSeg, 4),
})
export const m68kParts = { m68kCommon, sun2, sun3, sun3x } as const

export const m68k = struct(
  'cpu_kcore_hdr',
  {
    name: c.chars(16).doc('sun2, sun3, sun3x; all others are of the common form'),
    page_size: c.uint32.doc('bytes'),
    kernbase: c.uint32.hex,
    un: c.union({ _m68k: m68kCommon, _sun2: sun2, _sun3: sun3, _sun3x: sun3x }, (lookup) => {
      const name = String(lookup('name'))
      if (name === 'sun2' || name === 'sun3' || name === 'sun3x') return `_${name}` as const
      return name === 'gen68k' ? undefined : '_m68k'
    }),
  },
  { doc: 'All m68k ports.', source: source('m68k') },
)

export const sparc = struct(
  'cpu_kcore_hdr',
  {
    cputype: c.int.doc('0 sun4, 1 sun4c, 2 sun4m, 3 sun4u, 4 sun4d'),
    kernbase: c.ulong.hex,
    nmemseg: c.int,
    memsegoffset: c.ulong.doc('offset of the ranges of memory in the CPU data'),
    nsegmap: c.int,
    segmapoffset: c.ulong.doc('offset of the segment map in the CPU data'),
    npmeg: c.int,
    pmegoffset: c.ulong.doc('offset of the page map entries in the CPU data'),
  },
  { doc: 'sparc.', source: source('sparc') },
)

export const segmap = struct(
  'segmap',
  { sg_wiremap: c.uint64.hex, sg_pte: c.pointer, sg_pmeg: c.uint16, sg_npte: c.uint8, sg_nwired: c.int8 },
  { doc: "An entry of sparc's segment map.", source: 'sys/arch/sparc/include/pmap.h, NetBSD' },
)

export const oldSegmap = struct(
  'segmap',
  { sg_pte: c.pointer, sg_pmeg: c.uint16, sg_npte: c.uint8 },
  { doc: "An entry of sparc's segment map up to NetBSD 1.6.", source: 'sys/arch/sparc/include/pmap.h, NetBSD 1.6' },
)

const sparc64Common = {
  cputype: c.int.doc('3 sun4u'),
  nmemseg: c.int,
  memsegoffset: c.uint64.doc('offset of the ranges of memory in the CPU data'),
  nsegmap: c.int,
  segmapoffset: c.uint64.hex.doc('physical address of the first table'),
  kernbase: c.uint64.hex,
  cpubase: c.uint64.hex,
  ktextbase: c.uint64.hex,
  ktextp: c.uint64.hex,
  ktextsz: c.uint64,
  kdatabase: c.uint64.hex,
  kdatap: c.uint64.hex,
  kdatasz: c.uint64,
} as const
export const sparc64Old = struct('cpu_kcore_hdr', sparc64Common, { doc: 'sparc64, 2000 to 2007; also OpenBSD.', source: source('sparc64') })
export const sparc64 = struct(
  'cpu_kcore_hdr',
  {
    ...sparc64Common,
    newmagic: c.uint64.hex.doc('0x3afec01e: what follows is meant'),
    num4mbsegs: c.uint64,
    off4mbsegs: c.uint64.doc('offset of the 4 MiB mappings in the CPU data'),
    numcpuinfos: c.uint64,
    percpusz: c.uint64,
    thiscpu: c.uint64,
    cpusp: c.uint64.hex,
  },
  { doc: 'sparc64 since 2008.', source: source('sparc64') },
)
export const sparc4mbSegment = struct(
  'cpu_kcore_4mbseg',
  { va: c.uint64.hex, pa: c.uint64.hex },
  { doc: 'A locked mapping of 4 MiB.', source: source('sparc64') },
)
