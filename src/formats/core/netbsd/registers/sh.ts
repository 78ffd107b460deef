/** Registers of NetBSD on SuperH. Source: NetBSD sys/arch/sh3/include/reg.h, release 10. */
import { c, struct } from '../../../../schema/base.js'
import { numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const word = c.uint32.hex

const shFields = 'r_spc r_ssr r_pr r_mach r_macl r_r15 r_r14 r_r13 r_r12 r_r11 r_r10 r_r9 r_r8 r_r7 r_r6 r_r5 r_r4 r_r3 r_r2 r_r1 r_r0'

const shWords = Object.fromEntries(shFields.split(' ').map((name) => [name, word])) as Readonly<Record<string, typeof word>>

export const regSh = struct('reg', { ...shWords, r_gbr: word })

export const regShOld = struct('reg', shWords, { doc: 'Up to release 4.' })

export const generalSh: RegisterSet = {
  struct: regSh,
  names: {
    ...numberedNames('r', 0, 15, (i) => `r_r${i}`),
    pc: 'r_spc',
    pr: 'r_pr',
    gbr: 'r_gbr',
    mach: 'r_mach',
    macl: 'r_macl',
    sr: 'r_ssr',
  },
}
