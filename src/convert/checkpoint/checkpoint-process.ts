/**
 * The process of a checkpoint or DragonFly core as input of a new one: registers with the kernel's own words, memory, mapped and open
 * files, signals and sizes. Both kinds of file are written by one routine of the kernel, so nothing that both hold is lost.
 */
import { type Diagnostic, deduplicateDiagnostics } from '../../errors.js'
import { type Checkpoint, openCheckpoint } from '../../families/checkpoint.js'
import { decodeSignalSet, type FileHandle, type SignalInfo, type SignalSet } from '../../formats/checkpoint/dragonfly/index.js'
import { permissionsOf } from '../../formats/elf/segment-permissions.js'
import { roundUp } from '../../io/bytes.js'
import { type ByteSource, sliceSource } from '../../io/source.js'
import { PAGE_SIZE } from '../../systems/machines/page-sizes.js'
import type {
  CheckpointInput,
  CheckpointInputMapping,
  CheckpointInputThread,
  FreezeFile,
  FreezeHandle,
  FreezeSignals,
} from '../../writers/checkpoint/build-checkpoint.js'
import { collectLosses, type ReportLoss } from '../losses.js'

/** The process, the revision of its file, and what of the file a new one does not hold. */
export interface FileProcess {
  readonly process: CheckpointInput
  readonly form: string | undefined
  readonly lost: readonly Diagnostic[]
}

/** The process that a checkpoint or DragonFly core holds. */
export function processOfFile(source: ByteSource): FileProcess {
  const checkpoint = openCheckpoint(source)
  const { lost, lose } = collectLosses()
  const { abi, form, process, threads, vminfo, siginfo, files } = checkpoint
  const placeholders = files.filter(({ cfi_index }) => cfi_index < 0).length
  if (placeholders > 0) lose('files', `${placeholders} placeholders of files that were gone; omitted`)
  return {
    form: form?.name,
    process: {
      abi: abi.name === 'i386' ? 'i386' : 'amd64',
      name: process?.pr_fname ?? '',
      osreldate: threads[0]?.status.pr_osreldate ?? 0,
      threads: threadsOf(checkpoint),
      mappings: [...filesOf(checkpoint), ...memoryOf(checkpoint, lose)],
      files: files.filter(({ cfi_index }) => cfi_index >= 0).map(openFile),
      ...(siginfo && { signals: signalsOf(siginfo) }),
      ...(vminfo && {
        text: { pages: vminfo.cvm_tsize, address: vminfo.cvm_taddr },
        data: { pages: vminfo.cvm_dsize, address: vminfo.cvm_daddr },
      }),
    },
    lost: deduplicateDiagnostics(lost),
  }
}

/** The threads, with the bytes of NT_FPREGSET that follow each NT_PRSTATUS. */
function threadsOf({ source, threads, notes }: Checkpoint): CheckpointInputThread[] {
  const whole = notes.filter(({ name, layout }) => name !== 'NT_PRPSINFO' && layout)
  let at = -1
  return threads.map(({ tid, status }): CheckpointInputThread => {
    do at++
    while (at < whole.length && whole[at]?.name !== 'NT_PRSTATUS')
    const next = whole[at + 1]
    const floating = next?.name === 'NT_FPREGSET' ? source.read(next.descriptorOffset, next.size) : undefined
    return { tid, registers: status.pr_reg, ...(floating && { floating }) }
  })
}

/** Mapped files, which get a record and no memory. */
const filesOf = ({ vnodes }: Checkpoint): CheckpointInputMapping[] =>
  vnodes.map(({ vnh_fh, vnh_phdr: { p_vaddr, p_filesz, p_flags } }) => ({
    start: p_vaddr,
    end: p_vaddr + p_filesz,
    permissions: permissionsOf(p_flags),
    top: 'vnode',
    noCore: true,
    handle: handleOf(vnh_fh),
  }))

/** Memory that the file holds, in whole pages. */
function memoryOf({ source, segments }: Checkpoint, lose: ReportLoss): CheckpointInputMapping[] {
  return segments.flatMap(({ segment, start, permissions, offset, fileSize }): CheckpointInputMapping[] => {
    const size = BigInt(source.size)
    const available = offset >= size ? 0n : offset + fileSize > size ? size - offset : fileSize
    const path = `programHeaders[${segment}]`
    if (available < fileSize) lose(path, `${fileSize - available} bytes of memory are missing from the file; omitted`)
    if (available === 0n) return []
    if (start % BigInt(PAGE_SIZE) !== 0n) {
      lose(path, `memory at 0x${start.toString(16)} is not page-aligned; omitted`)
      return []
    }
    const contents = sliceSource(source, Number(offset), Number(available))
    const end = start + BigInt(roundUp(Number(available), PAGE_SIZE))
    return [{ start, end, permissions, top: 'default', contents }]
  })
}

const openFile = ({
  cfi_index,
  cfi_flags,
  cfi_offset,
  cfi_fh,
  cfi_type = 1,
  cfi_ckflags = 0,
}: Checkpoint['files'][number]): FreezeFile => ({
  descriptor: cfi_index,
  type: cfi_type,
  flags: cfi_flags,
  offset: cfi_offset,
  handle: handleOf(cfi_fh),
  ...((cfi_ckflags & 1) !== 0 && { isCheckpoint: true }),
})

const handleOf = ({ fh_fsid: { val }, fh_fid: { fid_len, fid_ext, fid_data } }: FileHandle): FreezeHandle => ({
  fsid: [val[0] ?? 0, val[1] ?? 0],
  fid: fid_data,
  extension: fid_ext,
  length: fid_len,
})

const MICROSECONDS = 1_000_000n

/** Actions, sets, mask, senders and timer. */
function signalsOf({ csi_sigacts, csi_procsig, csi_itimerval, csi_sigparent, csi_sigmask }: SignalInfo): FreezeSignals {
  const { ps_sigact, ps_catchmask, ps_frominfo = [], ps_refcnt, ps_flag, ...rest } = csi_sigacts
  const sets = Object.entries({ ...rest, ...csi_procsig }).filter((entry): entry is [string, SignalSet] => isSet(entry[1]))
  const micros = ({ tv_sec, tv_usec }: { tv_sec: bigint; tv_usec: bigint }): bigint => tv_sec * MICROSECONDS + tv_usec
  const numbered = <T>(list: readonly T[], used: (value: T) => boolean): Record<number, T> =>
    Object.fromEntries(list.flatMap((value, i) => (used(value) ? [[i + 1, value]] : [])))
  const masks = numbered(ps_catchmask, ({ bits }) => bits.some((word) => word !== 0))
  return {
    handlers: numbered(ps_sigact, (handler) => handler !== 0n),
    masks: Object.fromEntries(Object.entries(masks).map(([signal, mask]) => [signal, decodeSignalSet(mask)])),
    sets: Object.fromEntries(sets.map(([name, set]) => [name, decodeSignalSet(set)])),
    ...(csi_sigmask && { mask: decodeSignalSet(csi_sigmask) }),
    frominfo: numbered(ps_frominfo, ({ pid, uid }) => pid !== 0 || uid !== 0),
    timer: { interval: micros(csi_itimerval.it_interval), value: micros(csi_itimerval.it_value) },
    parentSignal: csi_sigparent,
    references: ps_refcnt ?? csi_procsig?.ps_refcnt ?? 1,
    flags: ps_flag ?? csi_procsig?.ps_flag ?? 0,
  }
}

const isSet = (value: unknown): value is SignalSet => typeof value === 'object' && value !== null && 'bits' in value
