/** Registers of NetBSD on VAX. Source: NetBSD sys/arch/vax/include/reg.h, release 10. */
import { c, struct } from '../../../../schema/base.js'
import { identityNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const word = c.uint32.hex

const vaxFields = 'r0 r1 r2 r3 r4 r5 r6 r7 r8 r9 r10 r11 ap fp sp pc'

export const regVax = struct('reg', {
  ...(Object.fromEntries(vaxFields.split(' ').map((name) => [name, word])) as Readonly<Record<string, typeof word>>),
  psl: word,
})

export const generalVax: RegisterSet = { struct: regVax, names: { ...identityNames(vaxFields), ps: 'psl' } }
