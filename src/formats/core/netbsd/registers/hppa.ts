/** Register sets of NetBSD on PA-RISC. Source: NetBSD sys/arch/hppa/include/reg.h, release 10. */
import { c, struct } from '../../../../schema/base.js'
import { indexedNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'
import { slot } from './mips.js'

const long = c.uint64.hex
const word = c.uint32.hex

const hppaNames = 'ipsw r1 rp r3 r4 r5 r6 r7 r8 r9 r10 r11 r12 r13 r14 r15 r16 r17 r18 r19 r20 r21 r22 r23 r24 r25 r26 dp ret0 ret1 sp r31'

const hppaFields = {
  r_sar: word,
  r_pcsqh: word,
  r_pcsqt: word,
  r_pcoqh: word,
  r_pcoqt: word,
  r_sr0: word,
  r_sr1: word,
  r_sr2: word,
  r_sr3: word,
  r_sr4: word,
  r_sr5: word,
  r_sr6: word,
  r_sr7: word,
  r_cr26: word,
  r_cr27: word.doc('thread pointer'),
} as const

export const regHppa = struct('reg', { r_regs: c.array(word, 32).doc('slot 0 is the IPSW'), ...hppaFields })

export const regHppaOld = struct('reg', { r_regs: c.array(word, 32) }, { doc: 'Up to release 4.' })

export const generalHppa: RegisterSet = {
  struct: regHppa,
  names: { ...indexedNames(hppaNames, slot), ...Object.fromEntries(Object.keys(hppaFields).map((name) => [name.slice(2), name])) },
  // The two low bits are the privilege level.
  toGdb: ({ pcoqh }) => (pcoqh === undefined ? {} : { pc: pcoqh & ~3n }),
}

export const fpregHppa = struct('fpreg', { fpr_regs: c.array(long, 33).doc('the last one belongs to the emulator') })

export const floatingHppa: RegisterSet = { struct: fpregHppa, names: numberedNames('fr', 4, 31, (i) => `fpr_regs[${i}]`) }
