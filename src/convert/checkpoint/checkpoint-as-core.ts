/**
 * Presents a checkpoint as a core. The same kernel routine writes both, so notes and segments are those of a core. Files that are mapped by
 * handle are memory that the core does not contain.
 */

import type { Diagnostic } from '../../errors.js'
import { type Checkpoint, openCheckpoint } from '../../families/checkpoint.js'
import { type Core, type Mapping, openCore, type Thread } from '../../families/core.js'
import type { FileRecord } from '../../formats/checkpoint/dragonfly/index.js'
import { floatingOf } from '../../formats/core/dragonfly/registers.js'
import type { MappedFile, OpenFile, Registers } from '../../formats/core/process-info.js'
import { readRegisterSet } from '../../formats/core/register-set.js'
import type { ProgramHeader } from '../../formats/elf/index.js'
import { permissionsOf } from '../../formats/elf/segment-permissions.js'
import { partitionPoint } from '../../io/binary-search.js'
import type { ByteSource } from '../../io/source.js'
import { type FileMap, noFiles } from './handle-map.js'

export interface CoreInput {
  readonly core: Core
  /** What a core cannot store. */
  readonly lost: readonly Diagnostic[]
}

/**
 * The core of a checkpoint's process.
 *
 * @param files paths of the mapped files
 */
export function coreOfCheckpoint(source: ByteSource, files: FileMap = noFiles): CoreInput {
  const checkpoint = openCheckpoint(source)
  const core = openCore(source, { as: 'elf-core/dragonfly' })
  const mapped = mappedFiles(checkpoint, files)
  // Program headers for mappings that are not in the file follow those that are.
  const programHeaders = [...core.programHeaders, ...mapped.map(({ header }) => header)]
  const mappings = [
    ...core.mappings,
    ...mapped.map(({ mapping }, i): Mapping => ({ ...mapping, segment: core.programHeaders.length + i })),
  ].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  const { process } = checkpoint
  return {
    core: {
      ...core,
      programHeaders,
      mappings,
      notes: [],
      // The process was stopped to write the checkpoint; no signal killed it.
      process: { ...(process && { name: process.pr_fname }) },
      threads: threadsOf(checkpoint),
      files: mapped.flatMap(({ file }) => (file ? [file] : [])),
      descriptors: checkpoint.files.flatMap((file) => (file.cfi_index >= 0 ? [openFile(file, files)] : [])),
    },
    lost: lostOf(checkpoint, files, mapped.filter(({ file }) => !file).length),
  }
}

function threadsOf({ abi, source, threads, notes }: Checkpoint): Thread[] {
  const set = floatingOf(abi)
  const floating = notes.filter(({ name, layout }) => name === 'NT_FPREGSET' && layout)
  return threads.map(({ tid, registers }, i): Thread => {
    const note = floating[i]
    const layout = set?.struct.for(abi)
    const floats: Registers =
      set && note && layout?.size === note.size
        ? readRegisterSet(set, layout.decode(source.read(note.descriptorOffset, note.size)), abi)
        : {}
    return { tid, registers, extra: { NT_FPREGSET: { ...floats, ...narrow(floats) } }, notes: [] }
  })
}

/** 16-bit FPU words that are stored in 32-bit fields. */
const WORDS = ['fctrl', 'fstat', 'ftag', 'foseg']
const narrow = (floats: Registers): Registers =>
  Object.fromEntries(WORDS.flatMap((name) => (floats[name] === undefined ? [] : [[name, BigInt.asUintN(16, floats[name])]])))

interface MappedPart {
  readonly header: ProgramHeader
  readonly mapping: Omit<Mapping, 'segment'>
  readonly file?: MappedFile
}

/** The mapped files without the parts that segments of the checkpoint overwrite on restore. */
function mappedFiles({ vnodes, segments }: Checkpoint, files: FileMap): MappedPart[] {
  const over = union(segments)
  return vnodes.flatMap(({ vnh_fh, vnh_phdr }): MappedPart[] => {
    const { p_vaddr, p_filesz, p_flags, p_offset } = vnh_phdr
    const path = files.pathOf(vnh_fh)
    return uncovered(p_vaddr, p_vaddr + p_filesz, over).map(({ start, end }) => ({
      header: { ...vnh_phdr, p_vaddr: start, p_filesz: 0n, p_memsz: end - start },
      mapping: { start, end, permissions: permissionsOf(p_flags), offset: 0n, fileSize: 0n, ...(path !== undefined && { file: path }) },
      ...(path !== undefined && { file: { start, end, offset: p_offset + start - p_vaddr, path } }),
    }))
  })
}

interface Range {
  readonly start: bigint
  readonly end: bigint
}

/** Sorts ranges and merges those that overlap or touch. */
function union(ranges: readonly Range[]): Range[] {
  const parts: Range[] = []
  const sorted = ranges.filter(({ start, end }) => end > start).sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  for (const { start, end } of sorted) {
    const last = parts.at(-1)
    if (!last || start > last.end) parts.push({ start, end })
    else if (end > last.end) parts[parts.length - 1] = { start: last.start, end }
  }
  return parts
}

/** The parts of a range that the merged ranges do not cover. */
function uncovered(start: bigint, end: bigint, over: readonly Range[]): Range[] {
  const first = partitionPoint(over.length, (i) => (over[i] as Range).end <= start)
  const parts: Range[] = []
  let at = start
  for (let i = first; i < over.length; i++) {
    const each = over[i] as Range
    if (each.start >= end) break
    if (each.start > at) parts.push({ start: at, end: each.start })
    at = each.end
  }
  if (at < end) parts.push({ start: at, end })
  return parts
}

const FREAD = 1
const FWRITE = 2

/** Only files can be restored; the checkpoint does not state their kind. */
function openFile({ cfi_index, cfi_flags, cfi_offset, cfi_fh }: FileRecord, files: FileMap): OpenFile {
  const path = files.pathOf(cfi_fh)
  const flags = [...(cfi_flags & FREAD ? ['read'] : []), ...(cfi_flags & FWRITE ? ['write'] : [])]
  return { fd: cfi_index, kind: 'file', ...(path !== undefined && { path }), flags, offset: cfi_offset }
}

function lostOf({ siginfo, files, vminfo }: Checkpoint, map: FileMap, nameless: number): Diagnostic[] {
  const lost: Diagnostic[] = []
  const lose = (path: string, message: string): void => void lost.push({ code: 'LOST', path, message: `${path}: ${message}` })
  if (nameless > 0)
    lose(
      'vnodes',
      `${nameless} file mapping${nameless === 1 ? '' : 's'} known by handle only; ${nameless === 1 ? 'its path is' : 'their paths are'} omitted`,
    )
  if (siginfo) lose('siginfo', 'cores cannot store signal handlers, signal masks and timers')
  const open = files.filter(({ cfi_index, cfi_fh }) => cfi_index >= 0 && map.pathOf(cfi_fh) === undefined).length
  if (open > 0)
    lose(
      'files',
      `${open} open file${open === 1 ? '' : 's'} known by handle only; ${open === 1 ? 'its path is' : 'their paths are'} omitted`,
    )
  if (vminfo && (vminfo.cvm_tsize > 0n || vminfo.cvm_dsize > 0n)) lose('vminfo', 'cores cannot store the sizes of text and data')
  return lost
}
