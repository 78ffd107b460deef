/** The process that is frozen, who freezes it, and what comes of it. Source: DragonFly sys/kern/kern_checkpoint.c. */
import type { Errno } from '../../formats/checkpoint/dragonfly/index.js'
import type { DumpFile, DumpFileSystem } from '../dump/filesystem.js'
import type { BuildCheckpointOptions, CheckpointInput } from './checkpoint-input.js'

export interface FreezableProcess extends CheckpointInput {
  readonly pid?: number
  /** Effective user. */
  readonly uid?: number
  /** The process changed its credentials or runs a set-ID program. */
  readonly setId?: boolean
  /** Soft limit of RLIMIT_CORE in bytes (default: unlimited). */
  readonly limit?: bigint
  /** Current directory; relative names fail with ENOMEM without it. */
  readonly directory?: string
}

/** sys_checkpoint(type, fd, pid, retval); with fd and pid -1 it does what the signal does. */
export interface FreezeCall {
  /** Default: 1, CKPT_FREEZE. */
  readonly type?: number
  /** Default: -1. */
  readonly fd?: number
  /** Default: -1. */
  readonly pid?: number
  /** Groups of the caller (default: 0). */
  readonly groups?: readonly number[]
  /** Whether the descriptor is open for writing (default: what `files` of the process says). */
  readonly writable?: boolean
  /** The file of the descriptor, and its offset in bytes (default: what `files` of the process says). */
  readonly file?: DumpFile
  readonly offset?: bigint
}

export interface FreezePolicy extends BuildCheckpointOptions {
  /** kern.ckptfile (default: `%N.ckpt`). */
  readonly pattern?: string
  /** kern.ckptgroup: -1 for any group (default: 0). Only calls are checked, not signals. */
  readonly checkpointGroup?: number
  /** A system call; without it, the process is frozen by a signal. */
  readonly call?: FreezeCall
  /** SIGCKPT (33, the default) or SIGCKPTEXIT (34), which then ends the process. */
  readonly signal?: number
  /** A core dump of the process is under way; kernels since 5.4 refuse (ERANGE). */
  readonly coreDumpUnderWay?: boolean
  /** Default: the files of this machine. */
  readonly files?: DumpFileSystem
  /** Directory of this machine for the root of the name (default: `/`). */
  readonly root?: string
}

export interface FreezeLogLine {
  /** The system log (level info), or the console. */
  readonly to: 'log' | 'console'
  readonly text: string
}

export interface FreezeOutcome {
  readonly ok: boolean
  /** Error of the freeze. A signal drops it; a call returns it. */
  readonly errno?: Errno
  readonly number?: number
  /** The expanded kern.ckptfile, and its path on this machine. */
  readonly name?: string
  readonly path?: string
  /** Whether an earlier file of that name was removed. */
  readonly unlinked?: boolean
  /** Bytes that were written. */
  readonly size: number
  /** What the freeze leaves: `nothing` if no file was opened. An earlier checkpoint is gone unless `nothing` was unlinked. */
  readonly left: 'nothing' | 'empty file' | 'cut file' | 'unchanged file' | 'checkpoint'
  readonly log: readonly FreezeLogLine[]
  /** What a kernel loses when it restores the file. */
  readonly warnings: readonly string[]
  /** Whether the signal then ends the process. */
  readonly endsProcess: boolean
}
