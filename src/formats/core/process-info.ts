/**
 * What notes tell of a process, in terms that all systems share. A note's declaration says how its value becomes
 * such facts; a reader puts the facts of all notes together.
 */

/** Registers by the names that gdb has for them on that machine. */
export type Registers = Readonly<Record<string, bigint>>

export interface SignalInfo {
  /** In the numbering of the system and machine that wrote the file. */
  readonly number: number
  readonly code?: number
  /** Address that the fault was about. */
  readonly address?: bigint
  /** What the thread did at that address. */
  readonly access?: 'read' | 'write' | 'fetch'
  /** Process and user that sent it. */
  readonly sender?: { readonly pid: number; readonly uid: number }
  /** Thread that it was meant for; 0 where it was sent to the whole process. */
  readonly tid?: number
}

/** An exception of a system whose programs do not die by signals. */
export interface ExceptionInfo {
  readonly code: number
  readonly name?: string
  /** The first code of a Mach exception, and its name. */
  readonly subcode?: number
  readonly codeName?: string
  /** Address of the fault or of the instruction. */
  readonly address?: bigint
  readonly parameters?: readonly bigint[]
}

/** Users and groups of a process: real, effective and saved. */
export interface Credentials {
  readonly ruid?: number
  readonly euid?: number
  readonly svuid?: number
  readonly rgid?: number
  readonly egid?: number
  readonly svgid?: number
}

/** A resource limit. Infinity is undefined. */
export interface ResourceLimit {
  /** As the system's headers call it: `RLIMIT_CORE`. */
  readonly name: string
  readonly soft?: bigint
  readonly hard?: bigint
}

/** An open file of the process. */
export interface OpenFile {
  readonly fd: number
  /** `file`, `directory`, `socket`, `pipe` ... */
  readonly kind: string
  readonly path?: string
  /** How it was opened, in the words of the system: `read`, `append`. */
  readonly flags?: readonly string[]
  /** Bytes from the start of the file. */
  readonly offset?: bigint
  /** A file that is known by file system and file handle, both in hexadecimal. */
  readonly fsid?: string
  readonly handle?: string
  /** Ends of a socket. */
  readonly local?: string
  readonly peer?: string
}

export interface ProcessInfo {
  readonly pid?: number
  readonly ppid?: number
  readonly pgrp?: number
  readonly sid?: number
  /** Name of the command, often shortened. */
  readonly name?: string
  /** Command line, arguments joined by spaces; often shortened. */
  readonly arguments?: string
  /** Real user and group. */
  readonly uid?: number
  readonly gid?: number
  readonly credentials?: Credentials
  /** Supplementary groups. */
  readonly groups?: readonly number[]
  readonly umask?: number
  readonly limits?: readonly ResourceLimit[]
  /** Path of the program. */
  readonly executable?: string
  /** The working directory, and the root directory where it is another than that of the system. */
  readonly cwd?: string
  readonly root?: string
  /** Address of its ps_strings. */
  readonly psStrings?: bigint
  /** How many threads it had. */
  readonly threadCount?: number
  readonly signal?: SignalInfo
  /** Windows, macOS and others: the exception that ended the process. */
  readonly exception?: ExceptionInfo
  /** The signal that ended the writing of the core before it was whole. */
  readonly dumpSignal?: SignalInfo
}

export interface ThreadInfo {
  readonly tid?: number
  readonly name?: string
  /** The general registers. */
  readonly registers?: Registers
  /** Further registers of this note: floating point, vectors, debug. */
  readonly extra?: Registers
}

/** One entry of the auxiliary vector. */
export interface AuxEntry {
  readonly type: bigint
  readonly value: bigint
}

/** A part of a file that was mapped. Addresses and offset in bytes; `end` is exclusive. */
export interface MappedFile {
  readonly start: bigint
  readonly end: bigint
  readonly offset: bigint
  readonly path: string
  /** `r-x`, where the system records it. */
  readonly permissions?: string
}

export interface NoteInfo {
  readonly process?: ProcessInfo
  readonly thread?: ThreadInfo
  readonly auxv?: readonly AuxEntry[]
  readonly files?: readonly MappedFile[]
  readonly descriptors?: readonly OpenFile[]
}
