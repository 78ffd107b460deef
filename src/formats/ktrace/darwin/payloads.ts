/** Payloads of Darwin's trace records, in three generations. Source: bsd/sys/ktrace.h of xnu-123.5 to xnu-792. */
import { struct } from '../../../schema/struct.js'
import { c } from '../../../schema/types.js'
import { ktrCsw, ktrGenio, ktrNamei } from '../bsd-payloads.js'
import { recordTypes } from '../record-types.js'
import { TYPES as t } from './type-numbers.js'

const doc = 'A system call begins'

export const ktrSyscall100 = struct(
  'ktr_syscall',
  {
    ktr_code: c.int,
    ktr_argsize: c.int.doc('bytes of arguments that follow'),
    args: c.array(c.reg, { bytes: 'ktr_argsize', clamp: true }),
  },
  { doc: `${doc}; 10.0 and 10.1`, source: 'bsd/sys/ktrace.h of xnu-123.5 and xnu-201' },
)

const counted = { ktr_code: c.short, ktr_narg: c.short.doc('words of arguments that follow') }

export const ktrSyscall102 = struct(
  'ktr_syscall',
  { ...counted, ktr_args: c.array(c.reg, { count: 'ktr_narg', clamp: true }) },
  { doc: `${doc}; 10.2 and 10.3`, source: 'bsd/sys/ktrace.h of xnu-344 and xnu-517' },
)

export const ktrSyscall104 = struct(
  'ktr_syscall',
  { ...counted, ktr_args: c.array(c.unaligned(c.uint64.hex), { count: 'ktr_narg', clamp: true }) },
  { doc: `${doc}; 10.4`, source: 'bsd/sys/ktrace.h of xnu-792' },
)

export const ktrSysret = struct(
  'ktr_sysret',
  { ktr_code: c.short, ktr_eosys: c.short.doc('not used'), ktr_error: c.int, ktr_retval: c.int },
  { doc: 'A system call ends', source: 'bsd/sys/ktrace.h' },
)

const signal = { signo: c.int, action: c.pointer.doc('0: the default, else the handler') }
const mask = c.uint.hex.doc('bit n-1 for signal n')

export const ktrPsig100 = struct(
  'ktr_psig',
  { ...signal, mask, code: c.int },
  { doc: 'A signal is delivered; 10.0 and 10.1', source: 'bsd/sys/ktrace.h of xnu-123.5 and xnu-201' },
)
export const ktrPsig = struct(
  'ktr_psig',
  { ...signal, code: c.int, mask },
  { doc: 'A signal is delivered', source: 'bsd/sys/ktrace.h of xnu-344 to xnu-792' },
)

export const ktrUser = struct('ktr_user', { data: c.rest }, { doc: 'Data of a program' })

const shared = {
  KTR_SYSRET: { type: t.KTR_SYSRET, payload: ktrSysret },
  KTR_NAMEI: { type: t.KTR_NAMEI, payload: ktrNamei },
  KTR_GENIO: { type: t.KTR_GENIO, payload: ktrGenio },
  KTR_CSW: { type: t.KTR_CSW, payload: ktrCsw },
  KTR_USER: { type: t.KTR_USER, payload: ktrUser },
}

export const records100 = recordTypes({
  KTR_SYSCALL: { type: t.KTR_SYSCALL, payload: ktrSyscall100 },
  KTR_PSIG: { type: t.KTR_PSIG, payload: ktrPsig100 },
  ...shared,
})
export const records102 = recordTypes({
  KTR_SYSCALL: { type: t.KTR_SYSCALL, payload: ktrSyscall102 },
  KTR_PSIG: { type: t.KTR_PSIG, payload: ktrPsig },
  ...shared,
})
export const records104 = recordTypes({
  KTR_SYSCALL: { type: t.KTR_SYSCALL, payload: ktrSyscall104 },
  KTR_PSIG: { type: t.KTR_PSIG, payload: ktrPsig },
  ...shared,
})
