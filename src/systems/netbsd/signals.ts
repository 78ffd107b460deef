/** Signals of NetBSD. Source: NetBSD sys/sys/signal.h, sys/sys/siginfo.h of 10.99.12 (2025-01), signal names of the C library. */
import { BSD_SIGNAL_ALIASES, BSD_SIGNALS } from '../bsd/signals.js'
import { type SignalNames, signalTable } from '../signal-table.js'

const RTMIN = 33

const names: SignalNames = {
  signals: `${BSD_SIGNALS} PWR ${BSD_SIGNAL_ALIASES}`,
  realTime: { first: RTMIN, last: 63, name: (number) => `SIGRT${number - RTMIN}` },
  codes: {
    SIGILL: 'ILL_ILLOPC ILL_ILLOPN ILL_ILLADR ILL_ILLTRP ILL_PRVOPC ILL_PRVREG ILL_COPROC ILL_BADSTK',
    SIGFPE: 'FPE_INTDIV FPE_INTOVF FPE_FLTDIV FPE_FLTOVF FPE_FLTUND FPE_FLTRES FPE_FLTINV FPE_FLTSUB',
    SIGSEGV: 'SEGV_MAPERR SEGV_ACCERR',
    SIGBUS: 'BUS_ADRALN BUS_ADRERR BUS_OBJERR',
    SIGTRAP: 'TRAP_BRKPT TRAP_TRACE TRAP_EXEC TRAP_CHLD TRAP_LWP TRAP_DBREG TRAP_SCE TRAP_SCX',
    SIGCHLD: 'CLD_EXITED CLD_KILLED CLD_DUMPED CLD_TRAPPED CLD_STOPPED CLD_CONTINUED',
    SIGIO: 'POLL_IN POLL_OUT POLL_MSG POLL_ERR POLL_PRI POLL_HUP',
  },
  anyCode: 'SI_LWP=-5 SI_MESGQ SI_ASYNCIO SI_TIMER SI_QUEUE SI_USER SI_NOINFO=32767',
}

export const netbsdSignals = signalTable(() => names)
