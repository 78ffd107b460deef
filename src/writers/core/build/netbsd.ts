/** The notes of a NetBSD core, in the order in which the kernel writes them. */
import { auxv } from '../../../formats/core/netbsd/auxv.js'
import { lwpstatus } from '../../../formats/core/netbsd/lwpstatus.js'
import { netbsdNotes } from '../../../formats/core/netbsd/notes.js'
import { procinfo } from '../../../formats/core/netbsd/procinfo.js'
import { floatingOf, generalOf } from '../../../formats/core/netbsd/registers/index.js'
import type { Abi } from '../../../schema/base.js'
import { blank, clip } from './blank.js'
import type { BuildFacts, BuildNotes, BuiltNote } from './facts.js'
import { fill, noteMaker } from './notes.js'

const PROCESS = 'NetBSD-CORE'

export const netbsdBuilder: BuildNotes = (facts, abi, lost) => {
  const make = noteMaker(netbsdNotes, abi)
  const notes: BuiltNote[] = [procinfoNote(facts, abi)]
  if (facts.auxv) {
    const entries = facts.auxv.map(({ type, value }) => ({ a_type: Number(type), a_v: value }))
    notes.push(make(PROCESS, 'NT_NETBSDCORE_AUXV', auxv, { entries, rest: new Uint8Array(0) }))
  }
  facts.threads.forEach((thread, index) => {
    const owner = `${PROCESS}@${thread.tid}`
    if (thread.name !== undefined) {
      const value = blank(lwpstatus, abi)
      value.pl_lwpid = thread.tid
      value.pl_name = clip(thread.name, 19)
      notes.push(make(owner, 'NT_NETBSDCORE_LWPSTATUS', lwpstatus, value))
    }
    const general = generalOf(abi)
    if (general) {
      const value = blank(general.struct, abi)
      fill(general.names, value, thread.registers, abi, `threads[${index}].registers`, lost)
      notes.push(make(owner, 'PT_GETREGS', general.struct, value))
    }
    const floating = floatingOf(abi)
    if (thread.floating && floating) {
      const value = blank(floating.struct, abi)
      fill(floating.names, value, thread.floating, abi, `threads[${index}].floating`, lost)
      notes.push(make(owner, 'PT_GETFPREGS', floating.struct, value))
    }
  })
  if (facts.files && facts.files.length > 0)
    lost.push({ code: 'LOST', path: 'files', message: 'files: NetBSD cores do not name the mapped files' })
  return notes
}

function procinfoNote({ process, threads }: BuildFacts, abi: Abi): BuiltNote {
  const value = blank(procinfo, abi)
  const { signal } = process
  value.cpi_version = 1
  value.cpi_cpisize = procinfo.for(abi).size
  value.cpi_signo = signal?.number ?? 0
  // The member is unsigned, the codes of signals that were sent are negative.
  value.cpi_sigcode = (signal?.code ?? 0) >>> 0
  value.cpi_pid = process.pid ?? 0
  value.cpi_ppid = process.ppid ?? 0
  value.cpi_pgrp = process.pgrp ?? 0
  value.cpi_sid = process.sid ?? 0
  value.cpi_ruid = value.cpi_euid = value.cpi_svuid = process.uid ?? 0
  value.cpi_rgid = value.cpi_egid = value.cpi_svgid = process.gid ?? 0
  value.cpi_nlwps = threads.length
  value.cpi_name = clip(process.name ?? '', 31)
  value.cpi_siglwp = signal?.tid ?? threads[0]?.tid ?? 0
  return noteMaker(netbsdNotes, abi)(PROCESS, 'NT_NETBSDCORE_PROCINFO', procinfo, value)
}
