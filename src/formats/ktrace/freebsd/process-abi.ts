/** Which ABI each process of a trace has, so whose system calls its numbers mean. */

import { SYSCALLS } from '../../../systems/freebsd/syscalls.js'
import { callTable } from '../../../systems/syscall-table.js'
import type { NamerOptions, RecordView, SyscallNamer } from '../dialect.js'
import { TYPES as t } from './type-numbers.js'

export const calls = callTable(SYSCALLS)

export const ABI_MASK = 0xff
export const ABI_LINUX = 3
export const ABI_FREEBSD = 9
export const SV_ILP32 = 0x100
export const SV_LP64 = 0x200

/** Emulations by the names of `NamerOptions`. */
export const EMULATIONS: Readonly<Record<string, number>> = { freebsd: ABI_FREEBSD, linux: ABI_LINUX }
const NO_NAMES: readonly (string | undefined)[] = []

/** Follows the PROCCTOR and PROCDTOR records of a trace. */
export class Processes {
  readonly #flags = new Map<number, number>()
  readonly #initial: number

  /** @param emulation that of processes of which the trace does not say it */
  constructor(emulation?: string) {
    this.#initial = (emulation !== undefined && Object.hasOwn(EMULATIONS, emulation) && EMULATIONS[emulation]) || 0
  }

  /** Takes a record's word for it, where it has one. Gives false for records that are about calls and other things. */
  see({ type, pid, view, payload, stop, little }: RecordView): boolean {
    if (type === t.KTR_PROCCTOR) {
      if (stop - payload >= 4) this.#flags.set(pid, view.getUint32(payload, little))
      return true
    }
    if (type !== t.KTR_PROCDTOR) return false
    this.#flags.delete(pid)
    return true
  }

  /** `sv_flags` of a process; 0 where nothing is known. */
  of(pid: number): number {
    return this.#flags.get(pid) ?? this.#initial
  }
}

/** Names of the calls of a process by number. Those without any ABI are taken for FreeBSD's. */
export function namesOf(flags: number): readonly (string | undefined)[] {
  return flags === 0 || (flags & ABI_MASK) === ABI_FREEBSD ? calls().names : NO_NAMES
}

export function syscallNumber({ type, view, payload, stop, little }: RecordView): number | undefined {
  return (type === t.KTR_SYSCALL || type === t.KTR_SYSRET) && stop - payload >= 2 ? view.getInt16(payload, little) : undefined
}

/** Names system calls for record listings. */
export function createSyscallNamer(options: NamerOptions = {}): SyscallNamer {
  const processes = new Processes(options.emulation)
  return {
    see(record: RecordView): string | undefined {
      if (processes.see(record)) return undefined
      const code = syscallNumber(record)
      return code === undefined ? undefined : namesOf(processes.of(record.pid))[code]
    },
  }
}
