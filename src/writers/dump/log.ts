/** The kernel's log line of an attempt, and the event for listeners of a process contract. */
import type { DestinationName } from './destinations.js'
import { type DumpErrno, errnoNumber } from './dump-errno.js'

export interface LogLine {
  /** The zone that logs it, with facility kern and level notice. */
  readonly zone: Exclude<DestinationName, 'process'>
  /** The text after `NOTICE: `. */
  readonly text: string
  /** Whether the action of the resource control process.max-core-size runs. */
  readonly limitAction?: true
}

/** The result for a destination: an errno, no pattern, or a core. */
export type Result = DumpErrno | 'no pattern' | 'pattern too long' | undefined

/**
 * The log line of an attempt.
 *
 * @param limitIsZero whether RLIMIT_CORE of the process is 0, which selects the text even if another limit was exceeded
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

/** Only destinations that succeeded. */
export interface CoreEvent {
  readonly type: 'CT_PR_EV_CORE'
  readonly pid: number
  readonly signal: number
  readonly processFile?: string
  readonly globalFile?: string
  /** Visible only to listeners in the global zone. */
  readonly zoneFile?: string
}
