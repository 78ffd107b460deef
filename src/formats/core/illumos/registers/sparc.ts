/** Register sets of illumos on SPARC. Source: illumos usr/src/uts/sparc/sys/{regset,mcontext}.h, 2024-09. */
import { c, struct } from '../../../../schema/base.js'
import { numbered } from '../../../../schema/numbered-fields.js'
import { numberedNames, type RegisterNames } from '../../register-names.js'

const long = c.uint64.hex
const r = c.reg
const word = c.uint32.hex

const windows = { ...numbered('g', 0, 7, r), ...numbered('o', 0, 7, r), ...numbered('l', 0, 7, r), ...numbered('i', 0, 7, r) } as const

export const windowNames: RegisterNames = {
  ...numberedNames('g', 0, 7, (i) => `g${i}`),
  ...numberedNames('o', 0, 5, (i) => `o${i}`),
  sp: 'o6',
  o7: 'o7',
  ...numberedNames('l', 0, 7, (i) => `l${i}`),
  ...numberedNames('i', 0, 5, (i) => `i${i}`),
  fp: 'i6',
  i7: 'i7',
}

export const regSparc = struct('prgregset_t', { ...windows, psr: r, pc: r, npc: r, y: r, wim: r, tbr: r })

export const regSparc64 = struct('prgregset_t', { ...windows, ccr: r, pc: r, npc: r, y: r, asi: r, fprs: r })

const fq = c.bytes(8, 8)

export const fpregSparc = struct('prfpregset_t', {
  pr_fr: c.aligned(8, struct('pr_fr', { pr_regs: c.array(word, 32) })),
  pr_filler: word,
  pr_fsr: word,
  pr_qcnt: c.uint8,
  pr_q_entrysize: c.uint8,
  pr_en: c.uint8,
  pr_q: c.array(fq, 32).doc('instructions that the FPU had not finished'),
})

export const fpregSparc64 = struct('prfpregset_t', {
  pr_fr: c.aligned(16, struct('pr_fr', { pr_dregs: c.array(long, 32) })),
  pr_filler: long,
  pr_fsr: long,
  pr_qcnt: c.uint8,
  pr_q_entrysize: c.uint8,
  pr_en: c.uint8,
  pr_pad: c.bytes(13),
  pr_q: c.array(c.bytes(16, 8), 16).doc('instructions that the FPU had not finished'),
})

export const rwindow = struct('rwindow', { rw_local: c.array(r, 8), rw_in: c.array(r, 8) })

export const gwindows = struct(
  'gwindows_t',
  { wbcnt: c.int32, spbuf: c.array(c.pointer, 31), wbuf: c.array(rwindow, 'rest') },
  { doc: 'Register windows that could not be saved on the stack; only the first wbcnt are there.' },
)

export const asrs = struct('asrset_t', { asrs: c.array(long, 16) })
