/** Names of illumos' signals and their codes, the same on all machines. Source: illumos usr/src/uts/common/sys/iso/signal_iso.h, siginfo.h. */
import type { Abi } from '../../schema/base.js'

const names =
  'HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM USR1 USR2 CLD PWR WINCH URG POLL STOP TSTP CONT TTIN TTOU VTALRM PROF XCPU XFSZ WAITING LWP FREEZE THAW CANCEL LOST XRES JVM1 JVM2 INFO'.split(
    ' ',
  )

/** Real-time signals: 42 to 73; releases before 2013 had them one lower. */
const RTMIN = 42
const RTMAX = 73
const HALF = RTMIN + 16

export function signalName(number: number): string | undefined {
  if (number >= RTMIN && number <= RTMAX) {
    if (number < HALF) return number === RTMIN ? 'SIGRTMIN' : `SIGRTMIN+${number - RTMIN}`
    return number === RTMAX ? 'SIGRTMAX' : `SIGRTMAX-${RTMAX - number}`
  }
  const name = names[number - 1]
  return name === undefined ? undefined : `SIG${name}`
}

const codes: Readonly<Record<string, string>> = {
  SIGILL: '- ILL_ILLOPC ILL_ILLOPN ILL_ILLADR ILL_ILLTRP ILL_PRVOPC ILL_PRVREG ILL_COPROC ILL_BADSTK',
  SIGFPE: '- FPE_INTDIV FPE_INTOVF FPE_FLTDIV FPE_FLTOVF FPE_FLTUND FPE_FLTRES FPE_FLTINV FPE_FLTSUB FPE_FLTDEN',
  SIGSEGV: '- SEGV_MAPERR SEGV_ACCERR',
  SIGBUS: '- BUS_ADRALN BUS_ADRERR BUS_OBJERR',
  SIGTRAP: '- TRAP_BRKPT TRAP_TRACE TRAP_RWATCH TRAP_WWATCH TRAP_XWATCH TRAP_DTRACE',
  SIGCLD: '- CLD_EXITED CLD_KILLED CLD_DUMPED CLD_TRAPPED CLD_STOPPED CLD_CONTINUED',
  SIGPOLL: '- POLL_IN POLL_OUT POLL_MSG POLL_ERR POLL_PRI POLL_HUP',
  SIGPROF: '- PROF_SIG',
}

const emt: Readonly<Record<string, string>> = { x86: '- EMT_CPCOVF', sparc: '- EMT_TAGOVF EMT_CPCOVF' }

/** Codes that any signal may have. */
const anyCode: Readonly<Record<number, string>> = {
  0: 'SI_USER',
  [-1]: 'SI_LWP',
  [-2]: 'SI_QUEUE',
  [-3]: 'SI_TIMER',
  [-4]: 'SI_ASYNCIO',
  [-5]: 'SI_MESGQ',
  2049: 'SI_RCTL',
  2050: 'SI_DTRACE',
  32767: 'SI_NOINFO',
}

export function signalCodeName(signal: number, code: number, abi: Abi): string | undefined {
  const any = anyCode[code]
  if (any !== undefined) return any
  const signalIs = signalName(signal) ?? ''
  const list = signalIs === 'SIGEMT' ? emt[abi.name.startsWith('sparc') ? 'sparc' : 'x86'] : codes[signalIs]
  const name = list?.split(' ')[code]
  return name === '-' ? undefined : name
}
