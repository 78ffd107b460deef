/** The emulations (system call tables) that the processes of a trace use, in the terms of each system. */

import type { TraceRecord } from '../../families/ktrace.js'
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import { ABI_FREEBSD, ABI_LINUX, ABI_MASK, SV_ILP32, SV_LP64 } from '../../formats/ktrace/freebsd/process-abi.js'

/** `native`, `narrow` (native 32-bit process on a 64-bit kernel), `linux`, `linux narrow`, or the name in the trace. */
export type Emulation = string

const NATIVE = 'native'

/** Maximum number of tracked processes. */
const PROCESSES = 1_000_000

const netbsd: Readonly<Record<Emulation, string>> = { native: 'netbsd', narrow: 'netbsd32', linux: 'linux', 'linux narrow': 'linux32' }
const byName = new Map(Object.entries(netbsd).map(([emulation, name]) => [name, emulation]))

/** The emulation that a record states for its process; undefined for other records. */
export function emulationOf({ type, payload }: TraceRecord, { system, abi }: DialectLayout): Emulation | undefined {
  const value = payload as Readonly<Record<string, unknown>>
  if (type === 'KTR_EMUL' && typeof value.emul === 'string') {
    if (system.name === 'netbsd') return byName.get(value.emul) ?? value.emul
    return value.emul
  }
  if (type !== 'KTR_PROCCTOR' || value.sv_flags === undefined) return undefined
  const flags = Number(value.sv_flags)
  const narrow = abi.bits === 64 && (flags & SV_ILP32) !== 0
  const kind = flags & ABI_MASK
  if (kind === ABI_FREEBSD) return narrow ? 'narrow' : NATIVE
  if (kind === ABI_LINUX) return narrow ? 'linux narrow' : 'linux'
  return `ABI ${kind}`
}

/** The name of an emulation as its trace states it. */
export function emulationName({ payload }: TraceRecord, emulation: Emulation): string {
  const { emul } = payload as Readonly<Record<string, unknown>>
  return typeof emul === 'string' ? emul : emulation
}

/** The record that states an emulation in another system; undefined where there is none. */
export function emulationRecord(
  emulation: Emulation,
  { system, abi, types }: DialectLayout,
): { type: string; payload: Record<string, unknown> } | undefined {
  if (system.name === 'netbsd') {
    const name = netbsd[emulation]
    return name === undefined ? undefined : { type: 'KTR_EMUL', payload: { emul: name } }
  }
  if (system.name === 'freebsd') {
    const kind = emulation === NATIVE || emulation === 'narrow' ? ABI_FREEBSD : emulation.startsWith('linux') ? ABI_LINUX : undefined
    if (kind === undefined) return undefined
    const bits = abi.bits === 32 || emulation.endsWith('narrow') ? SV_ILP32 : SV_LP64
    return { type: 'KTR_PROCCTOR', payload: { sv_flags: kind | bits } }
  }
  const hasThem = [...types.values()].some(({ name }) => name === 'KTR_EMUL')
  return hasThem ? { type: 'KTR_EMUL', payload: { emul: isNative(emulation) ? NATIVE : emulation } } : undefined
}

/** Tracks the emulation of each process in a trace. */
export class EmulationTracker {
  readonly #known = new Map<number, Emulation>()

  see(pid: number, emulation: Emulation): void {
    if (this.#known.size >= PROCESSES) this.#known.clear()
    this.#known.set(pid, emulation)
  }

  /** Whether the trace has stated the emulation of the process. */
  has(pid: number): boolean {
    return this.#known.has(pid)
  }

  of(pid: number): Emulation {
    return this.#known.get(pid) ?? NATIVE
  }
}

/** Whether system call numbers are those of the system itself. */
export function isNative(emulation: Emulation): boolean {
  return emulation === NATIVE || emulation === 'narrow'
}
