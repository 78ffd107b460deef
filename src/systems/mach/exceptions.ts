/**
 * Mach exceptions of macOS and iOS: their names, their codes, and the signals that the kernel makes of them.
 *
 * Sources: xnu osfmk/mach/exception_types.h, osfmk/mach/kern_return.h, bsd/uxkern/ux_exception.c, bsd/kern/kern_exit.c.
 */

interface MachException {
  readonly name: string
  /** The signal, where every code gives the same. */
  readonly signal?: string
  readonly codes?: Readonly<Record<number, string>>
}

const EXC_BAD_ACCESS = 1
const EXC_SOFTWARE = 5
const EXC_CRASH = 10

/** By exception number. Codes of x86 and ARM do not overlap but for 1. */
const exceptions: Readonly<Record<number, MachException>> = {
  [EXC_BAD_ACCESS]: {
    name: 'EXC_BAD_ACCESS',
    codes: {
      1: 'KERN_INVALID_ADDRESS',
      2: 'KERN_PROTECTION_FAILURE',
      8: 'KERN_NO_ACCESS',
      9: 'KERN_MEMORY_FAILURE',
      10: 'KERN_MEMORY_ERROR',
      13: 'EXC_I386_GPFLT',
      50: 'KERN_CODESIGN_ERROR',
      257: 'EXC_ARM_DA_ALIGN',
      258: 'EXC_ARM_DA_DEBUG',
    },
  },
  2: { name: 'EXC_BAD_INSTRUCTION', signal: 'SIGILL' },
  3: { name: 'EXC_ARITHMETIC', signal: 'SIGFPE' },
  4: { name: 'EXC_EMULATION', signal: 'SIGEMT' },
  [EXC_SOFTWARE]: {
    name: 'EXC_SOFTWARE',
    codes: {
      65536: 'EXC_UNIX_BAD_SYSCALL',
      65537: 'EXC_UNIX_BAD_PIPE',
      65538: 'EXC_UNIX_ABORT',
      65539: 'EXC_SOFT_SIGNAL',
      3735929054: 'uncaught NSException',
    },
  },
  6: { name: 'EXC_BREAKPOINT', signal: 'SIGTRAP' },
  7: { name: 'EXC_SYSCALL' },
  8: { name: 'EXC_MACH_SYSCALL' },
  9: { name: 'EXC_RPC_ALERT' },
  [EXC_CRASH]: { name: 'EXC_CRASH' },
  11: { name: 'EXC_RESOURCE' },
  12: { name: 'EXC_GUARD' },
  13: { name: 'EXC_CORPSE_NOTIFY' },
  // Crashpad: a dump on request, and an uncaught Objective-C exception.
  1129345912: { name: 'simulated exception' },
  1129344632: { name: 'uncaught NSException', signal: 'SIGABRT' },
}

/** Codes of EXC_ARITHMETIC, EXC_BAD_INSTRUCTION and EXC_BREAKPOINT by processor. */
const processorCodes: Readonly<Record<'x86' | 'arm', Readonly<Record<number, Readonly<Record<number, string>>>>>> = {
  x86: {
    2: { 1: 'EXC_I386_INVOP' },
    3: {
      1: 'EXC_I386_DIV',
      2: 'EXC_I386_INTO',
      3: 'EXC_I386_NOEXT',
      4: 'EXC_I386_EXTOVR',
      5: 'EXC_I386_EXTERR',
      6: 'EXC_I386_EMERR',
      7: 'EXC_I386_BOUND',
      8: 'EXC_I386_SSEEXTERR',
    },
    6: { 1: 'EXC_I386_SGL', 2: 'EXC_I386_BPT' },
  },
  arm: { 2: { 1: 'EXC_ARM_UNDEFINED' }, 6: { 1: 'EXC_ARM_BREAKPOINT' } },
}

const softwareSignals: Readonly<Record<number, string>> = {
  65536: 'SIGSYS',
  65537: 'SIGPIPE',
  65538: 'SIGABRT',
  3735929054: 'SIGABRT',
}

/** Codes of EXC_BAD_ACCESS that become SIGSEGV; the others become SIGBUS. */
const SEGV_CODES: readonly number[] = [1, 13]

/** The name of an exception; undefined for an unknown number. */
export const machExceptionName = (exception: number): string | undefined => exceptions[exception]?.name

/** The name of an exception's first code; undefined for an unknown code. */
export function machCodeName(exception: number, code: number, processor: 'x86' | 'arm' | undefined): string | undefined {
  return exceptions[exception]?.codes?.[code] ?? (processor && processorCodes[processor][exception]?.[code])
}

/** A signal by name, or by its macOS number where the exception holds that. */
export type MachSignal = string | number

/** The signal that the kernel sends for an exception; undefined where there is none. */
export function machSignal(exception: number, code: number, subcode: number): MachSignal | undefined {
  switch (exception) {
    case EXC_BAD_ACCESS:
      return SEGV_CODES.includes(code) ? 'SIGSEGV' : 'SIGBUS'
    case EXC_SOFTWARE:
      return code === 0x10003 ? subcode : softwareSignals[code]
    case EXC_CRASH:
      return (code >>> 24) & 0xff || undefined
    default:
      return exceptions[exception]?.signal
  }
}
