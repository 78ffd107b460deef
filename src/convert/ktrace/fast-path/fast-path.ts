/**
 * Converts the most frequent records directly from the bytes of one dialect to those of another. Everything else (other record
 * types, numbers without a counterpart, values that do not fit) is left to the general path, which reports losses. Both produce
 * the same bytes.
 */

import type { RecordWalker } from '../../../families/ktrace.js'
import type { DialectLayout, RecordHeaderLayout } from '../../../formats/ktrace/dialect-layout.js'
import type { OutputBuffer } from '../../../io/output-buffer.js'
import { Payloads } from '../../../readers/ktrace/payload.js'
import type { Layout } from '../../../schema/base.js'
import type { SystemNames } from '../name-tables.js'
import { createHeaderCopier, type HeaderMove, type Lose } from './copy-header.js'
import { placeOf, type Room, writeNumber } from './copy-integer.js'
import {
  createCallCopier,
  createFieldsCopier,
  createPayloadCopier,
  createReturnCopier,
  LOST,
  layoutsOf,
  type PayloadMove,
  type Renumber,
  roomOf,
  SLOW,
} from './copy-payload.js'

type AnyLayout = Layout<Record<string, unknown>>

export interface Rules {
  readonly from: SystemNames
  readonly to: SystemNames
  /** System call numbers do not change. */
  readonly sameCalls: boolean
  /** Error numbers do not change. */
  readonly sameErrors: boolean
  /** Source and target are the same system; only the machine differs. */
  readonly direct: boolean
  /** Omitted records are not wrapped, so they need not be converted. */
  readonly drops: boolean
  /** Returns the message for a system call that the target does not define. */
  readonly lostCall: (name: string) => string
}

/** Record types whose payloads are the same everywhere if the fields are. */
const ALIKE: readonly string[] = ['KTR_NAMEI', 'KTR_GENIO', 'KTR_CSW']
/** Above any errno. */
const NO_ERROR = -0x80000000
/** Above any system call number. */
const CALLS = 4096

export class FastPath {
  readonly #headers = new Map<RecordHeaderLayout, HeaderMove | undefined>()
  readonly #payloads = new Map<AnyLayout, PayloadMove | undefined>()
  readonly #numbers: (number | undefined)[] = []
  readonly #lostCalls: (string | undefined)[] = []
  readonly #room: Room = { bytes: new Uint8Array(0), view: new DataView(new ArrayBuffer(0)) }
  readonly #sameMachine: boolean
  /** The general path reports values that do not fit. */
  readonly #layouts: Payloads
  readonly #length
  readonly #type
  readonly #renumber: Renumber
  readonly #renumberError: Renumber
  #offset = 0

  constructor(
    private readonly source: DialectLayout,
    private readonly target: DialectLayout,
    private readonly header: RecordHeaderLayout,
    private readonly rules: Rules,
    private readonly lose: (what: string, offset: number) => void,
  ) {
    this.#layouts = new Payloads(source, () => {})
    this.#sameMachine = source.abiName === target.abiName
    this.#length = placeOf(header.layout.plan, header.declared.roles.length)
    this.#type = placeOf(header.layout.plan, header.declared.roles.type)
    const { from, to } = rules
    this.#renumber = rules.sameCalls ? (code) => (code < 0 ? SLOW : code) : callsBetween(rules)
    this.#renumberError = rules.sameErrors
      ? (error) => error
      : (error) => {
          const name = from.errors.name(error)
          return (name === undefined ? undefined : to.errors.number(name)) ?? NO_ERROR
        }
  }

  /** Appends the record; returns false and appends nothing when it requires the general path. */
  write(record: RecordWalker, out: OutputBuffer): boolean {
    const { payload, stop, type } = record
    const layout = this.#layouts.layoutOf(record)
    const move = layout ? this.#payload(type, layout) : undefined
    const head = move && this.#header(record.header)
    const { size } = this.header
    if (!move || !head || !this.#length || !this.#type) return false
    out.room(size + roomOf(stop - payload))
    const room = this.#at(out)
    const start = out.pos
    const length = move(record, room, start + size)
    if (length === SLOW) return false
    this.#offset = record.offset
    if (length <= LOST) {
      this.lose(this.#lostCall(LOST - length), record.offset)
      return true
    }
    const number = this.#numbers[type] as number
    if (!head(record, room, start, this.#lose)) return false
    if (!writeNumber(room.view, start + this.#length.at, this.#length, length)) return false
    if (!writeNumber(room.view, start + this.#type.at, this.#type, number)) return false
    out.pos = start + size + length
    return true
  }

  readonly #lose: Lose = (what) => this.lose(`${what}: cannot be stored in a trace of ${this.target.dialect.title}`, this.#offset)

  #lostCall(number: number): string {
    this.#lostCalls[number] ??= this.rules.lostCall(this.rules.from.calls.name(number) ?? '')
    return this.#lostCalls[number]
  }

  #at(out: OutputBuffer): Room {
    if (this.#room.bytes !== out.bytes) {
      this.#room.bytes = out.bytes
      this.#room.view = new DataView(out.bytes.buffer, out.bytes.byteOffset, out.bytes.byteLength)
    }
    return this.#room
  }

  #header(header: RecordHeaderLayout): HeaderMove | undefined {
    if (!this.#headers.has(header)) {
      this.#headers.set(header, createHeaderCopier(header, this.header, this.source.system.name === 'freebsd'))
    }
    return this.#headers.get(header)
  }

  #payload(type: number, layout: AnyLayout): PayloadMove | undefined {
    if (!this.#payloads.has(layout)) this.#payloads.set(layout, this.#makePayload(type, layout))
    return this.#payloads.get(layout)
  }

  #makePayload(type: number, layout: AnyLayout): PayloadMove | undefined {
    const name = this.source.types.get(type)?.name ?? ''
    const theirs = layoutsOf(this.target, name)
    if (!theirs) return undefined
    this.#numbers[type] = theirs.number | (this.header.declared.typeFlags ?? 0)
    const { direct } = this.rules
    if (direct && this.#sameMachine) return STEERING.includes(name) ? undefined : createPayloadCopier
    if (name === 'KTR_SYSCALL') return first(theirs.layouts, (to) => createCallCopier(layout, to, this.#renumber))
    // Fields do not change; of several structures with the same fields, the first one that is large enough.
    if (direct)
      return ALIKE.includes(name) || name === 'KTR_SYSRET' ? firstOf(theirs.layouts.map((to) => createFieldsCopier(layout, to))) : undefined
    if (name === 'KTR_SYSRET') return createReturnCopier(layout, theirs.layouts, this.#renumber, this.#renumberError, NO_ERROR)
    if (!ALIKE.includes(name)) return undefined
    return first(theirs.layouts, (to) => createFieldsCopier(layout, to))
  }
}

/** Records that later records depend on, or that may contain wrapped records. */
const STEERING: readonly string[] = ['KTR_START', 'KTR_EMUL', 'KTR_PROCCTOR', 'KTR_USER']

function firstOf(moves: readonly (PayloadMove | undefined)[]): PayloadMove | undefined {
  const possible = moves.filter((move) => move !== undefined)
  if (possible.length < 2) return possible[0]
  return (record, room, at) => {
    for (const move of possible) {
      const length = move(record, room, at)
      if (length !== SLOW) return length
    }
    return SLOW
  }
}

function first<T, R>(list: readonly T[], make: (each: T) => R | undefined): R | undefined {
  for (const each of list) {
    const made = make(each)
    if (made !== undefined) return made
  }
  return undefined
}

/** System call numbers by name; each is looked up once. */
function callsBetween({ from, to, drops }: Rules): Renumber {
  const known: number[] = []
  return (code) => {
    if (code < 0) return SLOW
    const number = code & from.codeMask
    if (number >= CALLS) return SLOW
    const found = known[number]
    if (found !== undefined) return found
    const name = from.calls.name(number)
    const theirs = (name === undefined ? undefined : to.calls.number(name)) ?? (drops && name !== undefined ? LOST - number : SLOW)
    known[number] = theirs
    return theirs
  }
}
