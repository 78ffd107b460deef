/** Contexts of PowerPC. Source: Breakpad minidump_cpu_{ppc,ppc64}.h, whose sizes were compiled. */
import { c, struct } from '../../../schema/base.js'
import { context } from './context.js'

const vector = c.bytes(16)
const w = c.uint32.hex
const x = c.uint64.hex

const vectorSave = struct(
  'vector_save',
  {
    save_vr: c.array(vector, 32),
    save_vscr: struct('uint128_struct', { high: x, low: x }, { packed: true }),
    save_pad5: c.array(w, 4),
    save_vrvalid: w,
    save_pad6: c.array(w, 7),
  },
  { packed: true },
)

const floatSavePpc = struct('float_save', { fpregs: c.array(x, 32), fpscr_pad: w, fpscr: w }, { packed: true })

export const ppc = context('CONTEXT_PPC', {
  context_flags: w,
  srr0: w,
  srr1: w,
  gpr: c.array(w, 32),
  cr: w,
  xer: w,
  lr: w,
  ctr: w,
  mq: w,
  vrsave: w,
  float_save: floatSavePpc,
  vector_save: vectorSave,
})

export const ppc64 = context('CONTEXT_PPC64', {
  context_flags: x,
  srr0: x,
  srr1: x,
  gpr: c.array(x, 32),
  cr: x,
  xer: x,
  lr: x,
  ctr: x,
  vrsave: x,
  float_save: floatSavePpc,
  vector_save: vectorSave,
})
