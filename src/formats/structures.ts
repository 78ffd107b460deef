/** Every declared structure, for generic tests, format pages and arbitraries. A new folder of structures is one line here. */
import { structures as checkpointDragonfly } from './checkpoint/dragonfly/structures.js'
import { structures as coreDragonfly } from './core/dragonfly/structures.js'
import { structures as coreFreebsd } from './core/freebsd/structures.js'
import { structures as coreIllumos } from './core/illumos/structures.js'
import { structures as coreLinux } from './core/linux/structures.js'
import { structures as aoutNetbsd } from './core/netbsd/aout/structures.js'
import { structures as coreNetbsd } from './core/netbsd/structures.js'
import { structures as coreOpenbsd } from './core/openbsd/structures.js'
import type { DeclaredStructure } from './declared-structure.js'
import { structures as elf } from './elf/structures.js'
import { structures as kcore } from './kcore/structures.js'
import { structures as ktraceDarwin } from './ktrace/darwin/structures.js'
import { structures as ktraceDragonfly } from './ktrace/dragonfly/structures.js'
import { structures as ktraceFreebsd } from './ktrace/freebsd/structures.js'
import { structures as ktraceNetbsd } from './ktrace/netbsd/structures.js'
import { structures as ktraceOpenbsd } from './ktrace/openbsd/structures.js'
import { structures as minidump } from './minidump/structures.js'

/** By the folder that declares them. */
export const structureLists: Readonly<Record<string, readonly DeclaredStructure[]>> = {
  elf,
  'checkpoint/dragonfly': checkpointDragonfly,
  'core/linux': coreLinux,
  'core/netbsd': coreNetbsd,
  'core/netbsd/aout': aoutNetbsd,
  'core/freebsd': coreFreebsd,
  'core/openbsd': coreOpenbsd,
  'core/dragonfly': coreDragonfly,
  'core/illumos': coreIllumos,
  kcore,
  minidump,
  'ktrace/netbsd': ktraceNetbsd,
  'ktrace/freebsd': ktraceFreebsd,
  'ktrace/openbsd': ktraceOpenbsd,
  'ktrace/dragonfly': ktraceDragonfly,
  'ktrace/darwin': ktraceDarwin,
}

export const structures: readonly DeclaredStructure[] = Object.values(structureLists).flat()
