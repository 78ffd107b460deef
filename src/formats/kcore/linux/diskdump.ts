/**
 * kdump-compressed files (the diskdump family), as makedumpfile and QEMU write them. Integers are in the byte order of
 * the dumped machine and padded by its C ABI. Source: makedumpfile's diskdump_mod.h and IMPLEMENTATION, crash's diskdump.h.
 */
import { c, struct } from '../../../schema/base.js'

const utsname = struct('new_utsname', {
  sysname: c.chars(65),
  nodename: c.chars(65),
  release: c.chars(65),
  version: c.chars(65),
  machine: c.chars(65),
  domainname: c.chars(65),
})

export const diskDumpHeader = struct(
  'disk_dump_header',
  {
    signature: c.chars(8).doc('"KDUMP   " or "DISKDUMP"'),
    header_version: c.int32,
    utsname,
    timestamp: struct('timeval', { tv_sec: c.long, tv_usec: c.long }),
    status: c.uint32.hex.doc('the way of compression, and 8: incomplete'),
    block_size: c.int32.doc('bytes of a page'),
    sub_hdr_size: c.int32.doc('blocks of the sub header and the notes'),
    bitmap_blocks: c.uint32.doc('blocks of both bitmaps'),
    max_mapnr: c.uint32.doc('page frames, cut to 32 bits'),
    total_ram_blocks: c.uint32,
    device_blocks: c.uint32,
    written_blocks: c.uint32,
    current_cpu: c.uint32,
    nr_cpus: c.int32,
  },
  { doc: 'The first block.', source: 'makedumpfile, diskdump_mod.h' },
)

export const kdumpSubHeader = struct(
  'kdump_sub_header',
  {
    phys_base: c.ulong.hex,
    dump_level: c.int32.doc('1 zero pages, 2 cache, 4 private cache, 8 user, 16 free pages were left out'),
    split: c.int32,
    start_pfn: c.ulong,
    end_pfn: c.ulong,
    offset_vmcoreinfo: c.int64,
    size_vmcoreinfo: c.ulong,
    offset_note: c.int64,
    size_note: c.ulong,
    offset_eraseinfo: c.int64,
    size_eraseinfo: c.ulong,
    start_pfn_64: c.uint64,
    end_pfn_64: c.uint64,
    max_mapnr_64: c.uint64,
  },
  {
    doc: 'The second block, as of header version 6; older versions have the fields up to where they end.',
    source: 'makedumpfile, diskdump_mod.h',
  },
)

/** Bytes of the sub header that a header version has, for 64-bit machines. */
export const subHeaderSize64: Readonly<Record<number, number>> = { 0: 8, 1: 12, 2: 32, 3: 48, 4: 64, 5: 80, 6: 104 }

export const pageDesc = struct(
  'page_desc',
  {
    offset: c.int64.doc('of the data in the file'),
    size: c.uint32.doc('bytes of the data'),
    flags: c.uint32.hex.doc('0 raw, 1 zlib, 2 LZO, 4 snappy, 0x20 zstd'),
    page_flags: c.uint64,
  },
  { doc: 'One for each page in the file.', source: 'makedumpfile, diskdump_mod.h' },
)

/** How a page's data is packed. */
export const pageFlag = { ZLIB: 1, LZO: 2, SNAPPY: 4, ZSTD: 0x20 } as const

export const flattenedHeader = struct(
  'makedumpfile_header',
  { signature: c.chars(16).doc('"makedumpfile"'), type: c.int64, version: c.int64 },
  { doc: 'Start of a flattened file; big-endian, padded with zeros to 4096 bytes.', source: 'makedumpfile, makedumpfile.h' },
)
export const flattenedRecord = struct(
  'makedumpfile_data_header',
  { offset: c.int64.doc('of the data in the file that is meant; -1 ends'), buf_size: c.int64.doc('bytes that follow') },
  { doc: 'In front of each piece of a flattened file; big-endian.', source: 'makedumpfile, makedumpfile.h' },
)
