/** Signal numbers and codes of Linux: four machines have their own. Source: the kernel's uapi signal.h, siginfo.h (6.1). */
import type { Abi } from '../../schema/base.js'

/** Names in the order of numbers from 1. */
const numbered = (names: string): readonly string[] => ['', ...names.split(' ').map((name) => `SIG${name}`)]

const generic = numbered(
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS',
)

const alpha = numbered(
  'HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM URG STOP TSTP CONT CHLD TTIN TTOU IO XCPU XFSZ VTALRM PROF WINCH PWR USR1 USR2',
)

const mips = numbered(
  'HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM USR1 USR2 CHLD PWR WINCH URG IO STOP TSTP CONT TTIN TTOU VTALRM PROF XCPU XFSZ',
)

const hppa = numbered(
  'HUP INT QUIT ILL TRAP ABRT STKFLT FPE KILL BUS SEGV XCPU PIPE ALRM TERM USR1 USR2 CHLD PWR VTALRM PROF IO WINCH STOP TSTP CONT TTIN TTOU URG XFSZ SYS',
)

/** Real-time signals of the kernel begin here; the C library keeps the first two for itself. */
const RTMIN = 32

const isMips = (abi: Abi): boolean => abi.name.startsWith('mips')

function namesOf(abi: Abi): readonly string[] {
  if (isMips(abi)) return mips
  switch (abi.name) {
    // SPARC numbers them as Alpha does.
    case 'alpha':
    case 'sparc':
    case 'sparc64':
      return alpha
    case 'hppa':
      return hppa
    default:
      return generic
  }
}

/** Name of a signal; real-time ones by their number, as `SIG34`. */
export function signalName(number: number, abi: Abi): string | undefined {
  if (number >= RTMIN) return number <= (isMips(abi) ? 127 : 64) ? `SIG${number}` : undefined
  return namesOf(abi)[number] || undefined
}

/** Number of a signal; undefined where the machine has none of that name. */
export function signalNumber(name: string, abi: Abi): number | undefined {
  const number = namesOf(abi).indexOf(name === 'SIGPOLL' ? 'SIGIO' : name)
  return number > 0 ? number : undefined
}

const codes: Readonly<Record<string, string>> = {
  SIGILL: '- ILL_ILLOPC ILL_ILLOPN ILL_ILLADR ILL_ILLTRP ILL_PRVOPC ILL_PRVREG ILL_COPROC ILL_BADSTK ILL_BADIADDR',
  SIGFPE: '- FPE_INTDIV FPE_INTOVF FPE_FLTDIV FPE_FLTOVF FPE_FLTUND FPE_FLTRES FPE_FLTINV FPE_FLTSUB - - - - - FPE_FLTUNK FPE_CONDTRAP',
  SIGSEGV: '- SEGV_MAPERR SEGV_ACCERR SEGV_BNDERR SEGV_PKUERR SEGV_ACCADI SEGV_ADIDERR SEGV_ADIPERR SEGV_MTEAERR SEGV_MTESERR SEGV_CPERR',
  SIGBUS: '- BUS_ADRALN BUS_ADRERR BUS_OBJERR BUS_MCEERR_AR BUS_MCEERR_AO',
  SIGTRAP: '- TRAP_BRKPT TRAP_TRACE TRAP_BRANCH TRAP_HWBKPT TRAP_UNK TRAP_PERF',
  SIGCHLD: '- CLD_EXITED CLD_KILLED CLD_DUMPED CLD_TRAPPED CLD_STOPPED CLD_CONTINUED',
  SIGIO: '- POLL_IN POLL_OUT POLL_MSG POLL_ERR POLL_PRI POLL_HUP',
  SIGSYS: '- SYS_SECCOMP SYS_USER_DISPATCH',
  SIGEMT: '- EMT_TAGOVF',
}

/** Codes that any signal may have: it was sent, not raised by a fault. */
const anyCode: Readonly<Record<number, string>> = {
  0: 'SI_USER',
  128: 'SI_KERNEL',
  [-1]: 'SI_QUEUE',
  [-2]: 'SI_TIMER',
  [-3]: 'SI_MESGQ',
  [-4]: 'SI_ASYNCIO',
  [-5]: 'SI_SIGIO',
  [-6]: 'SI_TKILL',
  [-7]: 'SI_DETHREAD',
  [-60]: 'SI_ASYNCNL',
}

const anyCodeMips: Readonly<Record<number, string>> = { ...anyCode, [-2]: 'SI_ASYNCIO', [-3]: 'SI_TIMER', [-4]: 'SI_MESGQ' }

/** Name of a signal's code, such as `SEGV_MAPERR`. */
export function signalCodeName(signal: number, code: number, abi: Abi): string | undefined {
  const any = (isMips(abi) ? anyCodeMips : anyCode)[code]
  if (any !== undefined) return any
  const name = codes[signalName(signal, abi) ?? '']?.split(' ')[code]
  return name === undefined || name === '-' ? undefined : name
}
