/** Payloads of FreeBSD's trace records, besides those that other systems have too. Source: sys/sys/ktrace.h, 7.0 to 2026. */
import { struct } from '../../../schema/struct.js'
import { c } from '../../../schema/types.js'

const source = 'sys/sys/ktrace.h'

export const ktrSyscall = struct(
  'ktr_syscall',
  {
    ktr_code: c.short,
    ktr_narg: c.short.doc('words of arguments that follow'),
    ktr_args: c.array(c.reg, { count: 'ktr_narg', clamp: true }),
  },
  { doc: 'A system call begins', source },
)

export const ktrSysret = struct(
  'ktr_sysret',
  {
    ktr_code: c.short,
    ktr_eosys: c.short.doc('not used'),
    ktr_error: c.int.doc('0, an errno, -1 (is begun again) or -2 (returns without a value)'),
    ktr_retval: c.register,
  },
  { doc: 'A system call ends', source },
)

export const ktrPsig = struct(
  'ktr_psig',
  {
    signo: c.int,
    action: c.pointer.doc('0: the default, 1: ignored, else the handler'),
    code: c.int,
    mask: c.array(c.uint.hex, 4).doc('sigset_t: bit n-1 for signal n'),
  },
  { doc: 'A signal is delivered', source },
)

const csw = { out: c.int.doc('1: leaves the processor'), user: c.int.doc('1: not of its own will') }

export const ktrCswOld = struct('ktr_csw_old', csw, { doc: 'A thread is switched; until 9.1', source })
export const ktrCsw = struct('ktr_csw', { ...csw, wmesg: c.chars(8).doc('what it waits for') }, { doc: 'A thread is switched', source })

export const ktrSysctl = struct('ktr_sysctl', { name: c.text }, { doc: 'The name of a sysctl' })

export const ktrProcctor = struct(
  'ktr_proc_ctor',
  { sv_flags: c.uint.hex.doc('the lowest byte is the ABI: 9 FreeBSD, 3 Linux; 0x100: 32 bits, 0x200: 64 bits') },
  { doc: 'The ABI of a process', source },
)

export const capRights = struct('cap_rights_t', { cr_rights: c.array(c.uint64.hex, 2) }, { doc: 'Rights of a descriptor' })

const CAPFAIL_TYPES = {
  CAPFAIL_NOTCAPABLE: 0,
  CAPFAIL_INCREASE: 1,
  CAPFAIL_SYSCALL: 2,
} as const

export const ktrCapFailOld = struct(
  'ktr_cap_fail',
  { cap_type: c.enum(c.uint, { ...CAPFAIL_TYPES, CAPFAIL_LOOKUP: 3 }), cap_needed: capRights, cap_held: capRights },
  { doc: 'A capability is missing; until about April 2024', source },
)

const shortSockaddr = struct('sockaddr', { sa_len: c.uint8, sa_family: c.uint8, sa_data: c.bytes(14) })

const CAP_ARMS = ['cap_rights', 'cap_rights', 'cap_int', 'cap_int', 'cap_int', 'cap_sockaddr', 'cap_path'] as const

export const ktrCapFail = struct(
  'ktr_cap_fail',
  {
    cap_type: c.enum(c.uint, {
      ...CAPFAIL_TYPES,
      CAPFAIL_SIGNAL: 3,
      CAPFAIL_PROTO: 4,
      CAPFAIL_SOCKADDR: 5,
      CAPFAIL_NAMEI: 6,
      CAPFAIL_CPUSET: 7,
    }),
    cap_code: c.short.doc('number of the system call'),
    cap_svflags: c.uint.hex,
    cap_data: c.union(
      { cap_rights: c.array(capRights, 2), cap_int: c.int, cap_sockaddr: shortSockaddr, cap_path: c.chars(1024) },
      (lookup) => CAP_ARMS[Number(lookup('cap_type'))],
    ),
  },
  { doc: 'A capability is missing', source },
)

export const ktrFault = struct(
  'ktr_fault',
  { vaddr: c.pointer, type: c.int.hex.doc('VM_PROT_ bits: what was tried') },
  { doc: 'A page fault begins', source },
)
export const ktrFaultend = struct('ktr_faultend', { result: c.int.doc('KERN_ code') }, { doc: 'A page fault ends', source })

export const uexterror = struct(
  'uexterror',
  {
    ver: c.uint.hex,
    error: c.uint,
    cat: c.uint.doc('which source file'),
    src_line: c.uint,
    flags: c.uint.hex,
    rsrv0: c.uint,
    p1: c.uint64.hex,
    p2: c.uint64.hex,
    rsrv1: c.array(c.uint64, 4),
    msg: c.chars(128).doc('printf(3) format for p1 and p2'),
  },
  { doc: 'What the kernel says of an error', source: 'sys/sys/_uexterror.h of 2025' },
)

export const ktrExterr = struct('ktr_exterr', { ue: uexterror }, { doc: 'What the kernel says of an error', source })
