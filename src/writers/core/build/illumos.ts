/** The notes of an illumos core: one segment with the old structures, one with the new structures, which contain the same and more. */

import type { Diagnostic } from '../../../errors.js'
import { illumosNotes } from '../../../formats/core/illumos/notes.js'
import { prpsinfo, prstatus } from '../../../formats/core/illumos/old-procfs.js'
import { auxEntry, auxv, content, cwd, fdinfo, fileFlagsOf, lwpname, modeOf, prcred } from '../../../formats/core/illumos/process-notes.js'
import { lwpsinfo, psinfo } from '../../../formats/core/illumos/psinfo.js'
import { lwpstatus, pstatus } from '../../../formats/core/illumos/pstatus.js'
import { portOf } from '../../../formats/core/illumos/registers/by-abi.js'
import { siginfo } from '../../../formats/core/illumos/siginfo.js'
import type { OpenFile } from '../../../formats/core/process-info.js'
import { noteOwner } from '../../../formats/elf/note-owners.js'
import type { Abi } from '../../../schema/base.js'
import { truncateUtf8, zeroValue } from '../../../schema/zero-value.js'
import type { BuildMemory, BuildThread, BuiltNote, CoreBuilder, CoreContents } from './core-contents.js'
import { idsOf, reportLostInfo } from './credentials.js'
import { illumosInfoNotes, sparcNotes } from './illumos-notes.js'
import { noteMaker, reportLoss } from './note-builder.js'
import { objectSections } from './object-sections.js'
import { reportLostFile } from './open-files.js'
import { RegisterPool } from './register-pool.js'
import { xregNote } from './xsave-notes.js'

const OWNER = noteOwner.CORE
/** The meaningless signal that the kernel stores for the threads that did not crash. */
const SIGKILL = 9
/** The code for a signal of which only the number is known. */
const SI_NOINFO = 32767
/** The flag for a core dump in the status of wait(2). */
const WCOREFLG = 0x80
const PR_PCINVAL = 0x20
const PR_PCINVAL_OLD = 0x80

const model = (abi: Abi): number => (abi.bits === 64 ? 2 : 1)

function notes(facts: CoreContents, abi: Abi, lost: Diagnostic[]): readonly (readonly BuiltNote[])[] {
  const make = noteMaker(illumosNotes, abi)
  const auxNote = facts.auxv && make(OWNER, 'NT_AUXV', auxv, auxValue(facts, abi))
  const further = illumosInfoNotes(facts.illumos ?? {}, abi)
  const of = (...names: readonly string[]): BuiltNote[] => names.flatMap((name) => further.get(name) ?? [])
  const aux = auxNote ? [auxNote] : []
  const threads = facts.threads.map((thread, index) =>
    threadNotes(facts, thread, index === 0, abi, (pool) => pool.lose(`threads[${index}]`, lost)),
  )
  const process = newProcess(facts, abi)
  const info = newInfo(facts, abi)
  const [first] = threads
  if (first) Object.assign(process, { pr_lwp: first.status })
  if (first) Object.assign(info, { pr_lwp: first.info })
  const { cwd: directory } = facts.process
  const old = [
    make(OWNER, 'NT_PRPSINFO', prpsinfo, oldProcess(facts, abi)),
    ...of('NT_PLATFORM'),
    ...aux,
    ...threads.flatMap((each) => each.old),
  ]
  // The old notes begin with the thread that died, the new ones are in the order of thread IDs.
  const inOrder = facts.threads.map(({ tid }, i) => ({ tid, notes: threads[i]?.present ?? [] })).sort((a, b) => a.tid - b.tid)
  const present = [
    make(OWNER, 'NT_PSINFO', psinfo, info),
    make(OWNER, 'NT_PSTATUS', pstatus, process),
    ...of('NT_PLATFORM'),
    ...aux,
    ...of('NT_UTSNAME', 'NT_SECFLAGS'),
    make(OWNER, 'NT_PRCRED', prcred, credentials(facts)),
    ...(facts.content === undefined ? [] : [make(OWNER, 'NT_CONTENT', content, { content: facts.content })]),
    ...of('NT_PRPRIV', 'NT_PRPRIVINFO', 'NT_ZONENAME'),
    ...(facts.descriptors ?? []).map((file) => make(OWNER, 'NT_FDINFO', fdinfo, openFile(file, abi, lost))),
    ...(directory === undefined ? [] : [make(OWNER, 'NT_CWD', cwd, { ...zeroValue(cwd, abi), prcwd_cwd: truncateUtf8(directory, 1023) })]),
    ...of('NT_LDT'),
    ...inOrder.flatMap((each) => each.notes),
    ...of('NT_UPANIC'),
  ]
  reportLostInfo(facts.process, ['umask', 'limits', 'root', 'executable', 'psStrings'], 'illumos', lost)
  if (facts.files && facts.files.length > 0) reportLoss(lost, 'files', 'illumos cores cannot store the paths of mapped files')
  return [old, present]
}

interface ThreadNotes {
  readonly status: unknown
  readonly info: unknown
  readonly old: readonly BuiltNote[]
  readonly present: readonly BuiltNote[]
}

/** The notes of a thread in both segments. */
function threadNotes(facts: CoreContents, thread: BuildThread, died: boolean, abi: Abi, done: (pool: RegisterPool) => void): ThreadNotes {
  const make = noteMaker(illumosNotes, abi)
  const pool = new RegisterPool(thread, abi)
  const port = portOf(abi)
  const status = newThread(facts, thread, died, abi)
  const before = oldThread(facts, thread, died, abi)
  if (port) {
    pool.fill(port.general, status.pr_reg)
    pool.fill(port.general, before.pr_reg)
    if (pool.floats) pool.fill(port.floating, status.pr_fpreg)
  }
  const info = zeroValue(lwpsinfo, abi)
  info.pr_lwpid = thread.tid
  const name = { pr_lwpid: BigInt(thread.tid), pr_lwpname: truncateUtf8(thread.name ?? '', 31) }
  const vectors = abi.name === 'amd64' || abi.name === 'i386' ? pool.make(xregNote) : undefined
  done(pool)
  return {
    status,
    info,
    old: [
      make(OWNER, 'NT_PRSTATUS', prstatus, before),
      // Every machine of illumos has an FPU.
      ...(port ? [make(OWNER, 'NT_PRFPREG', port.floating.struct, status.pr_fpreg)] : []),
    ],
    present: [
      make(OWNER, 'NT_LWPSINFO', lwpsinfo, info),
      make(OWNER, 'NT_LWPSTATUS', lwpstatus, status),
      make(OWNER, 'NT_LWPNAME', lwpname, name),
      ...(vectors ? [make(OWNER, 'NT_PRXREG', vectors.struct, vectors.value)] : []),
      ...(thread.sparc && abi.name.startsWith('sparc') ? sparcNotes(thread.sparc, abi) : []),
    ],
  }
}

export const illumosBuilder: CoreBuilder = { notes, descriptors: true, sortsMemory: true, sections: objectSections }

/** Entries of the array of fixed size that the kernel writes: on x86 since 2022, and on SPARC. */
const AUX_ENTRIES = { x86: 26, sparc: 20 } as const

function auxValue({ auxv: entries = [] }: CoreContents, abi: Abi) {
  const list = entries.map(({ type, value }) => ({ a_type: Number(type), a_val: value }))
  if (list.at(-1)?.a_type !== 0) list.push({ a_type: 0, a_val: 0n })
  const free = Math.max(0, AUX_ENTRIES[abi.name.startsWith('sparc') ? 'sparc' : 'x86'] - list.length)
  return { entries: list, rest: new Uint8Array(free * auxEntry.for(abi).size) }
}

/** The IDs that all process structures contain. */
function ids({ process }: CoreContents) {
  const { pid = 0, ppid = 0, sid = 0 } = process
  return { pr_pid: pid, pr_ppid: ppid, pr_sid: sid }
}

function names({ process }: CoreContents) {
  return { pr_fname: truncateUtf8(process.name ?? '', 15), pr_psargs: truncateUtf8(process.arguments ?? process.name ?? '', 79) }
}

function owners({ process }: CoreContents) {
  const { ruid, euid, rgid, egid } = idsOf(process)
  return { pr_uid: ruid, pr_euid: euid, pr_gid: rgid, pr_egid: egid }
}

function credentials({ process }: CoreContents) {
  const { ruid, euid, svuid, rgid, egid, svgid } = idsOf(process)
  const { groups = [] } = process
  return {
    pr_euid: euid,
    pr_ruid: ruid,
    pr_suid: svuid,
    pr_egid: egid,
    pr_rgid: rgid,
    pr_sgid: svgid,
    pr_ngroups: groups.length,
    // At least one slot, even without groups.
    pr_groups: groups.length > 0 ? groups : [0],
  }
}

/** The value for attributes that the kernel could not read. */
const UNREAD = { pr_uid: 0xffffffff, pr_gid: 0xffffffff, pr_size: -1n } as const

function openFile(file: OpenFile, abi: Abi, lost: Diagnostic[]) {
  const { fd, kind, path = '', offset = -1n } = file
  const { flags, unknown } = fileFlagsOf(file.flags ?? [])
  const pr_mode = modeOf(kind)
  reportLostFile(file, { kind: pr_mode !== 0, flags: unknown }, 'illumos', lost)
  const value = { pr_fd: fd, pr_mode, ...UNREAD, pr_offset: offset, pr_fileflags: flags, pr_path: truncateUtf8(path, 1023) }
  return Object.assign(zeroValue(fdinfo, abi), value)
}

function signalInfo({ process: { signal } }: CoreContents, abi: Abi) {
  if (!signal) return zeroValue(siginfo, abi)
  const { number, code = SI_NOINFO, address, sender } = signal
  const value = zeroValue(siginfo, abi, { si_signo: number, si_code: code })
  const { __fault, __proc } = value.__data
  if (__fault && address !== undefined) __fault.__addr = address
  if (__proc && sender) {
    __proc.__pid = sender.pid
    if (__proc.__pdata.__kill) __proc.__pdata.__kill.__uid = sender.uid
  }
  return value
}

interface AddressRange {
  readonly base: bigint
  readonly size: bigint
}

const sizeOf = ({ size, content: held }: BuildMemory): bigint =>
  size ?? BigInt(held === undefined ? 0 : held instanceof Uint8Array ? held.length : held.size)

/** From the first to the last address of the memory of a kind. Memory is in address order. */
function rangeOf(memory: readonly BuildMemory[], kind: BuildMemory['kind']): AddressRange | undefined {
  const own = memory.filter((each) => each.kind === kind)
  const [first, last] = [own[0], own.at(-1)]
  return first && last && { base: first.address, size: last.address + sizeOf(last) - first.address }
}

/** The initial stack: memory of that kind, else what the stack pointer of the only thread points to. */
function stackOf({ threads, memory }: CoreContents): AddressRange | undefined {
  const known = rangeOf(memory, 'stack')
  const [only] = threads
  if (known || !only || threads.length > 1) return known
  const { rsp, esp, sp } = only.registers
  const pointer = rsp ?? esp ?? sp
  const found = memory.find((each) => pointer !== undefined && pointer >= each.address && pointer < each.address + sizeOf(each))
  return found && { base: found.address, size: sizeOf(found) }
}

/** The fields that say where heap and stack are. */
function breakAndStack(facts: CoreContents) {
  const heap = rangeOf(facts.memory, 'heap')
  const stack = stackOf(facts)
  return {
    ...(heap && { pr_brkbase: heap.base, pr_brksize: heap.size }),
    ...(stack && { pr_stkbase: stack.base, pr_stksize: stack.size }),
  }
}

function oldProcess(facts: CoreContents, abi: Abi) {
  const value = zeroValue(prpsinfo, abi)
  return Object.assign(value, ids(facts), names(facts), owners(facts), {
    pr_pgrp: facts.process.pgrp ?? 0,
    pr_dmodel: model(abi),
  })
}

function newInfo(facts: CoreContents, abi: Abi) {
  const { process, threads } = facts
  return Object.assign(zeroValue(psinfo, abi), ids(facts), names(facts), owners(facts), {
    pr_pgid: process.pgrp ?? 0,
    pr_nlwp: threads.length,
    pr_wstat: process.signal ? process.signal.number | WCOREFLG : 0,
    pr_dmodel: model(abi),
  })
}

function newProcess(facts: CoreContents, abi: Abi) {
  return Object.assign(zeroValue(pstatus, abi), ids(facts), {
    pr_pgid: facts.process.pgrp ?? 0,
    pr_nlwp: facts.threads.length,
    pr_dmodel: model(abi),
    ...breakAndStack(facts),
  })
}

function oldThread(facts: CoreContents, { tid }: BuildThread, died: boolean, abi: Abi) {
  const { process, threads } = facts
  const value = zeroValue(prstatus, abi)
  Object.assign(value, ids(facts), {
    pr_flags: died ? PR_PCINVAL_OLD : 0,
    pr_pgrp: process.pgrp ?? 0,
    pr_nlwp: threads.length,
    pr_who: tid,
    pr_cursig: cursig(facts, died),
    ...(died && { pr_info: signalInfo(facts, abi) }),
    ...breakAndStack(facts),
  })
  return value
}

function newThread(facts: CoreContents, { tid }: BuildThread, died: boolean, abi: Abi) {
  const value = zeroValue(lwpstatus, abi)
  Object.assign(value, {
    pr_flags: died ? PR_PCINVAL : 0,
    pr_lwpid: tid,
    pr_cursig: cursig(facts, died),
    ...(died && { pr_info: signalInfo(facts, abi) }),
  })
  return value
}

const cursig = ({ process }: CoreContents, died: boolean): number => (died ? (process.signal?.number ?? 0) : SIGKILL)
