import { machineId, openbsdMachineId } from '../../systems/machines/machine-ids.js'
import type { KcoreMachine } from './kcore-machine.js'
import { aarch64 } from './translate/aarch64.js'
import { alpha } from './translate/alpha.js'
import { arm } from './translate/arm.js'
import { m68k } from './translate/m68k.js'
import { mips } from './translate/mips.js'
import { powerpc, powerpc64 } from './translate/powerpc.js'
import { riscv } from './translate/riscv.js'
import { sparc } from './translate/sparc.js'
import { sparc64 } from './translate/sparc64.js'
import { hppa, or1k, sh3, vax } from './translate/untranslated.js'
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
  [machineId.PMAX, { machine: mips }],
  [machineId.MIPS, { machine: mips }],
  [openbsdMachineId.MIPS64, { machine: mips, openbsd: true }],
  [machineId.M68K, { machine: m68k }],
  [machineId.M680002K, { machine: m68k }],
  [machineId.SPARC, { machine: sparc }],
  [machineId.SPARC64, { machine: sparc64 }],
  [machineId.MIPS1, { machine: sparc64 }],
  [machineId.POWERPC, { machine: powerpc }],
  [machineId.POWERPC64, { machine: powerpc64 }],
  [openbsdMachineId.POWERPC64, { machine: powerpc64, openbsd: true }],
  [machineId.VAX, { machine: vax }],
  [machineId.SH3, { machine: sh3 }],
  [machineId.HPPA, { machine: hppa }],
  [machineId.HPUX800, { machine: hppa }],
  [machineId.OR1K, { machine: or1k }],
])

/** The machine of an id; undefined when dumps of it are not known. */
export const kcoreMachine = (id: number): KnownMachine | undefined => byId.get(id)
