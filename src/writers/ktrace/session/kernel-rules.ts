/**
 * What changed between the kernels that a session can simulate.
 *
 * Sources: `1.77` is sys/kern/kern_ktrace.c 1.77 of NetBSD (2003-08). `4.0` stands for 4.0 and 5.x, `6.0` for 6.0 and later
 * (sys/sys/ktrace.h 1.45, 1.55, 1.61; sys/kern/kern_ktrace.c of 4.0.1, 5.2, 6.99.16).
 */
import { FormatError } from '../../../errors.js'
import type { Errno } from './trace-file.js'

export type KernelRelease = '1.77' | '4.0' | '6.0'

export interface KernelRules {
  /** Error of utrace(2) for data longer than KTR_USER_MAXLEN. */
  readonly longUserData: Errno
  /** Whether a USER record whose data cannot be read has its label; without it the record is empty. */
  readonly labelOfUnreadable: boolean
  /** The newest header version that bits of the facilities can select; 0 where there are no such bits. */
  readonly newestVersion: number
  /** Whether the strings of an exec are recorded (EXEC_ARG, EXEC_ENV). */
  readonly execStrings: boolean
  /** Whether the descriptors that are open at an exec are recorded (EXEC_FD). */
  readonly execDescriptors: boolean
  /** Whether the names of sysctls are recorded (MIB). */
  readonly sysctlNames: boolean
  /** Whether PSIG records may have a siginfo. */
  readonly siginfo: boolean
}

const of177: KernelRules = {
  longUserData: 'EINVAL',
  labelOfUnreadable: true,
  newestVersion: 0,
  execStrings: false,
  execDescriptors: false,
  sysctlNames: false,
  siginfo: false,
}
const of4: KernelRules = {
  longUserData: 'ENOSPC',
  labelOfUnreadable: false,
  newestVersion: 1,
  execStrings: true,
  execDescriptors: false,
  sysctlNames: true,
  siginfo: true,
}

const RULES: Readonly<Record<KernelRelease, KernelRules>> = {
  '1.77': of177,
  '4.0': of4,
  '6.0': { ...of4, newestVersion: 2, execDescriptors: true },
}

/** The release whose rules a format implies: 1.77 for v0, 4.0 for v1, 6.0 for v2. */
const DEFAULTS: Readonly<Record<string, KernelRelease>> = {
  'ktrace/netbsd-v0': '1.77',
  'ktrace/netbsd-v1': '4.0',
  'ktrace/netbsd-v2': '6.0',
}

/** @throws FormatError `BAD_VALUE` for an unknown release, or one that does not write the format */
export function kernelRules(format: string, release: KernelRelease = DEFAULTS[format] ?? '1.77'): KernelRules {
  const rules = RULES[release] as KernelRules | undefined
  if (!rules) throw wrong(`expected one of ${Object.keys(RULES).join(', ')}, found ${release}`)
  const newest = Object.keys(RULES).indexOf(release)
  const needed = Object.keys(RULES).indexOf(DEFAULTS[format] ?? '1.77')
  if (needed > newest) throw wrong(`a kernel of release ${release} does not write ${format}; expected ${DEFAULTS[format]} or later`)
  return rules
}

function wrong(message: string): FormatError {
  return new FormatError({ code: 'BAD_VALUE', path: 'kernel', message: `kernel: ${message}` })
}
