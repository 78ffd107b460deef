/** The process of a core as one that is frozen: which of its memory is written, and which is recorded by its file. */
import { type Diagnostic, deduplicateDiagnostics } from '../../errors.js'
import { type Core, fileFinder, type Mapping, type Thread } from '../../families/core.js'
import { maxUserAddress, PAGE, registerNames } from '../../formats/checkpoint/dragonfly/index.js'
import { floatingOf, generalOf } from '../../formats/core/dragonfly/structures.js'
import type { Registers } from '../../formats/core/process-info.js'
import { type ByteSource, sliceSource } from '../../io/source.js'
import { zeroValue } from '../../schema/zero-value.js'
import type {
  CheckpointInput,
  CheckpointInputMapping,
  CheckpointInputThread,
  FreezeFile,
  FreezeHandle,
} from '../../writers/checkpoint/build-checkpoint.js'
import { RegisterPool } from '../../writers/core/build/register-pool.js'
import { collectLosses, type ReportLoss } from '../losses.js'
import type { FileMap } from './handle-map.js'

/** Environment and registers of the coprocessor. */
const SAVE87 = 108
const DTYPE_VNODE = 1

/**
 * What is to be frozen, and what of the core a checkpoint has no place for.
 *
 * @param source the bytes that the core was opened from
 */
export function processOf(core: Core, source: ByteSource, files: FileMap): { process: CheckpointInput; lost: readonly Diagnostic[] } {
  const { lost, lose } = collectLosses()
  const threads = core.threads.flatMap((thread, i) => threadOf(core, thread, i, lost))
  const offsets = fileOffsets(core)
  const mappings = core.mappings.flatMap((mapping) => mappingOf(core, mapping, source, files, offsets, lose))
  // What is above the memory of a program is left out, and a thaw refuses its address here too.
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

const sizesOf = ({ start, end }: Mapping) => ({ pages: (end - start) / BigInt(PAGE), address: start })

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
    lost.push({ code: 'LOST', path: `threads[${index}].name`, message: `threads[${index}].name: a checkpoint has none` })
  const own = values as Record<string, bigint | number>
  return [
    {
      tid: tid ?? index,
      registers: Object.fromEntries(registerNames(abi).map((each) => [each, BigInt(own[each] ?? 0)])),
      floating: floating.struct.for(abi).encode(floats).subarray(0, SAVE87),
    },
  ]
}

/** Registers that are not zero, which those that are not given are. */
const set = (registers: Registers): Registers => Object.fromEntries(Object.entries(registers).filter(([, value]) => value !== 0n))

/** The mapping, or the pages of it that the core has, or nothing. */
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
  const range = `0x${start.toString(16)} to 0x${end.toString(16)}`
  const size = end - start
  if (size <= 0n) return []
  if (start % BigInt(PAGE) !== 0n) {
    lose(path, `memory from ${range} does not begin at a page, which a mapping does`)
    return []
  }
  const top = maxUserAddress(core.abi)
  if (top !== undefined && end > top) {
    lose(path, `memory from ${range} is above that of a program of DragonFly: it is left out`)
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
  // What a process wrote to has pages of its own, over those of the file.
  if (whole)
    return [{ ...place, ...(handle && !writable ? { top: 'vnode', handle } : { top: 'default', ...(handle && { backing: 'vnode' }) }) }]
  const parts: CheckpointInputMapping[] = held > 0n ? [{ ...place, top: 'default' }] : []
  if (handle) {
    const at = offsetOf(start)
    if (at !== 0n) lose(path, `${file} is mapped from its offset ${at} on at ${range}; a thaw maps it from 0 on`)
    parts.push({ start, end: start + pages(size), permissions, top: 'vnode', noCore: true, handle })
  } else {
    const why = file === undefined ? 'no file of it is known' : `no handle of ${file} is given`
    lose(path, `${size - held} bytes of the memory from ${range} are not in the core, and ${why}: they are left out`)
  }
  return parts
}

/** Where in its file an address is; 0 where no file is known to be mapped there. */
function fileOffsets({ files }: Core): (address: bigint) => bigint {
  const fileAt = fileFinder(files)
  return (address) => {
    const file = fileAt(address)
    return file ? file.offset + address - file.start : 0n
  }
}

const pages = (size: bigint): bigint => ((size + BigInt(PAGE) - 1n) / BigInt(PAGE)) * BigInt(PAGE)
const least = (...values: readonly bigint[]): bigint => [...values].sort((a, b) => Number(a - b))[0] ?? 0n

function handleFor({ fh_fsid, fh_fid }: NonNullable<ReturnType<FileMap['handleOf']>>): FreezeHandle {
  const [low = 0, high = 0] = fh_fsid.val
  return { fsid: [low, high], fid: fh_fid.fid_data.subarray(0, Math.min(16, fh_fid.fid_len)), extension: fh_fid.fid_ext }
}

/** Those that the map names, else those that the core tells and whose handles the map has. */
function openFiles({ descriptors }: Core, files: FileMap, lose: ReportLoss): FreezeFile[] {
  if (files.open) return files.open.map(({ handle, ...rest }) => ({ ...rest, handle: handleFor(handle) }))
  const found: FreezeFile[] = []
  let unknown = 0
  for (const { fd, path, flags = [], offset = 0n } of descriptors) {
    // Standard input and output are never saved, nor what is no file.
    if (fd < 3) continue
    const handle = path === undefined ? undefined : files.handleOf(path)
    if (!handle) {
      unknown++
      continue
    }
    const bits = (flags.includes('read') ? 1 : 0) | (flags.includes('write') ? 2 : 0)
    found.push({ descriptor: fd, type: DTYPE_VNODE, flags: bits || 1, offset, handle: handleFor(handle) })
  }
  if (unknown > 0) lose('descriptors', `${unknown} open files, of which no handle is given, are left out`)
  return found
}

function loseFacts({ process, auxv, files, system, abi }: Core, lose: ReportLoss): void {
  const ids = (['pid', 'ppid', 'pgrp', 'sid', 'uid', 'gid'] as const).filter((name) => process[name] !== undefined)
  if (ids.length > 0) lose('process', `a checkpoint does not tell ${ids.join(', ')}`)
  const { signal, arguments: args, name } = process
  if (signal) lose('process.signal', `${system.signals.name(signal.number, abi) ?? signal.number}: in a checkpoint it is always SIGCKPT`)
  if (args !== undefined && args !== name) lose('process.arguments', 'a checkpoint has the name only')
  if (auxv.length > 0) lose('auxv', 'a checkpoint has no auxiliary vector')
  if (files.length > 0) lose('files', 'a checkpoint knows files by their handles, not by their names')
}
