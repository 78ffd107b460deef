/** The report of a core: derived facts for people and scripts. */
import type { AuxEntry, MappedFile, ProcessFacts, Registers, SignalFacts } from '../../formats/core/facts.js'
import type { Json } from '../../schema/base.js'
import type { ReadOptions } from '../format.js'
import type { Thread } from './assemble.js'
import type { Mapping } from './mappings.js'
import type { CoreNote } from './note.js'
import type { Core } from './open.js'

type Report = Record<string, unknown>

const hex = (value: bigint): string => `0x${value.toString(16)}`

/**
 * The report, JSON-ready. `options.only` keeps the named parts; `registers` among them adds to each thread, as
 * `registerSets`, the registers beside the general ones.
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
    ...(wanted('process') && { process: processReport(core.process, core) }),
    ...((wanted('threads') || allRegisters) && { threads: core.threads.map((thread) => threadReport(thread, allRegisters)) }),
    ...(wanted('mappings') && { mappings: lazy(core.mappings, mappingReport) }),
    ...(wanted('auxv') && { auxv: core.auxv.map((entry) => auxReport(entry, core)) }),
    ...(wanted('files') && { files: lazy(core.files, fileReport) }),
    ...(wanted('notes') && { notes: lazy(core.notes, noteReport) }),
    diagnostics: core.diagnostics.list,
  }
}

/** A list whose elements are made when they are walked to; like an array to those who print it, and it can be walked again. */
function lazy<T>(items: readonly T[], make: (item: T) => Report): Iterable<Report> {
  return {
    *[Symbol.iterator]() {
      for (const item of items) yield make(item)
    },
  }
}

function processReport({ pid, ppid, pgrp, sid, name, arguments: args, uid, gid, signal }: ProcessFacts, core: Core): Report {
  return { pid, ppid, pgrp, sid, name, arguments: args, uid, gid, signal: signal && signalReport(signal, core) }
}

function signalReport({ number, code, address, sender, tid }: SignalFacts, { system, abi }: Core): Report {
  return {
    number,
    name: system.signalName(number, abi),
    code,
    codeName: code === undefined ? undefined : system.signalCodeName(number, code, abi),
    address: address === undefined ? undefined : hex(address),
    sender,
    tid,
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

const registersReport = (registers: Registers): Record<string, string> =>
  Object.fromEntries(Object.entries(registers).map(([name, value]) => [name, hex(value)]))

function mappingReport({ start, end, permissions, offset, fileSize, file }: Mapping): Report {
  return { start: hex(start), end: hex(end), permissions, offset, fileSize, file }
}

function auxReport({ type, value }: AuxEntry, { system, abi }: Core): Report {
  return { type, name: system.auxName(Number(type), abi), value: hex(value) }
}

function fileReport({ path, start, end, offset }: MappedFile): Report {
  return { path, start: hex(start), end: hex(end), offset }
}

function noteReport(note: CoreNote): { [key: string]: Json | undefined } {
  const { owner, type, name, size, decoded, fields } = note
  return { owner, type, name, size, decoded, ...(fields && { fields }) }
}
