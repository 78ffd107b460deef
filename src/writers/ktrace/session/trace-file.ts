/** Files that traces go to. */
import type { ByteSink } from '../../../io/sink.js'

/** Errors by their names, as requests and writes end with them. */
export type Errno = 'EPERM' | 'ENOENT' | 'ESRCH' | 'EBADF' | 'EACCES' | 'EINVAL' | 'EAGAIN' | 'EPIPE' | (string & {})

export interface TraceFile {
  readonly type: 'regular' | 'socket' | 'pipe' | 'directory' | 'device'
  /** What is behind it: two open files of one type and with the same node are the same file. */
  readonly node: unknown
  readonly writable: boolean
  /** Appends one record: the whole of it, or an error and nothing. */
  append(record: Uint8Array): Errno | undefined
}

export function sameFile(one: TraceFile | undefined, other: TraceFile | undefined): boolean {
  if (one === undefined || other === undefined) return false
  return one === other || (one.type === other.type && one.node === other.node)
}

/** A regular file whose bytes go to a sink. Every call opens it anew: the node is the sink. */
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
