/** Names of FreeBSD's signals, their codes, and entries of the auxiliary vector. Source: FreeBSD sys/sys/signal.h, elf_common.h, July 2022. */
import { SIGNALS } from '../../ktrace/freebsd/tables/signals.js'

export const signalName = (number: number): string | undefined => SIGNALS[number]

const codes: Readonly<Record<string, string>> = {
  SIGILL: '- ILL_ILLOPC ILL_ILLOPN ILL_ILLADR ILL_ILLTRP ILL_PRVOPC ILL_PRVREG ILL_COPROC ILL_BADSTK',
  SIGBUS: '- BUS_ADRALN BUS_ADRERR BUS_OBJERR',
  SIGSEGV: '- SEGV_MAPERR SEGV_ACCERR',
  SIGFPE: '- FPE_INTOVF FPE_INTDIV FPE_FLTDIV FPE_FLTOVF FPE_FLTUND FPE_FLTRES FPE_FLTINV FPE_FLTSUB',
  SIGTRAP: '- TRAP_BRKPT TRAP_TRACE TRAP_DTRACE TRAP_CAP',
  SIGCHLD: '- CLD_EXITED CLD_KILLED CLD_DUMPED CLD_TRAPPED CLD_STOPPED CLD_CONTINUED',
}

/** Codes that any signal may have. */
const anyCode: Readonly<Record<number, string>> = {
  0: 'SI_NOINFO',
  65537: 'SI_USER',
  65538: 'SI_QUEUE',
  65539: 'SI_TIMER',
  65540: 'SI_ASYNCIO',
  65541: 'SI_MESGQ',
  65542: 'SI_KERNEL',
  65543: 'SI_LWP',
}

export function signalCodeName(signal: number, code: number): string | undefined {
  const any = anyCode[code]
  if (any !== undefined) return any
  if (code === 100 && signalName(signal) === 'SIGSEGV') return 'SEGV_PKUERR'
  const name = codes[signalName(signal) ?? '']?.split(' ')[code]
  return name === '-' ? undefined : name
}

const aux =
  'NULL IGNORE EXECFD PHDR PHENT PHNUM PAGESZ BASE FLAGS ENTRY NOTELF UID EUID GID EGID EXECPATH CANARY CANARYLEN OSRELDATE NCPUS PAGESIZES PAGESIZESLEN TIMEKEEP STACKPROT EHDRFLAGS HWCAP HWCAP2 BSDFLAGS ARGC ARGV ENVC ENVV PS_STRINGS FXRNG KPRELOAD USRSTACKBASE USRSTACKLIM CHERI_STATS HWCAP3 HWCAP4'.split(
    ' ',
  )

/** From 15 on these differ from those of Linux. */
export function auxName(type: number): string | undefined {
  const name = aux[type]
  return name === undefined ? undefined : `AT_${name}`
}
