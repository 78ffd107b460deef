/**
 * Which system an ELF core is of, by its notes. A file of its own that loads no system: the readers load the one that is found.
 *
 * Sources: the owners and types of notes in each system's kernel, see `<system>/notes.ts`.
 */
import { osabi } from '../elf/constants.js'
import { noteOwner } from '../elf/note-owners.js'
import type { CoreSummary, CoreSystemName, NoteSummary } from './core-system.js'

export interface DetectedSystem {
  readonly name: CoreSystemName
  /** From 0 to 1. */
  readonly confidence: number
  readonly reason: string
}

type Evidence = Omit<DetectedSystem, 'name'>

/** One note of a known owner is enough. */
const byOwner =
  (pattern: RegExp) =>
  ({ notes }: CoreSummary): Evidence | undefined => {
    const owner = notes.find((note) => pattern.test(note.owner))?.owner
    return owner === undefined ? undefined : { confidence: 0.98, reason: `notes of owner ${owner}` }
  }

/** Owners that only Linux and the tools of its kernel use. CORE is also the owner of illumos and DragonFly notes. */
const LINUX_OWNERS = /^(?:LINUX|VMCOREINFO|QEMU)$/

function linux({ notes }: CoreSummary): Evidence | undefined {
  const owner = notes.find((note) => LINUX_OWNERS.test(note.owner))?.owner
  if (owner !== undefined) return { confidence: 0.97, reason: `notes of owner ${owner}` }
  return notes.some((note) => note.owner === noteOwner.CORE) ? { confidence: 0.92, reason: 'notes of owner CORE' } : undefined
}

const NT_PRPSINFO = 3
/** Sizes of DragonFly's prpsinfo on the two machines that it ran on. */
const dragonflyPrpsinfo: Readonly<Record<string, number>> = { amd64: 120, i386: 108 }

function dragonfly({ abi, notes, hasCheckpointTrailer }: CoreSummary): Evidence | undefined {
  for (const { owner, type, size } of notes) {
    if (owner === noteOwner.DRAGONFLY) return { confidence: 0.98, reason: 'notes of owner DragonFly' }
    if (owner === noteOwner.CORE && type === NT_PRPSINFO && size === dragonflyPrpsinfo[abi.name])
      return { confidence: 0.96, reason: `a process note of ${size} bytes with owner CORE` }
  }
  // To release 2.4 the owner was FreeBSD.
  if (notes.some(({ owner }) => owner === noteOwner.FREEBSD) && hasCheckpointTrailer?.())
    return { confidence: 0.99, reason: 'notes of owner FreeBSD, and the structures of a checkpoint after them' }
  return undefined
}

/** NT_PSTATUS, NT_PSINFO and NT_LWPSTATUS, which Linux does not have. */
const illumosTypes: readonly number[] = [10, 13, 16]

/** The first note that only illumos and Solaris write. */
export const firstIllumosNote = ({ notes }: CoreSummary): NoteSummary | undefined =>
  notes.find(({ owner, type }) => owner === noteOwner.CORE && illumosTypes.includes(type))

function illumos(core: CoreSummary): Evidence | undefined {
  const found = firstIllumosNote(core)
  return found && { confidence: 0.98, reason: `a note of owner CORE and type ${found.type}` }
}

const rules: readonly (readonly [CoreSystemName, (core: CoreSummary) => Evidence | undefined])[] = [
  ['linux', linux],
  ['freebsd', byOwner(/^FreeBSD$/)],
  ['netbsd', byOwner(/^NetBSD-CORE(?:@\d+)?$/)],
  ['openbsd', byOwner(/^OpenBSD(?:@\d+)?$/)],
  ['dragonfly', dragonfly],
  ['illumos', illumos],
]

/** Systems that name themselves in EI_OSABI. It is no more than a hint: most write 0 there. */
const byOsabi: ReadonlyMap<number, CoreSystemName> = new Map([
  [osabi.ELFOSABI_FREEBSD, 'freebsd'],
  [osabi.ELFOSABI_NETBSD, 'netbsd'],
  [osabi.ELFOSABI_OPENBSD, 'openbsd'],
  [osabi.ELFOSABI_SOLARIS, 'illumos'],
  [osabi.ELFOSABI_LINUX, 'linux'],
])

/** Notes of owner CORE that every system's tools write: registers alone tell no system. */
const COMMON_TYPES: readonly number[] = [1, 2]

/** Whether nothing tells which system a core is of; it is read as one of Linux. */
export function isUnknownSystem(core: CoreSummary): boolean {
  if (detectSystem(core).name !== 'linux') return false
  const told = core.notes.some(({ owner, type }) => LINUX_OWNERS.test(owner) || (owner === noteOwner.CORE && !COMMON_TYPES.includes(type)))
  return !told && core.osabi !== osabi.ELFOSABI_LINUX
}

/** The system that a core is of: by its notes, else by EI_OSABI, else Linux. */
export function detectSystem(core: CoreSummary): DetectedSystem {
  let best: DetectedSystem | undefined
  for (const [name, rule] of rules) {
    const found = rule(core)
    if (found && found.confidence > (best?.confidence ?? 0)) best = { name, ...found }
  }
  if (best) return best
  const hinted = byOsabi.get(core.osabi)
  if (hinted) return { name: hinted, confidence: 0.6, reason: `EI_OSABI ${core.osabi}` }
  return { name: 'linux', confidence: 0.5, reason: 'an ELF core without notes that name a system' }
}
