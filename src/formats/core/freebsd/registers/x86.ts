/** Register sets of FreeBSD on x86. Source: FreeBSD sys/x86/include/reg.h, July 2022. */
import { c, struct } from '../../../../schema/base.js'
import { fsave, fxsave64 } from '../../machines/x86/x87-environment.js'
import { numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const half = c.uint16.hex
const long = c.uint64.hex
const r = c.reg
const word = c.uint32.hex

export const regAmd64 = struct('reg', {
  r_r15: r,
  r_r14: r,
  r_r13: r,
  r_r12: r,
  r_r11: r,
  r_r10: r,
  r_r9: r,
  r_r8: r,
  r_rdi: r,
  r_rsi: r,
  r_rbp: r,
  r_rbx: r,
  r_rdx: r,
  r_rcx: r,
  r_rax: r,
  r_trapno: c.uint32,
  r_fs: half,
  r_gs: half,
  r_err: word,
  r_es: half,
  r_ds: half,
  r_rip: r,
  r_cs: r,
  r_rflags: r,
  r_rsp: r,
  r_ss: r,
})

const prefixed = (names: string, prefix = 'r_') => Object.fromEntries(names.split(' ').map((name) => [name, `${prefix}${name}`]))

export const generalAmd64: RegisterSet = {
  struct: regAmd64,
  names: {
    ...prefixed('rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip'),
    eflags: 'r_rflags',
    ...prefixed('cs ss ds es fs gs'),
  },
}

export const regI386 = struct('reg', {
  r_fs: word,
  r_es: word,
  r_ds: word,
  r_edi: word,
  r_esi: word,
  r_ebp: word,
  r_isp: word.doc('the kernel stack pointer that pushal saved'),
  r_ebx: word,
  r_edx: word,
  r_ecx: word,
  r_eax: word,
  r_trapno: c.uint32,
  r_err: word,
  r_eip: word,
  r_cs: word,
  r_eflags: word,
  r_esp: word,
  r_ss: word,
  r_gs: word,
})

export const generalI386: RegisterSet = {
  struct: regI386,
  names: prefixed('eax ecx edx ebx esp ebp esi edi eip eflags cs ss ds es fs gs'),
}

export const fpregAmd64 = struct(
  'fpreg',
  {
    fpr_env: struct('envxmm', {
      en_cw: half,
      en_sw: half,
      en_tw: c.uint8.hex.doc('abridged tag: one bit for each register that is in use'),
      en_zero: c.uint8,
      en_opcode: half,
      en_rip: long,
      en_rdp: long,
      en_mxcsr: word,
      en_mxcsr_mask: word,
    }),
    fpr_acc: c.array(c.bytes(16), 8).doc('10 bytes of each are used'),
    fpr_xacc: c.array(c.bytes(16), 16),
    fpr_spare: c.bytes(96),
  },
  { doc: 'The FXSAVE image; the header has its start as an array of four words.' },
)

export const floatingAmd64: RegisterSet = {
  struct: fpregAmd64,
  names: {
    ...numberedNames('st', 0, 7, (i) => `fpr_acc[${i}]`),
    fctrl: 'fpr_env.en_cw',
    fstat: 'fpr_env.en_sw',
    ftag: 'fpr_env.en_tw',
    fioff: 'fpr_env.en_rip',
    fooff: 'fpr_env.en_rdp',
    fop: 'fpr_env.en_opcode',
    ...numberedNames('xmm', 0, 15, (i) => `fpr_xacc[${i}]`),
    mxcsr: 'fpr_env.en_mxcsr',
  },
  ...fxsave64,
}

export const fpregI386 = struct(
  'fpreg',
  {
    fpr_env: c.array(word, 7).doc('control, status and tag word, instruction and operand pointers'),
    fpr_acc: c.array(c.bytes(10), 8),
    fpr_ex_sw: word,
    fpr_pad: c.bytes(64),
  },
  { doc: 'Of the form of FNSAVE, not of FXSAVE.' },
)

export const floatingI386: RegisterSet = {
  struct: fpregI386,
  names: {
    ...numberedNames('st', 0, 7, (i) => `fpr_acc[${i}]`),
    fctrl: 'fpr_env[0]',
    fstat: 'fpr_env[1]',
    ftag: 'fpr_env[2]',
    fioff: 'fpr_env[3]',
    fiseg: 'fpr_env[4]',
    fooff: 'fpr_env[5]',
    foseg: 'fpr_env[6]',
  },
  ...fsave,
}

export const segbases = struct('segbasereg', { r_fsbase: r, r_gsbase: r })
