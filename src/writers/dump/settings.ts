/** What is dumped, and the policy that says where. Source: illumos usr/src/uts/common/os/core.c, sys/corectl.h, by behaviour. */
import type { ByteSource } from '../../io/source.js'
import type { BuildMemory, BuildOptions } from '../core/build/build-core.js'
import type { ContentKind } from '../policy/content-set.js'
import type { PatternStyle, PatternValues } from '../policy/pattern-styles.js'
import type { DumpFileSystem, DumpIdentity } from './filesystem.js'

/** The options of coreadm -e and -d. */
export type CoreadmOption = 'global' | 'process' | 'global-setid' | 'proc-setid' | 'log'

/** Memory of the process. Bytes. */
export interface DumpMemory extends Omit<BuildMemory, 'content'> {
  /** What was in it; behind its end, or without it, there is nothing that can be read (EFAULT). */
  readonly content?: Uint8Array | ByteSource
  /** What it is, where its permissions and flags do not say it. */
  readonly kind?: ContentKind
  readonly shared?: boolean
  /** A regular file is mapped. */
  readonly file?: boolean
  /** Whether the page at an offset was ever touched; one that was not is neither read nor written. All were without it. */
  readonly touched?: (offset: number) => boolean
}

/** Real, effective and saved ids. */
export interface ProcessIds {
  readonly ruid: number
  readonly euid: number
  readonly suid: number
  readonly rgid: number
  readonly egid: number
  readonly sgid: number
}

/** A process, as `buildCore` takes it, and what decides where its core goes. */
export interface DumpProcess extends Omit<BuildOptions, 'memory' | 'content'> {
  readonly memory: readonly DumpMemory[]
  /** Those that are not given are `process.uid` and `process.gid`, and this program's own without these. */
  readonly ids?: Partial<ProcessIds>
  /** The flag that changing ids, or a program with other rights, sets. */
  readonly noCoreDump?: boolean
  /** RLIMIT_CORE in bytes; none without it. */
  readonly limit?: bigint
  /** Its own pattern and content; the defaults of its zone without them. */
  readonly pattern?: string
  readonly content?: string | bigint
  /** Where relative names begin; this program's without it. */
  readonly directory?: string
  /** Where its absolute names begin; `/` without it. */
  readonly root?: string
  /** What else names are made of. */
  readonly names?: Partial<PatternValues>
}

/** The record of a zone. */
export interface ZoneSettings {
  /** `['process']` without it. */
  readonly options?: readonly CoreadmOption[]
  /** Must begin with `/`. */
  readonly globalPattern?: string
  /** A content string or its bits; `default` without it. */
  readonly globalContent?: string | bigint
  /** For processes without a pattern or content of their own; `core` and `default` without them. */
  readonly defaultPattern?: string
  readonly defaultContent?: string | bigint
  /** Where the zone's absolute names begin on this machine; `/` without it. */
  readonly root?: string
}

export interface DumpSettings {
  /** Of the zone that the process is in. */
  readonly zone?: ZoneSettings
  /** Of the global zone; only where the process is in another one. */
  readonly globalZone?: ZoneSettings
  /** Language of the patterns; `illumos` without it. */
  readonly style?: PatternStyle
  /** Aborted is a signal that arrived: no more memory is written. */
  readonly abort?: AbortSignal
  /** Pages that are written at once, core_chunk; 32 without it. */
  readonly coreChunk?: number
  /** Largest offset that a file may have; no bound without it. */
  readonly maxOffset?: number
  /** The signal was sent from another process contract: no event then. */
  readonly fromOtherContract?: boolean
  readonly files?: DumpFileSystem
  readonly identity?: DumpIdentity
}
