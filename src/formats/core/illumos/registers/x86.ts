/** Register sets of illumos on x86. Source: illumos usr/src/uts/intel/sys/{regset,mcontext}.h, 2024-09. */
import { c, struct } from '../../../../schema/base.js'

const half = c.uint16.hex
const long = c.uint64.hex
const r = c.reg
const word = c.uint32.hex

export const regAmd64 = struct('prgregset_t', {
  r15: r,
  r14: r,
  r13: r,
  r12: r,
  r11: r,
  r10: r,
  r9: r,
  r8: r,
  rdi: r,
  rsi: r,
  rbp: r,
  rbx: r,
  rdx: r,
  rcx: r,
  rax: r,
  trapno: r,
  err: r,
  rip: r,
  cs: r,
  rfl: r,
  rsp: r,
  ss: r,
  fs: r,
  gs: r,
  es: r,
  ds: r,
  fsbase: r,
  gsbase: r,
})

export const regI386 = struct('prgregset_t', {
  gs: r,
  fs: r,
  es: r,
  ds: r,
  edi: r,
  esi: r,
  ebp: r,
  esp: r.doc('0; the stack pointer is uesp'),
  ebx: r,
  edx: r,
  ecx: r,
  eax: r,
  trapno: r,
  err: r,
  eip: r,
  cs: r,
  efl: r,
  uesp: r.doc('stack pointer'),
  ss: r,
})

export const fpregAmd64 = struct('prfpregset_t', {
  fp_reg_set: struct('fp_reg_set', {
    fpchip_state: struct('fpchip_state', {
      cw: half,
      sw: half,
      fctw: c.uint8.hex.doc('abridged tag: one bit for each register that is in use'),
      __fx_rsvd: c.uint8,
      fop: half,
      rip: long,
      rdp: long,
      mxcsr: word,
      mxcsr_mask: word,
      st: c.array(c.bytes(16, 16), 8).doc('10 bytes of each are used'),
      xmm: c.array(c.bytes(16, 16), 16),
      __fx_ign2: c.array(c.bytes(16, 16), 6),
      status: word,
      xstatus: word,
    }),
  }),
})

export const fpregI386 = struct('prfpregset_t', {
  fp_reg_set: struct('fp_reg_set', {
    fpchip_state: struct('fpchip_state', {
      state: struct('fnsave_state', {
        f_fcw: half,
        __f_ign0: c.uint16,
        f_fsw: half,
        __f_ign1: c.uint16,
        f_ftw: half,
        __f_ign2: c.uint16,
        f_eip: word,
        f_cs: half,
        f_fop: half,
        f_dp: word,
        f_ds: half,
        __f_ign3: c.uint16,
        f_st: c.array(c.bytes(10), 8),
      }),
      status: word,
      mxcsr: word,
      xstatus: word,
      __pad: c.array(word, 2),
      xmm: c.array(c.bytes(16, 4), 8),
    }),
    rest: c.bytes(124).doc('the union has room for an emulator of the coprocessor'),
  }),
})
