/** The FXSAVE image of x86 processors. */
import { c, struct } from '../../../../schema/base.js'
import { numberedNames, type RegisterNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'
import { fxsave32, signed } from './x87-environment.js'

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

export const fpxregsI386 = struct(
  'user_fpxregs_struct',
  {
    cwd: c.uint16.hex,
    swd: c.uint16.hex,
    twd: c.uint16.hex.doc('abridged tag: one bit for each register that is in use'),
    fop: c.uint16.hex,
    fip: c.int32.hex,
    fcs: c.int32.hex,
    foo: c.int32.hex,
    fos: c.int32.hex,
    mxcsr: c.int32.hex,
    reserved: c.int32.hex,
    st_space: c.array(c.bytes(16), 8),
    xmm_space: c.array(c.bytes(16), 8),
    padding: c.array(c.int32, 56),
  },
  { doc: 'The FXSAVE image of a 32-bit task.' },
)

/** The names of the x87 registers in an image with `st_space`. */
export const x87: RegisterNames = { ...numberedNames('st', 0, 7, (i) => `st_space[${i}]`) }

export const floatingXI386: RegisterSet = {
  struct: fpxregsI386,
  names: {
    ...x87,
    fctrl: 'cwd',
    fstat: 'swd',
    ftag: 'twd',
    fop: 'fop',
    fioff: 'fip',
    fiseg: 'fcs',
    fooff: 'foo',
    foseg: 'fos',
    ...numberedNames('xmm', 0, 7, (i) => `xmm_space[${i}]`),
    mxcsr: 'mxcsr',
  },
  ...signed(fxsave32),
}
