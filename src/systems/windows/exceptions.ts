/**
 * Exception codes of Windows: their names, and the signal that a Unix program would get.
 *
 * Sources: ntstatus.h and winnt.h of the Windows SDK; codes of Chromium and Crashpad from their own headers.
 */

export interface WindowsException {
  readonly name: string
  /** Signal and code by name; absent where nothing on Unix compares. */
  readonly signal?: string
  readonly code?: string
  /** Parameter 0 is the kind of access (0 read, 1 write, 8 execute), parameter 1 the address. */
  readonly access?: boolean
}

const exceptions: Readonly<Record<number, WindowsException>> = {
  1073741845: { name: 'STATUS_FATAL_APP_EXIT', signal: 'SIGABRT' },
  1073807365: { name: 'DBG_CONTROL_C', signal: 'SIGINT' },
  2147483649: { name: 'STATUS_GUARD_PAGE_VIOLATION', signal: 'SIGSEGV', access: true },
  2147483650: { name: 'STATUS_DATATYPE_MISALIGNMENT', signal: 'SIGBUS', code: 'BUS_ADRALN' },
  2147483651: { name: 'STATUS_BREAKPOINT', signal: 'SIGTRAP', code: 'TRAP_BRKPT' },
  2147483652: { name: 'STATUS_SINGLE_STEP', signal: 'SIGTRAP', code: 'TRAP_TRACE' },
  3221225477: { name: 'STATUS_ACCESS_VIOLATION', signal: 'SIGSEGV', access: true },
  3221225478: { name: 'STATUS_IN_PAGE_ERROR', signal: 'SIGBUS', code: 'BUS_OBJERR', access: true },
  3221225480: { name: 'STATUS_INVALID_HANDLE' },
  3221225501: { name: 'STATUS_ILLEGAL_INSTRUCTION', signal: 'SIGILL', code: 'ILL_ILLOPC' },
  3221225509: { name: 'STATUS_NONCONTINUABLE_EXCEPTION', signal: 'SIGABRT' },
  3221225510: { name: 'STATUS_INVALID_DISPOSITION', signal: 'SIGABRT' },
  3221225612: { name: 'STATUS_ARRAY_BOUNDS_EXCEEDED', signal: 'SIGFPE', code: 'FPE_FLTSUB' },
  3221225613: { name: 'STATUS_FLOAT_DENORMAL_OPERAND', signal: 'SIGFPE' },
  3221225614: { name: 'STATUS_FLOAT_DIVIDE_BY_ZERO', signal: 'SIGFPE', code: 'FPE_FLTDIV' },
  3221225615: { name: 'STATUS_FLOAT_INEXACT_RESULT', signal: 'SIGFPE', code: 'FPE_FLTRES' },
  3221225616: { name: 'STATUS_FLOAT_INVALID_OPERATION', signal: 'SIGFPE', code: 'FPE_FLTINV' },
  3221225617: { name: 'STATUS_FLOAT_OVERFLOW', signal: 'SIGFPE', code: 'FPE_FLTOVF' },
  3221225618: { name: 'STATUS_FLOAT_STACK_CHECK', signal: 'SIGFPE' },
  3221225619: { name: 'STATUS_FLOAT_UNDERFLOW', signal: 'SIGFPE', code: 'FPE_FLTUND' },
  3221225620: { name: 'STATUS_INTEGER_DIVIDE_BY_ZERO', signal: 'SIGFPE', code: 'FPE_INTDIV' },
  3221225621: { name: 'STATUS_INTEGER_OVERFLOW', signal: 'SIGFPE', code: 'FPE_INTOVF' },
  3221225622: { name: 'STATUS_PRIVILEGED_INSTRUCTION', signal: 'SIGILL', code: 'ILL_PRVOPC' },
  3221225725: { name: 'STATUS_STACK_OVERFLOW', signal: 'SIGSEGV', access: true },
  3221225876: { name: 'STATUS_POSSIBLE_DEADLOCK' },
  3221226356: { name: 'STATUS_HEAP_CORRUPTION', signal: 'SIGABRT' },
  3221226505: { name: 'STATUS_STACK_BUFFER_OVERRUN', signal: 'SIGABRT' },
  3221226528: { name: 'STATUS_ASSERTION_FAILURE', signal: 'SIGABRT' },
  3221227010: { name: 'STATUS_FAIL_FAST_EXCEPTION', signal: 'SIGABRT' },
  3765269347: { name: 'C++ exception', signal: 'SIGABRT' },
  3762504530: { name: '.NET exception', signal: 'SIGABRT' },
  3758096392: { name: 'out of memory (Chromium)', signal: 'SIGABRT' },
  85436397: { name: 'dump without crash (Crashpad)' },
}

/** An exception by its code; undefined for an unknown code. */
export const windowsException = (code: number): WindowsException | undefined => exceptions[code]
