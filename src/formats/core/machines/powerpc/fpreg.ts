/** The floating-point registers of PowerPC, which FreeBSD and NetBSD store alike. */
import { c, struct } from '../../../../schema/base.js'

const long = c.uint64.hex

export const fpregPowerpc = struct('fpreg', { fpreg: c.array(long, 32), fpscr: long })
