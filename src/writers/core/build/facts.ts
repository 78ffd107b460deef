/** What a core is built of, in terms that all systems share: the same that reading one gives. */
import type { Diagnostic } from '../../../errors.js'
import type { AuxEntry, MappedFile, ProcessFacts, Registers } from '../../../formats/core/facts.js'
import type { ByteSource } from '../../../io/source.js'
import type { Abi } from '../../../schema/base.js'

export interface BuildThread {
  readonly tid: number
  readonly name?: string
  /** General registers by gdb's names; those that are left out are zero. */
  readonly registers: Registers
  /** Floating-point registers by gdb's names; without them, the core says that the thread had none. */
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
}

/** A note of a document, by its fields. */
export interface BuiltNote {
  readonly owner: string
  readonly type: number
  readonly name: string
  readonly fields: Readonly<Record<string, unknown>>
}

/** Makes the notes of a system; what its structures have no room for is added to `lost`. */
export type BuildNotes = (facts: BuildFacts, abi: Abi, lost: Diagnostic[]) => BuiltNote[]
