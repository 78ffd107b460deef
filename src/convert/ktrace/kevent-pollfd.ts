/** Translates the events of kevent(2) and poll(2). FreeBSD records them as a named array, OpenBSD one after the other. */

import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import { kevent as freebsdKevent, pollfd as freebsdPollfd } from '../../formats/ktrace/freebsd/struct-payloads.js'
import { kevent as openbsdKevent, pollfd as openbsdPollfd } from '../../formats/ktrace/openbsd/struct-payloads.js'
import { formatHex } from '../../io/text-format.js'
import type { Struct } from '../../schema/base.js'
import { argumentNames } from '../../systems/freebsd/argument-names.js'
import { NameTable } from '../../systems/numbered-names.js'
import * as openbsd from '../../systems/openbsd/kevent-names.js'
import { sameFields } from './matching-fields.js'
import type { SystemNames } from './name-tables.js'
import type { TranslationResult } from './translation-result.js'

type Value = Record<string, unknown>
type Lose = (what: string) => void

/** The event constants of one system. */
interface EventNames {
  readonly filters: NameTable
  readonly flags: NameTable
  /** Names of the filter-specific flags. */
  filterFlags(filter: string): NameTable
}

const elements: Readonly<Record<string, Readonly<Record<string, Struct<unknown>>>>> = {
  freebsd: { kevent: freebsdKevent, pollfd: freebsdPollfd },
  openbsd: { kevent: openbsdKevent, pollfd: openbsdPollfd },
}

/** FreeBSD's older kevent structures, and those of 32-bit processes. */
const KEVENTS: readonly string[] = ['kevent', 'freebsd11_kevent', 'kevent32', 'kevent32_aligned', 'freebsd11_kevent32']

/** Signal and error numbers, which events contain too. */
export interface EventNumbers {
  readonly from: SystemNames
  readonly to: SystemNames
}

/** The events for the target system; undefined if it does not define them, or the payload contains no events. */
export function eventsOf(value: Value, source: DialectLayout, target: DialectLayout, numbers: EventNumbers): TranslationResult | undefined {
  const { data } = value
  if (typeof data !== 'object' || data === null) return undefined
  const [[arm, list] = ['', undefined]] = Object.entries(data as Value)
  const kind = KEVENTS.includes(arm) ? 'kevent' : arm
  const element = Object.hasOwn(elements, target.system.name) ? elements[target.system.name]?.[kind] : undefined
  const type = target.system.name === 'freebsd' ? 'KTR_STRUCT_ARRAY' : 'KTR_STRUCT'
  if (!element || !Array.isArray(list) || ![...target.types.values()].some(({ name }) => name === type)) return undefined
  const lost = new Set<string>()
  const lose = (what: string): void => void lost.add(what)
  const plan = element.planFor(target.abi)
  const made = (list as readonly Value[]).flatMap((given) => {
    const moved = kind === 'kevent' ? keventOf(given, source, target, numbers, lose) : pollfdOf(given, lose)
    return moved ? [sameFields(plan, moved, lose)] : []
  })
  // OpenBSD does not record empty lists.
  const isNone = made.length === 0 && (list.length > 0 || type === 'KTR_STRUCT')
  if (list.length === 0 && isNone) lose('list without elements')
  const size = type === 'KTR_STRUCT_ARRAY' ? { struct_size: BigInt(plan.size) } : {}
  return {
    drafts: isNone ? [] : [{ type, payload: { ...size, name: kind, data: { [kind]: made } } }],
    ...(lost.size > 0 && { lost: `${kind}: not defined on ${target.dialect.title}: ${[...lost].join(', ')}` }),
  }
}

/** Undefined if the target does not define the event. */
function keventOf(given: Value, source: DialectLayout, target: DialectLayout, numbers: EventNumbers, lose: Lose): Value | undefined {
  const from = namesOf(source)
  const to = namesOf(target)
  const filter = from.filters.name(Number(given.filter))
  const theirs = filter === undefined ? undefined : to.filters.number(filter)
  const ident = filter === 'EVFILT_SIGNAL' ? signalOf(Number(given.ident), numbers, lose) : given.ident
  if (filter === undefined || theirs === undefined) lose(filter ?? `filter ${Number(given.filter)}`)
  if (filter === undefined || theirs === undefined || ident === undefined) return undefined
  const flags = bits(Number(given.flags), from.flags, to.flags, lose)
  const fflags = bits(Number(given.fflags), from.filterFlags(filter), to.filterFlags(filter), lose)
  const data = wide(given.data, source.little)
  return { ...given, ident, filter: theirs, flags, fflags, data: isFailed(flags) ? errorOf(data, numbers, lose) : data }
}

function signalOf(number: number, { from, to }: EventNumbers, lose: Lose): bigint | undefined {
  const name = from.signals.name(number)
  const theirs = name === undefined ? undefined : to.signals.number(name)
  if (theirs === undefined) lose(name ?? `signal ${number}`)
  return theirs === undefined ? undefined : BigInt(theirs)
}

const EV_ERROR = 0x4000
const isFailed = (flags: number): boolean => (flags & EV_ERROR) !== 0

/** The data of a failed event are an errno. */
function errorOf(data: unknown, { from, to }: EventNumbers, lose: Lose): unknown {
  if (Number(data) === 0) return data
  const name = from.errors.name(Number(data))
  const theirs = name === undefined ? undefined : to.errors.number(name)
  if (theirs !== undefined) return BigInt(theirs)
  lose(name ?? `error ${data}`)
  return 0n
}

/** A 64-bit number; in 32-bit processes it is stored as two words. */
function wide(data: unknown, little: boolean): unknown {
  if (!Array.isArray(data)) return data
  const [first, second] = data.map((word) => BigInt(word as number)) as [bigint, bigint]
  return BigInt.asIntN(64, little ? (second << 32n) | first : (first << 32n) | second)
}

/** The flags of poll(2) are the same bits in both systems; higher bits are specific to FreeBSD. Source: sys/sys/poll.h of both. */
const POLL = 0x1ff

function pollfdOf(given: Value, lose: Lose): Value {
  const shared = (name: string): number => {
    const flags = Number(given[name]) & 0xffff
    if ((flags & ~POLL) !== 0) lose(`flags ${formatHex(flags & ~POLL)} of ${name}`)
    return flags & POLL
  }
  return { ...given, events: shared('events'), revents: shared('revents') }
}

/** Translates flags bit by bit. */
function bits(value: number, from: NameTable, to: NameTable, lose: Lose): number {
  let made = 0
  for (let bit = 0; bit < 32; bit++) {
    const flag = (1 << bit) >>> 0
    if ((value & flag) === 0) continue
    const name = from.name(flag)
    const theirs = name === undefined ? undefined : to.number(name)
    if (theirs === undefined) lose(name ?? `flag ${formatHex(flag)}`)
    else made |= theirs
  }
  return made >>> 0
}

const known = new Map<string, EventNames>()

function namesOf({ system }: DialectLayout): EventNames {
  let names = known.get(system.name)
  if (!names) {
    names = system.name === 'freebsd' ? freebsdNames() : openbsdNames()
    known.set(system.name, names)
  }
  return names
}

const nothing = new NameTable([])
const swapped = (list: Iterable<readonly [string, number]>): NameTable => new NameTable([...list].map(([name, number]) => [number, name]))

function openbsdNames(): EventNames {
  return {
    filters: swapped(openbsd.FILTERS),
    flags: swapped(openbsd.FLAGS),
    filterFlags: (filter) => swapped(openbsd.FILTER_FLAGS[filter] ?? []),
  }
}

function freebsdNames(): EventNames {
  const list = (name: string): NameTable => new NameTable(argumentNames(name).map(([word, value]) => [Number(value), word]))
  const lists: Readonly<Record<string, NameTable>> = {
    EVFILT_READ: list('kevent_rdwr_fflags'),
    EVFILT_WRITE: list('kevent_rdwr_fflags'),
    EVFILT_VNODE: list('kevent_vnode_fflags'),
    EVFILT_PROC: list('kevent_proc_fflags'),
    EVFILT_TIMER: list('kevent_timer_fflags'),
  }
  return { filters: list('keventfilters'), flags: list('keventflags'), filterFlags: (filter) => lists[filter] ?? nothing }
}
