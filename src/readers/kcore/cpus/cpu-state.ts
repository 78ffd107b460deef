/** Registers of the processors of a dump at the moment of the crash. */
import type { Registers } from '../../../formats/core/process-info.js'

/** Where registers are from; each says which of them are valid. */
export type CpuSource = 'NT_PRSTATUS' | 'NT_PRSTATUS of QEMU' | 'dumppcb' | 'stoppcbs' | 'panicbuf' | 'panic_regs'

export interface CpuState {
  /** Number of the processor; absent where the dump does not tell. */
  readonly id?: number
  readonly source: CpuSource
  /** By gdb's names; those that were not saved are absent. */
  readonly registers: Registers
  /** Process id of the task that ran on it; 0 for the idle task. */
  readonly pid?: number
  readonly tid?: number
  /** Address of the thread's structure. */
  readonly thread?: bigint
  readonly mode?: 'user' | 'kernel'
  /** The processor that panicked and wrote the dump. */
  readonly panicked?: boolean
}
