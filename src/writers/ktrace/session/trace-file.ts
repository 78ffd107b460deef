/** Trace files of a session. */
import type { ByteSink } from '../../../io/sink.js'

/** Errno names that requests and writes return. */
export type Errno =
  | 'EPERM'
  | 'ENOENT'
  | 'ESRCH'
  | 'EBADF'
  | 'EACCES'
  | 'EINVAL'
  | 'ENOSPC'
  | 'EAGAIN'
  | 'EWOULDBLOCK'
  | 'EPIPE'
  | (string & {})

/** An open file: every open(2) of a name makes a new one. */
export interface TraceFile {
  readonly type: 'regular' | 'socket' | 'pipe' | 'directory' | 'device'
  /** Identity of the file: two open files of the same type and node are the same file. */
  readonly node: unknown
  readonly writable: boolean
  /** Appends one complete record, or returns an error and writes nothing. */
  append(record: Uint8Array): Errno | undefined
  /** Called when the kernel sets FIONBIO: a request makes its trace file non-blocking. */
  nonBlocking?(): void
}

/** Whether two open files are the same vnode or socket (ktrsamefile): the rule of CLEARFILE and of failed writes. */
export function sameFile(one: TraceFile | undefined, other: TraceFile | undefined): boolean {
  if (one === undefined || other === undefined) return false
  return one === other || (one.type === other.type && one.node === other.node)
}

/** Whether two are one open file (the same `struct file`): the rule of SET. */
export function sameOpenFile(one: TraceFile | undefined, other: TraceFile | undefined): boolean {
  return one !== undefined && one === other
}

/** A regular file that writes to a sink. Every call opens it again; the sink is the node. */
export function fileTo(sink: Pick<ByteSink, 'write'>): TraceFile {
  return {
    type: 'regular',
    node: sink,
    writable: true,
    append(record) {
      sink.write(record)
      return undefined
    },
  }
}
