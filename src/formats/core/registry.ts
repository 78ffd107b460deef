/** The systems whose ELF cores are known. One more is one folder and one line here. */
import { osabi } from '../elf/constants.js'
import type { CoreSummary, CoreSystem } from './core-system.js'
import { dragonfly } from './dragonfly/system.js'
import { freebsd } from './freebsd/system.js'
import { illumos } from './illumos/system.js'
import { linux } from './linux/system.js'
import { netbsd } from './netbsd/system.js'
import { openbsd } from './openbsd/system.js'

export const systems: readonly CoreSystem[] = [linux, freebsd, netbsd, openbsd, dragonfly, illumos]

/** The system of a `family/system` name; undefined when there is none. */
export const systemOf = (format: string): CoreSystem | undefined => systems.find((system) => system.format === format)

/** Systems that name themselves in EI_OSABI. It is no more than a hint: most write 0 there. */
const byOsabi: ReadonlyMap<number, CoreSystem> = new Map([
  [osabi.ELFOSABI_FREEBSD, freebsd],
  [osabi.ELFOSABI_NETBSD, netbsd],
  [osabi.ELFOSABI_OPENBSD, openbsd],
  [osabi.ELFOSABI_SOLARIS, illumos],
  [osabi.ELFOSABI_LINUX, linux],
])

export interface DetectedSystem {
  readonly system: CoreSystem
  readonly confidence: number
  readonly reason: string
}

/** The system that a core is of, by its notes; where they say nothing, by its header, and Linux in the end. */
export function detectSystem(core: CoreSummary): DetectedSystem {
  let best: DetectedSystem | undefined
  for (const system of systems) {
    const found = system.detect(core)
    if (found && found.confidence > (best?.confidence ?? 0)) best = { system, ...found }
  }
  if (best) return best
  const hinted = byOsabi.get(core.osabi)
  if (hinted) return { system: hinted, confidence: 0.6, reason: `EI_OSABI ${core.osabi}` }
  return { system: linux, confidence: 0.5, reason: 'an ELF core without notes that name a system' }
}
