/** The process to dump, and the policy for its destinations. Source: illumos usr/src/uts/common/os/core.c, sys/corectl.h, by behaviour. */
import type { ByteSource } from '../../io/source.js'
import type { BuildMemory, BuildOptions } from '../core/build/build-core.js'
import type { PatternStyle, PatternValues } from '../policy/pattern-styles.js'
import type { DumpFileSystem, DumpIdentity } from './filesystem.js'

/** The options of coreadm -e and -d. */
export type CoreadmOption = 'global' | 'process' | 'global-setid' | 'proc-setid' | 'log'

/** Memory of the process. Sizes are in bytes. */
export interface DumpMemory extends Omit<BuildMemory, 'content'> {
  /** Contents; memory after their end, or without contents, cannot be read (EFAULT). */
  readonly content?: Uint8Array | ByteSource
  readonly shared?: boolean
  /** Whether a regular file is mapped. */
  readonly file?: boolean
  /** Whether the page at an offset was ever touched; untouched pages are neither read nor written (default: all were). */
  readonly touched?: (offset: number) => boolean
}

/** Real, effective and saved IDs. */
export interface ProcessIds {
  readonly ruid: number
  readonly euid: number
  readonly suid: number
  readonly rgid: number
  readonly egid: number
  readonly sgid: number
}

/** The input of `buildCore`, and the settings that decide where the core is written. */
export interface DumpProcess extends Omit<BuildOptions, 'memory' | 'content'> {
  readonly memory: readonly DumpMemory[]
  /** Missing IDs default to `process.uid` and `process.gid`, else to those of this program. */
  readonly ids?: Partial<ProcessIds>
  /** The flag that is set by changing IDs or by running a set-ID program. */
  readonly noCoreDump?: boolean
  /** Numbers of the signals that the dumping thread blocks (default: none). */
  readonly blockedSignals?: readonly number[]
  /** The format of the program has no core writer: the file stays empty (ENOSYS). */
  readonly unknownFormat?: boolean
  /** RLIMIT_CORE in bytes (default: unlimited). */
  readonly limit?: bigint
  /** Pattern and content set of the process (default: those of its zone). */
  readonly pattern?: string
  readonly content?: string | bigint
  /** Directory for relative names (default: that of this program). */
  readonly directory?: string
  /** Root for absolute names (default: `/`). */
  readonly root?: string
  /** Other values for patterns. */
  readonly names?: Partial<PatternValues>
}

/** The core settings of a zone. */
export interface ZoneSettings {
  /** Default: `['process']`. */
  readonly options?: readonly CoreadmOption[]
  /** Must begin with `/`. */
  readonly globalPattern?: string
  /** A content set as text or bits (default: `default`). */
  readonly globalContent?: string | bigint
  /** For processes without a pattern or content set (default: `core` and `default`). */
  readonly defaultPattern?: string
  readonly defaultContent?: string | bigint
  /** Root of the zone on this machine (default: `/`). */
  readonly root?: string
}

export interface DumpSettings {
  /** Settings of the process's zone. */
  readonly zone?: ZoneSettings
  /** Settings of the global zone, if the process is in another zone. */
  readonly globalZone?: ZoneSettings
  /** Pattern syntax (default: `illumos`). */
  readonly style?: PatternStyle
  /**
   * Aborting it acts like a signal: no more memory is written. The reason, or its `signal`, is the number of the signal (default: SIGTERM).
   * As in the kernel, only HUP, INT, KILL and TERM interrupt.
   */
  readonly abort?: AbortSignal
  /** Pages per write, core_chunk (default: 32). */
  readonly coreChunk?: number
  /** Largest file offset (default: unlimited). */
  readonly maxOffset?: number
  /** The signal was sent from another process contract, so no event is generated. */
  readonly fromOtherContract?: boolean
  readonly files?: DumpFileSystem
  readonly identity?: DumpIdentity
}
