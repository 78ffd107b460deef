/** What a minidump is built of. */
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
  /** In hex. */
  readonly buildId?: string
}

export interface MinidumpContents {
  readonly abi: AbiName
  /** Signal numbers are Linux'. */
  readonly process: ProcessInfo
  /** The one that died first. */
  readonly threads: readonly BuildThread[]
  readonly memory: readonly BuildMemory[]
  /** The program first. */
  readonly modules?: readonly MinidumpModule[]
  readonly files?: readonly MappedFile[]
  readonly auxv?: readonly AuxEntry[]
  readonly argv?: readonly string[]
  readonly environment?: readonly string[]
  /** What the operating system says of itself; `Linux` without it. */
  readonly version?: string
  /** Note segments of the core that it is made of, for what streams have no place for. */
  readonly notes?: readonly ByteSource[]
}
