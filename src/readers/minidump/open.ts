/** Opens a minidump of Windows, Breakpad or Crashpad: `openMinidump(source)` gives it as the model of a core. */

import { linux } from '../../formats/core/linux/system.js'
import type { MappedFile, Registers } from '../../formats/core/process-info.js'
import { programCounterOf } from '../../formats/core/register-names.js'
import { readRegisterSet } from '../../formats/core/register-set.js'
import { type ContextKind, contextKinds } from '../../formats/minidump/contexts/context-kinds.js'
import {
  CV_SIGNATURE_ELF,
  CV_SIGNATURE_PDB70,
  exception,
  type Location,
  type MinidumpHeader,
  miscInfo,
  type module,
  platform,
  streamType,
  systemInfo,
  type thread,
} from '../../formats/minidump/headers.js'
import { toHex } from '../../io/hex.js'
import type { ByteSource } from '../../io/source.js'
import { type Abi, type AbiName, abi as abis, type Infer } from '../../schema/base.js'
import type { Module } from '../core/image/process-image.js'
import { type Core, containerOf, coreFrom } from '../core/model.js'
import { CoreNote } from '../core/note.js'
import { buildProcess } from '../core/process-from-notes.js'
import type { ProcessModel, Thread } from '../core/threads.js'
import { listNotes } from '../elf/note-iterator.js'
import type { OpenOptions } from '../format-reader.js'
import { argvOf, auxvOf, environmentOf, mapsOf, statusOf } from './linux-proc-streams.js'
import { segmentsOf } from './segments.js'
import { type CrashReason, crashReason } from './signal.js'
import { memoryOf, modulesOf, type Region, regionsOf, threadNamesOf, threadsOf } from './stream-lists.js'
import { readStreams, type Stream, type Streams } from './streams.js'
import type { MinidumpFile } from './structure-reader.js'

export interface Minidump extends Core {
  readonly minidump: {
    readonly header: MinidumpHeader
    readonly streams: readonly Stream[]
    readonly system: Infer<typeof systemInfo> | undefined
    /** What the operating system says of itself. */
    readonly version?: string
    readonly exception: Infer<typeof exception> | undefined
  }
  readonly file: MinidumpFile
}

/**
 * Opens a minidump. Registers have gdb's names; signals are in Linux' numbering, also those made of Windows' exceptions.
 *
 * @throws FormatError `UNKNOWN_FORMAT` for another format; with `strict`, the first error
 */
export function openMinidump(source: ByteSource, options: OpenOptions = {}): Minidump {
  const streams = readStreams(source, options)
  const { file, header, find } = streams
  const info = systemOf(streams)
  const version = info && file.string(info.csd_version_rva, 'systemInfo.version')
  const kinds = contextKinds.filter((kind) => kind.architecture === info?.processor_architecture)
  const abi = abiOf(streams, kinds)
  const location = find(streamType.ExceptionStream)
  const died = location && file.take(exception, location.rva, 'exception')
  const threads = threadsOf(streams)
  const names = threadNamesOf(streams)
  const contextOf = (where: Location, path: string) => registersOf(file, kinds, abi, where, path)
  const found = threads.map((each, i) => threadOf(each, i, names, contextOf))
  if (died && died.thread_context.data_size > 0) applyException(found, died.thread_id, contextOf(died.thread_context, 'exception.context'))
  const first = found.findIndex(({ tid }) => tid === died?.thread_id)
  if (first > 0) found.unshift(...found.splice(first, 1))
  const regions = mapsOf(streams)
  const ranges = memoryOf(streams, threads)
  for (const [i, { offset, size }] of ranges.entries())
    if (offset < source.size) file.areas.push({ offset, length: Math.min(size, source.size - offset), path: `memory data ${i}` })
  const modules = modulesOf(streams).map((each, i) => moduleOf(file, each, i))
  const container = containerOf(source, abi, segmentsOf(ranges, regions.length > 0 ? regions : regionsOf(streams)))
  const argv = argvOf(streams)
  const environment = environmentOf(streams)
  const reason = died
    ? crashReason(
        died,
        info?.platform_id,
        abi.name as AbiName,
        programCounterOf(found.find(({ tid }) => tid === died.thread_id)?.registers ?? {}),
      )
    : {}
  const { notes, noted } = notesOf(streams, abi)
  const assembled = merge(
    noted,
    {
      process: { ...pidOf(streams), ...statusOf(streams), ...(argv && { arguments: argv.join(' ') }) },
      threads: found,
      auxv: auxvOf(streams, abi),
      files: filesOf(regions, modules),
      descriptors: [],
    },
    reason,
  )
  const core = coreFrom({
    format: 'minidump/windows',
    title: titleOf(info?.platform_id),
    system: linux,
    container,
    notes,
    assembled,
    told: { ...(modules.length > 0 && { modules }), ...(argv && { argv }), ...(environment && { environment }) },
    diagnostics: file.diagnostics,
    limits: file.limits,
  })
  const minidump = { header, streams: streams.streams, system: info, exception: died, ...(version !== undefined && { version }) }
  return { ...core, minidump, file }
}

function systemOf({ file, find }: Streams): Infer<typeof systemInfo> | undefined {
  const location = find(streamType.SystemInfoStream)
  return location && file.take(systemInfo, location.rva, 'systemInfo')
}

/** That of the processor; without one that is known, one of the file's byte order. */
function abiOf({ file, find }: Streams, kinds: readonly ContextKind[]): Abi {
  const name = kinds.flatMap((kind) => kind.abis).find((each) => abis[each].endian === file.abi.endian)
  if (name) return abis[name as AbiName]
  const location = find(streamType.SystemInfoStream)
  file.diagnostics.add({
    code: 'BAD_VALUE',
    path: 'systemInfo.processor_architecture',
    ...(location && { offset: location.rva }),
    message: 'systemInfo: the processor is not told, or none that is known; registers are not decoded',
  })
  return file.abi
}

interface Context {
  readonly registers: Registers
  readonly extra: Registers
}

/** A context is identified by its size. */
function registersOf(file: MinidumpFile, kinds: readonly ContextKind[], abi: Abi, { rva, data_size }: Location, path: string): Context {
  const kind =
    kinds.find(({ struct }) => struct.for(file.abi).size === data_size) ??
    kinds.find(({ struct }) => struct.for(file.abi).size <= data_size)
  const value = kind && data_size > 0 ? file.take(kind.struct, rva, path) : undefined
  if (!kind || value === undefined) {
    if (data_size > 0 && kinds.length > 0)
      file.diagnostics.add({ code: 'BAD_VALUE', offset: rva, path, message: `${path}: a context of ${data_size} bytes is not known` })
    return { registers: {}, extra: {} }
  }
  const { legacy } = kind
  const flags = BigInt((value as { context_flags: number | bigint }).context_flags)
  const floating = legacy && (flags & legacy.unless) === 0n ? legacy.set : kind.floating
  return { registers: readRegisterSet(kind.general, value, abi), extra: readRegisterSet(floating, value, abi) }
}

type MutableThread = { -readonly [K in keyof Thread]: Thread[K] }

function threadOf(
  { thread_id, thread_context }: Infer<typeof thread>,
  i: number,
  names: ReadonlyMap<number, string>,
  contextOf: (where: Location, path: string) => Context,
): MutableThread {
  const { registers, extra } = contextOf(thread_context, `threads[${i}].context`)
  const name = names.get(thread_id)
  return { tid: thread_id, ...(name !== undefined && { name }), registers, extra: hasAny(extra) ? { CONTEXT: extra } : {}, notes: [] }
}

const hasAny = (registers: Registers): boolean => Object.keys(registers).length > 0

/** The registers at the time of the exception are those that count. */
function applyException(threads: readonly MutableThread[], tid: number, { registers, extra }: Context): void {
  const thread = threads.find((each) => each.tid === tid)
  if (!thread || !hasAny(registers)) return
  thread.registers = registers
  if (hasAny(extra)) thread.extra = { CONTEXT: extra }
}

/** Path, and build ID of the CodeView record. */
function moduleOf(
  file: MinidumpFile,
  { base_of_image, size_of_image, module_name_rva, cv_record }: Infer<typeof module>,
  i: number,
): Module {
  const path = file.string(module_name_rva, `modules[${i}].name`)
  const buildId =
    cv_record.data_size > 4 ? buildIdOf(file.bytes(cv_record, `modules[${i}].cv_record`), file.abi.endian === 'little') : undefined
  return {
    start: base_of_image,
    end: base_of_image + BigInt(size_of_image),
    ...(path !== undefined && { path }),
    ...(buildId !== undefined && { buildId }),
  }
}

function buildIdOf(record: Uint8Array, little: boolean): string | undefined {
  if (record.length < 4) return undefined
  const signature = new DataView(record.buffer, record.byteOffset, record.length).getUint32(0, little)
  if (signature === CV_SIGNATURE_ELF) return toHex(record.subarray(4))
  // A GUID of the first 16 bytes, as they are in memory.
  return signature === CV_SIGNATURE_PDB70 && record.length >= 20 ? toHex(record.subarray(4, 20)) : undefined
}

function pidOf({ file, find }: Streams): { pid?: number } {
  const location = find(streamType.MiscInfoStream)
  const misc = location && location.data_size >= miscInfo.for(file.abi).size ? file.take(miscInfo, location.rva, 'miscInfo') : undefined
  return misc && (misc.flags1 & 1) !== 0 ? { pid: misc.process_id } : {}
}

/** Mapped files: those of the maps, else modules as they were loaded. */
function filesOf(regions: readonly Region[], modules: readonly Module[]): MappedFile[] {
  const mapped = regions.flatMap(({ start, end, path, offset }): MappedFile[] =>
    path?.startsWith('/') ? [{ start, end, path, offset: offset ?? 0n }] : [],
  )
  if (mapped.length > 0) return mapped
  return modules.flatMap(({ start, end, path }) => (path === undefined ? [] : [{ start, end, path, offset: 0n }]))
}

interface Noted {
  readonly notes: readonly CoreNote[]
  readonly noted: ProcessModel | undefined
}

/** The notes of the core that the minidump was made of, which have what streams have no place for. */
function notesOf({ file, find }: Streams, abi: Abi): Noted {
  const location = find(streamType.ExhumeCoreNotes)
  if (!location) return { notes: [], noted: undefined }
  const range = { start: location.rva, end: location.rva + location.data_size, segment: -1 }
  const { notes: raw } = listNotes(file.source, abi, range, { padding: 4, limit: file.limits.notes })
  const notes = raw.map((each, i) => new CoreNote(each, i, file.source, abi, linux, file.diagnostics))
  return { notes, noted: buildProcess(notes, linux, { abi, osabi: 0, notes: raw }) }
}

/** What streams say counts; notes add what they have no place for. */
function merge(noted: ProcessModel | undefined, own: ProcessModel, { signal, exception: raised }: CrashReason): ProcessModel {
  const byId = new Map(noted?.threads.map((each) => [each.tid, each]))
  const sender = noted?.process.signal?.number === signal?.number ? noted?.process.signal : undefined
  return {
    process: {
      ...noted?.process,
      ...own.process,
      ...(signal && { signal: { ...sender, ...signal } }),
      ...(raised && { exception: raised }),
    },
    threads: own.threads.map((each) => {
      const more = byId.get(each.tid)
      return more
        ? { ...each, registers: { ...more.registers, ...each.registers }, extra: { ...more.extra, ...each.extra }, notes: more.notes }
        : each
    }),
    auxv: own.auxv.length > 0 ? own.auxv : (noted?.auxv ?? []),
    files: noted && noted.files.length > 0 ? noted.files : own.files,
    descriptors: [],
  }
}

const titles: Readonly<Record<number, string>> = {
  [platform.VER_PLATFORM_WIN32_NT]: 'Minidump of Windows',
  [platform.MD_OS_LINUX]: 'Minidump of Linux',
  [platform.MD_OS_ANDROID]: 'Minidump of Android',
  [platform.MD_OS_MAC_OS_X]: 'Minidump of macOS',
  [platform.MD_OS_IOS]: 'Minidump of iOS',
  [platform.MD_OS_SOLARIS]: 'Minidump of Solaris',
  [platform.MD_OS_FUCHSIA]: 'Minidump of Fuchsia',
}
const titleOf = (id: number | undefined): string => (id !== undefined && titles[id]) || 'Minidump'
