/** Contexts of ARM. Source: Breakpad minidump_cpu_{arm,arm64}.h, whose sizes were compiled. */
import { c, struct } from '../../../schema/base.js'
import { context } from './context.js'

const vector = c.bytes(16)
const w = c.uint32.hex
const x = c.uint64.hex

/** As Breakpad wrote it at first, and what lldb and Breakpad's Linux writer still use. */
export const arm64Old = context('CONTEXT_ARM64_BREAKPAD_OLD', {
  context_flags: x,
  iregs: c.array(x, 33),
  cpsr: w,
  float_save: struct('float_save', { fpsr: w, fpcr: w, regs: c.array(vector, 32) }, { packed: true }),
})

export const arm64 = context('CONTEXT_ARM64', {
  context_flags: w,
  cpsr: w,
  iregs: c.array(x, 33),
  float_save: struct('float_save', { regs: c.array(vector, 32), fpcr: w, fpsr: w }, { packed: true }),
  bcr: c.array(w, 8),
  bvr: c.array(x, 8),
  wcr: c.array(w, 2),
  wvr: c.array(x, 2),
})

export const arm = context('CONTEXT_ARM', {
  context_flags: w,
  iregs: c.array(w, 16),
  cpsr: w,
  float_save: struct('float_save', { fpscr: x, regs: c.array(x, 32), extra: c.array(w, 8) }, { packed: true }),
})
