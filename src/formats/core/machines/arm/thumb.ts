/** The Thumb state of ARM processors. */
import type { Registers } from '../../process-info.js'

/** Bit 0 of the program counter says no more than the Thumb bit of the status register. */
export function withoutThumbBit({ pc }: Registers): Registers {
  return pc === undefined ? {} : { pc: pc & ~1n }
}
