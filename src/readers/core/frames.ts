/** Backtraces as reports show them, and what makes them. */
import type { Registers } from '../../formats/core/process-info.js'

/** How the registers of a frame are known: from the core, by unwind tables, by a chain of frames, or guessed from the stack. */
export type FrameTrust = 'context' | 'cfi' | 'frame-pointer' | 'scan'

/** An address by module, function and line, as far as each is known. Offsets in bytes. */
export interface SymbolizedAddress {
  readonly address: bigint
  readonly module?: string
  readonly moduleOffset?: bigint
  /** In hex. */
  readonly buildId?: string
  /** Demangled where it is mangled and a demangler is at hand. */
  readonly function?: string
  /** As in the symbol table, where it differs. */
  readonly rawFunction?: string
  readonly functionOffset?: number
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

export interface BacktraceFrame extends Omit<SymbolizedAddress, 'address'> {
  readonly pc: bigint
  readonly sp?: bigint
  readonly trust: FrameTrust
  /** The compiler put this function into its caller, the next frame; both have the same program counter. */
  readonly inlined?: true
  /** The kernel called a signal handler from here; the next frame is what the signal interrupted. */
  readonly signalFrame?: true
}

/** Makes backtraces of a process and names its addresses. */
export interface StackTracer {
  /** The calls of a thread, the innermost first; empty where the thread's registers are not known. */
  backtrace(thread: { readonly registers: Registers; readonly extra?: Readonly<Record<string, Registers>> }): readonly BacktraceFrame[]
  /** What is at an address; several entries where functions were inlined, the innermost first. */
  symbolize(address: bigint): readonly SymbolizedAddress[]
  /** The address of a function by its name. */
  addressOf(name: string): bigint | undefined
  /** Closes the files with symbols; what was not read before is not found afterwards. */
  close(): void
}
