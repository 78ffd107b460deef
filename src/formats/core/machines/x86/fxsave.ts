/** The FXSAVE image of x86 processors. */
import { c } from '../../../../schema/base.js'

/** Fields of the 64-bit FXSAVE image up to its reserved end; also the start of an XSAVE area. */
export const fxsave64 = {
  cwd: c.uint16.hex,
  swd: c.uint16.hex,
  ftw: c.uint16.hex.doc('abridged tag: one bit for each register that is in use'),
  fop: c.uint16.hex,
  rip: c.uint64.hex,
  rdp: c.uint64.hex,
  mxcsr: c.uint32.hex,
  mxcr_mask: c.uint32.hex,
  st_space: c.array(c.bytes(16), 8).doc('10 bytes of each are used'),
  xmm_space: c.array(c.bytes(16), 16),
} as const
