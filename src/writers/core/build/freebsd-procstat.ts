/**
 * NT_PROCSTAT_* notes, which a FreeBSD kernel writes after the notes of the threads. Notes without information are omitted: a note of
 * zeros would mean a umask of 0 and no limits.
 */

import type { Diagnostic } from '../../../errors.js'
import { kinfoFile } from '../../../formats/core/freebsd/kinfo-file.js'
import { kinfoProc } from '../../../formats/core/freebsd/kinfo-proc.js'
import { kinfoVmentry } from '../../../formats/core/freebsd/kinfo-vmentry.js'
import { freebsdNotes } from '../../../formats/core/freebsd/notes.js'
import { fileFlagsOf, typeOf } from '../../../formats/core/freebsd/open-files.js'
import * as procstat from '../../../formats/core/freebsd/procstat.js'
import { limitRecords } from '../../../formats/core/freebsd/resource-limits.js'
import type { OpenFile, ProcessInfo } from '../../../formats/core/process-info.js'
import { noteOwner } from '../../../formats/elf/note-owners.js'
import type { Abi } from '../../../schema/base.js'
import { truncateUtf8, zeroValue } from '../../../schema/zero-value.js'
import type { BuildMemory, BuildThread, BuiltNote, CoreContents } from './core-contents.js'
import { idsOf } from './credentials.js'
import { noteMaker, reportLoss } from './note-builder.js'
import { reportLostFile } from './open-files.js'

const OWNER = noteOwner.FREEBSD
/** Full sizes of structures whose last member is a path of 1024 bytes; records end after the path's NUL. */
const VMENTRY_SIZE = 1160
const VMENTRY_PATH = 136
const FILE_SIZE = 1392
const FILE_PATH = 368
const KI_GROUPS = 16
const TYPE_DEFAULT = 1
const TYPE_VNODE = 2
/** KF_TYPE_VNODE, KF_VTYPE_VREG, KF_VTYPE_VDIR. */
const TYPE_FILE = 1
const VREG = 1
const VDIR = 2
const TYPE_UNKNOWN = 255
const RLIMIT_SIZE = 16
const PROTECTIONS: readonly (readonly [letter: string, flag: number])[] = [
  ['r', 1],
  ['w', 2],
  ['x', 4],
]
const NO_BYTES = new Uint8Array(0)
const encoder = new TextEncoder()

export function procstatNotes(facts: CoreContents, abi: Abi, lost: Diagnostic[]): BuiltNote[] {
  const make = noteMaker(freebsdNotes, abi)
  const { process, threads, auxv, files = [] } = facts
  const list: BuiltNote[] = []
  const { auxInfo } = procstat
  if (threads.length > 0) {
    // Each thread is encoded by itself, which needs less memory than decoded values.
    const layout = kinfoProc.for(abi)
    const rest = new Uint8Array(threads.length * layout.size)
    for (const [i, thread] of threads.entries()) rest.set(layout.encode(processRecord(facts, thread, abi)), i * layout.size)
    list.push(make(OWNER, 'NT_PROCSTAT_PROC', procstat.procstatProc, { structsize: layout.size, records: [], rest }))
  }
  const open = [...placeRecords(facts, abi), ...(facts.descriptors ?? []).map((file) => fileRecord(file, abi, lost))]
  if (open.length > 0)
    list.push(make(OWNER, 'NT_PROCSTAT_FILES', procstat.procstatFiles, { structsize: FILE_SIZE, records: open, rest: NO_BYTES }))
  if (files.length > 0) {
    const records = facts.memory.map((memory) => mapRecord(memory, facts, abi))
    list.push(make(OWNER, 'NT_PROCSTAT_VMMAP', procstat.procstatVmmap, { structsize: VMENTRY_SIZE, records, rest: NO_BYTES }))
  }
  if (process.groups !== undefined || process.gid !== undefined) {
    const groups = groupsOf(process)
    list.push(make(OWNER, 'NT_PROCSTAT_GROUPS', procstat.procstatGroups, { structsize: 4, groups }))
  }
  if (process.umask !== undefined)
    list.push(make(OWNER, 'NT_PROCSTAT_UMASK', procstat.procstatUmask, { structsize: 2, umask: process.umask, rest: NO_BYTES }))
  if (process.limits !== undefined && process.limits.length > 0) {
    const { records: limits, unknown } = limitRecords(process.limits)
    if (unknown.length > 0) reportLoss(lost, 'process.limits', `not defined on FreeBSD: ${unknown.join(', ')}`)
    const structsize = limits.length * RLIMIT_SIZE
    list.push(make(OWNER, 'NT_PROCSTAT_RLIMIT', procstat.procstatRlimit, { structsize, limits, rest: NO_BYTES }))
  }
  if (process.psStrings !== undefined) {
    const value = { structsize: abi.pointer, ps_strings: process.psStrings, rest: NO_BYTES }
    list.push(make(OWNER, 'NT_PROCSTAT_PSSTRINGS', procstat.procstatPsstrings, value))
  }
  if (auxv) {
    const entries = auxv.map(({ type, value }) => ({ a_type: type, a_val: value }))
    if (entries.at(-1)?.a_type !== 0n) entries.push({ a_type: 0n, a_val: 0n })
    list.push(make(OWNER, 'NT_PROCSTAT_AUXV', procstat.procstatAuxv, { structsize: auxInfo.for(abi).size, entries, rest: NO_BYTES }))
  }
  return list
}

/** The effective group is the first group. */
function groupsOf(process: ProcessInfo): readonly number[] {
  const { egid } = idsOf(process)
  const { groups = [] } = process
  return groups[0] === egid ? groups : [egid, ...groups]
}

/** The kernel writes one record for each thread. */
function processRecord({ process, threads }: CoreContents, { tid, name }: BuildThread, abi: Abi) {
  const value = zeroValue(kinfoProc, abi)
  const { ruid, euid, svuid, rgid, svgid } = idsOf(process)
  const groups = groupsOf(process)
  const thread = truncateUtf8(name ?? '', 19)
  value.ki_structsize = kinfoProc.for(abi).size
  value.ki_pid = process.pid ?? 0
  value.ki_ppid = process.ppid ?? 0
  value.ki_pgid = process.pgrp ?? 0
  value.ki_sid = process.sid ?? 0
  value.ki_uid = euid
  value.ki_ruid = ruid
  value.ki_svuid = svuid
  value.ki_rgid = rgid
  value.ki_svgid = svgid
  value.ki_ngroups = Math.min(groups.length, KI_GROUPS)
  value.ki_groups = Array.from({ length: KI_GROUPS }, (_, i) => groups[i] ?? 0)
  value.ki_comm = truncateUtf8(process.name ?? '', 19)
  // The first 16 bytes; up to three more bytes are in a second field.
  value.ki_tdname = truncateUtf8(thread, 16)
  value.ki_moretdname = thread.slice(value.ki_tdname.length)
  value.ki_numthreads = threads.length
  value.ki_tid = tid
  return value
}

/** Entries among the open files that are not descriptors: the program and the directories. */
function placeRecords({ process }: CoreContents, abi: Abi) {
  const places: readonly (readonly [fd: number, vnode: number, path: string | undefined])[] = [
    [-5, VREG, process.executable],
    [-1, VDIR, process.cwd],
    [-2, VDIR, process.root],
  ]
  return places.flatMap(([fd, vnode, path]) => {
    if (path === undefined) return []
    const clipped = truncateUtf8(path, 1023)
    return [blankRecord(fd, { type: TYPE_FILE, vnode }, clipped, abi)]
  })
}

/** Entries that are not descriptors have no reference count and no offset. */
function blankRecord(fd: number, { type, vnode }: { readonly type: number; readonly vnode?: number }, path: string, abi: Abi) {
  const value = zeroValue(kinfoFile, abi, { kf_type: type })
  value.kf_structsize = recordSize(FILE_PATH, path)
  value.kf_fd = fd
  value.kf_ref_count = -1
  value.kf_offset = -1n
  if (vnode !== undefined) Object.assign((value.kf_un as { kf_file: object }).kf_file, { kf_file_type: vnode })
  value.kf_path = path
  return value
}

function fileRecord(file: OpenFile, abi: Abi, lost: Diagnostic[]) {
  const { fd, kind, path = '', offset = -1n } = file
  const type = typeOf(kind)
  const { flags, unknown } = fileFlagsOf(file.flags ?? [])
  reportLostFile(file, { kind: type !== undefined, flags: unknown }, 'FreeBSD', lost)
  const value = blankRecord(fd, type ?? { type: TYPE_UNKNOWN }, truncateUtf8(path, 1023), abi)
  value.kf_ref_count = 1
  value.kf_flags = flags
  value.kf_offset = offset
  return value
}

const recordSize = (start: number, path: string): number => Math.ceil((start + encoder.encode(path).length + 1) / 8) * 8

function mapRecord({ address, size, content, permissions = 'rw-' }: BuildMemory, { files = [] }: CoreContents, abi: Abi) {
  const file = files.find(({ start, end }) => address >= start && address < end)
  const length = size ?? BigInt(content === undefined ? 0 : content instanceof Uint8Array ? content.length : content.size)
  const path = truncateUtf8(file?.path ?? '', 1023)
  const value = zeroValue(kinfoVmentry, abi)
  value.kve_structsize = recordSize(VMENTRY_PATH, path)
  value.kve_type = file ? TYPE_VNODE : TYPE_DEFAULT
  value.kve_start = address
  value.kve_end = address + length
  value.kve_offset = file ? file.offset + (address - file.start) : 0n
  value.kve_protection = PROTECTIONS.reduce((flags, [letter, flag]) => (permissions.includes(letter) ? flags | flag : flags), 0)
  value.kve_path = path
  return value
}
