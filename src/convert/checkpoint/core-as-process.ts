/** Converts the process of a core to the input of a checkpoint: which memory is written, and which is recorded by its file. */
import { type Diagnostic, deduplicateDiagnostics } from '../../errors.js'
import { type Core, fileFinder, type Mapping, type Thread } from '../../families/core.js'
import { maxUserAddress, registerNames } from '../../formats/checkpoint/dragonfly/index.js'
import { floatingOf, generalOf } from '../../formats/core/dragonfly/registers.js'
import type { Registers } from '../../formats/core/process-info.js'
import { type ByteSource, sliceSource } from '../../io/source.js'
import type { FileMap } from '../../readers/checkpoint/file-map.js'
import { zeroValue } from '../../schema/zero-value.js'
import { PAGE_SIZE } from '../../systems/machines/page-sizes.js'
import type {
  CheckpointInput,
  CheckpointInputMapping,
  CheckpointInputThread,
  FreezeFile,
  FreezeHandle,
} from '../../writers/checkpoint/build-checkpoint.js'
import { RegisterPool } from '../../writers/core/build/register-pool.js'
import { collectLosses, type ReportLoss } from '../losses.js'
import { withoutResumeFlag } from './resume-flag.js'

/** FPU environment and registers. */
const SAVE87 = 108
const DTYPE_VNODE = 1

/**
 * The process for the checkpoint, and what of the core a checkpoint cannot store.
 *
 * @param source the bytes that the core was opened from
 */
export function processOf(core: Core, source: ByteSource, files: FileMap): { process: CheckpointInput; lost: readonly Diagnostic[] } {
  const { lost, lose } = collectLosses()
  const threads = core.threads.flatMap((thread, i) => threadOf(core, thread, i, lost))
  const offsets = fileOffsets(core)
  const mappings = core.mappings.flatMap((mapping) => mappingOf(core, mapping, source, files, offsets, lose))
  // Memory above the user address space is omitted; a restore rejects its addresses.
  const top = maxUserAddress(core.abi)
  const below = core.mappings.filter(({ end }) => top === undefined || end <= top)
  const text = below.find(({ permissions }) => permissions.includes('x'))
  const data = below.find(({ permissions }) => permissions.startsWith('rw'))
  const abi = core.abi.name === 'i386' ? 'i386' : 'amd64'
  const frozen: CheckpointInput = {
    abi,
    name: core.process.name ?? '',
    threads,
    mappings,
    files: openFiles(core, files, lose),
    ...(text && { text: sizesOf(text) }),
    ...(data && { data: sizesOf(data) }),
  }
  loseFacts(core, lose)
  return { process: frozen, lost: deduplicateDiagnostics(lost) }
}

const sizesOf = ({ start, end }: Mapping) => ({ pages: (end - start) / BigInt(PAGE_SIZE), address: start })

function threadOf({ abi }: Core, { tid, name, registers, extra }: Thread, index: number, lost: Diagnostic[]): CheckpointInputThread[] {
  const general = generalOf(abi)
  const floating = floatingOf(abi)
  if (!general || !floating || Object.keys(registers).length === 0) return []
  const pool = new RegisterPool(
    { tid: tid ?? index, registers: set(registers), floating: set(Object.assign({}, ...Object.values(extra))) },
    abi,
  )
  const values = zeroValue(general.struct, abi)
  pool.fill(general, values)
  const floats = zeroValue(floating.struct, abi)
  pool.fill(floating, floats)
  pool.lose(`threads[${index}]`, lost)
  if (name !== undefined)
    lost.push({ code: 'LOST', path: `threads[${index}].name`, message: `threads[${index}].name: checkpoints cannot store thread names` })
  const own = values as Record<string, bigint | number>
  return [
    {
      tid: tid ?? index,
      registers: withoutResumeFlag(Object.fromEntries(registerNames(abi).map((each) => [each, BigInt(own[each] ?? 0)])), index, lost),
      floating: floating.struct.for(abi).encode(floats).subarray(0, SAVE87),
    },
  ]
}

/** The registers that are not zero; missing registers are written as zero. */
const set = (registers: Registers): Registers => Object.fromEntries(Object.entries(registers).filter(([, value]) => value !== 0n))

/** The mapping, the pages of it that the core contains, or nothing. */
function mappingOf(
  core: Core,
  mapping: Mapping,
  source: ByteSource,
  files: FileMap,
  offsetOf: (address: bigint) => bigint,
  lose: ReportLoss,
): CheckpointInputMapping[] {
  const { start, end, permissions, offset, fileSize, file, segment } = mapping
  const path = `programHeaders[${segment}]`
  const range = `0x${start.toString(16)}-0x${end.toString(16)}`
  const size = end - start
  if (size <= 0n) return []
  if (start % BigInt(PAGE_SIZE) !== 0n) {
    lose(path, `memory ${range} is not page-aligned; omitted`)
    return []
  }
  const top = maxUserAddress(core.abi)
  if (top !== undefined && end > top) {
    lose(path, `memory ${range} is above the DragonFly user address space; omitted`)
    return []
  }
  const known = file === undefined ? undefined : files.handleOf(file)
  const handle = known && handleFor(known)
  const held = offset >= BigInt(source.size) ? 0n : least(fileSize, size, BigInt(source.size) - offset)
  const filled =
    held === least(fileSize, size) && (core.system.zeroFilled?.({ p_flags: core.programHeaders[segment]?.p_flags ?? 0 }) ?? false)
  const whole = held >= size || filled
  const contents = sliceSource(source, held > 0n ? Number(offset) : 0, Number(held))
  const place = { start, end: start + pages(whole ? size : held), permissions, contents }
  const writable = permissions.includes('w')
  // Pages that the process wrote to are private copies over those of the file.
  if (whole)
    return [{ ...place, ...(handle && !writable ? { top: 'vnode', handle } : { top: 'default', ...(handle && { backing: 'vnode' }) }) }]
  const parts: CheckpointInputMapping[] = held > 0n ? [{ ...place, top: 'default' }] : []
  if (handle) {
    const at = offsetOf(start)
    if (at !== 0n) lose(path, `${file} is mapped from offset ${at} at ${range}; a restore maps it from offset 0`)
    parts.push({ start, end: start + pages(size), permissions, top: 'vnode', noCore: true, handle })
  } else {
    const why = file === undefined ? 'no mapped file is known' : `the file map has no handle for ${file}`
    lose(path, `memory ${range}: ${size - held} bytes are missing from the core and ${why}; omitted`)
  }
  return parts
}

/** File offset of a mapped address; 0 where no mapped file is known. */
function fileOffsets({ files }: Core): (address: bigint) => bigint {
  const fileAt = fileFinder(files)
  return (address) => {
    const file = fileAt(address)
    return file ? file.offset + address - file.start : 0n
  }
}

const pages = (size: bigint): bigint => ((size + BigInt(PAGE_SIZE) - 1n) / BigInt(PAGE_SIZE)) * BigInt(PAGE_SIZE)
const least = (...values: readonly bigint[]): bigint => [...values].sort((a, b) => Number(a - b))[0] ?? 0n

function handleFor({ fh_fsid, fh_fid }: NonNullable<ReturnType<FileMap['handleOf']>>): FreezeHandle {
  const [low = 0, high = 0] = fh_fsid.val
  return { fsid: [low, high], fid: fh_fid.fid_data, extension: fh_fid.fid_ext, length: fh_fid.fid_len }
}

/** The open files of the file map; without them, those of the core that have a handle in the map. */
function openFiles({ descriptors }: Core, files: FileMap, lose: ReportLoss): FreezeFile[] {
  if (files.open) return files.open.map(({ handle, ...rest }) => ({ ...rest, handle: handleFor(handle) }))
  const found: FreezeFile[] = []
  let unknown = 0
  for (const { fd, path, flags = [], offset = 0n } of descriptors) {
    // The kernel never saves standard input and output, nor descriptors that are not files.
    if (fd < 3) continue
    const handle = path === undefined ? undefined : files.handleOf(path)
    if (!handle) {
      unknown++
      continue
    }
    const bits = (flags.includes('read') ? 1 : 0) | (flags.includes('write') ? 2 : 0)
    found.push({ descriptor: fd, type: DTYPE_VNODE, flags: bits || 1, offset, handle: handleFor(handle) })
  }
  if (unknown > 0) lose('descriptors', `${unknown} open file${unknown === 1 ? '' : 's'} without a handle in the file map; omitted`)
  return found
}

function loseFacts({ process, auxv, files, system, abi }: Core, lose: ReportLoss): void {
  const ids = (['pid', 'ppid', 'pgrp', 'sid', 'uid', 'gid'] as const).filter((name) => process[name] !== undefined)
  if (ids.length > 0) lose('process', `checkpoints cannot store ${ids.join(', ')}`)
  const { signal, arguments: args, name } = process
  if (signal) lose('process.signal', `${system.signals.name(signal.number, abi) ?? signal.number}: checkpoints always contain SIGCKPT`)
  if (args !== undefined && args !== name) lose('process.arguments', 'checkpoints can only store the command name')
  if (auxv.length > 0) lose('auxv', 'checkpoints cannot store the auxiliary vector')
  if (files.length > 0) lose('files', 'checkpoints store file handles, not paths')
}
