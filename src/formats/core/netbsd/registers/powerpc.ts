/** Register sets of NetBSD on PowerPC. Source: NetBSD sys/arch/powerpc/include/reg.h, release 10. */
import { c, struct } from '../../../../schema/base.js'
import { fpregPowerpc } from '../../machines/powerpc/fpreg.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const r = c.reg
const word = c.uint32.hex

export const regPowerpc = struct('reg', { fixreg: c.array(r, 32), lr: r, cr: word, xer: word, ctr: r, pc: r })

export const generalPowerpc: RegisterSet = {
  struct: regPowerpc,
  names: { ...numberedNames('r', 0, 31, (i) => `fixreg[${i}]`), ...identityNames('pc cr lr ctr xer') },
}

export const floatingPowerpc: RegisterSet = {
  struct: fpregPowerpc,
  names: { ...numberedNames('f', 0, 31, (i) => `fpreg[${i}]`), fpscr: 'fpscr' },
}

export const vregPowerpc = struct('vreg', { vreg: c.array(word, 128), vrsave: r, spare: c.array(r, 2), vscr: r })
