/** Register sets of NetBSD amd64 and i386. Source: NetBSD sys/arch/{amd64,i386,x86}/include, release 10. */
import { type Abi, c, struct } from '../../../../schema/base.js'
import { fxsave64 } from '../../machines/x86/x87-environment.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const r = c.reg
const word = c.uint32.hex

export const regAmd64 = struct('reg', {
  rdi: r,
  rsi: r,
  rdx: r,
  rcx: r,
  r8: r,
  r9: r,
  r10: r,
  r11: r,
  r12: r,
  r13: r,
  r14: r,
  r15: r,
  rbp: r,
  rbx: r,
  rax: r,
  gs: r,
  fs: r,
  es: r,
  ds: r,
  trapno: r,
  err: r,
  rip: r,
  cs: r,
  rflags: r,
  rsp: r,
  ss: r,
})

export const generalAmd64: RegisterSet = {
  struct: regAmd64,
  names: {
    ...identityNames('rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip'),
    eflags: 'rflags',
    ...identityNames('cs ss ds es fs gs'),
  },
}

export const regI386 = struct('reg', {
  r_eax: word,
  r_ecx: word,
  r_edx: word,
  r_ebx: word,
  r_esp: word,
  r_ebp: word,
  r_esi: word,
  r_edi: word,
  r_eip: word,
  r_eflags: word,
  r_cs: word,
  r_ss: word,
  r_ds: word,
  r_es: word,
  r_fs: word,
  r_gs: word,
})

export const generalI386: RegisterSet = {
  struct: regI386,
  names: Object.fromEntries('eax ecx edx ebx esp ebp esi edi eip eflags cs ss ds es fs gs'.split(' ').map((name) => [name, `r_${name}`])),
}

const fxsaveFields = {
  fx_cw: c.uint16.hex,
  fx_sw: c.uint16.hex,
  fx_tw: c.uint8.hex.doc('abridged tag: one bit for each register that is in use'),
  fx_zero: c.uint8,
  fx_opcode: c.uint16.hex,
  fx_ip: c.uint64.hex,
  fx_dp: c.uint64.hex,
  fx_mxcsr: word,
  fx_mxcsr_mask: word,
  fx_87_ac: c.array(c.bytes(16), 8).doc('10 bytes of each are used'),
  fx_xmm: c.array(c.bytes(16, 16), 16),
  fx_rsvd: c.bytes(96),
} as const

export const fpregAmd64 = struct('fpreg', fxsaveFields, { doc: 'The FXSAVE image.' })
/** The same of an i386 process; ptrace gives it, cores do not have it. */
export const xmmregsI386 = struct('xmmregs', fxsaveFields)

export const floatingAmd64: RegisterSet = {
  struct: fpregAmd64,
  names: {
    ...numberedNames('st', 0, 7, (i) => `fx_87_ac[${i}]`),
    fctrl: 'fx_cw',
    fstat: 'fx_sw',
    ftag: 'fx_tw',
    fioff: 'fx_ip',
    fooff: 'fx_dp',
    fop: 'fx_opcode',
    ...numberedNames('xmm', 0, 15, (i) => `fx_xmm[${i}]`),
    mxcsr: 'fx_mxcsr',
  },
  ...fxsave64,
}

export const fpregI386 = struct(
  'fpreg',
  {
    s87_cw: c.uint16.hex,
    pad0: c.uint16,
    s87_sw: c.uint16.hex,
    pad1: c.uint16,
    s87_tw: c.uint16.hex.doc('two bits for each register'),
    pad2: c.uint16,
    ip_off: word,
    ip_seg: c.uint16.hex,
    opcode: c.uint16.hex,
    dp_off: word,
    dp_seg: c.uint16.hex,
    dp_pad: c.uint16,
    s87_ac: c.array(c.bytes(10), 8),
  },
  { doc: 'The FSAVE image.' },
)

export const floatingI386: RegisterSet = {
  struct: fpregI386,
  names: {
    ...numberedNames('st', 0, 7, (i) => `s87_ac[${i}]`),
    fctrl: 's87_cw',
    fstat: 's87_sw',
    ftag: 's87_tw',
    fiseg: 'ip_seg',
    fioff: 'ip_off',
    foseg: 'dp_seg',
    fooff: 'dp_off',
    fop: 'opcode',
  },
}

const parts = { X87: 1, SSE: 2, AVX: 4, OPMASK: 0x20, ZMM_Hi256: 0x40, Hi16_ZMM: 0x80 } as const

export const xstate = struct(
  'xstate',
  {
    xs_rfbm: c.flags(c.uint64, parts).doc('parts that the kernel requested'),
    xs_xstate_bv: c.flags(c.uint64, parts).doc('parts that were in use'),
    xs_fxsave: c.aligned(16, struct('fxsave', fxsaveFields)),
    xs_ymm_hi128: c.array(c.bytes(16), 16),
    xs_opmask: c.array(c.uint64.hex, 8),
    xs_zmm_hi256: c.array(c.bytes(32), 16),
    xs_hi16_zmm: c.array(c.bytes(64), 16),
  },
  { doc: 'Parts that are not in use are zero.', source: 'NetBSD sys/arch/x86/include/fpu.h' },
)

const vectorX86: RegisterSet = {
  struct: xstate,
  names: {
    ...numberedNames('st', 0, 7, (i) => `xs_fxsave.fx_87_ac[${i}]`),
    fctrl: 'xs_fxsave.fx_cw',
    fstat: 'xs_fxsave.fx_sw',
    ftag: 'xs_fxsave.fx_tw',
    fioff: 'xs_fxsave.fx_ip',
    fooff: 'xs_fxsave.fx_dp',
    fop: 'xs_fxsave.fx_opcode',
    ...numberedNames('xmm', 0, 15, (i) => `xs_fxsave.fx_xmm[${i}]`),
    mxcsr: 'xs_fxsave.fx_mxcsr',
    ...numberedNames('ymm', 0, 15, (i) => `xs_ymm_hi128[${i}]`),
    ...numberedNames('k', 0, 7, (i) => `xs_opmask[${i}]`),
    ...numberedNames('zmm', 0, 15, (i) => `xs_zmm_hi256[${i}]`),
    ...numberedNames('zmm', 16, 31, (i) => `xs_hi16_zmm[${i - 16}]`),
  },
  derivedNames: ['fiseg', 'foseg'],
  // The structure has the upper halves; the lower ones are the next smaller registers.
  toGdb(registers) {
    const whole: Record<string, bigint> = { ...fxsave64.toGdb(registers) }
    for (let i = 0; i < 16; i++) {
      const { [`xmm${i}`]: xmm, [`ymm${i}`]: ymm, [`zmm${i}`]: zmm } = registers
      if (xmm === undefined || ymm === undefined || zmm === undefined) continue
      whole[`ymm${i}`] = xmm | (ymm << 128n)
      whole[`zmm${i}`] = xmm | (ymm << 128n) | (zmm << 256n)
    }
    return whole
  },
  fromGdb(registers) {
    const halves: Record<string, bigint> = { ...fxsave64.fromGdb(registers) }
    for (let i = 0; i < 16; i++) {
      const { [`ymm${i}`]: ymm, [`zmm${i}`]: zmm } = registers
      const widest = zmm ?? ymm
      if (widest === undefined) continue
      halves[`ymm${i}`] = BigInt.asUintN(128, widest >> 128n)
      halves[`zmm${i}`] = widest >> 256n
    }
    return halves
  },
}

/** 32-bit programs have half of them; the structure has room for all. */
const vectorI386: RegisterSet = {
  ...vectorX86,
  names: Object.fromEntries(Object.entries(vectorX86.names).filter(([name]) => !/^(?:[xyz]mm(?:8|9|\d\d))$/.test(name))),
}

export const vectorsOf = ({ name }: Abi): RegisterSet => (name === 'i386' ? vectorI386 : vectorX86)
