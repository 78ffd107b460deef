/**
 * Signals of illumos: the numbers are those of all machines, one list of codes is not.
 *
 * Source: illumos-gate 2024-09: usr/src/uts/common/sys/iso/signal_iso.h, sys/siginfo.h, {intel,sparc}/sys/machsig.h.
 */
import { type SignalNames, signalTable } from '../signal-table.js'

/** Real-time signals; releases before 2013 have them one lower. */
const RTMIN = 42
const RTMAX = 73
const HALF = RTMIN + 16

function realTimeName(number: number): string {
  if (number < HALF) return number === RTMIN ? 'SIGRTMIN' : `SIGRTMIN+${number - RTMIN}`
  return number === RTMAX ? 'SIGRTMAX' : `SIGRTMAX-${RTMAX - number}`
}

const FPE = 'FPE_INTDIV FPE_INTOVF FPE_FLTDIV FPE_FLTOVF FPE_FLTUND FPE_FLTRES FPE_FLTINV FPE_FLTSUB'

const sparc: SignalNames = {
  signals:
    'HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM USR1 USR2 CLD PWR WINCH URG POLL STOP TSTP CONT TTIN TTOU VTALRM PROF XCPU XFSZ WAITING LWP FREEZE THAW CANCEL LOST XRES JVM1 JVM2 INFO IOT=6 CHLD=18 IO=22',
  realTime: { first: RTMIN, last: RTMAX, name: realTimeName },
  codes: {
    SIGILL: 'ILL_ILLOPC ILL_ILLOPN ILL_ILLADR ILL_ILLTRP ILL_PRVOPC ILL_PRVREG ILL_COPROC ILL_BADSTK',
    SIGFPE: FPE,
    SIGSEGV: 'SEGV_MAPERR SEGV_ACCERR',
    SIGBUS: 'BUS_ADRALN BUS_ADRERR BUS_OBJERR',
    SIGTRAP: 'TRAP_BRKPT TRAP_TRACE TRAP_RWATCH TRAP_WWATCH TRAP_XWATCH TRAP_DTRACE',
    SIGCLD: 'CLD_EXITED CLD_KILLED CLD_DUMPED CLD_TRAPPED CLD_STOPPED CLD_CONTINUED',
    SIGPOLL: 'POLL_IN POLL_OUT POLL_MSG POLL_ERR POLL_PRI POLL_HUP',
    SIGPROF: 'PROF_SIG',
    SIGEMT: 'EMT_TAGOVF EMT_CPCOVF',
  },
  anyCode: 'SI_MESGQ=-5 SI_ASYNCIO SI_TIMER SI_QUEUE SI_LWP SI_USER SI_RCTL=2049 SI_DTRACE SI_NOINFO=32767',
}

const x86: SignalNames = { ...sparc, codes: { ...sparc.codes, SIGFPE: `${FPE} FPE_FLTDEN`, SIGEMT: 'EMT_CPCOVF' } }

export const illumosSignals = signalTable((abi) => (abi?.name.startsWith('sparc') ? sparc : x86))
