/** Signals of OpenBSD. Source: OpenBSD sys/sys/signal.h 1.13 (1 to 31) and later (32), sys/sys/siginfo.h. */
import { BSD_SIGNAL_ALIASES, BSD_SIGNALS } from '../bsd/signals.js'
import { type SignalNames, signalTable } from '../signal-table.js'

const names: SignalNames = {
  signals: `${BSD_SIGNALS} THR ${BSD_SIGNAL_ALIASES}`,
  codes: {
    SIGILL: 'ILL_ILLOPC ILL_ILLOPN ILL_ILLADR ILL_ILLTRP ILL_PRVOPC ILL_PRVREG ILL_COPROC ILL_BADSTK',
    SIGFPE: 'FPE_INTDIV FPE_INTOVF FPE_FLTDIV FPE_FLTOVF FPE_FLTUND FPE_FLTRES FPE_FLTINV FPE_FLTSUB',
    SIGSEGV: 'SEGV_MAPERR SEGV_ACCERR',
    SIGBUS: 'BUS_ADRALN BUS_ADRERR BUS_OBJERR',
    SIGTRAP: 'TRAP_BRKPT TRAP_TRACE',
    SIGEMT: 'EMT_TAGOVF',
    SIGCHLD: 'CLD_EXITED CLD_KILLED CLD_DUMPED CLD_TRAPPED CLD_STOPPED CLD_CONTINUED',
  },
  anyCode: 'SI_TIMER=-3 SI_QUEUE SI_LWP SI_USER SI_NOINFO=32767',
}

export const openbsdSignals = signalTable(() => names)
