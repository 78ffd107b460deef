/** Signal numbers and codes of NetBSD. Source: NetBSD sys/sys/signal.h, sys/sys/siginfo.h, release 10. */
const names =
  'HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM URG STOP TSTP CONT CHLD TTIN TTOU IO XCPU XFSZ VTALRM PROF WINCH INFO USR1 USR2 PWR'.split(
    ' ',
  )

/** Real-time signals: 33 to 63. */
const RTMIN = 33
const RTMAX = 63

export function signalName(number: number): string | undefined {
  if (number >= RTMIN && number <= RTMAX) return `SIGRT${number - RTMIN}`
  const name = names[number - 1]
  return name === undefined ? undefined : `SIG${name}`
}

const codes: Readonly<Record<string, string>> = {
  SIGILL: '- ILL_ILLOPC ILL_ILLOPN ILL_ILLADR ILL_ILLTRP ILL_PRVOPC ILL_PRVREG ILL_COPROC ILL_BADSTK',
  SIGFPE: '- FPE_INTDIV FPE_INTOVF FPE_FLTDIV FPE_FLTOVF FPE_FLTUND FPE_FLTRES FPE_FLTINV FPE_FLTSUB',
  SIGSEGV: '- SEGV_MAPERR SEGV_ACCERR',
  SIGBUS: '- BUS_ADRALN BUS_ADRERR BUS_OBJERR',
  SIGTRAP: '- TRAP_BRKPT TRAP_TRACE TRAP_EXEC TRAP_CHLD TRAP_LWP TRAP_DBREG TRAP_SCE TRAP_SCX',
  SIGCHLD: '- CLD_EXITED CLD_KILLED CLD_DUMPED CLD_TRAPPED CLD_STOPPED CLD_CONTINUED',
  SIGIO: '- POLL_IN POLL_OUT POLL_MSG POLL_ERR POLL_PRI POLL_HUP',
}

/** Codes that any signal may have: it was sent, not raised by a fault. */
const anyCode: Readonly<Record<number, string>> = {
  0: 'SI_USER',
  [-1]: 'SI_QUEUE',
  [-2]: 'SI_TIMER',
  [-3]: 'SI_ASYNCIO',
  [-4]: 'SI_MESGQ',
  [-5]: 'SI_LWP',
  32767: 'SI_NOINFO',
}

export function signalCodeName(signal: number, code: number): string | undefined {
  const any = anyCode[code]
  if (any !== undefined) return any
  const name = codes[signalName(signal) ?? '']?.split(' ')[code]
  return name === undefined || name === '-' ? undefined : name
}
