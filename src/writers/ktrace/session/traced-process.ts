/** The tracing state of a process, and the permission to trace it. Source: kern_ktrace.c 1.77 of NetBSD (2003-08). */
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
  readonly comm: string
  readonly emulation?: string
  /** Open files by descriptor. */
  readonly descriptors?: Readonly<Record<number, TraceFile>>
}

const encoder = new TextEncoder()

export class Process {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly descriptors: Map<number, TraceFile>
  /** In order of creation. */
  readonly children: Process[] = []
  credentials: Credentials
  setId: boolean
  emulation: string
  /** The name as in the kernel: old bytes may follow the NUL. */
  readonly comm = new Uint8Array(MAXCOMLEN)
  /** The trace file of its records. */
  file: TraceFile | undefined
  /** One bit for each record type, and the flags above. */
  facilities = 0
  /** Tracing was enabled by root. */
  root = false
  /** A record is being written, or a request is in progress. */
  active = false

  constructor({ pid, parent = 0, group, credentials, setId = false, comm, emulation = 'netbsd', descriptors = {} }: NewProcess) {
    this.pid = pid
    this.parent = parent
    this.group = group
    this.credentials =
      typeof credentials === 'number'
        ? { uid: credentials, euid: credentials, svuid: credentials, gid: credentials, svgid: credentials }
        : credentials
    this.setId = setId
    this.emulation = emulation
    this.descriptors = new Map(Object.entries(descriptors).map(([number, file]) => [Number(number), file]))
    this.rename(comm)
  }

  /** Sets the name like the kernel: NUL-terminated, over the old bytes. */
  rename(name: string): void {
    const bytes = encoder.encode(name).subarray(0, MAXCOMLEN)
    this.comm.set(bytes)
    if (bytes.length < MAXCOMLEN) this.comm[bytes.length] = 0
  }

  /** Whether records of the type are written. */
  traces(type: number): boolean {
    return this.file !== undefined && !this.active && this.has(type)
  }

  has(type: number): boolean {
    return ((this.facilities >>> type) & 1) !== 0
  }

  /** Releases the trace file and clears all facilities. */
  stop(): void {
    this.file = undefined
    this.facilities = 0
    this.root = false
  }
}

/** Whether one process may trace another. */
export function mayTrace({ credentials: caller }: Process, { credentials, root, setId }: Process): boolean {
  if (caller.euid === 0) return true
  const owns = caller.euid === credentials.uid && credentials.uid === credentials.svuid
  const inGroup = caller.gid === credentials.gid && credentials.gid === credentials.svgid
  return owns && inGroup && !root && !setId
}
