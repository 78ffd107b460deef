/** Register sets of RISC-V. Source: the kernel's uapi asm/ptrace.h of riscv (6.1; vectors 6.5). */
import { c, struct } from '../../../../schema/base.js'
import { numbered } from '../../../../schema/numbered-fields.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const r = c.reg
const order = 'pc ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6'

export const gregset = struct('elf_gregset_t', Object.fromEntries(order.split(' ').map((name) => [name, r])))

export const general: RegisterSet = {
  struct: gregset,
  names: {
    ...identityNames('ra sp gp tp t0 t1 t2'),
    fp: 's0',
    ...identityNames('s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6 pc'),
  },
}

export const fpregset = struct(
  'elf_fpregset_t',
  { ...numbered('f', 0, 31, c.uint64.hex), fcsr: c.uint32.hex },
  { doc: 'As the kernel writes it; the C library has a larger union of this name.' },
)

/** gdb calls the floating registers by what the calling convention uses them for. */
const floatingNames =
  'ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 fs2 fs3 fs4 fs5 fs6 fs7 fs8 fs9 fs10 fs11 ft8 ft9 ft10 ft11'

export const floating: RegisterSet = {
  struct: fpregset,
  names: { ...Object.fromEntries(floatingNames.split(' ').map((name, i) => [name, `f${i}`])), fcsr: 'fcsr' },
}

export const vector = struct('riscv_v', {
  vstart: c.ulong,
  vl: c.ulong,
  vtype: c.ulong.hex,
  vcsr: c.ulong.hex,
  vlenb: c.ulong.doc('bytes of each vector register'),
  v: c.array(c.sized('vlenb'), 32),
})

export const vectorSet: RegisterSet = { struct: vector, names: numberedNames('v', 0, 31, (i) => `v[${i}]`) }

export const taggedAddrCtrl = struct('riscv_tagged', { tagged_addr_ctrl: c.ulong.hex })

export const userCfi = struct('user_cfi_state', {
  cfi_state: c.flags(c.uint64, { lp_en: 1, lp_lock: 2, elp: 4, ss_en: 8, ss_lock: 16, ss_ptr: 32 }),
  shstk_ptr: c.uint64.hex,
})
