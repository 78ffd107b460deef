/** Context of MIPS. Source: Breakpad minidump_cpu_mips.h, whose sizes were compiled. */
import { c, struct } from '../../../schema/base.js'
import { context } from './context.js'

const w = c.uint32.hex
const x = c.uint64.hex

export const mips = context('CONTEXT_MIPS', {
  context_flags: w,
  _pad0: w,
  iregs: c.array(x, 32),
  mdhi: x,
  mdlo: x,
  hi: c.array(w, 3),
  lo: c.array(w, 3),
  dsp_control: w,
  _pad1: w,
  epc: x,
  badvaddr: x,
  status: w,
  cause: w,
  float_save: struct('float_save', { regs: c.array(x, 32), fpcsr: w, fir: w }, { packed: true }),
})
