/** The machines of kcore files by their ids. */
import { machineId, openbsdMachineId } from '../../formats/kcore/midmag.js'
import type { KcoreMachine } from './machine.js'
import { aarch64 } from './translate/aarch64.js'
import { alpha } from './translate/alpha.js'
import { arm } from './translate/arm.js'
import { riscv } from './translate/riscv.js'
import { amd64, i386 } from './translate/x86.js'

/** Machine of an id; some ids are of OpenBSD only. */
export interface KnownMachine {
  readonly machine: KcoreMachine
  /** The id is one that only OpenBSD uses. */
  readonly openbsd?: boolean
}

const byId = new Map<number, KnownMachine>([
  [machineId.X86_64, { machine: amd64 }],
  [machineId.I386, { machine: i386 }],
  [machineId.AARCH64, { machine: aarch64 }],
  [openbsdMachineId.ARM64, { machine: aarch64, openbsd: true }],
  [machineId.ARM6, { machine: arm }],
  [machineId.RISCV, { machine: riscv }],
  [openbsdMachineId.RISCV64, { machine: riscv, openbsd: true }],
  [machineId.ALPHA, { machine: alpha }],
])

/** The machine of an id; undefined when dumps of it are not known. */
export const kcoreMachine = (id: number): KnownMachine | undefined => byId.get(id)

/** Ids of a machine, the usual one first. */
export const idsOf = (machine: KcoreMachine, openbsd = false): number[] =>
  [...byId].filter(([, known]) => known.machine === machine && (known.openbsd ?? false) === openbsd).map(([id]) => id)

/** All machines, each once. */
export const kcoreMachines = (): KcoreMachine[] => [...new Set([...byId.values()].map(({ machine }) => machine))]
