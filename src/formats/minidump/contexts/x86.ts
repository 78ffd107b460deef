/** Contexts of x86. Source: winnt.h; Breakpad minidump_cpu_{amd64,x86}.h, whose sizes were compiled. */
import { c, struct } from '../../../schema/base.js'
import { numbered } from '../../../schema/numbered-fields.js'
import { context } from './context.js'

const vector = c.bytes(16)
const w = c.uint32.hex
const x = c.uint64.hex

const xmmSave = struct(
  'XMM_SAVE_AREA32',
  {
    control_word: c.uint16.hex,
    status_word: c.uint16.hex,
    tag_word: c.uint8.doc('abridged: one bit for each register'),
    reserved1: c.uint8,
    error_opcode: c.uint16.hex,
    error_offset: w,
    error_selector: c.uint16.hex,
    reserved2: c.uint16,
    data_offset: w,
    data_selector: c.uint16.hex,
    reserved3: c.uint16,
    mx_csr: w,
    mx_csr_mask: w,
    float_registers: c.array(vector, 8),
    xmm_registers: c.array(vector, 16),
    reserved4: c.bytes(96),
  },
  { packed: true, doc: 'What FXSAVE stores.' },
)

const DEBUG = { dr0: x, dr1: x, dr2: x, dr3: x, dr6: x, dr7: x } as const

export const amd64 = context('CONTEXT_AMD64', {
  p1_home: x,
  p2_home: x,
  p3_home: x,
  p4_home: x,
  p5_home: x,
  p6_home: x,
  context_flags: w,
  mx_csr: w,
  cs: c.uint16.hex,
  ds: c.uint16.hex,
  es: c.uint16.hex,
  fs: c.uint16.hex,
  gs: c.uint16.hex,
  ss: c.uint16.hex,
  eflags: w,
  ...DEBUG,
  rax: x,
  rcx: x,
  rdx: x,
  rbx: x,
  rsp: x,
  rbp: x,
  rsi: x,
  rdi: x,
  ...numbered('r', 8, 15, x),
  rip: x,
  flt_save: xmmSave,
  vector_register: c.array(vector, 26),
  vector_control: x,
  debug_control: x,
  last_branch_to_rip: x,
  last_branch_from_rip: x,
  last_exception_to_rip: x,
  last_exception_from_rip: x,
})

const floatSave = struct(
  'FLOATING_SAVE_AREA',
  {
    control_word: w,
    status_word: w,
    tag_word: w,
    error_offset: w,
    error_selector: w,
    data_offset: w,
    data_selector: w,
    register_area: c.array(c.bytes(10), 8),
    cr0_npx_state: w,
  },
  { packed: true, doc: 'What FSAVE stores.' },
)

export const x86 = context('CONTEXT_X86', {
  context_flags: w,
  dr0: w,
  dr1: w,
  dr2: w,
  dr3: w,
  dr6: w,
  dr7: w,
  float_save: floatSave,
  gs: w,
  fs: w,
  es: w,
  ds: w,
  edi: w,
  esi: w,
  ebx: w,
  edx: w,
  ecx: w,
  eax: w,
  ebp: w,
  eip: w,
  cs: w,
  eflags: w,
  esp: w,
  ss: w,
  extended_registers: struct('extended_registers', {
    fctrl: c.uint16.hex,
    fstat: c.uint16.hex,
    ftag: c.uint16.hex,
    fop: c.uint16.hex,
    fioff: w,
    fiseg: w,
    fooff: w,
    foseg: w,
    mxcsr: w,
    mxcsr_mask: w,
    st: c.array(vector, 8),
    xmm: c.array(vector, 8),
    reserved: c.bytes(224),
  }),
})
