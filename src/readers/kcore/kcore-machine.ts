/** What a reader of NetBSD's kcore files must know of a machine. */
import type { Abi } from '../../schema/base.js'
import type { Part } from '../file-parts.js'
import type { PhysicalMemory } from './physical-memory.js'
import type { Translation } from './translation.js'

/** What the CPU data of a dump says. Offsets of `parts` are from the start of the CPU data. */
export interface CpuData {
  readonly parts: readonly Part[]
  /** The ranges of memory, in the order in which they stand in the dump; undefined: file offset and physical address are the same. */
  readonly segments: readonly { readonly start: number; readonly size: number }[] | undefined
  /** Makes the translation; or says why there is none. */
  readonly translation: ((memory: PhysicalMemory) => Translation) | { readonly untranslatedReason: string }
  /** What the machine's own report shows: `paging`, `pageSize`. */
  readonly facts: Readonly<Record<string, unknown>>
  /** What is wrong with it, with the offset in the CPU data. */
  readonly problems: readonly { readonly offset: number; readonly path: string; readonly message: string }[]
}

/** What more may be known when CPU data is read. */
interface CpuContext {
  /** Bytes of the kernel's image in memory, where the kernel file is given. */
  readonly kernelEnd?: bigint
  /** Physical address of the first byte of memory is `dumpOffset` in the file. */
  readonly memorySize: number
}

export interface KcoreMachine {
  /** Name of the port or processor. */
  readonly name: string
  /** The ABIs that its files may be of, the usual one first. */
  readonly abis: readonly Abi[]
  /** Headers are rounded up to a multiple of this, in bytes. */
  readonly unit: 4 | 8 | 16
  /** How plausible CPU data is as this machine's with this ABI, from 0 to 1. */
  fits?(cpu: Uint8Array, abi: Abi): number
  /** Reads CPU data; never throws for what it says. */
  read(cpu: Uint8Array, abi: Abi, context: CpuContext): CpuData
}
