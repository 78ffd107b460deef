/** The tracing state of a process, and the permission to trace it. Source: kern_ktrace.c 1.77 of NetBSD (2003-08). */
import { KTRFAC_ACTIVE, KTRFAC_ROOT } from '../../../formats/ktrace/netbsd/ktrace-operations.js'
import { MAXCOMLEN } from '../../../systems/bsd/limits.js'
import type { TraceFile } from './trace-file.js'

/** Real, effective and saved user and group IDs. */
export interface Credentials {
  readonly uid: number
  readonly euid: number
  readonly svuid: number
  readonly gid: number
  readonly svgid: number
}

export interface NewProcess {
  readonly pid: number
  /** 0 for none. */
  readonly parent?: number
  readonly group: number
  /** If only one ID is set, all are equal. */
  readonly credentials: Credentials | number
  /** Whether its program is set-ID. */
  readonly setId?: boolean
  /** Command name; bytes where it is not valid UTF-8. */
  readonly comm: string | Uint8Array
  readonly emulation?: string
  /** Thread ID of its records, where headers have one (default: 1). */
  readonly tid?: number
  /** Open files by descriptor. */
  readonly descriptors?: Readonly<Record<number, TraceFile>>
}

const encoder = new TextEncoder()

/** The bytes of a C string: those before its first NUL. */
export function cString(text: string | Uint8Array): Uint8Array {
  const bytes = typeof text === 'string' ? encoder.encode(text) : text
  const nul = bytes.indexOf(0)
  return nul < 0 ? bytes : bytes.subarray(0, nul)
}

/** All user and group IDs, from one ID or from each. */
export function allCredentials(credentials: Credentials | number): Credentials {
  if (typeof credentials !== 'number') return credentials
  return { uid: credentials, euid: credentials, svuid: credentials, gid: credentials, svgid: credentials }
}

export class Process {
  readonly pid: number
  parent: number
  group: number
  readonly descriptors: Map<number, TraceFile>
  /** In the order of the kernel's list: the newest first. */
  readonly children: Process[] = []
  credentials: Credentials
  setId: boolean
  emulation: string
  /** The name as in the kernel: old bytes may follow the NUL. */
  readonly comm = new Uint8Array(MAXCOMLEN)
  /** The trace file of its records. */
  file: TraceFile | undefined
  /** The word p_traceflag: one bit for each record type, ROOT, INHERIT, ACTIVE. */
  flags = 0
  tid: number

  constructor({ pid, parent = 0, group, credentials, setId = false, comm, emulation = 'netbsd', tid = 1, descriptors = {} }: NewProcess) {
    this.pid = pid
    this.parent = parent
    this.group = group
    this.credentials = allCredentials(credentials)
    this.setId = setId
    this.emulation = emulation
    this.tid = tid
    this.descriptors = new Map(Object.entries(descriptors).map(([number, file]) => [Number(number), file]))
    this.rename(comm)
  }

  /** Sets the name like the kernel: NUL-terminated, over the old bytes. */
  rename(name: string | Uint8Array): void {
    const bytes = cString(name).subarray(0, MAXCOMLEN)
    this.comm.set(bytes)
    if (bytes.length < MAXCOMLEN) this.comm[bytes.length] = 0
  }

  /** A record is being written, or a request of the process is in progress: nothing of it is traced. */
  get active(): boolean {
    return (this.flags & KTRFAC_ACTIVE) !== 0
  }

  set active(on: boolean) {
    this.flags = on ? this.flags | KTRFAC_ACTIVE : this.flags & ~KTRFAC_ACTIVE
  }

  /** Tracing was enabled by root. */
  get root(): boolean {
    return (this.flags & KTRFAC_ROOT) !== 0
  }

  /** Whether records of the type are written. */
  traces(type: number): boolean {
    return this.file !== undefined && !this.active && ((this.flags >>> type) & 1) !== 0
  }

  /** Releases the trace file and clears all flags (ktrderef). */
  stop(): void {
    this.file = undefined
    this.flags = 0
  }
}

/** Whether one process may trace another. */
export function mayTrace({ credentials: caller }: Process, { credentials, root, setId }: Process): boolean {
  if (caller.euid === 0) return true
  const owns = caller.euid === credentials.uid && credentials.uid === credentials.svuid
  const inGroup = caller.gid === credentials.gid && credentials.gid === credentials.svgid
  return owns && inGroup && !root && !setId
}
