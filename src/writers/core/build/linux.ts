/** The notes of a Linux core, in the order in which the kernel writes them. */
import type { Diagnostic } from '../../../errors.js'
import type { SignalFacts } from '../../../formats/core/facts.js'
import { auxv } from '../../../formats/core/linux/auxv.js'
import { fileTable } from '../../../formats/core/linux/file.js'
import { linuxNotes } from '../../../formats/core/linux/notes.js'
import { elfPrpsinfo } from '../../../formats/core/linux/prpsinfo.js'
import { elfPrstatus } from '../../../formats/core/linux/prstatus.js'
import { floatingOf, generalOf } from '../../../formats/core/linux/registers/index.js'
import { siginfo, siginfoMips } from '../../../formats/core/linux/siginfo.js'
import type { Abi } from '../../../schema/base.js'
import { blank, clip } from './blank.js'
import type { BuildFacts, BuildNotes, BuildThread, BuiltNote } from './facts.js'
import { fill, noteMaker } from './notes.js'

/** What the kernel writes for a user id that has no room in 16 bits. */
const OVERFLOW_ID = 65534
const PAGE = 4096n

export const linuxBuilder: BuildNotes = (facts, abi, lost) => {
  const make = noteMaker(linuxNotes, abi)
  const notes: BuiltNote[] = []
  facts.threads.forEach((thread, index) => {
    notes.push(prstatusNote(facts, thread, abi, `threads[${index}]`, lost))
    if (index === 0) {
      notes.push(prpsinfoNote(facts, abi, lost))
      if (facts.process.signal) notes.push(siginfoNote(facts.process.signal, abi))
      if (facts.auxv) {
        const entries = facts.auxv.map(({ type, value }) => ({ a_type: type, a_val: value }))
        notes.push(make('CORE', 'NT_AUXV', auxv, { entries }))
      }
      if (facts.files && facts.files.length > 0) notes.push(fileNote(facts, abi))
    }
    const floating = floatingOf(abi)
    if (thread.floating && floating) {
      const value = blank(floating.struct, abi)
      fill(floating.names, value, thread.floating, abi, `threads[${index}].floating`, lost)
      notes.push(make('CORE', 'NT_FPREGSET', floating.struct, value))
    }
    if (thread.name !== undefined)
      lost.push({ code: 'LOST', path: `threads[${index}].name`, message: `the name of thread ${thread.tid}: Linux cores have none` })
  })
  return notes
}

function prstatusNote({ process }: BuildFacts, thread: BuildThread, abi: Abi, path: string, lost: Diagnostic[]): BuiltNote {
  const value = blank(elfPrstatus, abi)
  const signal = process.signal?.number ?? 0
  value.pr_info.si_signo = signal
  value.pr_cursig = signal
  value.pr_pid = thread.tid
  value.pr_ppid = process.ppid ?? 0
  value.pr_pgrp = process.pgrp ?? 0
  value.pr_sid = process.sid ?? 0
  value.pr_fpvalid = thread.floating ? 1 : 0
  const general = generalOf(abi)
  if (general) fill(general.names, value.pr_reg, thread.registers, abi, `${path}.registers`, lost)
  return noteMaker(linuxNotes, abi)('CORE', 'NT_PRSTATUS', elfPrstatus, value)
}

function prpsinfoNote({ process }: BuildFacts, abi: Abi, lost: Diagnostic[]): BuiltNote {
  const value = blank(elfPrpsinfo, abi)
  const layout = elfPrpsinfo.for(abi)
  const idBytes = layout.offsets.pr_gid - layout.offsets.pr_uid
  const id = (name: 'uid' | 'gid'): number => {
    const number = process[name] ?? 0
    if (idBytes === 4 || number <= 0xffff) return number
    lost.push({ code: 'LOST', path: `process.${name}`, message: `process.${name}: ${number} has no room in 16 bits` })
    return OVERFLOW_ID
  }
  value.pr_sname = 'R'
  value.pr_uid = id('uid')
  value.pr_gid = id('gid')
  value.pr_pid = process.pid ?? 0
  value.pr_ppid = process.ppid ?? 0
  value.pr_pgrp = process.pgrp ?? 0
  value.pr_sid = process.sid ?? 0
  value.pr_fname = clip(process.name ?? '', 15)
  value.pr_psargs = clip(process.arguments ?? process.name ?? '', 79)
  return noteMaker(linuxNotes, abi)('CORE', 'NT_PRPSINFO', elfPrpsinfo, value)
}

function siginfoNote({ number, code = 0, address, sender }: SignalFacts, abi: Abi): BuiltNote {
  const struct = abi.name.startsWith('mips') ? siginfoMips : siginfo
  const value = blank(struct, abi, { si_signo: number, si_code: code })
  const { _sigfault, _kill, _rt } = value._sifields
  if (_sigfault && address !== undefined) _sigfault.si_addr = address
  const from = _kill ?? _rt
  if (from && sender) Object.assign(from, { si_pid: sender.pid, si_uid: sender.uid })
  return noteMaker(linuxNotes, abi)('CORE', 'NT_SIGINFO', struct, value)
}

function fileNote({ files = [] }: BuildFacts, abi: Abi): BuiltNote {
  // Offsets are in pages where all of them are whole pages.
  const page = files.every(({ offset }) => offset % PAGE === 0n) ? PAGE : 1n
  return noteMaker(linuxNotes, abi)('CORE', 'NT_FILE', fileTable, {
    count: BigInt(files.length),
    page_size: page,
    entries: files.map(({ start, end, offset }) => ({ start, end, file_ofs: offset / page })),
    names: files.map(({ path }) => path),
  })
}
