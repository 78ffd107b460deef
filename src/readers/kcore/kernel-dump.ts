/** A kernel dump of any format, as far as all of them are alike. */

import type { Diagnostics } from '../../errors.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'
import type { Area, Part } from '../file-parts.js'
import type { Limits } from '../limits.js'
import type { CpuState } from './cpus/cpu-state.js'
import type { DumpNote } from './dump-notes.js'
import { Kvm } from './kvm.js'
import type { PhysicalMemory } from './physical-memory.js'
import type { KernelFile } from './symbols/elf.js'
import type { Translation } from './translation.js'

export interface KernelDump {
  readonly format: string
  readonly abi: Abi
  /** Name of the machine, as the system calls it. */
  readonly machine: string
  readonly source: ByteSource
  readonly memory: PhysicalMemory
  readonly translation?: Translation | undefined
  /** Why there is no translation. */
  readonly untranslatedReason?: string | undefined
  /** Names are looked up without one leading underscore, as on NetBSD. */
  readonly underscores?: boolean
  /** Structures of the file, in any order. */
  readonly parts: readonly Part[]
  /** What else is where. */
  readonly areas: readonly Area[]
  /** What the format's own headers say, for the report. */
  readonly facts: Readonly<Record<string, unknown>>
  /** Notes of the dumped machine: registers of the processors, VMCOREINFO. */
  readonly notes: readonly DumpNote[]
  /** Of a dump that was converted to ELF: what its note says of the original file. */
  readonly origin?: ReadonlyMap<string, string>
  readonly diagnostics: Diagnostics
  readonly kernel?: KernelFile | undefined
  /** The other files of a split dump. */
  readonly otherParts?: readonly ByteSource[]
  /** The kernel message buffer as text bytes; undefined where it cannot be found. */
  messages?(kvm: Kvm): Uint8Array | undefined
  /** Why the kernel went down. */
  panic?(kvm: Kvm): string | undefined
  /** Registers of the processors at the crash. */
  cpus?(kvm: Kvm): readonly CpuState[]
  /** The kernel's version text. */
  version?(kvm: Kvm): string | undefined
}

/** Kernel memory of a dump. */
export function kvmOf(dump: KernelDump): Kvm {
  return new Kvm({
    abi: dump.abi,
    memory: dump.memory,
    translation: dump.translation,
    unknown: dump.untranslatedReason,
    symbols: dump.kernel?.symbols,
    diagnostics: dump.diagnostics,
    ...(dump.underscores !== undefined && { underscores: dump.underscores }),
  })
}

/** What the family passes to the reader of one format. */
export interface DumpOptions {
  readonly format: string
  readonly kernel: KernelFile | undefined
  readonly diagnostics: Diagnostics
  readonly limits: Limits
  /** The other files of a split dump. */
  readonly otherParts?: readonly ByteSource[]
}
