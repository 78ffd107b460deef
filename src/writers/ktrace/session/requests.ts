/** ktrace(2) and fktrace(2): set or clear tracing of a process, a group, and their descendants. */
import * as k from '../../../formats/ktrace/netbsd/ktrace-operations.js'
import { type Errno, sameFile, type TraceFile } from './trace-file.js'
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

type Processes = ReadonlyMap<number, Process>

/**
 * Performs a request.
 *
 * @param emul writes the emulation record of a process
 * @returns the errno name; undefined on success
 */
export function request(processes: Processes, asked: Request, emul: (process: Process) => void): Errno | undefined {
  const { caller, file, ops, pid } = asked
  const operation = ops & 3
  if (operation === k.KTROP_CLEARFILE) return clearFile(processes, caller, file)
  const facilities = asked.facilities & ~k.KTRFAC_ROOT
  if (facilities === 0) return 'EINVAL'
  const meant = pid < 0 ? [...processes.values()].filter(({ group }) => group === -pid) : [processes.get(pid)]
  let changed = false
  let found = false
  for (const process of meant) {
    if (!process) continue
    found = true
    const all = (ops & k.KTRFLAG_DESCEND) === 0 ? [process] : descent(process)
    for (const each of all) if (operate(each, { ...asked, ops: operation, facilities }, emul)) changed = true
  }
  if (!found) return 'ESRCH'
  return changed ? undefined : 'EPERM'
}

function clearFile(processes: Processes, caller: Process, file: TraceFile | undefined): Errno | undefined {
  let refused = false
  for (const process of processes.values()) {
    if (!sameFile(process.file, file)) continue
    if (mayTrace(caller, process)) process.stop()
    else refused = true
  }
  return refused ? 'EPERM' : undefined
}

function operate(process: Process, { caller, file, ops, facilities }: Request, emul: (process: Process) => void): boolean {
  if (!mayTrace(caller, process)) return false
  if (ops === k.KTROP_SET) {
    if (!sameFile(process.file, file)) {
      process.stop()
      process.file = file
    }
    process.facilities |= facilities
    if (caller.credentials.euid === 0) process.root = true
  } else {
    process.facilities &= ~facilities
    if ((process.facilities & k.KTRFAC_TYPES) === 0) process.stop()
  }
  // A tracer that traces itself also writes the record.
  const { active } = process
  process.active = false
  emul(process)
  process.active = active
  return true
}

/** A process and all its descendants: children before siblings. */
function descent(process: Process): Process[] {
  return [process, ...process.children.flatMap(descent)]
}
