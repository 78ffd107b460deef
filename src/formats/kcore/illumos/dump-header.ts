/** The kernel dumps of Solaris and illumos. Source: usr/src/uts/common/sys/dumphdr.h, illumos. */
import { c, type Infer, struct } from '../../../schema/base.js'

const source = 'usr/src/uts/common/sys/dumphdr.h, illumos'

const utsname = struct('utsname', {
  sysname: c.chars(257),
  nodename: c.chars(257),
  release: c.chars(257),
  version: c.chars(257),
  machine: c.chars(257),
})

const common = {
  dump_magic: c.uint32.hex.doc('0xdefec8ed'),
  dump_version: c.uint32.doc('10; 9 before July 2010'),
  dump_flags: c.flags(c.uint32, {
    DF_VALID: 0x1,
    DF_COMPLETE: 0x2,
    DF_LIVE: 0x4,
    DF_COMPRESSED: 0x8,
    DF_KERNEL: 0x10000,
    DF_ALL: 0x20000,
    DF_CURPROC: 0x40000,
  }),
  dump_wordsize: c.uint32.doc('32 or 64'),
  dump_start: c.int64.doc('offset of the initial header on the device'),
  dump_ksyms: c.int64.doc('offset of the symbol table'),
  dump_pfn: c.int64.doc('offset of the page frame table'),
  dump_map: c.int64.doc('offset of the address map'),
  dump_data: c.int64.doc('offset of the pages'),
  dump_utsname: utsname,
  dump_platform: c.chars(257),
  dump_panicstring: c.chars(200),
  dump_crashtime: c.long.doc('seconds since 1970'),
  dump_pageshift: c.long,
  dump_pagesize: c.long.doc('bytes'),
  dump_hashmask: c.long.hex,
  dump_nvtop: c.long.doc('entries of the address map'),
  dump_npages: c.ulong,
  dump_ksyms_size: c.ulong.doc('bytes'),
  dump_ksyms_csize: c.ulong.doc('bytes as they are stored'),
} as const

export const dumpHeaderV9 = struct('dumphdr_v9_t', common, { doc: 'Version 9.', source })
export type DumpHeader = Infer<typeof dumpHeaderV9>
export const dumpHeader = struct(
  'dumphdr_t',
  { ...common, dump_fm_panic: c.uint32, dump_uuid: c.chars(37) },
  { doc: 'Version 10.', source },
)

export const dumpMap = struct(
  'dump_map_t',
  {
    dm_first: c.int64.doc('file offset of the first entry of this bucket'),
    dm_next: c.int64.doc('file offset of the next entry of the bucket that this entry is in'),
    dm_data: c.int64.doc('file offset of the page'),
    dm_as: c.pointer.doc('address space'),
    dm_va: c.pointer,
  },
  { doc: 'A bucket and an entry of the hash table of addresses.', source },
)

export const dumpDataHeader = struct(
  'dumpdatahdr_t',
  {
    dump_datahdr_magic: c.uint32.hex.doc('0x64686472'),
    dump_datahdr_version: c.uint32,
    dump_data_csize: c.uint64.doc('bytes of the packed pages'),
    dump_maxcsize: c.uint32,
    dump_maxrange: c.uint32,
    dump_nstreams: c.uint16,
    dump_clevel: c.uint16.doc('0 serial LZJB, 1 parallel LZJB, 2 parallel bzip2'),
    dump_metrics: c.uint32,
  },
  { doc: 'Behind the terminal header.', source },
)

export const memVtop = struct('mem_vtop_t', { m_as: c.pointer, m_va: c.pointer, m_pfn: c.ulong }, { doc: 'A mapping.', source })

export const DUMP_MAGIC = 0xdefec8ed
export const dumpFlag = { VALID: 1, COMPLETE: 2, LIVE: 4, COMPRESSED: 8, KERNEL: 0x10000, ALL: 0x20000, CURPROC: 0x40000 } as const
