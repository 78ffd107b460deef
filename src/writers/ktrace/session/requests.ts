/** ktrace(2) and fktrace(2): set or clear tracing of a process, a group, and their descendants. Source: ktrops, ktrsetchildren of kern_ktrace.c 1.77. */
import * as k from '../../../formats/ktrace/netbsd/ktrace-operations.js'
import { descent, type ProcessTable } from './process-table.js'
import { type Errno, sameFile, sameOpenFile, type TraceFile } from './trace-file.js'
import { mayTrace, type Process } from './traced-process.js'

export interface Request {
  readonly caller: Process
  /** The trace file; undefined when tracing is cleared. */
  readonly file: TraceFile | undefined
  /** KTROP_SET, KTROP_CLEAR or KTROP_CLEARFILE, with flags. */
  readonly ops: number
  readonly facilities: number
  /** Process ID, or negative process group ID. */
  readonly pid: number
}

/**
 * Performs a request.
 *
 * @param emul writes the emulation record of a process
 * @returns the errno name; undefined on success
 */
export function request(processes: ProcessTable, asked: Request, emul: (process: Process) => void): Errno | undefined {
  const { caller, file, ops, pid } = asked
  const operation = ops & 3
  if (operation === k.KTROP_CLEARFILE) return clearFile(processes, caller, file)
  // The caller cannot ask for ROOT. ACTIVE is not masked: set on another process it suppresses its records.
  const facilities = asked.facilities & ~k.KTRFAC_ROOT
  if (facilities === 0) return 'EINVAL'
  const one = pid < 0 ? undefined : processes.find(pid)
  const targets = pid < 0 ? [...processes.group(-pid)] : one ? [one] : []
  if (targets.length === 0) return 'ESRCH'
  let changed = false
  for (const process of targets) {
    const all = (ops & k.KTRFLAG_DESCEND) === 0 ? [process] : descent(process)
    for (const each of all) if (operate(each, { ...asked, ops: operation, facilities }, emul)) changed = true
  }
  return changed ? undefined : 'EPERM'
}

function clearFile(processes: ProcessTable, caller: Process, file: TraceFile | undefined): Errno | undefined {
  let refused = false
  for (const process of processes.all()) {
    if (!sameFile(process.file, file)) continue
    if (mayTrace(caller, process)) process.stop()
    else refused = true
  }
  return refused ? 'EPERM' : undefined
}

function operate(process: Process, { caller, file, ops, facilities }: Request, emul: (process: Process) => void): boolean {
  if (!mayTrace(caller, process)) return false
  if (ops === k.KTROP_SET) {
    if (!sameOpenFile(process.file, file)) {
      process.stop()
      process.file = file
    }
    process.flags |= facilities
    if (caller.credentials.euid === 0) process.flags |= k.KTRFAC_ROOT
  } else {
    process.flags &= ~facilities
    if ((process.flags & k.KTRFAC_TYPES) === 0) process.stop()
  }
  // The caller itself is ACTIVE and writes no record, unless a new file has cleared its flags.
  emul(process)
  return true
}
