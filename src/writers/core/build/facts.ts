/** What a core is built of, in terms that all systems share: the same that reading one gives. */
import type { Diagnostic } from '../../../errors.js'
import type { AuxEntry, MappedFile, ProcessFacts, Registers } from '../../../formats/core/facts.js'
import type { ByteSource } from '../../../io/source.js'
import type { Abi, Struct } from '../../../schema/base.js'

export interface BuildThread {
  readonly tid: number
  readonly name?: string
  /** General registers by gdb's names; those that are left out are zero. */
  readonly registers: Registers
  /** Floating-point, vector and further registers by gdb's names; without them, the core says that the thread had none. */
  readonly floating?: Registers
}

export interface BuildMemory {
  readonly address: bigint
  /** Bytes of memory; those of `content` without it. What the content does not have is not in the core. */
  readonly size?: bigint
  /** What was in the memory. */
  readonly content?: Uint8Array | ByteSource
  /** `rw-` without it. */
  readonly permissions?: string
}

export interface BuildFacts {
  readonly process: ProcessFacts
  /** The one that died first. */
  readonly threads: readonly BuildThread[]
  readonly memory: readonly BuildMemory[]
  readonly auxv?: readonly AuxEntry[]
  readonly files?: readonly MappedFile[]
  /** illumos: kinds of memory that were to be dumped, as bits of core_content_t (NT_CONTENT); the note is left out without it. */
  readonly content?: bigint
}

/** A note, its descriptor encoded: of many threads, values would take more room than bytes. */
export interface BuiltNote {
  readonly owner: string
  readonly type: number
  readonly name: string
  readonly struct: Struct<unknown>
  readonly bytes: Uint8Array
}

/** What a system's cores are built of; what its structures have no room for is added to `lost`. */
export interface CoreBuilder {
  /** The notes of each note segment. */
  notes(facts: BuildFacts, abi: Abi, lost: Diagnostic[]): readonly (readonly BuiltNote[])[]
  /** Bytes that stand behind the notes and that no program header covers. */
  behindNotes?(facts: BuildFacts, abi: Abi): Uint8Array
  /** Flags of a segment of memory beside those of its permissions. */
  segmentFlags?(memory: BuildMemory, facts: BuildFacts): number
}
