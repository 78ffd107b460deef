/** Which emulation each process of a trace runs under, so whose system calls its numbers mean. */
import { decodeText } from '../../../schema/utf8.js'
import { type Release, releases, syscallNames } from '../../../systems/netbsd/syscall-table.js'
import type { NamerOptions, RecordView, SyscallNamer } from '../dialect.js'
import { TYPES } from './type-numbers.js'

export interface Emulation {
  readonly name: string
  /** Names of system calls by number; empty where the table is not known. */
  readonly calls: readonly string[]
  /** Whether its processes have 32-bit words: then only so much of an argument counts. */
  readonly narrow: boolean
  readonly linux: boolean
  /** Whether exit ends what is known of a process. Linux's exit ends a thread only. */
  readonly exits: readonly string[]
}

/** Emulations that kdump knows, by their names in EMUL records. */
export const EMULATIONS: readonly string[] = [
  ...['netbsd', 'netbsd32', 'freebsd', 'ibcs2', 'linux', 'linux32', 'osf1', 'sunos', 'sunos32', 'svr4', 'svr4_32', 'ultrix', 'aoutm68k'],
  ...['irix o32', 'irix n32', 'darwin', 'mach', 'pecoff', 'hpux'],
]
/** Calls that end a process. */
export const EXITS: readonly string[] = ['exit', 'exit_group', 'netbsd32_exit']
const NARROW = ['netbsd32', 'linux32', 'sunos32', 'svr4_32']

/** Follows the EMUL records of a trace. Source: kdump of 2003 to 2024. */
export class Emulations {
  readonly #known = new Map<string, Emulation>()
  readonly #byPid = new Map<number, Emulation>()
  readonly #initial: Emulation
  #beforeExec: Emulation | undefined

  /** @param initial the emulation of processes without an EMUL record yet */
  constructor(
    private readonly release: Release,
    private readonly bits: 32 | 64,
    initial = 'netbsd',
  ) {
    this.#initial = this.#find(initial) ?? this.#make('netbsd')
  }

  /** The emulation that a process runs under. */
  of(pid: number): Emulation {
    return this.#byPid.size === 0 ? this.#initial : (this.#byPid.get(pid) ?? this.#initial)
  }

  /** The emulation for a return: that of an exec is still of the emulation before it. */
  ofReturn(pid: number): Emulation {
    return this.#beforeExec ?? this.of(pid)
  }

  /** A call begins: later returns belong to the process's own emulation. */
  called(): void {
    this.#beforeExec = undefined
  }

  /** An EMUL record. False for an unknown emulation; nothing changes then. */
  change(pid: number, name: string): boolean {
    const emulation = this.#find(name)
    if (!emulation) return false
    this.#beforeExec = this.of(pid)
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
    const native = name === 'netbsd' ? syscallNames(this.release, this.bits) : []
    const emulation: Emulation = {
      name,
      calls: name === 'netbsd32' ? syscallNames(this.release, this.bits).map(narrowName) : native,
      narrow: NARROW.includes(name),
      linux: name.startsWith('linux'),
      exits: name.startsWith('linux') ? ['exit_group'] : EXITS,
    }
    this.#known.set(name, emulation)
    return emulation
  }
}

/** `netbsd32_open`, `compat_50_netbsd32_wait4`; what is no name stays. */
function narrowName(name: string): string {
  return name.startsWith('#') ? name : name.replace(/^(compat_\d+_)?/, '$1netbsd32_')
}

/** The names that calls have in any release, of native processes and of those of 32 bits under a kernel of 64. */
export function namesOfCalls(bits: 32 | 64): ReadonlySet<string> {
  const native = releases.flatMap((release) => syscallNames(release, bits)).filter((name) => /^\w+$/.test(name))
  return new Set([...native, ...native.map(narrowName)])
}

/** Names system calls for record listings. */
export function createSyscallNamer(release: Release, bits: 32 | 64, options: NamerOptions = {}): SyscallNamer {
  const emulations = new Emulations(release, bits, options.emulation)
  return {
    see(record: RecordView): string | undefined {
      const { type, view, payload, stop, pid } = record
      if (type === TYPES.KTR_SYSCALL && stop - payload >= 4) {
        emulations.called()
        const emulation = emulations.of(pid)
        const name = emulation.calls[view.getInt32(payload, record.little)]
        if (name !== undefined && emulation.exits.includes(name)) emulations.forget(pid)
        return name
      }
      if (type === TYPES.KTR_SYSRET && stop - payload >= 2) {
        return emulations.ofReturn(pid).calls[view.getInt16(payload, record.little)]
      }
      if (type === TYPES.KTR_EMUL) emulations.change(pid, decodeText(record.bytes, payload, stop))
      return undefined
    },
  }
}
