/**
 * NT_PROCSTAT_*: what sysctl gives of a process, behind a word that holds the size of the structure. What follows that word is not
 * aligned again. Source: FreeBSD sys/sys/user.h, sys/kern/imgact_elf.c, 9.3 to 16-CURRENT.
 */
import { type CType, c, struct } from '../../../schema/base.js'
import { kinfoFile } from './kinfo-file.js'
import { kinfoKnote } from './kinfo-knote.js'
import { kinfoProc } from './kinfo-proc.js'
import { kinfoVmentry } from './kinfo-vmentry.js'

/** Records after the size of one; bytes after the last complete record are kept. */
const records = <T>(name: string, element: CType<T>) =>
  struct(name, { structsize: c.int32, records: c.array(element, 'rest'), rest: c.rest }, { packed: true })

export const procstatProc = records('NT_PROCSTAT_PROC', kinfoProc)
export const procstatFiles = records('NT_PROCSTAT_FILES', kinfoFile)
export const procstatVmmap = records('NT_PROCSTAT_VMMAP', kinfoVmentry)
export const procstatKqueues = records('NT_PROCSTAT_KQUEUES', kinfoKnote)

export const procstatGroups = struct('NT_PROCSTAT_GROUPS', {
  structsize: c.int32,
  groups: c.array(c.uint32, 'rest').doc('the first is the effective group'),
})

export const procstatUmask = struct('NT_PROCSTAT_UMASK', { structsize: c.int32, umask: c.uint16.hex, rest: c.rest })

export const procstatRlimit = struct(
  'NT_PROCSTAT_RLIMIT',
  {
    structsize: c.int32.doc('of the whole array, unlike in other notes'),
    limits: c.array(struct('rlimit', { rlim_cur: c.int64, rlim_max: c.int64 }), 'rest'),
    rest: c.rest,
  },
  { packed: true, doc: 'CPU time, file size, data, stack, core, resident, locked, processes, files, socket buffers, address space ...' },
)
export const procstatOsrel = struct('NT_PROCSTAT_OSREL', { structsize: c.int32, osrel: c.int32, rest: c.rest })

export const procstatPsstrings = struct(
  'NT_PROCSTAT_PSSTRINGS',
  { structsize: c.int32, ps_strings: c.pointer, rest: c.rest },
  { packed: true },
)

export const auxInfo = struct('Elf_Auxinfo', { a_type: c.ulong, a_val: c.ulong.hex })

export const procstatAuxv = struct(
  'NT_PROCSTAT_AUXV',
  {
    structsize: c.int32,
    entries: c.array(auxInfo, { until: (entry: { readonly a_type: bigint }) => entry.a_type === 0n }),
    rest: c.rest,
  },
  { packed: true },
)
