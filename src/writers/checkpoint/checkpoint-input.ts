/** Input and result of `buildCheckpoint`. */
import type { Errno } from '../../formats/checkpoint/dragonfly/index.js'
import type { ByteSink } from '../../io/sink.js'
import type { ByteSource } from '../../io/source.js'

export interface FreezeHandle {
  /** The two words of the file system ID. */
  readonly fsid: readonly [number, number]
  /** Up to 16 bytes, defined by the file system. */
  readonly fid: Uint8Array
  readonly extension?: number
  /** fid_len: bytes of the entire file ID of its file system, its 4 bytes of header included; 24 for UFS (default: 20). */
  readonly length?: number
}

export interface CheckpointInputThread {
  /** Thread ID; in files from 2003 to 2006 the process ID. */
  readonly tid: number
  /** Registers by the names of the header, with or without `r_`; missing ones are zero. */
  readonly registers?: Readonly<Record<string, bigint>>
  /** FPU state: environment and eight registers of ten bytes, 108 bytes in total. */
  readonly floating?: Uint8Array
  /** Still being created: it has no registers and is omitted. */
  readonly embryo?: boolean
}

export type ObjectKind = 'default' | 'swap' | 'vnode' | 'device'

/** An entry of the process's memory map. */
export interface CheckpointInputMapping {
  readonly start: bigint
  readonly end: bigint
  /** For example `rw-`. */
  readonly permissions: string
  /** Other entries than `normal` are ignored (default: `normal`). */
  readonly type?: 'normal' | 'submap' | 'vpagetable'
  /** The VM object of the entry; entries without one are omitted. */
  readonly top?: ObjectKind
  /** The last backing object (default: the object of the entry). */
  readonly backing?: ObjectKind
  /** MAP_NOCORE, MADV_NOCORE, or a read-only segment of a program. */
  readonly noCore?: boolean
  /** The file of a vnode object; undefined if its file system does not support handles and its ID is not known. */
  readonly handle?: FreezeHandle
  /** VFS_VPTOFH fails, for example `EOPNOTSUPP` on NFS: the record has only the ID of the file system, from `handle`. */
  readonly handleError?: Errno
  /** The file is the process's text and itself a checkpoint (VCKPT). */
  readonly checkpointText?: boolean
  /** Default: zeros. */
  readonly contents?: Uint8Array | ByteSource
  /** Number of readable bytes (default: all). */
  readonly readable?: number
}

export interface FreezeFile {
  readonly descriptor: number
  /** File type (default: 1, DTYPE_VNODE); other types are not saved. */
  readonly type?: number
  /** Kernel flags: 1 read, 2 write. */
  readonly flags: number
  readonly offset?: bigint
  /** Undefined if the file or its mount no longer exists; a placeholder is written. */
  readonly handle?: FreezeHandle
  /** VFS_VPTOFH fails, for example `EOPNOTSUPP` on NFS, procfs, fuse, smbfs or dirfs: so does the freeze, with this error. */
  readonly handleError?: Errno
  /** The program requested the checkpoint through this descriptor. */
  readonly isCheckpoint?: boolean
}

export interface FreezeSignals {
  /** Handlers by signal number; 1 means ignore. */
  readonly handlers?: Readonly<Record<number, bigint>>
  /** Signals that are blocked while a handler runs, by signal number. */
  readonly masks?: Readonly<Record<number, readonly number[]>>
  /** Signal numbers by the name of the set: `ps_sigcatch`, `ps_sigonstack`. */
  readonly sets?: Readonly<Record<string, readonly number[]>>
  readonly mask?: readonly number[]
  /** Process and user that last sent a signal, by signal number (since release 5.4). */
  readonly frominfo?: Readonly<Record<number, { readonly pid: number; readonly uid: number }>>
  /** ITIMER_REAL, in microseconds. */
  readonly timer?: { readonly interval: bigint; readonly value: bigint }
  /** Reference count and flags of sigacts (default: 1 and 0). */
  readonly references?: number
  readonly flags?: number
  /** Default: SIGCHLD. */
  readonly parentSignal?: number
}

export interface CheckpointInput {
  readonly abi: 'amd64' | 'i386'
  readonly name: string
  /** Kernel version. */
  readonly osreldate?: number
  /** Signal of all threads, pr_cursig (default: 33, SIGCKPT). A core has another one. */
  readonly signal?: number
  /** The thread that requested the checkpoint or received the signal is first. */
  readonly threads: readonly CheckpointInputThread[]
  /** Size in pages and start address. */
  readonly text?: { readonly pages: bigint; readonly address: bigint }
  readonly data?: { readonly pages: bigint; readonly address: bigint }
  /** In any order; they are written in address order. */
  readonly mappings: readonly CheckpointInputMapping[]
  readonly signals?: FreezeSignals
  readonly files?: readonly FreezeFile[]
}

export interface BuildCheckpointOptions {
  /** Name of a revision, such as `frominfo`, `final` or `2004` (default: the newest of the machine). */
  readonly form?: string
  /** i386: size of struct reg, 76 bytes to release 1.6 and 80 from 1.8 (default: 80 if a thread has `xflags`, else 76 for the forms that have both). */
  readonly registerSetSize?: 76 | 80
  /** kern.elf_legacy_coredump: only memory that is both readable and writable is dumped. */
  readonly legacy?: boolean
  /** Soft limit of RLIMIT_CORE in bytes (default: unlimited). */
  readonly limit?: bigint
  /** The process has changed its credentials. */
  readonly setId?: boolean
  /** kern.sugid_coredump. */
  readonly sugidCoredump?: boolean
  /** Whether to write placeholders, as the kernel does (default: true). A kernel that restores the file loses descriptors because of them. */
  readonly placeholders?: boolean
}

export interface FrozenPart {
  readonly name: string
  readonly offset: number
  readonly size: number
}

export type BuildCheckpointResult =
  | { readonly ok: false; readonly errno: Errno; readonly message: string }
  | {
      readonly ok: true
      /** Size of the file in bytes. */
      readonly size: number
      /** All parts in file order. */
      readonly parts: readonly FrozenPart[]
      /** Problems that a restore would encounter. */
      readonly warnings: readonly string[]
      /** Set when memory cannot be read; the file ends there, with complete headers. */
      readonly errno?: Errno
      write(sink: ByteSink): void
      /** The same as `write`, but pauses regularly. */
      writing(sink: ByteSink): Generator<void, void, undefined>
      bytes(): Uint8Array
    }
