/** What the kernel logs of an attempt, and the event that listeners of a process contract get. */
import type { DestinationName } from './destinations.js'
import { type DumpErrno, errnoNumber } from './dump-errno.js'

export interface LogLine {
  /** Whose log it goes to, facility kern, level notice. */
  readonly zone: Exclude<DestinationName, 'process'>
  /** As behind `NOTICE: `. */
  readonly text: string
  /** The action of the control process.max-core-size runs as well. */
  readonly limitAction?: true
}

/** What came of a destination: an errno, no pattern, or a core. */
export type Result = DumpErrno | 'no pattern' | 'pattern too long' | undefined

/**
 * The line of an attempt.
 *
 * @param limitIsZero of RLIMIT_CORE of the process, which decides the words even where another limit was meant
 */
export function logText(name: string, pid: number, result: Result, path: string | undefined, limitIsZero: boolean): string {
  return `core_log: ${name}[${pid}] ${reason(result, limitIsZero)}${path === undefined ? '' : `: ${path}`}`
}

function reason(result: Result, limitIsZero: boolean): string {
  switch (result) {
    case 'no pattern':
      return 'no global core file pattern exists'
    case 'pattern too long':
      return 'global core file pattern too long'
    case undefined:
      return 'core dumped'
    case 'ENOTSUP':
      return 'setid process, core not dumped'
    case 'ENOSPC':
      return 'no space left on device, core truncated'
    case 'EFBIG':
      return limitIsZero ? 'core rlimit is zero, core not dumped' : 'core rlimit exceeded, core truncated'
    default:
      return `core dump failed, errno=${errnoNumber(result)}`
  }
}

/** Only of destinations that succeeded. */
export interface CoreEvent {
  readonly type: 'CT_PR_EV_CORE'
  readonly pid: number
  readonly signal: number
  readonly processFile?: string
  readonly globalFile?: string
  /** Seen by listeners of the global zone only. */
  readonly zoneFile?: string
}
