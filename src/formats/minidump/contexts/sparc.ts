/** Context of SPARC. Source: Breakpad minidump_cpu_sparc.h, whose sizes were compiled. */
import { c, struct } from '../../../schema/base.js'
import { context } from './context.js'

const w = c.uint32.hex
const x = c.uint64.hex

export const sparc = context('CONTEXT_SPARC', {
  context_flags: w,
  flag_pad: w,
  g_r: c.array(x, 32),
  ccr: x,
  pc: x,
  npc: x,
  y: x,
  asi: x,
  fprs: x,
  float_save: struct('float_save', { regs: c.array(x, 32), filler: x, fsr: x }, { packed: true }),
})
