/** What the readers and writers of ELF cores need to know of a system. */
import type { Abi, AbiName, Struct } from '../../schema/base.js'
import type { AuxvTable } from '../../systems/auxv-table.js'
import type { SignalTable } from '../../systems/signal-table.js'
import type { DeclaredStructure } from '../declared-structure.js'
import type { ProgramHeader } from '../elf/index.js'
import type { NoteRegistry } from './note-registry.js'
import type { SignalInfo } from './process-info.js'

/** A note as it is seen before anything is decoded. */
export interface NoteSummary {
  readonly owner: string
  readonly type: number
  /** Bytes of the descriptor. */
  readonly size: number
  /** Index of the program header that it is in. */
  readonly segment: number
}

/** What a core looks like from outside. */
export interface CoreSummary {
  readonly abi: Abi
  readonly osabi: number
  readonly notes: readonly NoteSummary[]
  /** Whether the structures of a DragonFly checkpoint follow the notes; looked for on request. */
  readonly hasCheckpointTrailer?: () => boolean
}

/** Why memory that was to be in a core is not there. */
export interface MissingReason {
  /** It could not be read or written, a signal ended the dump at it, or had ended the dump before it. */
  readonly by: 'error' | 'signal' | 'earlier signal'
  /** `EIO`; undefined where the file does not tell it. */
  readonly errno?: string
  /** Undefined where nothing is known of it. */
  readonly signal?: SignalInfo
}

export interface CoreSystem {
  readonly name: CoreSystemName
  /** `elf-core/linux`. */
  readonly format: string
  readonly title: string
  readonly notes: NoteRegistry
  readonly structures: readonly DeclaredStructure[]
  readonly signals: SignalTable
  /** Types of the auxiliary vector's entries; undefined where the system's cores have no such vector. */
  readonly auxv?: AuxvTable
  /** Whether memory of a segment behind its part in the file was zero, rather than not dumped. */
  zeroFilled?(segment: { readonly p_flags: number }): boolean
  /**
   * Why a segment's memory is not in the file, where the system marks that.
   *
   * @param at decodes what is at a byte offset of the file; undefined where the file ends before
   */
  missingReason?(segment: ProgramHeader, abi: Abi, at: <T>(struct: Struct<T>, offset: bigint) => T | undefined): MissingReason | undefined
  /** Whether a note says nothing of the process, such as an older form of one that is there too. */
  isRedundantNote?(note: NoteSummary, core: CoreSummary): boolean
  /** Whether the kernel marks segments in the file whose memory it could not write (see {@link missingReason}). */
  readonly marksFailedSegments?: boolean
  /** Whether cores have section headers with the symbols, types and debugging information of mapped objects. */
  readonly hasObjectSections?: boolean
  /** Machines that the system's cores can be built for. */
  readonly writableAbis: readonly AbiName[]
}

export type CoreSystemName = 'linux' | 'freebsd' | 'netbsd' | 'openbsd' | 'dragonfly' | 'illumos'
