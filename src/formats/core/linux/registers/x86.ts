/** Register sets of x86-64, x32 and i386. Source: the kernel's asm/user_64.h, asm/user_32.h, asm/user.h (6.1). */
import { c, struct } from '../../../../schema/base.js'
import { fxsave64, x87 } from '../../machines/x86/fxsave.js'
import { fsave, fxsave64 as fxsaveForm, signed } from '../../machines/x86/x87-environment.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const r = c.reg
const word = c.uint32.hex

/** The same 27 slots of 8 bytes on x86-64 and x32. */
export const gregsetAmd64 = struct('elf_gregset_t', {
  r15: r,
  r14: r,
  r13: r,
  r12: r,
  rbp: r,
  rbx: r,
  r11: r,
  r10: r,
  r9: r,
  r8: r,
  rax: r,
  rcx: r,
  rdx: r,
  rsi: r,
  rdi: r,
  orig_rax: r.doc('number of the system call that the thread was in; -1 when in none'),
  rip: r,
  cs: r,
  eflags: r,
  rsp: r,
  ss: r,
  fs_base: r.doc('the thread pointer'),
  gs_base: r,
  ds: r,
  es: r,
  fs: r,
  gs: r,
})

export const generalAmd64: RegisterSet = {
  struct: gregsetAmd64,
  names: identityNames(
    'rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip eflags cs ss ds es fs gs fs_base gs_base orig_rax',
  ),
}

export const gregsetI386 = struct('elf_gregset_t', {
  ebx: word,
  ecx: word,
  edx: word,
  esi: word,
  edi: word,
  ebp: word,
  eax: word,
  ds: word,
  es: word,
  fs: word,
  gs: word,
  orig_eax: word.doc('number of the system call that the thread was in; -1 when in none'),
  eip: word,
  cs: word,
  eflags: word,
  esp: word,
  ss: word,
})

export const generalI386: RegisterSet = {
  struct: gregsetI386,
  names: identityNames('eax ecx edx ebx esp ebp esi edi eip eflags cs ss ds es fs gs orig_eax'),
}
export const fpregsetAmd64 = struct(
  'elf_fpregset_t',
  { ...fxsave64, padding: c.array(c.uint32, 24) },
  { doc: 'The FXSAVE image of a 64-bit task.' },
)
export const floatingAmd64: RegisterSet = {
  struct: fpregsetAmd64,
  names: {
    ...x87,
    fctrl: 'cwd',
    fstat: 'swd',
    ftag: 'ftw',
    fioff: 'rip',
    fooff: 'rdp',
    fop: 'fop',
    ...numberedNames('xmm', 0, 15, (i) => `xmm_space[${i}]`),
    mxcsr: 'mxcsr',
  },
  ...fxsaveForm,
}

export const fpregsetI386 = struct(
  'elf_fpregset_t',
  {
    cwd: c.int32,
    swd: c.int32,
    twd: c.int32,
    fip: c.int32,
    fcs: c.int32.doc('the last opcode is in bits 16 to 26'),
    foo: c.int32,
    fos: c.int32,
    st_space: c.aligned(4, c.array(c.bytes(10), 8)),
  },
  { doc: 'The FSAVE image; the XMM registers are in NT_PRXFPREG and NT_X86_XSTATE.' },
)

export const floatingI386: RegisterSet = {
  struct: fpregsetI386,
  names: { ...x87, fctrl: 'cwd', fstat: 'swd', ftag: 'twd', fioff: 'fip', fiseg: 'fcs', fooff: 'foo', foseg: 'fos' },
  ...signed(fsave),
}
export const userDesc = struct('user_desc', {
  entry_number: c.uint32.doc('slot of the descriptor table: 6 to 8, or 12 to 14 under a 64-bit kernel; gs >> 3 chooses'),
  base_addr: word,
  limit: word,
  flags: c.flags(c.uint32, {
    seg_32bit: 1,
    read_exec_only: 8,
    limit_in_pages: 0x10,
    seg_not_present: 0x20,
    useable: 0x40,
    lm: 0x80,
  }),
})

export const tlsI386 = struct('user_desc[3]', { tls: c.array(userDesc, 3) }, { doc: 'Three thread-local segments.' })

export const ioperm = struct(
  'ioperm',
  { bitmap: c.rest },
  { doc: 'I/O ports: a set bit denies access. There only when ioperm() was used.' },
)

export const shadowStack = struct('shstk', { ssp: c.uint64.hex.doc('shadow stack pointer of the user') })

/** `(xfeature, size, offset, flags)` of each component of the file's XSAVE areas but the first two. */
export const xfeatComponent = struct('x86_xfeat_component', {
  type: c.uint32.doc('number of the feature: 2 AVX, 5 opmask ...'),
  size: c.uint32,
  offset: c.uint32.doc('from the start of the XSAVE area'),
  flags: c.uint32.hex,
})

export const xsaveLayout = struct('x86_xfeat_component[]', { components: c.array(xfeatComponent, 'rest') })
