/** Creates the streams of a minidump. */

import type { Diagnostic } from '../../errors.js'
import { programCounterOf, stackPointerOf } from '../../formats/core/register-names.js'
import { writeRegisterSet } from '../../formats/core/register-set.js'
import type { ContextKind } from '../../formats/minidump/contexts/context-kinds.js'
import * as md from '../../formats/minidump/headers.js'
import { roundUp } from '../../io/bytes.js'
import { fromHex } from '../../io/hex.js'
import type { Abi } from '../../schema/base.js'
import { zeroValue } from '../../schema/zero-value.js'
import { PAGE_SIZE } from '../../systems/machines/page-sizes.js'
import type { BuildThread } from '../core/build/build-core.js'
import { auxvBytes, mapsText, regionsOf, statusText } from './linux-proc-streams.js'
import type { Range } from './memory-ranges.js'
import type { MinidumpContents, MinidumpModule } from './minidump-contents.js'
import type { MinidumpOutput } from './minidump-layout.js'

const DUMP_REQUESTED = 0xffffffff
const MAX_RVA = 0xffffffff

/** Everything except the contents of memory, which begin at `base`. */
export function addStreams(
  out: MinidumpOutput,
  facts: MinidumpContents,
  kind: ContextKind,
  ranges: readonly Range[],
  base: number,
): Diagnostic[] {
  const lost: Diagnostic[] = []
  const lose = (path: string, message: string): void => void lost.push({ code: 'LOST', path, message: `${path}: ${message}` })
  systemInfo(out, facts, kind)
  const contexts = facts.threads.map((thread, i) => context(out, facts, kind, thread, `threads[${i}]`, lose))
  threads(out, facts, contexts, ranges, base)
  threadNames(out, facts)
  modules(out, facts, lose)
  exception(out, facts, contexts[0])
  miscInfo(out, facts)
  texts(out, facts)
  memoryInfo(out, facts)
  notes(out, facts)
  memory(out, ranges, base)
  return lost
}

type ReportLoss = (path: string, message: string) => void

function systemInfo(out: MinidumpOutput, facts: MinidumpContents, { architecture }: ContextKind): void {
  const value = zeroValue(md.systemInfo, out.abi)
  value.processor_architecture = architecture
  value.number_of_processors = 1
  value.platform_id = md.platform.MD_OS_LINUX
  value.csd_version_rva = out.string(facts.version ?? 'Linux')
  out.structure(md.streamType.SystemInfoStream, md.systemInfo, value)
}

/** The Linux system call register; its omission is not reported. */
const UNSAID = new Set(['orig_rax', 'orig_eax'])

function context(
  out: MinidumpOutput,
  facts: MinidumpContents,
  kind: ContextKind,
  { tid, registers, floating = {} }: BuildThread,
  path: string,
  lose: ReportLoss,
): md.Location {
  const value = zeroValue(kind.struct, out.abi) as Record<string, unknown>
  value.context_flags = typeof value.context_flags === 'bigint' ? kind.flags : Number(kind.flags)
  writeRegisterSet(kind.general, value, registers, out.abi)
  writeRegisterSet(kind.floating, value, floating, out.abi)
  if (kind.legacy) writeRegisterSet(kind.legacy.set, value, floating, out.abi)
  const has = (name: string): boolean =>
    Object.hasOwn(kind.general.names, name) || Object.hasOwn(kind.floating.names, name) || UNSAID.has(name) || isWhole(name, floating)
  const missing = [...Object.keys(registers), ...Object.keys(floating)].filter((name) => !has(name))
  // The notes contain them.
  if (missing.length > 0 && !facts.notes) lose(path, `cannot store registers ${missing.join(', ')} of thread ${tid}`)
  return out.add(kind.struct.for(out.abi).encode(value, { path }), 16)
}

/** Whether the part of a wider register that cannot be stored is zero. */
function isWhole(name: string, registers: Readonly<Record<string, bigint>>): boolean {
  const index = /^[yz]mm(\d+)$/.exec(name)?.[1]
  return index !== undefined && registers[name] === registers[`xmm${index}`]
}

function threads(
  out: MinidumpOutput,
  facts: MinidumpContents,
  contexts: readonly md.Location[],
  ranges: readonly Range[],
  base: number,
): void {
  const entries = facts.threads.map(({ tid, registers }, i) => ({
    thread_id: tid,
    suspend_count: 0,
    priority_class: 0,
    priority: 0,
    teb: 0n,
    stack: stackOf(stackPointerOf(registers, out.abi), ranges, base),
    thread_context: contexts[i] as md.Location,
  }))
  out.list(md.streamType.ThreadListStream, md.thread, entries)
}

/** The stack, from the page of the stack pointer to the end of the range, as a reference to the memory list. */
function stackOf(
  pointer: bigint | undefined,
  ranges: readonly Range[],
  base: number,
): { start_of_memory_range: bigint; memory: md.Location } {
  const none = { start_of_memory_range: 0n, memory: { data_size: 0, rva: 0 } }
  if (pointer === undefined) return none
  let offset = base
  for (const { start, end, content } of ranges) {
    if (pointer >= start && pointer < end) {
      const page = pointer - (pointer % BigInt(PAGE_SIZE))
      const from = page < start ? start : page
      const rva = offset + Number(from - start)
      const size = Number(end - from)
      // Memory that is larger or further away is only in the memory list.
      return rva > MAX_RVA || size > MAX_RVA ? none : { start_of_memory_range: from, memory: { data_size: size, rva } }
    }
    offset += content.length
  }
  return none
}

/** Linux cores do not contain thread names; the first thread gets the command name. */
function threadNames(out: MinidumpOutput, { threads: all, process }: MinidumpContents): void {
  const entries = all.flatMap(({ tid, name }, i) => {
    const text = name ?? (i === 0 ? process.name : undefined)
    return text === undefined ? [] : [{ thread_id: tid, thread_name_rva: BigInt(out.string(text)) }]
  })
  if (entries.length > 0) out.list(md.streamType.ThreadNamesStream, md.threadName, entries)
}

function modules(out: MinidumpOutput, facts: MinidumpContents, lose: ReportLoss): void {
  const entries = (facts.modules ?? []).map((module, i) => moduleEntry(out, module, `modules[${i}]`, lose))
  out.list(md.streamType.ModuleListStream, md.module, entries)
}

function moduleEntry(out: MinidumpOutput, { start, end, path, soname, buildId }: MinidumpModule, where: string, lose: ReportLoss) {
  const value = zeroValue(md.module, out.abi)
  const size = end - start
  if (size > 0xffffffffn) lose(where, 'module size is limited to 4 GiB')
  value.base_of_image = start
  value.size_of_image = Number(size > 0xffffffffn ? 0xffffffffn : size)
  value.module_name_rva = out.string(path ?? soname ?? '')
  if (buildId !== undefined) value.cv_record = out.add(cvRecord(buildId, out.abi), 4)
  return value
}

function cvRecord(buildId: string, { endian }: Abi): Uint8Array {
  const id = fromHex(buildId)
  const bytes = new Uint8Array(4 + id.length)
  new DataView(bytes.buffer).setUint32(0, md.CV_SIGNATURE_ELF, endian === 'little')
  bytes.set(id, 4)
  return bytes
}

function exception(out: MinidumpOutput, { process: { signal }, threads: [first] }: MinidumpContents, where: md.Location | undefined): void {
  const value = zeroValue(md.exception, out.abi)
  value.thread_id = first?.tid ?? 0
  value.exception_record.exception_code = signal?.number ?? DUMP_REQUESTED
  value.exception_record.exception_flags = (signal?.code ?? 0) >>> 0
  // Of a signal that was sent, Breakpad stores the sender where faults have an address.
  const sender = signal?.sender && (signal.code ?? 0) < 0 ? BigInt(signal.sender.pid) | (BigInt(signal.sender.uid) << 32n) : undefined
  value.exception_record.exception_address = signal?.address ?? sender ?? (first && programCounterOf(first.registers)) ?? 0n
  if (where) value.thread_context = where
  out.structure(md.streamType.ExceptionStream, md.exception, value)
}

function miscInfo(out: MinidumpOutput, { process: { pid } }: MinidumpContents): void {
  if (pid === undefined) return
  const value = zeroValue(md.miscInfo, out.abi)
  value.size_of_info = out.sizeOf(md.miscInfo)
  value.flags1 = 1
  value.process_id = pid
  out.structure(md.streamType.MiscInfoStream, md.miscInfo, value)
}

function texts(out: MinidumpOutput, facts: MinidumpContents): void {
  const { process, auxv, argv, environment } = facts
  const encoder = new TextEncoder()
  const joined = (all: readonly string[]): Uint8Array => encoder.encode(all.map((text) => `${text}\0`).join(''))
  out.stream(md.streamType.LinuxProcStatus, encoder.encode(statusText(process)))
  out.stream(md.streamType.LinuxMaps, encoder.encode(mapsText(facts)))
  const command = argv ?? process.arguments?.split(' ')
  if (command) out.stream(md.streamType.LinuxCmdLine, joined(command))
  if (environment) out.stream(md.streamType.LinuxEnviron, joined(environment))
  if (auxv && auxv.length > 0) out.stream(md.streamType.LinuxAuxv, auxvBytes(auxv, out.abi))
}

function memoryInfo(out: MinidumpOutput, facts: MinidumpContents): void {
  const entries = regionsOf(facts)
  const head = {
    size_of_header: out.sizeOf(md.memoryInfoList),
    size_of_entry: out.sizeOf(md.memoryInfo),
    number_of_entries: BigInt(entries.length),
  }
  out.table(md.streamType.MemoryInfoListStream, md.memoryInfoList, head, md.memoryInfo, entries)
}

/** Concatenates note segments. */
function notes(out: MinidumpOutput, { notes: segments = [] }: MinidumpContents): void {
  if (segments.length === 0) return
  let size = 0
  const parts = segments.map((source) => {
    const part = { at: size, source }
    size += roundUp(source.size, 4)
    return part
  })
  out.stream(md.streamType.ExhumeCoreNotes, {
    length: size,
    read(offset, length) {
      const bytes = new Uint8Array(length)
      for (const { at, source } of parts) {
        const from = Math.max(offset, at)
        const to = Math.min(offset + length, at + source.size)
        if (to > from) bytes.set(source.read(from - at, to - from), from - offset)
      }
      return bytes
    },
  })
}

function memory(out: MinidumpOutput, ranges: readonly Range[], base: number): void {
  const head = { number_of_memory_ranges: BigInt(ranges.length), base_rva: BigInt(base) }
  const entries = ranges.map(({ start, content }) => ({ start_of_memory_range: start, data_size: BigInt(content.length) }))
  out.table(md.streamType.Memory64ListStream, md.memory64List, head, md.memoryDescriptor64, entries)
}
