/** Register sets of FreeBSD on PowerPC. Source: FreeBSD sys/powerpc/include/reg.h, July 2022. */
import { type Abi, c, struct } from '../../../../schema/base.js'
import { fpregPowerpc } from '../../machines/powerpc/fpreg.js'
import type { Registers } from '../../process-info.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const long = c.uint64.hex
const r = c.reg
const word = c.uint32.hex

export const regPowerpc = struct('reg', { fixreg: c.array(r, 32), lr: r, cr: r, xer: r, ctr: r, pc: r })

export const generalPowerpc: RegisterSet = {
  struct: regPowerpc,
  names: { ...numberedNames('r', 0, 31, (i) => `fixreg[${i}]`), ...identityNames('pc cr lr ctr xer') },
}

export const floatingPowerpc: RegisterSet = {
  struct: fpregPowerpc,
  names: { ...numberedNames('f', 0, 31, (i) => `fpreg[${i}]`), fpscr: 'fpscr' },
}

export const vmx = struct('vec', { vr: c.array(c.array(word, 4), 32), spare: c.array(word, 2), vrsave: word, vscr: word })

export const vmxSet: RegisterSet = { struct: vmx, names: { vrsave: 'vrsave', vscr: 'vscr' } }

export const vsx = struct('vsx', { vsr: c.array(long, 32) }, { doc: 'Low-order doubleword of VSR0 to VSR31.' })

/** The vector registers are arrays of four words, the most significant first on big-endian machines. */
export function vectorsOf(vr: readonly (readonly number[])[] | undefined, abi: Abi): Registers {
  return Object.fromEntries(
    (vr ?? []).map((words, i) => {
      const ordered = abi.endian === 'big' ? words : [...words].reverse()
      return [`vr${i}`, ordered.reduce((value, each) => (value << 32n) | BigInt(each), 0n)]
    }),
  )
}
