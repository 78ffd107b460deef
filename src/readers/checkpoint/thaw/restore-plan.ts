/** What comes of a thaw: a plan, or a refusal. */
import type { Errno, FileRecord, SignalInfo } from '../../../formats/checkpoint/dragonfly/index.js'
import type { Registers } from '../../../formats/core/process-info.js'
import type { ThawMapping } from './thaw-system.js'

export interface ThawDescriptor {
  readonly descriptor: number
  readonly access: string
  readonly flags: number
  readonly offset: bigint
  /** The file; undefined: the checkpoint itself. */
  readonly handle?: FileRecord['cfi_fh']
}

/** What is to be done for the process to go on. */
export interface RestorePlan {
  readonly name: string
  /** Of the one thread that is restored, by gdb's names. */
  readonly registers: Registers
  /** Descriptor of NT_FPREGSET. */
  readonly floating: Uint8Array
  /** Threads that are read and dropped. */
  readonly threadsDropped: number
  /** In pages, and where they begin. */
  readonly text: { readonly pages: bigint; readonly address: bigint }
  readonly data: { readonly pages: bigint; readonly address: bigint }
  /** In their order: later ones replace earlier ones where they overlap. */
  readonly mappings: readonly ThawMapping[]
  /** SIGKILL and SIGSTOP are taken out of the mask. */
  readonly signals: SignalInfo
  /** Signals whose actions are restored: 128, or as many as fit into a pointer in the kernel that loses them. */
  readonly actionsRestored: number
  /** All from 3 on are closed before. */
  readonly descriptors: readonly ThawDescriptor[]
  /** Set when restoring descriptors ended early, which is no error. */
  readonly descriptorsLost?: string
  /** Losses and faults that follow from the plan. */
  readonly warnings: readonly string[]
  /** What a restore does not bring back. */
  readonly notRestored: readonly string[]
  /** What the kernel does undefined, such as a use after free; undefined if nothing. */
  readonly undefinedBehavior?: string
  /** The checkpoint becomes the text vnode of the process and gets VCKPT; false if it is not a vnode. */
  readonly textIsCheckpoint: boolean
  /** What the system call returns in the program. */
  readonly retval: number
}

export interface ThawFailure {
  readonly ok: false
  readonly errno: Errno
  readonly number: number
  /** `syscall`, `ELF header`, `program headers`, `notes`, `registers`, `vminfo`, `vnodes`, `siginfo`, `files`, `mappings`. */
  readonly step: string
  /** Where in the file is what it failed on; undefined when the call itself is wrong. */
  readonly offset: number | undefined
  readonly message: string
  /** Why the kernel may not get as far as the errno: it faults, or allocates without a limit. */
  readonly undefinedBehavior?: string
  /** Whether the caller's memory was gone by then: it cannot go on. */
  readonly oldSpaceGone: boolean
}

export type ThawResult = ThawFailure | { readonly ok: true; readonly plan: RestorePlan }

/** `r`, `w`, `rw` or `-`, of the kernel's flags. */
export function accessOf(flags: number): string {
  return `${flags & 1 ? 'r' : ''}${flags & 2 ? 'w' : ''}` || '-'
}
