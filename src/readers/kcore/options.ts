import type { Diagnostics } from '../../errors.js'
import type { KernelFile } from './symbols/elf.js'

/** What a module of this family opens a file with. */
export interface DumpOptions {
  readonly format: string
  readonly kernel: KernelFile | undefined
  readonly diagnostics: Diagnostics
}
