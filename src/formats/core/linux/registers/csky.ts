/** Register sets of Linux on C-SKY. Source: Linux arch/csky/include/uapi/asm/ptrace.h (6.1). */
import { c, struct } from '../../../../schema/base.js'
import { numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const word = c.uint32.hex

const cskyOrder =
  'tls lr pc sr usp orig_a0 a0 a1 a2 a3 r4 r5 r6 r7 r8 r9 r10 r11 r12 r13 r16 r17 r18 r19 r20 r21 r22 r23 r24 r25 r26 r27 r28 r29 r30 rhi'

export const cskyGregset = struct('elf_gregset_t', Object.fromEntries(cskyOrder.split(' ').map((name) => [name, word])))

export const cskyGeneral: RegisterSet = {
  struct: cskyGregset,
  names: {
    ...numberedNames('r', 0, 3, (i) => `a${i}`),
    ...numberedNames('r', 4, 13, (i) => `r${i}`),
    r14: 'usp',
    r15: 'lr',
    ...numberedNames('r', 16, 30, (i) => `r${i}`),
    r31: 'tls',
    hi: 'rhi',
    pc: 'pc',
    psr: 'sr',
  },
  toGdb: ({ r14 }) => (r14 === undefined ? {} : { sp: r14 }),
}

export const cskyFpregset = struct('elf_fpregset_t', {
  vr: c.array(word, 96),
  fcr: word,
  fesr: word,
  fid: word,
  reserved: c.uint32,
})
