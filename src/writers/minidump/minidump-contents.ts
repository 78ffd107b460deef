/** The contents of a minidump. */
import type { AuxEntry, MappedFile, ProcessInfo } from '../../formats/core/process-info.js'
import type { ByteSource } from '../../io/source.js'
import type { AbiName } from '../../schema/base.js'
import type { BuildMemory, BuildThread } from '../core/build/build-core.js'

export interface MinidumpModule {
  readonly start: bigint
  /** Exclusive. */
  readonly end: bigint
  readonly path?: string
  readonly soname?: string
  /** Hexadecimal. */
  readonly buildId?: string
}

export interface MinidumpContents {
  readonly abi: AbiName
  /** Signal numbers are those of Linux. */
  readonly process: ProcessInfo
  /** The crashed thread is first. */
  readonly threads: readonly BuildThread[]
  readonly memory: readonly BuildMemory[]
  /** The program is first. */
  readonly modules?: readonly MinidumpModule[]
  readonly files?: readonly MappedFile[]
  readonly auxv?: readonly AuxEntry[]
  readonly argv?: readonly string[]
  readonly environment?: readonly string[]
  /** Operating system description (default: `Linux`). */
  readonly version?: string
  /** Note segments of the original core, for information that streams cannot store. */
  readonly notes?: readonly ByteSource[]
}
