/** Which ABI each process of a trace has, so whose system calls its numbers mean. */

import type { Abi } from '../../../schema/abi.js'
import { SYSCALLS } from '../../../systems/freebsd/syscalls.js'
import { linuxCallNames } from '../../../systems/linux-programs.js'
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

type Machine = Pick<Abi, 'name' | 'bits'>

/** Linux's own names, for the machine that stands for all of its kind: kdump may put `linux_` before some. */
function linuxNames({ name, bits }: Machine, flags: number): readonly (string | undefined)[] {
  const isNarrow = bits === 64 && (flags & SV_ILP32) !== 0
  if (isNarrow) return name === 'amd64' ? linuxCallNames('i386') : NO_NAMES
  return linuxCallNames(name)
}

/** Names of the calls of a process by number. Those without any ABI are taken for FreeBSD's. */
export function namesOf(flags: number, machine: Machine): readonly (string | undefined)[] {
  if (flags === 0 || (flags & ABI_MASK) === ABI_FREEBSD) return calls().names
  return (flags & ABI_MASK) === ABI_LINUX ? linuxNames(machine, flags) : NO_NAMES
}

/** The names of all calls of FreeBSD and of Linux programs. */
export function* allNames(machine: Machine): Generator<string | undefined, void, undefined> {
  yield* calls().names
  for (const flags of [SV_LP64, SV_ILP32]) yield* linuxNames(machine, flags)
}

export function syscallNumber({ type, view, payload, stop, little }: RecordView): number | undefined {
  return (type === t.KTR_SYSCALL || type === t.KTR_SYSRET) && stop - payload >= 2 ? view.getInt16(payload, little) : undefined
}

/** Names system calls for record listings. */
export function createSyscallNamer(machine: Machine, options: NamerOptions = {}): SyscallNamer {
  const processes = new Processes(options.emulation)
  let flags = 0
  return {
    see(record: RecordView): string | undefined {
      if (processes.see(record)) return undefined
      const code = syscallNumber(record)
      if (code === undefined) return undefined
      flags = processes.of(record.pid)
      return namesOf(flags, machine)[code]
    },
    get emulation() {
      if ((flags & ABI_MASK) !== ABI_LINUX) return undefined
      return machine.bits === 64 && (flags & SV_ILP32) !== 0 ? 'linux32' : 'linux'
    },
  }
}
