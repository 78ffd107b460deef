/** The notes of an OpenBSD core, in kernel order. */

import type { Diagnostic } from '../../../errors.js'
import { openbsdNotes } from '../../../formats/core/openbsd/notes.js'
import { auxv, procinfo, wcookie } from '../../../formats/core/openbsd/process.js'
import { pacmaskSet, portOf, xmmSet } from '../../../formats/core/openbsd/registers.js'
import { noteOwner } from '../../../formats/elf/note-owners.js'
import type { Abi } from '../../../schema/base.js'
import { zeroValue } from '../../../schema/zero-value.js'
import { fillProcinfo } from './bsd-procinfo.js'
import type { BuildMemory, BuiltNote, CoreBuilder, CoreContents } from './core-contents.js'
import { reportLostInfo } from './credentials.js'
import { noteMaker, registerNotes, reportLoss } from './note-builder.js'
import { type RegisterNote, RegisterPool, setNote } from './register-pool.js'

const PROCESS = noteOwner.OPENBSD
/** PF_ISVNODE: the segment belongs to a mapped file. */
const OF_A_FILE = 0x00100000

function furtherOf(abi: Abi): readonly RegisterNote[] {
  const floating = portOf(abi)?.floating
  const own = floating ? [setNote('NT_OPENBSD_FPREGS', floating)] : []
  if (abi.name === 'i386') return [...own, setNote('NT_OPENBSD_XFPREGS', xmmSet, /^(?:xmm\d|mxcsr)$/)]
  return abi.name === 'aarch64' ? [...own, setNote('NT_OPENBSD_PACMASK', pacmaskSet)] : own
}

function notes(facts: CoreContents, abi: Abi, lost: Diagnostic[]): readonly (readonly BuiltNote[])[] {
  const make = noteMaker(openbsdNotes, abi)
  const further = furtherOf(abi)
  const list: BuiltNote[] = [procinfoNote(facts, abi)]
  if (facts.auxv) {
    const entries = facts.auxv.map(({ type, value }) => ({ au_id: Number(type), au_v: value }))
    list.push(make(PROCESS, 'NT_OPENBSD_AUXV', auxv, { entries, rest: new Uint8Array(0) }))
  }
  // Return addresses are XORed with it; 0 does not change them.
  if (abi.name === 'sparc64') list.push(make(PROCESS, 'NT_OPENBSD_WCOOKIE', wcookie, { wcookie: 0n }))
  const general = portOf(abi)?.general
  facts.threads.forEach((thread, index) => {
    const owner = `${PROCESS}@${thread.tid}`
    const pool = new RegisterPool(thread, abi)
    if (general) {
      const value = zeroValue(general.struct, abi)
      pool.fill(general, value)
      list.push(make(owner, 'NT_OPENBSD_REGS', general.struct, value))
    }
    list.push(...registerNotes(make, () => owner, further, pool))
    pool.lose(`threads[${index}]`, lost)
    if (thread.name !== undefined)
      reportLoss(lost, `threads[${index}].name`, `thread ${thread.tid}: OpenBSD cores cannot store thread names`)
  })
  if (facts.files && facts.files.length > 0) reportLoss(lost, 'files', 'OpenBSD cores cannot store the paths of mapped files')
  reportLostInfo(facts.process, ['groups', 'umask', 'limits', 'cwd', 'root', 'executable', 'psStrings'], 'OpenBSD', lost)
  return [list]
}

function segmentFlags({ address }: BuildMemory, { files = [] }: CoreContents): number {
  return files.some(({ start, end }) => address >= start && address < end) ? OF_A_FILE : 0
}

export const openbsdBuilder: CoreBuilder = { notes, segmentFlags }

function procinfoNote({ process }: CoreContents, abi: Abi): BuiltNote {
  const value = zeroValue(procinfo, abi)
  fillProcinfo(value, process, procinfo.for(abi).size)
  return noteMaker(openbsdNotes, abi)(PROCESS, 'NT_OPENBSD_PROCINFO', procinfo, value)
}
