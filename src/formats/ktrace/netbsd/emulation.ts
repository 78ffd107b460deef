/** Tracks which emulation each process of a trace runs under: its system calls, errors and signals. */
import type { Abi } from '../../../schema/abi.js'
import { decodeText } from '../../../schema/utf8.js'
import { emulationTable } from '../../../systems/netbsd/emulations/emulation-table.js'
import { type Release, releases, syscallNames } from '../../../systems/netbsd/syscall-table.js'
import type { NamerOptions, RecordView, SyscallNamer } from '../dialect.js'
import { TYPES } from './type-numbers.js'

export const EJUSTRETURN = -2
export const ERESTART = -3

export interface Emulation {
  readonly name: string
  /** Names of system calls by number; empty where the table is not known. */
  readonly calls: readonly string[]
  /** Whether its processes have 32-bit words: only the lower half of an argument or return value counts. */
  readonly narrow: boolean
  readonly linux: boolean
  /** Calls that end a process. exit of Linux ends a thread only. */
  readonly exits: readonly string[]
  /** Whether errors have numbers of their own. */
  readonly hasErrorMap: boolean
  /** NetBSD's number of an error in a return; undefined if the emulation has no such error. */
  nativeError(error: number): number | undefined
  /** NetBSD's number of a signal among the arguments of a call; undefined if the emulation has no such signal. */
  nativeSignal(signal: number): number | undefined
}

/** Emulations that kdump knows, by their names in EMUL records. */
export const EMULATIONS: readonly string[] = [
  ...['netbsd', 'netbsd32', 'freebsd', 'ibcs2', 'linux', 'linux32', 'osf1', 'sunos', 'sunos32', 'svr4', 'svr4_32', 'ultrix', 'aoutm68k'],
  ...['irix o32', 'irix n32', 'darwin', 'mach', 'pecoff', 'hpux'],
]
/** Calls that end a process. */
export const EXITS: readonly string[] = ['exit', 'exit_group', 'netbsd32_exit']
const NARROW = ['netbsd32', 'linux32', 'sunos32', 'svr4_32']

type Machine = Pick<Abi, 'bits' | 'name'>

/** Follows the EMUL records of a trace. Source: kdump of 2003 to 2024. */
export class Emulations {
  readonly #known = new Map<string, Emulation>()
  readonly #byPid = new Map<number, Emulation>()
  readonly #initial: Emulation
  #beforeExec: Emulation | undefined
  /** Processes with an EMUL record since their last call. */
  readonly #execs = new Set<number>()

  /** @param initial the emulation of processes without an EMUL record yet */
  constructor(
    private readonly release: Release,
    private readonly machine: Machine,
    initial = 'netbsd',
  ) {
    this.#initial = this.#find(initial) ?? this.#make('netbsd')
  }

  /** The emulation that a process runs under. */
  of(pid: number): Emulation {
    return this.#byPid.size === 0 ? this.#initial : (this.#byPid.get(pid) ?? this.#initial)
  }

  /** The emulation that names a return: the first one after an EMUL record, that of the exec, still has its name in the emulation before it. */
  ofReturn(pid: number): Emulation {
    const before = this.#beforeExec
    if (before === undefined) return this.of(pid)
    this.#beforeExec = undefined
    return before
  }

  /** A call begins: returns from here on are named by the process's own emulation. */
  called(pid: number): void {
    this.#beforeExec = undefined
    if (this.#execs.size > 0) this.#execs.delete(pid)
  }

  /** NetBSD's number of the error of a return; 0 if the call did not fail. EJUSTRETURN and ERESTART count as success. */
  failure(pid: number, error: number, name: string | undefined): number {
    return error === 0 ? 0 : failureOf(this.of(pid), error, name, this.#execs.has(pid))
  }

  /** An EMUL record. False for an unknown emulation; nothing changes then. */
  change(pid: number, name: string): boolean {
    const emulation = this.#find(name)
    if (!emulation) return false
    this.#beforeExec = this.of(pid)
    if (this.#execs.size < PROCESSES) this.#execs.add(pid)
    if (emulation === this.#initial) this.#byPid.delete(pid)
    else this.#byPid.set(pid, emulation)
    return true
  }

  /** The process has ended. */
  forget(pid: number): void {
    if (this.#byPid.size > 0) this.#byPid.delete(pid)
  }

  #find(name: string): Emulation | undefined {
    return this.#known.get(name) ?? (EMULATIONS.includes(name) ? this.#make(name) : undefined)
  }

  #make(name: string): Emulation {
    const emulation = makeEmulation(name, this.release, this.machine)
    this.#known.set(name, emulation)
    return emulation
  }
}

function makeEmulation(name: string, release: Release, { bits, name: abi }: Machine): Emulation {
  const table = name === 'netbsd' ? undefined : emulationTable(name, abi)
  const errors = table?.errors
  const signals = table?.signals
  const linux = name.startsWith('linux')
  return {
    name,
    calls: name === 'netbsd' ? syscallNames(release, bits) : namesAt(release, table?.calls ?? []),
    narrow: NARROW.includes(name),
    linux,
    exits: linux ? ['exit_group'] : EXITS,
    hasErrorMap: errors !== undefined,
    nativeError(error) {
      // Where the map is positive, a negative number is not an error of the emulation.
      if (!errors || (error < 0 && (errors[2] as number) > 0)) return error
      const native = errors.indexOf(error)
      return native < 0 ? undefined : native
    },
    nativeSignal: (signal) => (signals ? signals[signal] : signal),
  }
}

/** The oldest release whose calls are compatibility code, by the release that prints: `compat_30_` is newer than 2003. */
const COMPAT_SINCE: Partial<Readonly<Record<Release, number>>> = { '1.4': 14, '2003': 20, '4': 40, '5': 50, '6': 60 }

/** Names of an emulation, which are those of 2015, as an older release printed them. */
function namesAt(release: Release, names: readonly string[]): readonly string[] {
  const since = COMPAT_SINCE[release]
  if (since === undefined) return names
  return names.map((name) => name.replace(/^compat_(\d+)_/, (prefix, of: string) => (of !== '43' && Number(of) >= since ? '' : prefix)))
}

/** Maximum number of tracked processes. */
const PROCESSES = 1_000_000

/** Returns that Linux processes store with the number of an error although they are none. */
const RETURNS_WITHOUT_VALUE = /sigreturn$/

/** @param execs whether the process had an EMUL record since its call */
function failureOf(emulation: Emulation, error: number, name: string | undefined, execs: boolean): number {
  const native = emulation.nativeError(error)
  // -2 of Linux is ENOENT or EJUSTRETURN alike; these calls do not return.
  if (error === EJUSTRETURN && emulation.hasErrorMap && (execs || (name !== undefined && RETURNS_WITHOUT_VALUE.test(name)))) return 0
  return native === undefined ? Math.abs(error) : Math.max(0, native)
}

/**
 * The names that calls have in any release and emulation. An emulated call is left out if a native one differs only by its version: `stat` is
 * more likely to mean `__stat50`.
 */
export function namesOfCalls(machine: Machine): ReadonlySet<string> {
  const native = new Set(releases.flatMap((release) => syscallNames(release, machine.bits)).filter((name) => /^\w+$/.test(name)))
  const versioned = new Set(Array.from(native, (name) => name.replace(/^__(\w+?)\d\d$/, '$1')))
  const emulated = EMULATIONS.flatMap((name) => emulationTable(name, machine.name)?.calls ?? [])
  return new Set([...native, ...emulated.filter((name) => /^\w+$/.test(name) && !versioned.has(name))])
}

/** Names system calls for record listings. */
export function createSyscallNamer(release: Release, machine: Machine, options: NamerOptions = {}): SyscallNamer {
  const emulations = new Emulations(release, machine, options.emulation)
  let error = 0
  let current: Emulation | undefined
  return {
    see(record: RecordView): string | undefined {
      const { type, view, payload, stop, pid, little } = record
      error = 0
      if (type === TYPES.KTR_SYSCALL && stop - payload >= 4) {
        emulations.called(pid)
        const emulation = emulations.of(pid)
        current = emulation
        const name = emulation.calls[view.getInt32(payload, little)]
        if (name !== undefined && emulation.exits.includes(name)) emulations.forget(pid)
        return name
      }
      if (type === TYPES.KTR_SYSRET && stop - payload >= 2) {
        const name = emulations.ofReturn(pid).calls[view.getInt16(payload, little)]
        const stored = stop - payload >= 8 ? view.getInt32(payload + 4, little) : 0
        error = emulations.failure(pid, stored, name)
        return name
      }
      if (type === TYPES.KTR_EMUL) emulations.change(pid, decodeText(record.bytes, payload, stop))
      return undefined
    },
    get error() {
      return error
    },
    get emulation() {
      return current?.name
    },
  }
}
