/**
 * The emulations of NetBSD that kdump knows: names of system calls, and maps of errors and signals.
 *
 * Not known: the tables of `irix`, `darwin`, `mach`, `pecoff` and `hpux` (4.x, 5.x), and those of Linux on machines that are not listed;
 * their calls have no names and their errors count as native ones.
 */
import { AOUTM68K, FREEBSD, NETBSD32 } from './bsd-calls.js'
import { parseCallList, parseNumberMap } from './call-list.js'
import * as linux from './linux-calls.js'
import * as maps from './number-maps.js'
import { IBCS2, OSF1, SUNOS, SUNOS32, SVR4, ULTRIX } from './unix-calls.js'

export interface EmulationTable {
  /** Names by number, as kdump prints them. */
  readonly calls: readonly string[]
  /** Numbers in a trace by NetBSD's error number. */
  readonly errors?: readonly number[]
  /** NetBSD's signal numbers by the emulation's. */
  readonly signals?: readonly number[]
}

interface Declared {
  readonly calls: string
  readonly errors?: string
  readonly signals?: string
}

const LINUX: Readonly<Record<string, Declared>> = {
  amd64: { calls: linux.LINUX_AMD64, errors: maps.LINUX_ERRORS, signals: maps.LINUX_X86_SIGNALS },
  i386: { calls: linux.LINUX_I386, errors: maps.LINUX_ERRORS, signals: maps.LINUX_X86_SIGNALS },
  arm: { calls: linux.LINUX_ARM, errors: maps.LINUX_ERRORS, signals: maps.LINUX_ARM_SIGNALS },
  m68k: { calls: linux.LINUX_M68K, errors: maps.LINUX_ERRORS, signals: maps.LINUX_ARM_SIGNALS },
  powerpc: { calls: linux.LINUX_POWERPC, errors: maps.LINUX_POWERPC_ERRORS, signals: maps.LINUX_POWERPC_SIGNALS },
  mips: { calls: linux.LINUX_MIPS, errors: maps.LINUX_MIPS_ERRORS, signals: maps.LINUX_MIPS_SIGNALS },
  alpha: { calls: linux.LINUX_ALPHA, errors: maps.LINUX_ALPHA_ERRORS, signals: maps.LINUX_ALPHA_SIGNALS },
}

const svr4: Declared = { calls: SVR4, errors: maps.SVR4_ERRORS, signals: maps.SVR4_SIGNALS }

const OTHERS: Readonly<Record<string, Declared>> = {
  linux32: { calls: linux.LINUX32, errors: maps.LINUX_ERRORS, signals: maps.LINUX_X86_SIGNALS },
  netbsd32: { calls: NETBSD32 },
  freebsd: { calls: FREEBSD },
  aoutm68k: { calls: AOUTM68K },
  sunos: { calls: SUNOS },
  sunos32: { calls: SUNOS32 },
  ultrix: { calls: ULTRIX },
  ibcs2: { calls: IBCS2, errors: maps.IBCS2_ERRORS, signals: maps.IBCS2_SIGNALS },
  osf1: { calls: OSF1, errors: maps.OSF1_ERRORS, signals: maps.OSF1_SIGNALS },
  svr4,
  svr4_32: svr4,
}

/** The machine whose Linux tables hold for an ABI; ABIs that are not told apart in a trace share those of the ABI that stands for all. */
function machineOf(abi: string): string {
  return /^(mips|powerpc|arm)/.exec(abi)?.[1] ?? abi
}

const parsed = new Map<Declared, EmulationTable>()

/** The tables of an emulation other than `netbsd` on an ABI such as `amd64`; undefined where they are not known. */
export function emulationTable(name: string, abi: string): EmulationTable | undefined {
  const declared = name === 'linux' ? LINUX[machineOf(abi)] : OTHERS[name]
  if (!declared) return undefined
  let table = parsed.get(declared)
  if (!table) {
    const { calls, errors, signals } = declared
    table = {
      calls: parseCallList(calls),
      ...(errors !== undefined && { errors: parseNumberMap(errors) }),
      ...(signals !== undefined && { signals: parseNumberMap(signals) }),
    }
    parsed.set(declared, table)
  }
  return table
}
