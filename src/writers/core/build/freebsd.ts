/** The notes of a FreeBSD core, in the order of FreeBSD 12 and later. */

import type { Diagnostic } from '../../../errors.js'
import { freebsdNotes } from '../../../formats/core/freebsd/notes.js'
import { lwpFlags, lwpinfo, prpsinfo, prstatus, ptlwpinfo, siginfo, thrmisc } from '../../../formats/core/freebsd/procfs.js'
import { vfpSet } from '../../../formats/core/freebsd/registers/arm.js'
import { addrMaskSet, tlsOne, tlsTwo } from '../../../formats/core/freebsd/registers/arm64.js'
import { portOf } from '../../../formats/core/freebsd/registers/by-abi.js'
import { vmx } from '../../../formats/core/freebsd/registers/powerpc.js'
import { segbases } from '../../../formats/core/freebsd/registers/x86.js'
import type { SignalInfo } from '../../../formats/core/process-info.js'
import { noteOwner } from '../../../formats/elf/note-owners.js'
import type { Abi } from '../../../schema/base.js'
import { truncateUtf8, zeroValue } from '../../../schema/zero-value.js'
import type { BuildThread, BuiltNote, CoreBuilder, CoreContents } from './core-contents.js'
import { procstatNotes } from './freebsd-procstat.js'
import { noteMaker, registerNotes } from './note-builder.js'
import { type RegisterNote, RegisterPool, setNote } from './register-pool.js'
import { freebsdXsave } from './xsave-notes.js'

const OWNER = noteOwner.FREEBSD
const VERSION = 1
/** The structures are those of FreeBSD 14.0. */
const OSRELDATE = 1400063
const PL_EVENT_SIGNAL = 1

const segbasesSet = { struct: segbases, names: { fs_base: 'r_fsbase', gs_base: 'r_gsbase' } }
const tlsOneSet = { struct: tlsOne, names: { tpidr: 'tpidr' } }
const tlsTwoSet = { struct: tlsTwo, names: { tpidr: 'tpidr', tpidr2: 'tpidr2' } }

/** Vector registers are arrays of four words, the most significant first on big-endian machines. */
const vmxNote: RegisterNote = {
  name: 'NT_PPC_VMX',
  holds: (register) => /^(?:vr\d+|vrsave|vscr)$/.test(register),
  make(all, abi) {
    if (!Object.keys(all).some((name) => /^vr\d+$/.test(name))) return undefined
    const value = zeroValue(vmx, abi)
    value.vr = Array.from({ length: 32 }, (_, i) => {
      const words = [3, 2, 1, 0].map((at) => Number(BigInt.asUintN(32, (all[`vr${i}`] ?? 0n) >> BigInt(32 * at))))
      return abi.endian === 'big' ? words : words.reverse()
    })
    value.vrsave = Number(all.vrsave ?? 0n)
    value.vscr = Number(all.vscr ?? 0n)
    return { struct: vmx, value }
  },
}

function furtherOf({ name }: Abi): readonly RegisterNote[] {
  switch (name) {
    case 'amd64':
    case 'i386':
      return [setNote('NT_X86_SEGBASES', segbasesSet), freebsdXsave]
    case 'arm':
      return [setNote('NT_ARM_TLS', tlsOneSet), setNote('NT_ARM_VFP', vfpSet)]
    case 'aarch64':
      return [
        {
          name: 'NT_ARM_TLS',
          holds: (register) => register === 'tpidr' || register === 'tpidr2',
          make: (all, abi) => setNote('NT_ARM_TLS', all.tpidr2 === undefined ? tlsOneSet : tlsTwoSet).make(all, abi),
        },
        setNote('NT_ARM_ADDR_MASK', addrMaskSet),
      ]
    case 'riscv64':
      return []
    default:
      return [vmxNote]
  }
}

function notes(facts: CoreContents, abi: Abi, lost: Diagnostic[]): readonly (readonly BuiltNote[])[] {
  const make = noteMaker(freebsdNotes, abi)
  const further = furtherOf(abi)
  const port = portOf(abi)
  const list: BuiltNote[] = [make(OWNER, 'NT_PRPSINFO', prpsinfo, prpsinfoValue(facts, abi))]
  facts.threads.forEach((thread, index) => {
    const pool = new RegisterPool(thread, abi)
    const status = prstatusValue(facts, thread, abi)
    if (port) pool.fill(port.general, status.pr_reg)
    list.push(make(OWNER, 'NT_PRSTATUS', prstatus, status))
    const floating = port && pool.make(setNote('NT_FPREGSET', port.floating))
    if (floating) list.push(make(OWNER, 'NT_FPREGSET', floating.struct, floating.value))
    list.push(make(OWNER, 'NT_THRMISC', thrmisc, { pr_tname: truncateUtf8(thread.name ?? facts.process.name ?? '', 19), _pad: 0 }))
    list.push(make(OWNER, 'NT_PTLWPINFO', ptlwpinfo, lwpinfoValue(facts, thread, index === 0, abi)))
    list.push(...registerNotes(make, () => OWNER, further, pool))
    pool.lose(`threads[${index}]`, lost)
  })
  return [[...list, ...procstatNotes(facts, abi, lost)]]
}

export const freebsdBuilder: CoreBuilder = { notes, descriptors: true }

function prpsinfoValue({ process }: CoreContents, abi: Abi) {
  const value = zeroValue(prpsinfo, abi)
  value.pr_version = VERSION
  value.pr_psinfosz = BigInt(prpsinfo.for(abi).size)
  value.pr_fname = truncateUtf8(process.name ?? '', 16)
  value.pr_psargs = truncateUtf8(process.arguments ?? process.name ?? '', 80)
  value.pr_pid = process.pid ?? 0
  return value
}

function prstatusValue({ process }: CoreContents, thread: BuildThread, abi: Abi) {
  const port = portOf(abi)
  const value = zeroValue(prstatus, abi)
  value.pr_version = VERSION
  value.pr_statussz = BigInt(prstatus.for(abi).size)
  value.pr_gregsetsz = BigInt(port?.general.struct.for(abi).size ?? 0)
  value.pr_fpregsetsz = BigInt(port?.floating.struct.for(abi).size ?? 0)
  value.pr_osreldate = OSRELDATE
  value.pr_cursig = process.signal?.number ?? 0
  value.pr_pid = thread.tid
  return value
}

function lwpinfoValue({ process }: CoreContents, { tid, name }: BuildThread, died: boolean, abi: Abi) {
  const value = zeroValue(ptlwpinfo, abi)
  value.structsize = lwpinfo.for(abi).size
  const info = value.lwpinfo
  info.pl_lwpid = tid
  info.pl_tdname = truncateUtf8(name ?? process.name ?? '', 19)
  if (died && process.signal) {
    info.pl_event = PL_EVENT_SIGNAL
    info.pl_flags = lwpFlags.PL_FLAG_SI
    info.pl_siginfo = siginfoValue(process.signal, abi)
  }
  return value
}

function siginfoValue({ number, code = 0, address, sender }: SignalInfo, abi: Abi) {
  const value = zeroValue(siginfo, abi, { si_signo: number, si_code: code })
  if (address !== undefined) value.si_addr = address
  if (sender) Object.assign(value, { si_pid: sender.pid, si_uid: sender.uid })
  return value
}
