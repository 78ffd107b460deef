/** Trace files of a session. */
import type { ByteSink } from '../../../io/sink.js'

/** Errno names that requests and writes return. */
export type Errno = 'EPERM' | 'ENOENT' | 'ESRCH' | 'EBADF' | 'EACCES' | 'EINVAL' | 'EAGAIN' | 'EPIPE' | (string & {})

export interface TraceFile {
  readonly type: 'regular' | 'socket' | 'pipe' | 'directory' | 'device'
  /** Identity of the file: two open files of the same type and node are the same file. */
  readonly node: unknown
  readonly writable: boolean
  /** Appends one complete record, or returns an error and writes nothing. */
  append(record: Uint8Array): Errno | undefined
}

export function sameFile(one: TraceFile | undefined, other: TraceFile | undefined): boolean {
  if (one === undefined || other === undefined) return false
  return one === other || (one.type === other.type && one.node === other.node)
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
