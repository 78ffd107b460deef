/** Threads and process of a core, as the readers build them from notes or streams. */
import type { AuxEntry, MappedFile, OpenFile, ProcessInfo, Registers } from '../../formats/core/process-info.js'
import type { CoreNote } from './note.js'

/** A thread of the process. */
export interface Thread {
  /** As the system numbers threads; undefined when the note that says it is cut. */
  readonly tid?: number
  readonly name?: string
  /** General registers, by gdb's names. */
  readonly registers: Registers
  /** Further registers by the name of their note: `NT_FPREGSET`, `NT_X86_XSTATE`. */
  readonly extra: Readonly<Record<string, Registers>>
  readonly notes: readonly CoreNote[]
}

export interface ProcessModel {
  readonly process: ProcessInfo
  /** In the order of the file: the one that died first, on most systems. */
  readonly threads: readonly Thread[]
  readonly auxv: readonly AuxEntry[]
  readonly files: readonly MappedFile[]
  /** By descriptor; empty where the core does not tell them. */
  readonly descriptors: readonly OpenFile[]
}
