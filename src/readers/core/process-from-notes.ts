/** Builds process, threads, auxiliary vector and files from the notes of a core. */

import type { CoreSummary, CoreSystem } from '../../formats/core/core-system.js'
import type { NoteContext } from '../../formats/core/note-registry.js'
import type { AuxEntry, MappedFile, NoteInfo, OpenFile, ProcessInfo, Registers, SignalInfo } from '../../formats/core/process-info.js'
import { registersIn } from '../../formats/core/register-bytes.js'
import { type RegisterSet, readRegisterSet } from '../../formats/core/register-set.js'
import type { StructPlan } from '../../schema/base.js'
import { lazyFields } from './lazy-fields.js'
import type { CoreNote } from './note.js'
import type { ProcessModel, Thread } from './threads.js'

/** A thread whose registers are decoded on access: of thousands of threads, few are used. */
class ThreadBuilder implements Thread {
  tid?: number
  name?: string
  readonly notes: CoreNote[] = []
  readonly #sources: { readonly note: CoreNote; readonly info: () => NoteInfo }[] = []
  #sets: Pick<Thread, 'registers' | 'extra'> | undefined

  add(note: CoreNote, info: () => NoteInfo): void {
    this.#sources.push({ note, info })
    this.#sets = undefined
  }

  get registers(): Registers {
    this.#sets ??= this.#collect()
    return this.#sets.registers
  }

  get extra(): Readonly<Record<string, Registers>> {
    this.#sets ??= this.#collect()
    return this.#sets.extra
  }

  #collect(): Pick<Thread, 'registers' | 'extra'> {
    let all: Registers | undefined
    const sets: Record<string, Registers> = {}
    for (const { note, info } of this.#sources) {
      const { registers, extra } = info().thread ?? {}
      if (registers) all = all ? { ...all, ...registers } : registers
      if (extra && note.name !== undefined && Object.keys(extra).length > 0) sets[note.name] = extra
    }
    return { registers: all ?? {}, extra: sets }
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Builds process and threads from the notes of a core. */
export function buildProcess(notes: readonly CoreNote[], system: CoreSystem, sketch: CoreSummary): ProcessModel {
  const builder = new ProcessBuilder(firstValues(notes))
  const redundant: CoreNote[] = []
  for (const note of notes) {
    if (system.isRedundantNote?.(note, sketch)) redundant.push(note)
    else builder.add(note)
  }
  builder.salvage(redundant)
  return builder.finish()
}

class ProcessBuilder {
  readonly #threads: ThreadBuilder[] = []
  readonly #byId = new Map<number, ThreadBuilder>()
  readonly #process: Mutable<ProcessInfo> = {}
  readonly #signals: SignalInfo[] = []
  #auxv: readonly AuxEntry[] = []
  readonly #files: MappedFile[] = []
  readonly #descriptors: OpenFile[] = []
  #current: ThreadBuilder | undefined

  constructor(private readonly firstValue: (name: string) => unknown) {}

  add(note: CoreNote): void {
    const thread = this.#threadOf(note)
    thread?.notes.push(note)
    const { registers, registersOnly, general } = note.found?.declaration ?? {}
    if (thread && registersOnly) {
      // Decoded now, so that damage is reported.
      if (note.decoded) thread.add(note, () => noteInfo(note, this.firstValue))
      return
    }
    if (thread && registers && note.decoded) thread.add(note, () => registerInfo(note, registers(note.abi), general))
    const info = noteInfo(note, this.firstValue)
    if (thread) this.#addThread(thread, note, info)
    this.#addProcess(info)
  }

  /** Takes from notes that tell everything a second time what the first ones, cut or damaged, do not tell. */
  salvage(notes: readonly CoreNote[]): void {
    const lacksProcess = this.#process.pid === undefined
    let thread: ThreadBuilder | undefined
    for (const note of notes) {
      const { scope } = note.found?.declaration ?? {}
      if (scope === 'begins-thread') {
        const tid = noteInfo(note, this.firstValue).thread?.tid
        const known = this.#threads.find((each) => each.tid === tid)
        thread = tid === undefined || (known && Object.keys(known.registers).length > 0) ? undefined : (known ?? this.#begin())
        if (thread && tid !== undefined) thread.tid = tid
      }
      if (scope === 'begins-thread' || scope === 'thread') {
        if (!thread || !note.decoded) continue
        thread.notes.push(note)
        this.#addThread(thread, note, noteInfo(note, this.firstValue))
      } else if (lacksProcess) this.#addProcess(noteInfo(note, this.firstValue))
    }
  }

  finish(): ProcessModel {
    const signal = signalOf(this.#signals)
    if (signal) this.#process.signal = signal
    this.#descriptors.sort((a, b) => a.fd - b.fd)
    return {
      process: this.#process,
      threads: this.#threads,
      auxv: this.#auxv,
      files: this.#files,
      descriptors: this.#descriptors,
    }
  }

  /** The thread that a note belongs to. */
  #threadOf(note: CoreNote): ThreadBuilder | undefined {
    switch (note.found?.declaration.scope) {
      case 'begins-thread':
        this.#current = this.#begin()
        return this.#current
      case 'thread':
        return this.#current
      case 'owner-thread':
        // An owner without an ID belongs to the only thread.
        return this.#threadWithId(Number(note.found.owner[0] ?? 1))
      default:
        return undefined
    }
  }

  #threadWithId(tid: number): ThreadBuilder {
    const known = this.#byId.get(tid)
    if (known) return known
    const thread = this.#begin()
    thread.tid = tid
    this.#byId.set(tid, thread)
    return thread
  }

  #begin(): ThreadBuilder {
    const thread = new ThreadBuilder()
    this.#threads.push(thread)
    return thread
  }

  #addThread(thread: ThreadBuilder, note: CoreNote, info: NoteInfo): void {
    if (!info.thread) return
    const { tid, name, registers, extra } = info.thread
    if (tid !== undefined) thread.tid = tid
    if (name !== undefined) thread.name = name
    if (registers || extra) thread.add(note, () => noteInfo(note, this.firstValue))
  }

  #addProcess({ process, auxv, files, descriptors }: NoteInfo): void {
    if (process) {
      const { signal, ...rest } = process
      if (signal) this.#signals.push(signal)
      // The first value counts: the crashed thread comes first.
      for (const name in rest) if (!(name in this.#process)) Object.assign(this.#process, { [name]: rest[name as keyof typeof rest] })
    }
    if (auxv && this.#auxv.length === 0) this.#auxv = auxv
    if (files) for (const file of files) this.#files.push(file)
    if (descriptors) for (const file of descriptors) this.#descriptors.push(file)
  }
}

/** Looks up the value of the first note with a name. The index is built once: thousands of threads may use it. */
function firstValues(notes: readonly CoreNote[]): (name: string) => unknown {
  let first: Map<string | undefined, CoreNote> | undefined
  return (name) => {
    first ??= new Map(notes.map((note) => [note.name, note] as const).reverse())
    return first.get(name)?.value
  }
}

function noteInfo(note: CoreNote, other: (name: string) => unknown): NoteInfo {
  const facts = note.found?.declaration.describe
  if (!facts || !note.decoded) return {}
  const context: NoteContext = { abi: note.abi, owner: note.found?.owner ?? [], other, bytes: () => note.bytes() }
  return facts(valueFor(note) as Partial<unknown>, context)
}

/** The value of a note; for register notes, its fields are decoded on access. */
function valueFor(note: CoreNote): unknown {
  const plan = note.found?.declaration.registers && completePlan(note)
  return plan ? lazyFields(plan, note.bytes(), note.abi, () => note.value) : note.value
}

/** The plan of a note's structure if it has a fixed size and is complete. */
function completePlan(note: CoreNote): StructPlan | undefined {
  const plan = note.struct?.planFor(note.abi)
  return plan?.fixed === true && plan.size === note.size && note.available === note.size ? plan : undefined
}

/** The registers of a register note. */
function registerInfo(note: CoreNote, set: RegisterSet | undefined, general: true | undefined): NoteInfo {
  if (!set || !note.decoded) return {}
  const plan = completePlan(note)
  const direct = plan && registersIn(set, plan, note.bytes(), note.abi)
  const registers = direct ?? readRegisterSet(set, note.value, note.abi)
  return { thread: general ? { registers } : { extra: registers } }
}

/** The first signal, with the details that other notes have about it. */
function signalOf(signals: readonly SignalInfo[]): SignalInfo | undefined {
  const first = signals.find((signal) => signal.number !== 0)
  if (!first) return undefined
  const detailed = signals.find((signal) => signal.number === first.number && signal.code !== undefined)
  return { ...first, ...detailed }
}
