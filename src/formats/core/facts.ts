/**
 * What notes tell of a process, in terms that all systems share. A note's declaration says how its value becomes
 * such facts; a reader puts the facts of all notes together.
 */

/** Registers by the names that gdb has for them on that machine. */
export type Registers = Readonly<Record<string, bigint>>

export interface SignalFacts {
  /** In the numbering of the system and machine that wrote the file. */
  readonly number: number
  readonly code?: number
  /** Address that the fault was about. */
  readonly address?: bigint
  /** Process and user that sent it. */
  readonly sender?: { readonly pid: number; readonly uid: number }
  /** Thread that it was meant for; 0 where it was sent to the whole process. */
  readonly tid?: number
}

export interface ProcessFacts {
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
  /** How many threads it had. */
  readonly threadCount?: number
  readonly signal?: SignalFacts
}

export interface ThreadFacts {
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
}

export interface NoteFacts {
  readonly process?: ProcessFacts
  readonly thread?: ThreadFacts
  readonly auxv?: readonly AuxEntry[]
  readonly files?: readonly MappedFile[]
}
