/** A process that is to be frozen, and what comes of it. */
import type { Errno } from '../../formats/checkpoint/dragonfly/index.js'
import type { ByteSink } from '../../io/sink.js'
import type { ByteSource } from '../../io/source.js'

export interface FreezeHandle {
  /** The two words of the number of the mount. */
  readonly fsid: readonly [number, number]
  /** Up to 16 bytes, as the file system has them. */
  readonly fid: Uint8Array
  readonly extension?: number
}

export interface CheckpointInputThread {
  /** Number of the thread; in files of 2003 to 2006 that of the process. */
  readonly tid: number
  /** By the header's names, with or without `r_`; what is not given is zero. */
  readonly registers?: Readonly<Record<string, bigint>>
  /** Registers of the coprocessor: environment and eight registers of ten bytes, 108 bytes together. */
  readonly floating?: Uint8Array
  /** Still being created: it has no registers and is left out. */
  readonly embryo?: boolean
}

export type ObjectKind = 'default' | 'swap' | 'vnode' | 'device'

/** An entry of the process's map. */
export interface CheckpointInputMapping {
  readonly start: bigint
  readonly end: bigint
  /** Such as `rw-`. */
  readonly permissions: string
  /** Only normal entries are looked at; `normal` where not said. */
  readonly type?: 'normal' | 'submap' | 'vpagetable'
  /** The object of the entry itself; undefined for an entry without one, which is left out. */
  readonly top?: ObjectKind
  /** The deepest object behind it; that of the entry where not said. */
  readonly backing?: ObjectKind
  /** MAP_NOCORE, MADV_NOCORE, or a segment of a program that cannot be written to. */
  readonly noCore?: boolean
  /** The file of a vnode object; undefined where its file system can make no handle. */
  readonly handle?: FreezeHandle
  /** The file is the process's text and a checkpoint itself: the flag VCKPT. */
  readonly checkpointText?: boolean
  /** Zeros where not given. */
  readonly contents?: Uint8Array | ByteSource
  /** Bytes that can be read of it; all of them where not said. */
  readonly readable?: number
}

export interface FreezeFile {
  readonly descriptor: number
  /** DTYPE_VNODE, 1, where not said; others are not saved. */
  readonly type?: number
  /** The kernel's flags: 1 read, 2 write. */
  readonly flags: number
  readonly offset?: bigint
  /** Undefined where file or mount are gone: a placeholder is written. */
  readonly handle?: FreezeHandle
  /** The program asked for the checkpoint by this descriptor. */
  readonly isCheckpoint?: boolean
}

export interface FreezeSignals {
  /** Handlers by signal number; 1 ignores. */
  readonly handlers?: Readonly<Record<number, bigint>>
  /** Signals that are blocked while the handler of one runs. */
  readonly masks?: Readonly<Record<number, readonly number[]>>
  /** Numbers of signals, by the set's name: `ps_sigcatch`, `ps_sigonstack`. */
  readonly sets?: Readonly<Record<string, readonly number[]>>
  readonly mask?: readonly number[]
  /** ITIMER_REAL, in microseconds. */
  readonly timer?: { readonly interval: bigint; readonly value: bigint }
  /** SIGCHLD where not said. */
  readonly parentSignal?: number
}

export interface CheckpointInput {
  readonly abi: 'amd64' | 'i386'
  readonly name: string
  /** Version of the kernel. */
  readonly osreldate?: number
  /** The thread that asked for it, or got the signal, first. */
  readonly threads: readonly CheckpointInputThread[]
  /** In pages, and where they begin. */
  readonly text?: { readonly pages: bigint; readonly address: bigint }
  readonly data?: { readonly pages: bigint; readonly address: bigint }
  /** In any order; the map is walked by address. */
  readonly mappings: readonly CheckpointInputMapping[]
  readonly signals?: FreezeSignals
  readonly files?: readonly FreezeFile[]
}

export interface BuildCheckpointOptions {
  /** `final`, `final-mailbox`, `2004`, `2003`, `2003-first`; the newest where not said. */
  readonly form?: string
  /** elf_legacy_coredump: only what can be both read and written is dumped. */
  readonly legacy?: boolean
  /** Soft limit of RLIMIT_CORE in bytes; none where not said. */
  readonly limit?: bigint
  /** The process has changed its user. */
  readonly setId?: boolean
  /** kern.sugid_coredump. */
  readonly sugidCoredump?: boolean
  /** False leaves out placeholders, which make a kernel lose descriptors; a kernel writes them. */
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
      /** Bytes of the file. */
      readonly size: number
      /** Every part by ascending offset. */
      readonly parts: readonly FrozenPart[]
      /** What a thaw would stumble over. */
      readonly warnings: readonly string[]
      /** Set when memory cannot be read: the file ends there, its headers are whole. */
      readonly errno?: Errno
      write(sink: ByteSink): void
      /** The same, pausing after each stretch of work. */
      writing(sink: ByteSink): Generator<void, void, undefined>
      bytes(): Uint8Array
    }
