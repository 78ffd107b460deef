/** NT_SIGINFO: what raised the signal. Source: the kernel's uapi asm-generic/siginfo.h and those of mips and sparc (6.1). */
import { type Abi, type CType, c, struct } from '../../../schema/base.js'
import { linuxSignals } from '../../../systems/linux/signals.js'
import { codeIs } from '../../../systems/signal-table.js'
import { perAbi } from '../note-registry.js'

const sender = { si_pid: c.int32, si_uid: c.uint32 } as const
const sigval = struct('sigval', { sival_ptr: c.pointer })
/** Clock ticks: 64 bits on x32 too, which aligns them to 4 here. */
const clock = c.perAbi('__kernel_clock_t', (abi): CType<bigint> => (abi.name === 'x32' ? c.aligned(4, c.int64) : c.long))

const isSparc = (abi: Abi): boolean => abi.name === 'sparc' || abi.name === 'sparc64'

const bounds = struct('_addr_bnd', { _lower: c.pointer, _upper: c.pointer })
const isProtectionKey = codeIs(linuxSignals, 'SEGV_PKUERR')

const _bounds = c.union({ _addr_bnd: bounds, _pkey: c.uint32 }, (lookup) => (isProtectionKey(lookup('si_code')) ? '_pkey' : '_addr_bnd'))
const fault = struct('_sigfault', { si_addr: c.pointer, si_addr_lsb: c.int16, _bounds })
const faultSparc = struct('_sigfault', { si_addr: c.pointer, _si_trapno: c.int32, si_addr_lsb: c.int16, _bounds })
const band = c.perAbi('__ARCH_SI_BAND_T', (abi): CType<number | bigint> => (abi.name === 'sparc64' ? c.int32 : c.long))

/** Words of the union where no member is told: 128 bytes less what stands before. */
const pad64 = c.array(c.int32, 28)
const pad32 = c.array(c.int32, 29)

type Fault = { readonly si_addr: bigint; readonly si_addr_lsb: number }

const arms = {
  _pad: c.perAbi('int[]', (abi): CType<readonly number[]> => (abi.bits === 64 ? pad64 : pad32)),
  _kill: struct('_kill', sender),
  _timer: struct('_timer', { si_tid: c.int32, si_overrun: c.int32, si_sigval: sigval }),
  _rt: struct('_rt', { ...sender, si_sigval: sigval }),
  _sigchld: struct('_sigchld', { ...sender, si_status: c.int32, si_utime: clock, si_stime: clock }),
  _sigfault: c.perAbi('_sigfault', (abi): CType<Fault> => (isSparc(abi) ? faultSparc : fault)),
  _sigpoll: struct('_sigpoll', { si_band: band, si_fd: c.int32 }),
  _sigsys: struct('_sigsys', { _call_addr: c.pointer, _syscall: c.int32, _arch: c.uint32 }),
} as const

const selector = (abi: Abi) => {
  const of = (name: string): number | undefined => linuxSignals.number(name, abi)
  const faults = new Set(['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP', 'SIGEMT'].map(of))
  const [child, poll, sys] = ['SIGCHLD', 'SIGPOLL', 'SIGSYS'].map(of)
  const [timer, io, user, thread] = ['SI_TIMER', 'SI_SIGIO', 'SI_USER', 'SI_TKILL'].map((name) => linuxSignals.codeNumber(name, abi))
  return (signo: unknown, code: unknown): keyof typeof arms => {
    if (typeof signo !== 'number' || typeof code !== 'number') return '_pad'
    // A code above 0 is the kernel's own: what it says depends on the signal.
    if (code > 0) {
      if (faults.has(signo)) return '_sigfault'
      if (signo === child) return '_sigchld'
      if (signo === poll) return '_sigpoll'
      if (signo === sys) return '_sigsys'
      return '_kill'
    }
    if (code === timer) return '_timer'
    if (code === io) return '_sigpoll'
    return code === user || code === thread ? '_kill' : '_rt'
  }
}

const _sifields = c.perAbi('union', (abi) => {
  const select = selector(abi)
  return c.union(arms, (lookup) => select(lookup('si_signo'), lookup('si_code')))
})

export const siginfo = struct(
  'siginfo_t',
  { si_signo: c.int32, si_errno: c.int32, si_code: c.int32, _sifields },
  { source: 'Linux include/uapi/asm-generic/siginfo.h' },
)

/** MIPS has the code before the error number. */
export const siginfoMips = struct(
  'siginfo_t',
  { si_signo: c.int32, si_code: c.int32, si_errno: c.int32, _sifields },
  { source: 'Linux arch/mips/include/uapi/asm/siginfo.h' },
)

export const siginfoOf = perAbi((abi) => (abi.name.startsWith('mips') ? siginfoMips : siginfo))
