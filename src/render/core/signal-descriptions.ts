/** Short descriptions of the signals that end processes. */
const signalMeanings: Readonly<Record<string, string>> = {
  SIGILL: 'illegal instruction',
  SIGTRAP: 'breakpoint or trace trap',
  SIGABRT: 'abort',
  SIGBUS: 'bus error',
  SIGFPE: 'arithmetic error',
  SIGSEGV: 'invalid memory access',
  SIGSYS: 'invalid system call',
  SIGQUIT: 'quit from the keyboard',
  SIGXCPU: 'CPU time limit exceeded',
  SIGXFSZ: 'file size limit exceeded',
  SIGKILL: 'killed',
  SIGTERM: 'termination request',
  SIGSTOP: 'stopped',
}

const codeMeanings: Readonly<Record<string, string>> = {
  ILL_ILLOPC: 'illegal opcode',
  ILL_ILLOPN: 'illegal operand',
  ILL_PRVOPC: 'privileged opcode',
  FPE_INTDIV: 'integer division by zero',
  FPE_INTOVF: 'integer overflow',
  FPE_FLTDIV: 'floating-point division by zero',
  FPE_FLTINV: 'invalid floating-point operation',
  SEGV_MAPERR: 'address not mapped',
  SEGV_ACCERR: 'access not permitted',
  SEGV_PKUERR: 'protection key violation',
  BUS_ADRALN: 'misaligned address',
  BUS_ADRERR: 'nonexistent physical address',
  BUS_OBJERR: 'object-specific hardware error',
  TRAP_BRKPT: 'breakpoint',
  TRAP_TRACE: 'single step',
  SI_USER: 'sent by a process',
  SI_TKILL: 'sent by a thread',
  SI_LWP: 'sent by a thread',
  SI_QUEUE: 'sent by a process',
  SI_KERNEL: 'sent by the kernel',
  SI_NOINFO: 'no further information',
}

export const signalMeaning = (name: string | undefined): string | undefined => (name === undefined ? undefined : signalMeanings[name])
export const codeMeaning = (name: string | undefined): string | undefined => (name === undefined ? undefined : codeMeanings[name])
