/** A system call of a trace, from its call to its return, as plain data: see `render/kdump/calls.ts`, which makes it. */
import type { Diagnostic } from '../../errors.js'
import type { ReadOptions } from '../format-reader.js'
import type { RecordWalker } from './record-walker.js'

export interface TraceCall {
  /** Number of the record of the call. */
  readonly index: number
  /** Time of the call: seconds since 1970 with six or nine decimals. */
  readonly start: string
  /** Nanoseconds to the return; absent for a call that does not return in the trace. */
  readonly duration?: number
  readonly pid: number
  readonly tid?: number
  readonly comm: string
  readonly name: string
  /** As text, decoded, with paths and the files of descriptors. */
  readonly arguments: readonly string[]
  /** The first path that the kernel looked up. */
  readonly path?: string
  /** The other paths. */
  readonly paths?: readonly string[]
  /** The file that the descriptor in the first argument is open on. */
  readonly file?: string
  /** As text: `14/0xe`, `-1 ENOENT`; `?` without a return. */
  readonly result: string
  /** The value that a call without an error returned. */
  readonly retval?: bigint
  /** The system's number of the error, and its name. */
  readonly errno?: number
  readonly error?: string
}

/** Makes the calls of a trace. Undefined stands where a followed trace waits for more. */
export type CallMaker = (
  walker: RecordWalker,
  report: (diagnostic: Diagnostic) => void,
  options: ReadOptions,
) => Iterable<TraceCall | undefined>
