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
import type { ByteSource } from '../../io/source.js'
import { type FileMap, noFiles } from '../../readers/checkpoint/file-map.js'
import { visibleFiles } from '../../readers/checkpoint/mapped-files.js'
import { dragonflySignals } from '../../systems/dragonfly/signals.js'

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
  // The process of a checkpoint was stopped to write it; no signal killed it.
  const frozen = dragonflySignals.name(core.process.signal?.number ?? 0) === 'SIGCKPT'
  return {
    core: {
      ...core,
      programHeaders,
      mappings,
      notes: frozen ? [] : core.notes,
      process: frozen ? { ...(process && { name: process.pr_fname }) } : core.process,
      threads: frozen ? threadsOf(checkpoint) : core.threads,
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
    return { tid, registers, extra: { NT_FPREGSET: floats }, notes: [] }
  })
}

interface MappedPart {
  readonly header: ProgramHeader
  readonly mapping: Omit<Mapping, 'segment'>
  readonly file?: MappedFile
}

/** Mapped files as program headers without contents. */
function mappedFiles(checkpoint: Checkpoint, files: FileMap): MappedPart[] {
  return visibleFiles(checkpoint).map(({ start, end, offset, handle, header }): MappedPart => {
    const path = files.pathOf(handle)
    return {
      header: { ...header, p_vaddr: start, p_filesz: 0n, p_memsz: end - start },
      mapping: {
        start,
        end,
        permissions: permissionsOf(header.p_flags),
        offset: 0n,
        fileSize: 0n,
        ...(path !== undefined && { file: path }),
      },
      ...(path !== undefined && { file: { start, end, offset, path } }),
    }
  })
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
