/** Payloads of OpenBSD's trace records. Source: sys/sys/ktrace.h 1.5 (2001) and 1.50 (2024-07), sys/kern/kern_ktrace.c of 2004 and 2024. */
import { struct } from '../../../schema/struct.js'
import { c, type Infer } from '../../../schema/types.js'
import type { Payload } from '../record-types.js'
import { siginfo, siginfoOld } from './siginfo.js'

const source = 'sys/sys/ktrace.h'

const syscall = {
  ktr_code: c.int.doc('number of the call; around 7.3 with flags above bit 15'),
  ktr_argsize: c.int.doc('bytes of arguments that follow'),
  ktr_args: c.array(c.reg, { bytes: 'ktr_argsize', clamp: true }),
}

export const ktrSyscall = struct('ktr_syscall', syscall, { doc: 'A system call begins', source })
export const ktrSysctl = struct(
  'ktr_syscall',
  { ...syscall, mib: c.array(c.unaligned(c.int), 'rest').doc('the name of the sysctl, not counted in ktr_argsize') },
  { doc: 'sysctl(2) begins', source },
)

/** Arguments, and behind those of sysctl its name. */
export const syscallPayload: Payload<Infer<typeof ktrSyscall> | Infer<typeof ktrSysctl>> = {
  candidates: [ktrSyscall, ktrSysctl],
  choose({ abi, bytes, at, length }) {
    if (length < 8) return undefined
    const size = new DataView(bytes.buffer, bytes.byteOffset + at + 4, 4).getInt32(0, abi.endian === 'little')
    return size >= 0 && length > 8 + size ? ktrSysctl : ktrSyscall
  },
}

const sysret = { ktr_code: c.int, ktr_error: c.int.doc('0, an errno, -1 (is begun again) or -2 (returns without a value)') }

/** Of a call that failed or has no value. */
export const ktrSysretError = struct('ktr_sysret', sysret, { doc: 'A system call ends without a value', source })
export const ktrSysret = struct('ktr_sysret', { ...sysret, ktr_retval: c.register }, { doc: 'A system call ends', source })
/** Of lseek where registers have 32 bits. */
export const ktrSysretWide = struct(
  'ktr_sysret',
  { ...sysret, ktr_retval: c.unaligned(c.int64) },
  { doc: 'A system call ends with a value of 64 bits', source },
)

const sysretOld = { ktr_code: c.short, ktr_eosys: c.short.doc('not used'), ktr_error: c.int }

export const ktrSysretInt = struct(
  'ktr_sysret',
  { ...sysretOld, ktr_retval: c.int },
  { doc: 'A system call ends; about 2001', source: 'sys/sys/ktrace.h 1.5 (2001)' },
)
export const ktrSysretOld = struct('ktr_sysret', { ...sysretOld, ktr_retval: c.register }, { doc: 'A system call ends; until 5.0', source })

const psig = {
  signo: c.int,
  action: c.pointer.doc('0: the default, else the handler'),
  mask: c.int.hex.doc('bit n-1 for signal n'),
  code: c.int,
}

export const ktrPsig = struct('ktr_psig', { ...psig, si: siginfo }, { doc: 'A signal is delivered', source })
export const ktrPsigOld = struct('ktr_psig', { ...psig, si: siginfoOld }, { doc: 'A signal is delivered; until 5.4', source })
export const ktrPsigPlain = struct('ktr_psig', psig, {
  doc: 'A signal is delivered; until about 2002',
  source: 'sys/sys/ktrace.h 1.5 (2001)',
})

export const ktrEmul = struct('ktr_emul', { emul: c.text }, { doc: 'The emulation that a process runs under from here on' })

export const ktrUser = struct('ktr_user', { ktr_id: c.chars(20), data: c.rest }, { doc: 'A label and data of a program', source })

/** Names of promises as of 2015. */
const PROMISES = {
  ...{ rpath: 1, wpath: 2, cpath: 4, stdio: 8, tmppath: 0x10, dns: 0x20, inet: 0x40, flock: 0x80, unix: 0x100, id: 0x200 },
  ...{ ioctl: 0x400, getpw: 0x800, proc: 0x1000, settime: 0x2000, fattr: 0x4000, protexec: 0x8000, tty: 0x10000, sendfd: 0x20000 },
  ...{ recvfd: 0x40000, exec: 0x80000, route: 0x100000, mcast: 0x200000, vminfo: 0x400000, ps: 0x800000 },
} as const
export const promises: readonly (readonly [string, number])[] = Object.entries(PROMISES)

export const ktrPledge = struct(
  'ktr_pledge',
  { error: c.int, syscall: c.int, code: c.flags(c.uint64, PROMISES) },
  { doc: 'A call that was not promised', source },
)

export const ktrPinsyscall = struct(
  'ktr_pinsyscall',
  { error: c.int, syscall: c.int, addr: c.pointer },
  { doc: 'A call from where none may come', source: 'sys/sys/ktrace.h 1.50 (2024-07)' },
)
