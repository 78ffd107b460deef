/** Signals of Linux: Alpha, MIPS, PA-RISC and SPARC have their own numbers. Source: Linux uapi signal.h, siginfo.h (6.1). */
import type { Machine } from '../numbered-names.js'
import { type SignalNames, signalTable } from '../signal-table.js'

/** Real-time signals, by their numbers; the C library keeps the first two for itself. */
const realTime = (last: number): NonNullable<SignalNames['realTime']> => ({ first: 32, last, name: (number) => `SIG${number}` })

const generic: SignalNames = {
  signals:
    'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS IOT=6 POLL=29 UNUSED=31',
  realTime: realTime(64),
  codes: {
    SIGILL: 'ILL_ILLOPC ILL_ILLOPN ILL_ILLADR ILL_ILLTRP ILL_PRVOPC ILL_PRVREG ILL_COPROC ILL_BADSTK ILL_BADIADDR',
    SIGFPE: 'FPE_INTDIV FPE_INTOVF FPE_FLTDIV FPE_FLTOVF FPE_FLTUND FPE_FLTRES FPE_FLTINV FPE_FLTSUB FPE_FLTUNK=14 FPE_CONDTRAP',
    SIGSEGV: 'SEGV_MAPERR SEGV_ACCERR SEGV_BNDERR SEGV_PKUERR SEGV_ACCADI SEGV_ADIDERR SEGV_ADIPERR SEGV_MTEAERR SEGV_MTESERR SEGV_CPERR',
    SIGBUS: 'BUS_ADRALN BUS_ADRERR BUS_OBJERR BUS_MCEERR_AR BUS_MCEERR_AO',
    SIGTRAP: 'TRAP_BRKPT TRAP_TRACE TRAP_BRANCH TRAP_HWBKPT TRAP_UNK TRAP_PERF',
    SIGCHLD: 'CLD_EXITED CLD_KILLED CLD_DUMPED CLD_TRAPPED CLD_STOPPED CLD_CONTINUED',
    SIGIO: 'POLL_IN POLL_OUT POLL_MSG POLL_ERR POLL_PRI POLL_HUP',
    SIGSYS: 'SYS_SECCOMP SYS_USER_DISPATCH',
    SIGEMT: 'EMT_TAGOVF',
  },
  anyCode: 'SI_ASYNCNL=-60 SI_DETHREAD=-7 SI_TKILL SI_SIGIO SI_ASYNCIO SI_MESGQ SI_TIMER SI_QUEUE SI_USER SI_KERNEL=128',
}

const alpha: SignalNames = {
  ...generic,
  signals:
    'HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM URG STOP TSTP CONT CHLD TTIN TTOU IO XCPU XFSZ VTALRM PROF WINCH PWR USR1 USR2 IOT=6 POLL=23 INFO=29',
}

const sparc: SignalNames = { ...alpha, signals: alpha.signals.replace('INFO=29', 'LOST=29') }

const mips: SignalNames = {
  ...generic,
  signals:
    'HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM USR1 USR2 CHLD PWR WINCH URG IO STOP TSTP CONT TTIN TTOU VTALRM PROF XCPU XFSZ IOT=6 CLD=18 POLL=22',
  realTime: realTime(127),
  anyCode: 'SI_ASYNCNL=-60 SI_DETHREAD=-7 SI_TKILL SI_SIGIO SI_MESGQ SI_TIMER SI_ASYNCIO SI_QUEUE SI_USER SI_KERNEL=128',
}

const hppa: SignalNames = {
  ...generic,
  signals:
    'HUP INT QUIT ILL TRAP ABRT STKFLT FPE KILL BUS SEGV XCPU PIPE ALRM TERM USR1 USR2 CHLD PWR VTALRM PROF IO WINCH STOP TSTP CONT TTIN TTOU URG XFSZ SYS IOT=6 POLL=22 UNUSED=31',
}

function namesFor(abi: Machine | undefined): SignalNames {
  if (abi?.name.startsWith('mips')) return mips
  switch (abi?.name) {
    case 'alpha':
      return alpha
    case 'sparc':
    case 'sparc64':
      return sparc
    case 'hppa':
      return hppa
    default:
      return generic
  }
}

export const linuxSignals = signalTable(namesFor)
