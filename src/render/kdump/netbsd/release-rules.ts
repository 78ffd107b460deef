/** Differences between the kdump(1) of NetBSD releases. */

import { TYPES as t } from '../../../formats/ktrace/netbsd/type-numbers.js'
import type { Release as CallRelease } from '../../../systems/netbsd/syscall-table.js'
import type { Release } from '../options.js'
import type { UserDecoderName } from './user-records.js'

export interface Rules {
  /** System call names. */
  readonly calls: CallRelease
  /**
   * The output changed twice: 1 up to 1.4, 2 up to 3.x, 3 since 4.0. Only the last prints threads, pads labels and prints small
   * numbers in decimal.
   */
  readonly generation: 1 | 2 | 3
  /** Labels by record type; a type without one is printed as `UNKNOWN(n)`. */
  readonly labels: ReadonlyMap<number, string>
  /** Whether a quote in quoted data is escaped. */
  readonly escapedQuote: boolean
  /** Whether a newline in data is escaped, instead of ending the line. */
  readonly escapedNewline: boolean
  /** USER records: fully quoted, or with an unquoted label. */
  readonly user: 'quoted' | 'plain'
  /** Labels of USER records whose data are decoded. */
  readonly decodedLabels: readonly UserDecoderName[]
  /** The first number of a descriptor type, SIGTRAP code and ptrace request that has no name. */
  readonly descriptorTypes: number
  readonly trapCodes: number
  readonly ptraceRequests: number
  /** Whether the senders of queued and timed signals are printed. */
  readonly senders: boolean
  /** Whether upcalls of scheduler activations are decoded. */
  readonly upcalls: boolean
  /** Whether arguments of fcntl, mmap, mprotect, socket options and futexes have names. */
  readonly argumentNames: boolean
  /** Format of negative time differences. */
  readonly negative: 'sign' | 'borrow'
}

const OLD = [
  [t.KTR_SYSCALL, 'CALL'],
  [t.KTR_SYSRET, 'RET '],
  [t.KTR_NAMEI, 'NAMI'],
  [t.KTR_GENIO, 'GIO '],
  [t.KTR_PSIG, 'PSIG'],
  [t.KTR_CSW, 'CSW'],
  [t.KTR_EMUL, 'EMUL'],
] as const

const SINCE_4 = [...OLD, [t.KTR_EXEC_ARG, 'ARG'], [t.KTR_EXEC_ENV, 'ENV'], [t.KTR_SAUPCALL, 'SAU'], [t.KTR_MIB, 'MIB']] as const

const MACH = [
  [t.KTR_MMSG, 'MMSG'],
  [t.KTR_MOOL, 'MOOL'],
] as const

const LATEST = Number.POSITIVE_INFINITY

const first: Rules = {
  calls: '1.4',
  generation: 1,
  labels: new Map(OLD),
  escapedQuote: false,
  escapedNewline: false,
  user: 'quoted',
  decodedLabels: [],
  descriptorTypes: LATEST,
  trapCodes: LATEST,
  ptraceRequests: LATEST,
  senders: false,
  upcalls: false,
  argumentNames: false,
  negative: 'borrow',
}

const second: Rules = {
  ...first,
  calls: '2003',
  generation: 2,
  labels: new Map<number, string>([...OLD, [t.KTR_USER, 'USER'], [t.KTR_MMSG, 'MMSG']]),
}

const third: Rules = {
  ...second,
  calls: '4',
  generation: 3,
  labels: new Map<number, string>([...SINCE_4, ...MACH, [t.KTR_USER, 'USER']]),
  escapedQuote: true,
  upcalls: true,
}

const fifth: Rules = {
  ...third,
  calls: '5',
  labels: new Map<number, string>([...SINCE_4, ...MACH, [t.KTR_USER, 'MISC']]),
  escapedNewline: true,
  user: 'plain',
  upcalls: false,
}

const seventh: Rules = {
  ...fifth,
  calls: '7',
  labels: new Map<number, string>([...SINCE_4, [t.KTR_USER, 'MISC'], [t.KTR_EXEC_FD, 'FD']]),
  decodedLabels: ['msghdr', 'mbsoname', 'mbcontrol'],
  descriptorTypes: 9,
  trapCodes: 3,
  ptraceRequests: 19,
  senders: true,
}

/** The text of 7.x with the names of later releases. */
const seventhWithLaterNames: Rules = {
  ...seventh,
  calls: '7 and later',
  decodedLabels: [...seventh.decodedLabels, 'malloc', 'xattr-name', 'xattr-val', 'xattr-list'],
  descriptorTypes: LATEST,
  trapCodes: LATEST,
  ptraceRequests: LATEST,
}

const tenth: Rules = { ...seventhWithLaterNames, calls: '10', argumentNames: true, negative: 'sign' }

const rules: Readonly<Record<Release, Rules>> = {
  '1.4': first,
  '2003': second,
  '4': third,
  '5': fifth,
  '7': seventh,
  '10': tenth,
}

/**
 * The rules of a release; without one, kdump of 2003 for traces from before 4.0, else 7.x, the newest that reads all header versions, with
 * the names of later releases.
 */
export function rulesOf(release: Release | undefined, before4: boolean): Rules {
  if (release !== undefined) return rules[release]
  return before4 ? second : seventhWithLaterNames
}
