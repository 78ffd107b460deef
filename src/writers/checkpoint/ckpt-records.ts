/** The records that a checkpoint has in addition to a core: mapped files, signals, open files. Source: DragonFly sys/kern/kern_checkpoint.c. */

import { type CheckpointRevision, type Errno, encodeSignalSet, type FileHandle } from '../../formats/checkpoint/dragonfly/index.js'
import type { Abi, Layout } from '../../schema/base.js'
import { dragonflySignals } from '../../systems/dragonfly/signals.js'
import type { CheckpointInputMapping, FreezeFile, FreezeHandle, FreezeSignals } from './checkpoint-input.js'
import { loadHeader } from './headers.js'
import { bad, selectRevisionFields } from './revision-fields.js'

const DTYPE_VNODE = 1

/** The record of a mapped file; without a handle its file ID is zero. */
export function vnodeBytes(mapping: CheckpointInputMapping, form: CheckpointRevision, abi: Abi): Uint8Array {
  const layout = form.vnHdr.for(abi) as Layout<unknown>
  const value = {
    vnh_fh: handleOf(mapping.handle, mapping.handleError !== undefined),
    vnh_phdr: loadHeader(mapping),
    vnh_reserved: new Array<number>(8).fill(0),
  }
  return layout.encode(selectRevisionFields(layout, value))
}

/** Signal handlers, masks and timer. */
export function siginfoBytes(signals: FreezeSignals, form: CheckpointRevision, abi: Abi): Uint8Array {
  const {
    handlers = {},
    masks = {},
    sets = {},
    mask = [],
    frominfo = {},
    timer,
    parentSignal = dragonflySignals.number('SIGCHLD'),
  } = signals
  const { references = 1, flags = 0 } = signals
  const layout = form.siginfo.for(abi) as Layout<unknown>
  const acts: Record<string, unknown> = {
    ps_sigact: Array.from({ length: 128 }, (_, i) => handlers[i + 1] ?? 0n),
    ps_catchmask: Array.from({ length: 128 }, (_, i) => encodeSignalSet(masks[i + 1] ?? [])),
    ps_frominfo: Array.from({ length: 128 }, (_, i) => frominfo[i + 1] ?? { pid: 0, uid: 0 }),
    ps_refcnt: references,
    ps_flag: flags,
  }
  const names = 'sigignore sigcatch sigonstack sigintr sigreset signodefer siginfo usertramp sigmailbox osigset'.split(' ')
  for (const name of names) acts[`ps_${name}`] = encodeSignalSet(sets[`ps_${name}`] ?? [])
  const million = 1_000_000n
  const time = (value: bigint) => ({ tv_sec: value / million, tv_usec: value % million })
  const value = {
    csi_ckptpisz: layout.size,
    csi_procsig: { ps_sigignore: acts.ps_sigignore, ps_sigcatch: acts.ps_sigcatch, ps_flag: flags, ps_sigacts: 0n, ps_refcnt: references },
    csi_sigacts: acts,
    csi_itimerval: { it_interval: time(timer?.interval ?? 0n), it_value: time(timer?.value ?? 0n) },
    csi_sigparent: parentSignal,
    csi_sigmask: encodeSignalSet(mask),
    csi_reserved: new Array<number>(8).fill(0),
  }
  return layout.encode(selectRevisionFields(layout, value))
}

export interface FileRecords {
  /** Entries that have a handle, which cfh_nfiles counts. */
  readonly counted: number
  readonly missing: number
  /** Of the first file whose handle cannot be obtained. */
  readonly error: Errno | undefined
  readonly records: readonly Record<string, unknown>[]
}

/** The entries in descriptor order, and the number of those that have a handle. */
export function fileRecords(files: readonly FreezeFile[], form: CheckpointRevision, placeholders: boolean): FileRecords {
  const saved = [...files]
    .filter(({ descriptor, type = DTYPE_VNODE }) => descriptor >= 3 && type === DTYPE_VNODE)
    .sort((a, b) => a.descriptor - b.descriptor)
  const good = saved.filter(({ handle }) => handle)
  const missing = saved.length - good.length
  const records = (placeholders ? saved : good).map(({ descriptor, flags, offset = 0n, handle, isCheckpoint }) => ({
    // Old kernels fill in only the number of a placeholder, later ones all fields that do not need the file.
    cfi_index: handle ? descriptor : -1,
    cfi_flags: handle || !form.old ? flags : 0,
    cfi_offset: handle || !form.old ? offset : 0n,
    cfi_fh: handleOf(handle),
    cfi_type: handle || !form.old ? DTYPE_VNODE : 0,
    cfi_ckflags: isCheckpoint ? 1 : 0,
    cfi_reserved: new Array<number>(8).fill(0),
  }))
  return { counted: good.length, missing, error: saved.find(({ handleError }) => handleError)?.handleError, records }
}

/** The header of the open files and their entries. */
export function fileBytes(
  { counted, records }: FileRecords,
  form: CheckpointRevision,
  abi: Abi,
): { header: Uint8Array; entries: Uint8Array[] } {
  const header = form.filehdr.for(abi) as Layout<unknown>
  const entry = form.fileinfo.for(abi) as Layout<unknown>
  const value = { cfh_magic: 0, cfh_nfiles: counted, cfh_reserved: new Array<number>(8).fill(0) }
  return {
    header: header.encode(selectRevisionFields(header, value)),
    entries: records.map((record) => entry.encode(selectRevisionFields(entry, record))),
  }
}

/** fid_len of HAMMER2, HAMMER and tmpfs. */
const FID_LENGTH = 20

function handleOf(handle: FreezeHandle | undefined, failed = false): FileHandle {
  const data = new Uint8Array(16)
  if (!handle) return { fh_fsid: { val: [0, 0] }, fh_fid: { fid_len: 0, fid_ext: 0, fid_data: data } }
  if (handle.fid.length > data.length) throw bad(`expected a file ID of at most 16 bytes, found ${handle.fid.length}`)
  const fsid = handle.fsid.map((word) => word | 0)
  if (failed) return { fh_fsid: { val: fsid }, fh_fid: { fid_len: 0, fid_ext: 0, fid_data: data } }
  data.set(handle.fid)
  return { fh_fsid: { val: fsid }, fh_fid: { fid_len: handle.length ?? FID_LENGTH, fid_ext: handle.extension ?? 0, fid_data: data } }
}
