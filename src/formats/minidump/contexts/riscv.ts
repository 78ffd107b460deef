/** Contexts of RISC-V. Source: Breakpad minidump_cpu_riscv.h, whose sizes were compiled. */
import { c, type Fields } from '../../../schema/base.js'
import { context } from './context.js'

const w = c.uint32.hex
const x = c.uint64.hex

export const RISCV = 'pc ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6'.split(' ')

const riscvOf = (name: string, type: typeof w | typeof x, end: Fields = {}) =>
  context(name, {
    context_flags: w,
    version: w,
    ...Object.fromEntries(RISCV.map((each) => [each, type])),
    fpregs: c.array(type as typeof w, 32),
    fcsr: w,
    ...end,
  })

export const riscv64 = riscvOf('CONTEXT_RISCV64', x, { end: c.pad(4) })

export const riscv = riscvOf('CONTEXT_RISCV', w)
