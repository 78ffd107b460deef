/** What a signal means, for the ones that end processes. */
const signalMeanings: Readonly<Record<string, string>> = {
  SIGILL: 'illegal instruction',
  SIGTRAP: 'breakpoint or trace trap',
  SIGABRT: 'the program aborted itself',
  SIGBUS: 'memory access that cannot be done',
  SIGFPE: 'arithmetic error',
  SIGSEGV: 'bad memory access',
  SIGSYS: 'bad system call',
  SIGQUIT: 'quit from the keyboard',
  SIGXCPU: 'limit of processor time',
  SIGXFSZ: 'limit of file size',
  SIGKILL: 'killed',
  SIGTERM: 'asked to end',
  SIGSTOP: 'stopped',
}

const codeMeanings: Readonly<Record<string, string>> = {
  ILL_ILLOPC: 'no such instruction',
  ILL_ILLOPN: 'no such operand',
  ILL_PRVOPC: 'privileged instruction',
  FPE_INTDIV: 'integer division by zero',
  FPE_INTOVF: 'integer overflow',
  FPE_FLTDIV: 'division by zero',
  FPE_FLTINV: 'invalid operation',
  SEGV_MAPERR: 'nothing is mapped there',
  SEGV_ACCERR: 'not permitted there',
  SEGV_PKUERR: 'denied by a protection key',
  BUS_ADRALN: 'not aligned',
  BUS_ADRERR: 'no such physical address',
  BUS_OBJERR: 'hardware or file error',
  TRAP_BRKPT: 'breakpoint',
  TRAP_TRACE: 'single step',
  SI_USER: 'sent by a process',
  SI_TKILL: 'sent by a thread',
  SI_LWP: 'sent by a thread',
  SI_QUEUE: 'sent by a process',
  SI_KERNEL: 'sent by the kernel',
  SI_NOINFO: 'nothing more is known',
}

export const signalMeaning = (name: string | undefined): string | undefined => (name === undefined ? undefined : signalMeanings[name])
export const codeMeaning = (name: string | undefined): string | undefined => (name === undefined ? undefined : codeMeanings[name])
