/**
 * The header at both ends of a dump on a FreeBSD dump device. Its integers are big-endian on every machine, so it is
 * with a layout on big-endian ABIs only. Source: sys/sys/kerneldump.h, FreeBSD 5 to main; DragonFly has version 1.
 */
import { c, struct } from '../../../schema/base.js'

const source = 'sys/sys/kerneldump.h, FreeBSD'

const head = {
  magic: c.chars(20).doc('"FreeBSD Kernel Dump", "FreeBSD Text Dump", "Cleared Kernel Dump" once it was saved'),
  architecture: c.chars(12),
  version: c.uint32,
  architectureversion: c.uint32,
  dumplength: c.uint64.doc('bytes of the dump, compressed if it is; without headers and key'),
} as const
const dumptime = c.uint64.doc('seconds since 1970')
const parity = c.uint32.hex.doc('makes the exclusive or of all 128 words 0')

export const kernelDumpHeader1 = struct(
  'kerneldumpheader',
  { ...head, dumptime, blocksize: c.uint32, hostname: c.chars(64), versionstring: c.chars(192), panicstring: c.chars(192), parity },
  { doc: 'Version 1: FreeBSD 5 to 11, DragonFly.', source },
)
export const kernelDumpHeader2 = struct(
  'kerneldumpheader',
  {
    ...head,
    dumptime,
    dumpkeysize: c.uint32,
    blocksize: c.uint32,
    hostname: c.chars(64),
    versionstring: c.chars(192),
    panicstring: c.chars(188),
    parity,
  },
  { doc: 'Version 2: FreeBSD 12 while it was made.', source },
)
const compression = c.enum(c.uint8, { none: 0, gzip: 1, zstd: 2 })
const dumpextent = c.uint64.doc('bytes between the headers, less the key')
export const kernelDumpHeader3 = struct(
  'kerneldumpheader',
  {
    ...head,
    dumpextent,
    dumptime,
    dumpkeysize: c.uint32,
    blocksize: c.uint32,
    compression,
    hostname: c.chars(64),
    versionstring: c.chars(192),
    panicstring: c.chars(179),
    parity,
  },
  { doc: 'Version 3: FreeBSD 12 while it was made.', source },
)
export const kernelDumpHeader4 = struct(
  'kerneldumpheader',
  {
    ...head,
    dumptime,
    dumpkeysize: c.uint32.doc('bytes of the key in front of the dump; 0: not encrypted'),
    blocksize: c.uint32,
    hostname: c.chars(64),
    versionstring: c.chars(192),
    panicstring: c.chars(175),
    compression,
    dumpextent,
    unused: c.bytes(4),
    parity,
  },
  { doc: 'Version 4: FreeBSD 12 and later.', source },
)

/** The layouts by version. */
export const kernelDumpHeaders = { 1: kernelDumpHeader1, 2: kernelDumpHeader2, 3: kernelDumpHeader3, 4: kernelDumpHeader4 } as const

/** Bytes of a header, in each version. */
export const DUMP_HEADER_SIZE = 512
