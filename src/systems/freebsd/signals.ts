/** Signals of FreeBSD. Source: FreeBSD sys/sys/signal.h, libc's list of signals, libsysdecode, July 2022. */
import { BSD_SIGNAL_ALIASES, BSD_SIGNALS } from '../bsd/signals.js'
import { type SignalNames, signalTable } from '../signal-table.js'

const RTMIN = 65

const names: SignalNames = {
  signals: `${BSD_SIGNALS} THR LIBRT ${BSD_SIGNAL_ALIASES} LWP=32`,
  realTime: { first: RTMIN, last: 126, name: (number) => `SIGRT${number - RTMIN}` },
  codes: {
    SIGILL: 'ILL_ILLOPC ILL_ILLOPN ILL_ILLADR ILL_ILLTRP ILL_PRVOPC ILL_PRVREG ILL_COPROC ILL_BADSTK',
    SIGFPE: 'FPE_INTOVF FPE_INTDIV FPE_FLTDIV FPE_FLTOVF FPE_FLTUND FPE_FLTRES FPE_FLTINV FPE_FLTSUB FPE_FLTIDO',
    SIGSEGV: 'SEGV_MAPERR SEGV_ACCERR SEGV_PKUERR=100',
    SIGBUS: 'BUS_ADRALN BUS_ADRERR BUS_OBJERR BUS_OOMERR=100',
    SIGTRAP: 'TRAP_BRKPT TRAP_TRACE TRAP_DTRACE TRAP_CAP',
    SIGCHLD: 'CLD_EXITED CLD_KILLED CLD_DUMPED CLD_TRAPPED CLD_STOPPED CLD_CONTINUED',
  },
  anyCode: 'SI_NOINFO=0 SI_USER=0x10001 SI_QUEUE SI_TIMER SI_ASYNCIO SI_MESGQ SI_KERNEL SI_LWP SI_UNDEFINED=0',
}

export const freebsdSignals = signalTable(() => names)
