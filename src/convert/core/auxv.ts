/** The auxiliary vector of a core in the numbering of another system. */

import type { Core } from '../../families/core.js'
import type { CoreSystem } from '../../formats/core/core-system.js'
import type { AuxEntry } from '../../formats/core/process-info.js'
import type { Abi } from '../../schema/base.js'
import type { ReportLoss } from '../losses.js'

/** Entries with the same meaning on every system. */
const PORTABLE = new Set(
  'NULL IGNORE EXECFD PHDR PHENT PHNUM PAGESZ BASE FLAGS ENTRY UID EUID GID EGID'.split(' ').map((name) => `AT_${name}`),
)
const sameEntry: Readonly<Record<string, string>> = {
  AT_RUID: 'AT_UID',
  AT_RGID: 'AT_GID',
  AT_SUN_UID: 'AT_EUID',
  AT_SUN_RUID: 'AT_UID',
  AT_SUN_GID: 'AT_EGID',
  AT_SUN_RGID: 'AT_GID',
}
const entryName = (system: CoreSystem, type: number, abi: Abi): string | undefined => {
  const name = system.auxv?.name(type, abi)
  return name === undefined ? undefined : (sameEntry[name] ?? name)
}
const ENTRIES = [...Array.from({ length: 60 }, (_, i) => i), ...Array.from({ length: 40 }, (_, i) => 2000 + i)]

/** The entries that the target system has too. */
export function auxvFor({ auxv, system, abi }: Core, target: CoreSystem, lose: ReportLoss): readonly AuxEntry[] {
  if (system.name === target.name) return auxv
  // The builder reports systems whose cores have no auxiliary vector.
  if (!target.auxv) return auxv
  const gone: string[] = []
  const entries = auxv.flatMap(({ type, value }): AuxEntry[] => {
    const name = entryName(system, Number(type), abi)
    const theirs = name !== undefined && PORTABLE.has(name) ? ENTRIES.find((each) => entryName(target, each, abi) === name) : undefined
    if (theirs !== undefined) return [{ type: BigInt(theirs), value }]
    gone.push(system.auxv?.name(Number(type), abi) ?? String(type))
    return []
  })
  if (gone.length > 0) lose('auxv', `not defined on ${target.name}: ${gone.join(', ')}`)
  return entries
}
