/** The report of a core: derived facts for people and scripts. */

import type {
  AuxEntry,
  ExceptionInfo,
  MappedFile,
  OpenFile,
  Registers,
  ResourceLimit,
  SignalInfo,
} from '../../formats/core/process-info.js'
import { formatHex } from '../../io/text-format.js'
import type { Json } from '../../schema/base.js'
import type { ReadOptions } from '../format-reader.js'
import { crashSignature } from './crash-signature.js'
import { crashedThread } from './crashed-thread.js'
import type { BacktraceFrame, StackTracer } from './frames.js'
import type { MissingRange, Module } from './image/process-image.js'
import { bytesInFile, type Mapping } from './mappings.js'
import { kindsOf } from './memory-kinds.js'
import { memoryTagsOf } from './memory-tags.js'
import type { CoreNote } from './note.js'
import type { Core } from './open.js'
import type { Section } from './sections.js'
import type { Thread } from './threads.js'

type Report = Record<string, unknown>

/**
 * The report, JSON-ready. `options.only` keeps the named parts; `registers` among them adds to each thread, as
 * `registerSets`, the registers beside the general ones; `environment` without `process` is a part of its own.
 */
export function report(core: Core, options: ReadOptions = {}): Report {
  const { only } = options
  const wanted = (part: string): boolean => only === undefined || only.includes(part)
  const allRegisters = only?.includes('registers') ?? false
  const { format, abi, bits, endian } = core
  return {
    format,
    abi: abi.name,
    bits,
    endian,
    ...(wanted('process') && { process: processReport(core) }),
    ...(wanted('crash') && core.tracer && { crash: crashReport(core, core.tracer) }),
    ...((wanted('threads') || wanted('backtrace') || allRegisters) && {
      threads: lazy(core.threads, (thread) => ({
        ...(wanted('threads') || allRegisters ? threadReport(thread, allRegisters) : { tid: thread.tid, name: thread.name }),
        ...(wanted('backtrace') && core.tracer && { frames: core.tracer.backtrace(thread).map(frameReport) }),
      })),
    }),
    // It is the process' own, and a part of its own for those who want nothing else.
    ...(only?.includes('environment') && !wanted('process') && { environment: core.image.environment }),
    ...(wanted('mappings') && { mappings: lazy(core.mappings, (mapping, i) => mappingReport(mapping, core, i)) }),
    ...(wanted('mappings') && tagsReport(core)),
    ...(wanted('modules') && { modules: core.image.modules.map(moduleReport) }),
    ...(wanted('auxv') && { auxv: core.auxv.map((entry) => auxReport(entry, core)) }),
    ...(wanted('files') && { files: lazy(core.files, fileReport) }),
    ...(wanted('descriptors') && core.descriptors.length > 0 && { descriptors: core.descriptors.map(descriptorReport) }),
    ...(wanted('missing') && core.image.missing.length > 0 && { missing: lazy(core.image.missing, missingReport) }),
    ...(wanted('sections') && core.sections.length > 0 && { sections: lazy(core.sections, sectionReport) }),
    ...(wanted('notes') && { notes: lazy(core.notes, noteReport) }),
    diagnostics: core.diagnostics.list,
  }
}

/** A list whose elements are made when they are walked to; like an array to those who print it, and it can be walked again. */
function lazy<T>(items: readonly T[], make: (item: T, index: number) => Report): Iterable<Report> {
  return {
    *[Symbol.iterator]() {
      for (const [index, item] of items.entries()) yield make(item, index)
    },
  }
}

function processReport(core: Core): Report {
  const { process, image } = core
  const {
    pid,
    ppid,
    pgrp,
    sid,
    name,
    arguments: args,
    uid,
    gid,
    signal,
    exception,
    dumpSignal,
    credentials,
    groups,
    umask,
    limits,
    cwd,
    root,
  } = process
  const { argv, environment, executable } = image
  return {
    pid,
    ppid,
    pgrp,
    sid,
    name,
    arguments: args ?? argv?.join(' '),
    uid,
    gid,
    signal: signal && signalReport(signal, core),
    exception: exception && exceptionReport(exception),
    dumpSignal: dumpSignal && signalReport(dumpSignal, core),
    executable,
    argv,
    environment,
    cwd,
    root,
    credentials,
    groups,
    umask,
    limits: limits?.map(limitReport),
  }
}

const limitReport = ({ name, soft, hard }: ResourceLimit): Report => ({ name, soft: soft ?? 'infinity', hard: hard ?? 'infinity' })

function signalReport({ number, code, address, access, sender, tid }: SignalInfo, { system, abi }: Core): Report {
  return {
    number,
    name: system.signals.name(number, abi),
    code,
    codeName: code === undefined ? undefined : system.signals.codeName(number, code, abi),
    address: address === undefined ? undefined : formatHex(address),
    access,
    sender,
    tid,
  }
}

function exceptionReport({ code, name, subcode, codeName, address, parameters }: ExceptionInfo): Report {
  return {
    code: formatHex(code),
    name,
    subcode,
    codeName,
    address: address === undefined ? undefined : formatHex(address),
    parameters: parameters?.map((each) => formatHex(each)),
  }
}

function threadReport({ tid, name, registers, extra }: Thread, allRegisters: boolean): Report {
  return {
    tid,
    name,
    registers: registersReport(registers),
    registerSets: allRegisters ? Object.fromEntries(Object.entries(extra).map(([note, set]) => [note, registersReport(set)])) : undefined,
  }
}

/** The thread that died: its calls, and a signature that equal crashes share. */
function crashReport(core: Core, tracer: StackTracer): Report {
  const thread = crashedThread(core)
  if (!thread) return {}
  const frames = tracer.backtrace(thread)
  return { tid: thread.tid, signature: crashSignature(frames), frames: frames.map(frameReport) }
}

function frameReport(frame: BacktraceFrame): Report {
  const { pc, sp, module, moduleOffset, buildId, function: name, rawFunction, functionOffset, file, line, column } = frame
  const { inlined, signalFrame, trust } = frame
  return {
    pc: formatHex(pc),
    sp: sp === undefined ? undefined : formatHex(sp),
    module,
    moduleOffset: moduleOffset === undefined ? undefined : formatHex(moduleOffset),
    buildId,
    function: name,
    rawFunction,
    functionOffset: functionOffset === undefined ? undefined : formatHex(BigInt(functionOffset)),
    file,
    line,
    column,
    inlined,
    signalFrame,
    trust,
  }
}

const registersReport = (registers: Registers): Record<string, string> =>
  Object.fromEntries(Object.entries(registers).map(([name, value]) => [name, formatHex(value)]))

function tagsReport(core: Core): Report {
  const tags = memoryTagsOf(core)
  if (tags.length === 0) return {}
  return { memoryTags: tags.map(({ start, end, ...rest }) => ({ start: formatHex(start), end: formatHex(end), ...rest })) }
}

function mappingReport(mapping: Mapping, core: Core, index: number): Report {
  const { start, end, permissions, offset, fileSize } = mapping
  return {
    start: formatHex(start),
    end: formatHex(end),
    permissions,
    offset,
    fileSize,
    inCore: bytesInFile(offset, fileSize, core.container.source.size),
    file: fileOf(mapping, core),
    kind: kindsOf(core)[index],
  }
}

/** The file of a mapping; where the core has no list of files, that of the module that it is in. */
export function fileOf({ file, start }: Mapping, { files, image }: Core): string | undefined {
  if (file !== undefined || files.length > 0) return file
  return image.modules.find((module) => start >= module.start && start < module.end)?.path
}

function moduleReport({ start, end, path, soname, buildId }: Module): Report {
  return { start: formatHex(start), end: formatHex(end), path, soname, buildId }
}

function missingReport({ start, end, why }: MissingRange): Report {
  return { start: formatHex(start), end: formatHex(end), why }
}

function sectionReport({ name, type, address, size, offset }: Section): Report {
  return { name, type, address: formatHex(address), size, offset }
}

function descriptorReport({ fd, kind, path, flags, offset, fsid, handle, local, peer }: OpenFile): Report {
  return { fd, kind, path, flags, offset, fsid, handle, local, peer }
}

function auxReport({ type, value }: AuxEntry, { system, abi }: Core): Report {
  return { type, name: system.auxv?.name(Number(type), abi), value: formatHex(value) }
}

function fileReport({ path, start, end, offset }: MappedFile): Report {
  return { path, start: formatHex(start), end: formatHex(end), offset }
}

function noteReport(note: CoreNote): { [key: string]: Json | undefined } {
  const { owner, type, name, size, decoded, fields } = note
  return { owner, type, name, size, decoded, ...(fields && { fields }) }
}
