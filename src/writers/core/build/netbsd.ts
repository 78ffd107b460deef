/** The notes of a NetBSD core, in kernel order. */

import type { Diagnostic } from '../../../errors.js'
import { auxv } from '../../../formats/core/netbsd/auxv.js'
import { lwpstatus } from '../../../formats/core/netbsd/lwpstatus.js'
import { netbsdNotes } from '../../../formats/core/netbsd/notes.js'
import { procinfo } from '../../../formats/core/netbsd/procinfo.js'
import { floatingOf, generalOf } from '../../../formats/core/netbsd/registers/by-abi.js'
import { noteOwner } from '../../../formats/elf/note-owners.js'
import type { Abi } from '../../../schema/base.js'
import { truncateUtf8, zeroValue } from '../../../schema/zero-value.js'
import { fillProcinfo } from './bsd-procinfo.js'
import type { BuiltNote, CoreBuilder, CoreContents } from './core-contents.js'
import { reportLostInfo } from './credentials.js'
import { noteMaker, registerNotes, reportLoss } from './note-builder.js'
import { RegisterPool, setNote } from './register-pool.js'
import { netbsdVectors } from './xsave-notes.js'

const PROCESS = noteOwner.NETBSD
/** The thread pointer register, where it is not a general register. */
const THREAD_POINTER: Readonly<Record<string, string>> = { amd64: 'fs_base', i386: 'gs_base' }

function notes(facts: CoreContents, abi: Abi, lost: Diagnostic[]): readonly (readonly BuiltNote[])[] {
  const make = noteMaker(netbsdNotes, abi)
  const floating = floatingOf(abi)
  const x86 = abi.name === 'amd64' || abi.name === 'i386'
  const further = [...(floating ? [setNote('PT_GETFPREGS', floating)] : []), ...(x86 ? [netbsdVectors(abi)] : [])]
  const list: BuiltNote[] = [procinfoNote(facts, abi)]
  if (facts.auxv) {
    const entries = facts.auxv.map(({ type, value }) => ({ a_type: Number(type), a_v: value }))
    list.push(make(PROCESS, 'NT_NETBSDCORE_AUXV', auxv, { entries, rest: new Uint8Array(0) }))
  }
  facts.threads.forEach((thread, index) => {
    const owner = `${PROCESS}@${thread.tid}`
    const pool = new RegisterPool(thread, abi)
    const pointer = pool.take(THREAD_POINTER[abi.name] ?? '')
    if (thread.name !== undefined || pointer !== undefined) {
      const value = zeroValue(lwpstatus, abi)
      value.pl_lwpid = thread.tid
      value.pl_name = truncateUtf8(thread.name ?? '', 19)
      value.pl_private = pointer ?? 0n
      list.push(make(owner, 'NT_NETBSDCORE_LWPSTATUS', lwpstatus, value))
    }
    const general = generalOf(abi)
    if (general) {
      const value = zeroValue(general.struct, abi)
      pool.fill(general, value)
      list.push(make(owner, 'PT_GETREGS', general.struct, value))
    }
    list.push(...registerNotes(make, () => owner, further, pool))
    pool.lose(`threads[${index}]`, lost)
  })
  if (facts.files && facts.files.length > 0) reportLoss(lost, 'files', 'NetBSD cores cannot store the paths of mapped files')
  reportLostInfo(facts.process, ['groups', 'umask', 'limits', 'cwd', 'root', 'executable', 'psStrings'], 'NetBSD', lost)
  return [list]
}

export const netbsdBuilder: CoreBuilder = { notes }

function procinfoNote({ process, threads }: CoreContents, abi: Abi): BuiltNote {
  const value = zeroValue(procinfo, abi)
  fillProcinfo(value, process, procinfo.for(abi).size)
  value.cpi_nlwps = threads.length
  value.cpi_siglwp = process.signal?.tid ?? threads[0]?.tid ?? 0
  return noteMaker(netbsdNotes, abi)(PROCESS, 'NT_NETBSDCORE_PROCINFO', procinfo, value)
}
