/** The header of a DragonFly minidump. Source: sys/platform/pc64/include/minidump.h, DragonFly. */
import { c, struct } from '../../../schema/base.js'

const source = 'sys/platform/pc64/include/minidump.h, DragonFly'

export const minidump2 = struct(
  'minidumphdr2',
  {
    magic: c.chars(24).doc('"minidump DFlyBSD/x86-64"'),
    version: c.uint32.doc('2'),
    unused01: c.uint32,
    msgbufsize: c.uint64.doc('bytes of the message buffer'),
    bitmapsize: c.uint64.doc('bytes of the bitmap of dumped pages'),
    ptesize: c.uint64.doc('bytes of page tables'),
    kernbase: c.uint64.hex,
    dmapbase: c.uint64.hex.doc('start of the direct map'),
    dmapend: c.uint64.hex,
  },
  { doc: 'Version 2. Version 1 is the same as that of FreeBSD/amd64.', source },
)
