/** Payloads of NetBSD's trace records. Source: sys/sys/ktrace.h, 1.4T to 10.99.12. */
import { struct } from '../../../schema/struct.js'
import { c } from '../../../schema/types.js'
import { siginfo, siginfoOld } from './siginfo.js'

export const ktrSyscall = struct(
  'ktr_syscall',
  {
    ktr_code: c.int.doc('number of the call, before an emulation translates it'),
    ktr_argsize: c.int.doc('bytes of arguments that follow'),
    // Some kernels stated the size that the arguments have in the process, not here.
    args: c.array(c.reg, { bytes: 'ktr_argsize', clamp: true }),
  },
  { doc: 'A system call begins', source: 'sys/sys/ktrace.h' },
)

const sysret = {
  ktr_code: c.short,
  ktr_eosys: c.short.doc('not used'),
  ktr_error: c.int.doc('0, an errno, -2 (returns without a value) or -3 (is begun again)'),
  ktr_retval: c.register,
}

export const ktrSysretOld = struct('ktr_sysret', sysret, {
  doc: 'A system call ends; one value, until about 2001',
  source: 'sys/sys/ktrace.h 1.18 (1999-08)',
})

export const ktrSysret = struct(
  'ktr_sysret',
  { ...sysret, ktr_retval_1: c.register.doc('the second half of a pair or of 64 bits') },
  { doc: 'A system call ends', source: 'sys/sys/ktrace.h' },
)

export const ktrNamei = struct('ktr_namei', { path: c.text }, { doc: 'A path that the kernel looks up' })

export const ktrGenio = struct(
  'ktr_genio',
  {
    ktr_fd: c.int.doc('-1: the value of a sysctl'),
    ktr_rw: c.enum(c.int, { UIO_READ: 0, UIO_WRITE: 1 }),
    data: c.rest,
  },
  { doc: 'Data that were read or written', source: 'sys/sys/ktrace.h' },
)

const psig = {
  signo: c.int,
  action: c.pointer.doc('0: the default; else the handler'),
  mask: c.array(c.uint.hex, 4).doc('sigset_t: bit n-1 for signal n'),
  code: c.int.doc('code of the trap, not si_code'),
}

export const ktrPsig = struct('ktr_psig', psig, { doc: 'A signal is delivered', source: 'sys/sys/ktrace.h' })
export const ktrPsigInfoOld = struct(
  'ktr_psig',
  { ...psig, si: siginfoOld },
  { doc: 'A signal is delivered, with what is known of it; until 7.x', source: 'sys/sys/ktrace.h 1.45, 1.55, 1.61' },
)
export const ktrPsigInfo = struct(
  'ktr_psig',
  { ...psig, si: siginfo },
  { doc: 'A signal is delivered, with what is known of it', source: 'sys/sys/ktrace.h 1.70 (2024-05)' },
)

export const ktrCsw = struct(
  'ktr_csw',
  { out: c.int.doc('1: leaves the processor'), user: c.int.doc('1: not of its own will') },
  { doc: 'A thread is switched', source: 'sys/sys/ktrace.h' },
)

export const ktrEmul = struct('ktr_emul', { emul: c.text }, { doc: 'The emulation that a process runs under from here on' })

export const ktrMmsg = struct(
  'ktr_mmsg',
  {
    ktr_bits: c.int.hex,
    ktr_size: c.int,
    ktr_remote_port: c.int.hex,
    ktr_local_port: c.int.hex,
    ktr_reserved: c.int,
    ktr_id: c.int,
    body: c.rest,
  },
  { doc: 'A Mach message', source: 'sys/sys/ktrace.h 1.45, 1.55' },
)

export const ktrMool = struct(
  'ktr_mool',
  { uaddr: c.pointer, size: c.size_t, data: c.rest },
  { doc: 'Data of a Mach message that are out of line', source: 'sys/sys/ktrace.h 1.45, 1.55' },
)

export const ktrArgument = struct('ktr_execarg', { arg: c.text }, { doc: 'An argument of a program that is started' })
export const ktrEnvironment = struct('ktr_execenv', { env: c.text }, { doc: 'A string of the environment of a program that is started' })

export const schedulerActivation = struct(
  'sa_t',
  { sa_context: c.pointer, sa_id: c.int, sa_cpu: c.int },
  { doc: 'A scheduler activation', source: 'sys/sys/sa.h of 4.0.1' },
)

export const ktrSaupcall = struct(
  'ktr_saupcall',
  {
    ktr_type: c.int,
    ktr_nevent: c.int,
    ktr_nint: c.int,
    ktr_sas: c.pointer,
    ktr_ap: c.pointer,
    // Those that could not be copied are left out, so no number says how many there are.
    sas: c.array(schedulerActivation, 'rest'),
  },
  { doc: 'An upcall of scheduler activations', source: 'sys/sys/ktrace.h 1.45 to 1.70' },
)

export const ktrMib = struct('ktr_mib', { mib: c.array(c.int, 'rest') }, { doc: 'The name of a sysctl' })

export const ktrExecfd = struct(
  'ktr_execfd',
  {
    ktr_fd: c.int,
    ktr_dtype: c.uint.doc(
      'DTYPE_: 1 file, 2 socket, 3 pipe, 4 kqueue, 5 misc, 6 crypto, 7 mqueue, 8 semaphore, 9 eventfd, 10 timerfd, 11 memfd',
    ),
  },
  { doc: 'A descriptor that is still open when a program is started', source: 'sys/sys/ktrace.h 1.70 (2024-05), since 6.0' },
)
