/**
 * DragonFly ELF cores: owner CORE as on Linux, told by the sizes of the process note on the two machines it ran on.
 * Source: DragonFly sys/sys/procfs.h, sys/kern/imgact_elf.c.
 */
import type { CoreSketch } from '../system.js'
import { undecoded } from '../undecoded.js'

const NT_PRPSINFO = 3
const prpsinfoSize: Readonly<Record<string, number>> = { amd64: 120, i386: 108 }

export const dragonfly = undecoded('dragonfly', 'DragonFly ELF core file', (core: CoreSketch) => {
  const size = prpsinfoSize[core.abi.name]
  for (const { owner, type, size: found } of core.notes) {
    if (owner === 'DragonFly') return { confidence: 0.98, reason: 'notes of owner DragonFly' }
    if (owner === 'CORE' && type === NT_PRPSINFO && found === size)
      return { confidence: 0.96, reason: `a process note of ${found} bytes with owner CORE` }
  }
  return undefined
})
