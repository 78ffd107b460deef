/** A checkpoint that was opened, as its reader gives it. */
import type { Diagnostics } from '../../errors.js'
import type {
  CheckpointRevision,
  FileHeader,
  FileRecord,
  NoteName,
  Prpsinfo,
  Prstatus,
  SignalInfo,
  VnodeRecord,
  vminfo as vminfoStruct,
} from '../../formats/checkpoint/dragonfly/index.js'
import type { Registers } from '../../formats/core/process-info.js'
import type { ElfHeader, ProgramHeader } from '../../formats/elf/index.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi, Infer, Layout } from '../../schema/base.js'
import type { CoreMemory } from '../core/memory.js'

/** A structure of the file that is whole, and its place. */
export interface Part {
  /** In field maps: `vnodes[1]`. */
  readonly path: string
  readonly offset: number
  readonly layout: Layout<unknown>
}

export interface CheckpointNote {
  readonly index: number
  readonly offset: number
  readonly owner: string
  readonly nameSize: number
  readonly type: number
  readonly name: NoteName | undefined
  readonly descriptorOffset: number
  readonly size: number
  /** Absent where the descriptor is not of the structure that its type has. */
  readonly layout: Layout<unknown> | undefined
}

export interface CheckpointThread {
  readonly tid: number
  /** The general registers, by gdb's names. */
  readonly registers: Registers
  readonly status: Prstatus
  /** Descriptor of NT_FPREGSET. */
  readonly floating?: Record<string, unknown>
}

/** Memory that the file holds. */
export interface CheckpointSegment {
  /** Index of the program header. */
  readonly segment: number
  readonly start: bigint
  readonly end: bigint
  readonly permissions: string
  readonly offset: bigint
  readonly fileSize: bigint
}

export interface CheckpointFile extends FileRecord {
  /** Behind the entries that cfh_nfiles counts: the kernel does not read it. */
  readonly beyond: boolean
}

export interface Checkpoint {
  readonly format: 'checkpoint/dragonfly'
  readonly source: ByteSource
  readonly abi: Abi
  /** Undefined where the file does not reach, or does not tell. */
  readonly form: CheckpointRevision | undefined
  readonly header: Partial<ElfHeader>
  readonly programHeaders: readonly ProgramHeader[]
  readonly notesOffset: number
  /** As the first program header says. */
  readonly notesSize: number
  readonly noteAlign: 4 | 8
  readonly notes: readonly CheckpointNote[]
  readonly process: Prpsinfo | undefined
  readonly threads: readonly CheckpointThread[]
  readonly vminfo: Infer<typeof vminfoStruct> | undefined
  readonly vnodeCount: number | undefined
  readonly vnodes: readonly VnodeRecord[]
  readonly siginfo: SignalInfo | undefined
  readonly fileHeader: FileHeader | undefined
  readonly files: readonly CheckpointFile[]
  readonly segments: readonly CheckpointSegment[]
  /** Structures outside of the notes, by ascending offset. */
  readonly parts: readonly Part[]
  readonly memory: CoreMemory
  readonly diagnostics: Diagnostics
}
