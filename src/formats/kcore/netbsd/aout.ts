/** a.out files and the database of kernel names. Source: sys/sys/exec_aout.h, include/nlist.h, lib/libc/db/hash of NetBSD. */
import { c, struct } from '../../../schema/base.js'

export const exec = struct(
  'exec',
  {
    a_midmag: c.ulong.hex.doc('big-endian flags, machine id and magic; of old files the magic in host order'),
    a_text: c.ulong,
    a_data: c.ulong,
    a_bss: c.ulong,
    a_syms: c.ulong.doc('bytes of the symbol table'),
    a_entry: c.ulong.hex,
    a_trsize: c.ulong,
    a_drsize: c.ulong,
  },
  { doc: 'The header of an a.out file.', source: 'sys/sys/exec_aout.h, NetBSD' },
)

export const nlist = struct(
  'nlist',
  {
    n_strx: c.long.doc('offset in the string table; means nothing in a database'),
    n_type: c.uint8.hex,
    n_other: c.int8,
    n_desc: c.int16,
    n_value: c.ulong.hex,
  },
  { doc: 'A symbol of an a.out file, and the value of a record in the database.', source: 'include/nlist.h, NetBSD' },
)

/** n_type, and masks of it. */
export const symbolType = { N_UNDF: 0, N_EXT: 1, N_ABS: 2, N_TEXT: 4, N_DATA: 6, N_BSS: 8, N_FN: 0x1e, N_TYPE: 0x1e, N_STAB: 0xe0 } as const

export const aoutMagic = { OMAGIC: 0o407, NMAGIC: 0o410, ZMAGIC: 0o413, QMAGIC: 0o314 } as const

export const hashHeader = struct(
  'HASHHDR',
  {
    magic: c.int32.hex.doc('0x061561'),
    version: c.int32.doc('2'),
    lorder: c.uint32.doc('1234 or 4321: byte order of the pages'),
    bsize: c.int32.doc('bytes of a page'),
    bshift: c.int32,
    dsize: c.int32,
    ssize: c.int32,
    sshift: c.int32,
    ovfl_point: c.int32,
    last_freed: c.int32,
    max_bucket: c.int32,
    high_mask: c.int32,
    low_mask: c.int32,
    ffactor: c.int32.doc('wanted records per bucket'),
    nkeys: c.int32,
    hdrpages: c.int32,
    h_charkey: c.int32.hex.doc('hash of a fixed text: which hash function it is'),
    spares: c.array(c.int32, 32).doc('overflow pages up to each split'),
    bitmaps: c.array(c.uint16, 32).doc('overflow addresses of the maps of used overflow pages'),
  },
  { doc: 'The header of a Berkeley DB 1.85 hash file: big-endian on every machine.', source: 'lib/libc/db/hash/hash.h, NetBSD' },
)
export const HASH_MAGIC = 0x061561
