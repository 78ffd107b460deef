/** Puts together what the notes tell: the process, its threads, auxiliary vector and files. */

import type { CoreSummary, CoreSystem } from '../../formats/core/core-system.js'
import type { NoteContext } from '../../formats/core/note-registry.js'
import type { AuxEntry, MappedFile, NoteInfo, OpenFile, ProcessInfo, Registers, SignalInfo } from '../../formats/core/process-info.js'
import { registersIn } from '../../formats/core/register-bytes.js'
import { type RegisterSet, readRegisterSet } from '../../formats/core/register-set.js'
import type { StructPlan } from '../../schema/base.js'
import { lazyFields } from './lazy-fields.js'
import type { CoreNote } from './note.js'
import type { ProcessModel, Thread } from './threads.js'

/** A thread whose registers are put together when they are asked for: of thousands of threads, few are looked at. */
class ThreadUnderWay implements Thread {
  tid?: number
  name?: string
  readonly notes: CoreNote[] = []
  readonly #told: { readonly note: CoreNote; readonly facts: () => NoteInfo }[] = []
  #sets: Pick<Thread, 'registers' | 'extra'> | undefined

  tell(note: CoreNote, facts: () => NoteInfo): void {
    this.#told.push({ note, facts })
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
    for (const { note, facts } of this.#told) {
      const { registers, extra } = facts().thread ?? {}
      if (registers) all = all ? { ...all, ...registers } : registers
      if (extra && note.name !== undefined && Object.keys(extra).length > 0) sets[note.name] = extra
    }
    return { registers: all ?? {}, extra: sets }
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

export function buildProcess(notes: readonly CoreNote[], system: CoreSystem, sketch: CoreSummary): ProcessModel {
  const threads: ThreadUnderWay[] = []
  const byId = new Map<number, ThreadUnderWay>()
  const process: Mutable<ProcessInfo> = {}
  const signals: SignalInfo[] = []
  let auxv: readonly AuxEntry[] = []
  const files: MappedFile[] = []
  const descriptors: OpenFile[] = []
  let current: ThreadUnderWay | undefined

  const begin = (): ThreadUnderWay => {
    const thread = new ThreadUnderWay()
    threads.push(thread)
    return thread
  }

  /** The thread that a note belongs to. */
  const threadOf = (note: CoreNote): ThreadUnderWay | undefined => {
    switch (note.found?.declaration.scope) {
      case 'begins-thread':
        current = begin()
        return current
      case 'thread':
        return current
      case 'owner-thread': {
        // Without an id in the owner there was only the one thread.
        const tid = Number(note.found.owner[0] ?? 1)
        let thread = byId.get(tid)
        if (!thread) {
          thread = begin()
          thread.tid = tid
          byId.set(tid, thread)
        }
        return thread
      }
      default:
        return undefined
    }
  }

  const other = othersOf(notes)

  for (const note of notes) {
    if (system.isRedundantNote?.(note, sketch)) continue
    const thread = threadOf(note)
    thread?.notes.push(note)
    const { registers, registersOnly, general } = note.found?.declaration ?? {}
    if (thread && registersOnly) {
      // Decoded now, so that what is wrong with it is known.
      if (note.decoded) thread.tell(note, () => factsOf(note, other))
      continue
    }
    if (thread && registers && note.decoded) thread.tell(note, () => registerFacts(note, registers(note.abi), general))
    const facts = factsOf(note, other)
    if (facts.thread && thread) {
      const { tid, name, registers: own, extra } = facts.thread
      if (tid !== undefined) thread.tid = tid
      if (name !== undefined) thread.name = name
      if (own || extra) thread.tell(note, () => factsOf(note, other))
    }
    if (facts.process) {
      const { signal, ...rest } = facts.process
      if (signal) signals.push(signal)
      // What is told first counts: the thread that died comes first.
      for (const name in rest) if (!(name in process)) Object.assign(process, { [name]: rest[name as keyof typeof rest] })
    }
    if (facts.auxv && auxv.length === 0) auxv = facts.auxv
    if (facts.files) for (const file of facts.files) files.push(file)
    if (facts.descriptors) for (const file of facts.descriptors) descriptors.push(file)
  }
  const signal = signalOf(signals)
  if (signal) process.signal = signal
  descriptors.sort((a, b) => a.fd - b.fd)
  return { process, threads, auxv, files, descriptors }
}

/** Values of the first note of each name. The list of names is made once: each of thousands of threads may ask. */
function othersOf(notes: readonly CoreNote[]): (name: string) => unknown {
  let first: Map<string | undefined, CoreNote> | undefined
  return (name) => {
    first ??= new Map(notes.map((note) => [note.name, note] as const).reverse())
    return first.get(name)?.value
  }
}

function factsOf(note: CoreNote, other: (name: string) => unknown): NoteInfo {
  const facts = note.found?.declaration.facts
  if (!facts || !note.decoded) return {}
  const context: NoteContext = { abi: note.abi, owner: note.found?.owner ?? [], other, bytes: () => note.bytes() }
  return facts(valueFor(note) as Partial<unknown>, context)
}

/** What facts are made of: the value, or of a note of registers its fields as they are asked for. */
function valueFor(note: CoreNote): unknown {
  const plan = note.found?.declaration.registers && wholePlan(note)
  return plan ? lazyFields(plan, note.bytes(), note.abi, () => note.value) : note.value
}

/** The plan of a note's structure that is of fixed size and all there. */
function wholePlan(note: CoreNote): StructPlan | undefined {
  const plan = note.struct?.planFor(note.abi)
  return plan?.fixed === true && plan.size === note.size && note.available === note.size ? plan : undefined
}

/** The registers of a note that is a set of them. */
function registerFacts(note: CoreNote, set: RegisterSet | undefined, general: true | undefined): NoteInfo {
  if (!set || !note.decoded) return {}
  const plan = wholePlan(note)
  const direct = plan && registersIn(set, plan, note.bytes(), note.abi)
  const registers = direct ?? readRegisterSet(set, note.value, note.abi)
  return { thread: general ? { registers } : { extra: registers } }
}

/** The first signal that is told, with what other notes say of the same one. */
function signalOf(signals: readonly SignalInfo[]): SignalInfo | undefined {
  const first = signals.find((signal) => signal.number !== 0)
  if (!first) return undefined
  const detailed = signals.find((signal) => signal.number === first.number && signal.code !== undefined)
  return { ...first, ...detailed }
}
