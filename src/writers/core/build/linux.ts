/** The notes of a Linux core, in kernel order. */

import type { Diagnostic } from '../../../errors.js'
import { auxv } from '../../../formats/core/linux/auxv.js'
import { fileTable } from '../../../formats/core/linux/mapped-files.js'
import { linuxNotes } from '../../../formats/core/linux/notes.js'
import { elfPrpsinfo } from '../../../formats/core/linux/prpsinfo.js'
import { elfPrstatus } from '../../../formats/core/linux/prstatus.js'
import * as arm from '../../../formats/core/linux/registers/arm.js'
import * as arm64 from '../../../formats/core/linux/registers/arm64.js'
import { floatingOf, generalOf } from '../../../formats/core/linux/registers/by-abi.js'
import * as powerpc from '../../../formats/core/linux/registers/powerpc.js'
import { siginfo, siginfoMips } from '../../../formats/core/linux/siginfo.js'
import { floatingXI386 } from '../../../formats/core/machines/x86/fxsave.js'
import type { SignalInfo } from '../../../formats/core/process-info.js'
import type { RegisterSet } from '../../../formats/core/register-set.js'
import { noteOwner } from '../../../formats/elf/note-owners.js'
import type { Abi } from '../../../schema/base.js'
import { truncateUtf8, zeroValue } from '../../../schema/zero-value.js'
import { PAGE_SIZE } from '../../../systems/machines/page-sizes.js'
import type { BuiltNote, CoreBuilder, CoreContents } from './core-contents.js'
import { reportLostInfo } from './credentials.js'
import { noteMaker, registerNotes } from './note-builder.js'
import { type RegisterNote, RegisterPool, setNote } from './register-pool.js'
import { xsaveNote } from './xsave-notes.js'

/** The kernel's value for a user ID that does not fit in 16 bits. */
const OVERFLOW_ID = 65534
const PAGE = BigInt(PAGE_SIZE)

const armTls = { struct: arm64.tlsStructures.tlsOne, names: { tpidr: 'tpidr_el0' } }
const armTlsTwo = { struct: arm64.tlsStructures.tlsTwo, names: { tpidr: 'tpidr_el0', tpidr2: 'tpidr2_el0' } }
const pacMask = { struct: arm64.pacMask, names: { pauth_dmask: 'data_mask', pauth_cmask: 'insn_mask' } }

/** A note that kernels write for every thread. A note of owner LINUX is how lldb tells a Linux core. */
const alwaysNote = (name: string, set: RegisterSet): RegisterNote => {
  const note = setNote(name, set)
  return { ...note, make: (registers, abi) => note.make(registers, abi) ?? { struct: set.struct, value: zeroValue(set.struct, abi) } }
}

const tlsNote: RegisterNote = {
  name: 'NT_ARM_TLS',
  holds: (register) => register === 'tpidr' || register === 'tpidr2',
  make: (registers, abi) => alwaysNote('NT_ARM_TLS', registers.tpidr2 === undefined ? armTls : armTlsTwo).make(registers, abi),
}

/** The notes of all registers except the general ones. */
function furtherOf(abi: Abi): readonly RegisterNote[] {
  const floating = floatingOf(abi)
  const own = floating ? [setNote('NT_FPREGSET', floating)] : []
  switch (abi.name) {
    case 'amd64':
    case 'x32':
      return [...own, xsaveNote]
    case 'i386':
      return [...own, alwaysNote('NT_PRXFPREG', floatingXI386), xsaveNote]
    case 'arm':
    case 'armeb':
      return [...own, alwaysNote('NT_ARM_VFP', arm.vector)]
    case 'aarch64':
    case 'aarch64eb':
      return [...own, tlsNote, setNote('NT_ARM_PAC_MASK', pacMask)]
    case 'powerpc':
    case 'powerpcle':
    case 'powerpc64':
    case 'powerpc64le':
      return [...own, setNote('NT_PPC_VMX', powerpc.vectors)]
    default:
      return own
  }
}

const ownerOf = (name: string): string => (name === 'NT_FPREGSET' ? noteOwner.CORE : noteOwner.LINUX)

function notes(facts: CoreContents, abi: Abi, lost: Diagnostic[]): readonly (readonly BuiltNote[])[] {
  const make = noteMaker(linuxNotes, abi)
  const further = furtherOf(abi)
  const list: BuiltNote[] = []
  facts.threads.forEach((thread, index) => {
    const path = `threads[${index}]`
    const pool = new RegisterPool(thread, abi)
    const status = prstatusValue(facts, thread.tid, abi)
    const general = generalOf(abi)
    if (general) pool.fill(general, status.pr_reg)
    const registers = registerNotes(make, ownerOf, further, pool)
    status.pr_fpvalid = registers[0]?.name === 'NT_FPREGSET' ? 1 : 0
    list.push(make(noteOwner.CORE, 'NT_PRSTATUS', elfPrstatus, status))
    if (index === 0) {
      list.push(prpsinfoNote(facts, abi, lost))
      if (facts.process.signal) list.push(siginfoNote(facts.process.signal, abi))
      if (facts.auxv) {
        const entries = facts.auxv.map(({ type, value }) => ({ a_type: type, a_val: value }))
        list.push(make(noteOwner.CORE, 'NT_AUXV', auxv, { entries }))
      }
      if (facts.files && facts.files.length > 0) list.push(fileNote(facts, abi))
    }
    list.push(...registers)
    pool.lose(path, lost)
    if (thread.name !== undefined)
      lost.push({ code: 'LOST', path: `${path}.name`, message: `thread ${thread.tid}: Linux cores cannot store thread names` })
  })
  reportLostInfo(facts.process, ['credentials', 'groups', 'umask', 'limits', 'cwd', 'root', 'psStrings'], 'Linux', lost)
  return [list]
}

export const linuxBuilder: CoreBuilder = { notes }

function prstatusValue({ process }: CoreContents, tid: number, abi: Abi) {
  const value = zeroValue(elfPrstatus, abi)
  const signal = process.signal?.number ?? 0
  value.pr_info.si_signo = signal
  value.pr_cursig = signal
  value.pr_pid = tid
  value.pr_ppid = process.ppid ?? 0
  value.pr_pgrp = process.pgrp ?? 0
  value.pr_sid = process.sid ?? 0
  return value
}

function prpsinfoNote({ process, threads }: CoreContents, abi: Abi, lost: Diagnostic[]): BuiltNote {
  const value = zeroValue(elfPrpsinfo, abi)
  const layout = elfPrpsinfo.for(abi)
  const idBytes = layout.offsets.pr_gid - layout.offsets.pr_uid
  const id = (name: 'uid' | 'gid'): number => {
    const number = process[name] ?? 0
    if (idBytes === 4 || number <= 0xffff) return number
    lost.push({ code: 'LOST', path: `process.${name}`, message: `process.${name}: ${number} does not fit in 16 bits` })
    return OVERFLOW_ID
  }
  value.pr_sname = 'R'
  value.pr_uid = id('uid')
  value.pr_gid = id('gid')
  value.pr_pid = process.pid ?? threads[0]?.tid ?? 0
  value.pr_ppid = process.ppid ?? 0
  value.pr_pgrp = process.pgrp ?? 0
  value.pr_sid = process.sid ?? 0
  value.pr_fname = truncateUtf8(process.name ?? '', 15)
  value.pr_psargs = truncateUtf8(process.arguments ?? process.name ?? '', 79)
  return noteMaker(linuxNotes, abi)(noteOwner.CORE, 'NT_PRPSINFO', elfPrpsinfo, value)
}

/** SI_KERNEL: a code that names no sender. 0 is SI_USER, kill(2). */
const SI_KERNEL = 0x80
const SI_USER = 0

function siginfoNote({ number, address, sender, code = sender ? SI_USER : SI_KERNEL }: SignalInfo, abi: Abi): BuiltNote {
  const struct = abi.name.startsWith('mips') ? siginfoMips : siginfo
  const value = zeroValue(struct, abi, { si_signo: number, si_code: code })
  const { _sigfault, _kill, _rt } = value._sifields
  if (_sigfault && address !== undefined) _sigfault.si_addr = address
  const from = _kill ?? _rt
  if (from && sender) Object.assign(from, { si_pid: sender.pid, si_uid: sender.uid })
  return noteMaker(linuxNotes, abi)(noteOwner.CORE, 'NT_SIGINFO', struct, value)
}

function fileNote({ files = [] }: CoreContents, abi: Abi): BuiltNote {
  // Offsets are stored in pages if all of them are page-aligned.
  const page = files.every(({ offset }) => offset % PAGE === 0n) ? PAGE : 1n
  return noteMaker(linuxNotes, abi)(noteOwner.CORE, 'NT_FILE', fileTable, {
    count: BigInt(files.length),
    page_size: page,
    entries: files.map(({ start, end, offset }) => ({ start, end, file_ofs: offset / page })),
    names: files.map(({ path }) => path),
  })
}
