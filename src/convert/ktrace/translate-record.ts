/** Translates a record of one system to records of another; numbers are translated by name. */

import type { TraceRecord } from '../../families/ktrace.js'
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import { emulationTable } from '../../systems/netbsd/emulations/emulation-table.js'
import { type Emulation, isNative } from './emulations.js'
import { eventsOf } from './kevent-pollfd.js'
import { namesOf, type SystemNames, sameNumbers } from './name-tables.js'
import { SignalTranslator } from './signals.js'
import { structOf } from './translate-struct.js'
import type { TranslationResult } from './translation-result.js'
import { addUserLabel, labelOf } from './user-label.js'

type Value = Record<string, unknown>

const only = (type: string, payload: Value | Uint8Array): TranslationResult => ({ drafts: [{ type, payload }] })
const none = (lost: string): TranslationResult => ({ drafts: [], lost })

/** Record types that are the same in all systems that define them. */
const ALIKE: readonly unknown[] = ['KTR_NAMEI', 'KTR_GENIO']
/** Lists of strings: one record for each, or one for all. */
const STRINGS: Readonly<Record<string, 'arguments' | 'environment'>> = {
  KTR_EXEC_ARG: 'arguments',
  KTR_EXECARGS: 'arguments',
  KTR_ARGS: 'arguments',
  KTR_EXEC_ENV: 'environment',
  KTR_EXECENV: 'environment',
  KTR_ENVS: 'environment',
}

export class Translator {
  readonly #from: SystemNames
  readonly #to: SystemNames
  readonly #types: ReadonlySet<string>
  readonly #title: string
  readonly #signals: SignalTranslator
  /** Source and target are the same system, so numbers do not change. */
  readonly #same: boolean
  readonly #keeps: boolean

  constructor(
    private readonly source: DialectLayout,
    private readonly target: DialectLayout,
  ) {
    this.#from = namesOf(source)
    this.#to = namesOf(target)
    this.#types = new Set([...target.types.values()].map(({ name }) => name))
    this.#title = target.dialect.title
    this.#same = source.system === target.system
    this.#keeps = sameNumbers(source, target)
    this.#signals = new SignalTranslator(source, target, this.#from, this.#to)
  }

  /** The target's numbers. */
  get numbers(): { from: SystemNames; to: SystemNames; sameCalls: boolean; sameErrors: boolean } {
    return { from: this.#from, to: this.#to, sameCalls: this.#keeps, sameErrors: this.#same }
  }

  /** @param body the payload's bytes */
  translate(record: TraceRecord, emulation: Emulation, body: Uint8Array): TranslationResult {
    const { type } = record
    if (typeof type === 'number') return none(`unknown record type ${type}`)
    const value = record.payload as Value
    if (type === 'KTR_USER') return this.#user(body)
    if ('raw' in value && (body.length > 0 || NEVER_EMPTY.includes(type)))
      return none(`${type}: the payload does not match the record type`)
    switch (type) {
      case 'KTR_SYSCALL':
        return this.#call(record, value, emulation)
      case 'KTR_SYSRET':
        return this.#return(record, value, emulation)
      case 'KTR_PSIG':
        return this.#signals.translate(value)
      case 'KTR_CSW':
        return this.#switch(value)
      case 'KTR_STRUCT':
      case 'KTR_STRUCT_ARRAY':
        return this.#struct(type, value)
    }
    const list = STRINGS[type]
    if (list) return this.#strings(value, list)
    if (ALIKE.includes(type)) return only(type, value)
    if (this.#same && this.#types.has(type)) return only(type, value)
    return none(`${type}: record type not supported by ${this.#title}`)
  }

  #call(record: TraceRecord, value: Value, emulation: Emulation): TranslationResult {
    const code = this.#code(Number(value.ktr_code), emulation, record.name)
    if (typeof code === 'string') return none(code)
    const args = this.#signalArgument((value.args ?? value.ktr_args) as bigint[], emulation, record.name)
    const lost = Array.isArray(value.mib) ? 'KTR_SYSCALL: name of a sysctl' : undefined
    return { ...only('KTR_SYSCALL', this.#callPayload(code, args)), ...(lost !== undefined && { lost }) }
  }

  /** Arguments whose signal has the number of an emulation get that of the target. */
  #signalArgument(args: readonly bigint[], emulation: Emulation, name = ''): readonly bigint[] {
    const at = this.nativeByName(emulation) ? signalArgument(name) : -1
    const number = args[at]
    if (number === undefined) return args
    const own = emulationTable(emulation, this.source.abiName)?.signals?.[Number(number)] ?? Number(number)
    const signal = this.#from.signals.name(own)
    const theirs = signal === undefined ? undefined : this.#to.signals.number(signal)
    return theirs === undefined ? args : args.with(at, BigInt(theirs))
  }

  #callPayload(code: number, args: readonly bigint[]): Value {
    const { system, abi, dialect } = this.target
    const counted = { ktr_code: code, ktr_narg: args.length, ktr_args: args }
    if (system.name === 'freebsd' || system.name === 'dragonfly') return counted
    if (system.name === 'darwin' && dialect.layouts[0]?.name !== '10.0') return counted
    const sized = { ktr_code: code, ktr_argsize: args.length * abi.register }
    return system.name === 'openbsd' ? { ...sized, ktr_args: args } : { ...sized, args }
  }

  #return(record: TraceRecord, value: Value, emulation: Emulation): TranslationResult {
    const code = this.#code(Number(value.ktr_code), emulation, record.name)
    if (typeof code === 'string') return none(code)
    const error = record.errno ?? Number(value.ktr_error)
    const name = error === 0 ? undefined : this.#from.errors.name(error)
    const theirs = error === 0 || this.#same ? error : name === undefined ? undefined : this.#to.errors.number(name)
    if (theirs === undefined) return none(`error ${name ?? error}: not defined on ${this.#title}`)
    const result = (value.ktr_retval ?? 0n) as bigint | number
    const second = BigInt((value.ktr_retval_1 ?? 0n) as bigint | number)
    const { system, dialect } = this.target
    const payload = (rest: Value): TranslationResult => only('KTR_SYSRET', { ktr_code: code, ...rest })
    if (system.name === 'netbsd') return payload({ ktr_eosys: 0, ktr_error: theirs, ktr_retval: BigInt(result), ktr_retval_1: second })
    const lost = second !== 0n && error === 0 ? { lost: 'KTR_SYSRET: second return value' } : {}
    if (system.name === 'openbsd' && dialect.layouts[0]?.name !== 'old') {
      const valued = error === 0 ? { ktr_retval: BigInt(result) } : {}
      return { ...payload({ ktr_error: theirs, ...valued }), ...lost }
    }
    const retval = system.name === 'darwin' ? Number(result) : BigInt(result)
    return { ...payload({ ktr_eosys: 0, ktr_error: theirs, ktr_retval: retval }), ...lost }
  }

  /** Whether processes of an emulation become native ones, with calls and errors translated by name: NetBSD's emulations have names. */
  nativeByName(emulation: Emulation): boolean {
    return !isNative(emulation) && !this.#same && this.source.system.name === 'netbsd'
  }

  lostCall(name: string): string {
    return `system call ${name}: not defined on ${this.#title}`
  }

  #code(code: number, emulation: Emulation, name: string | undefined): number | string {
    if (!isNative(emulation) && this.nativeByName(emulation)) {
      const number = name === undefined ? undefined : this.#to.calls.number(name)
      return number ?? `system call ${name ?? code} of emulation ${emulation}: not defined on ${this.#title}`
    }
    if (!isNative(emulation)) {
      // Linux system call numbers are the same on every system that emulates it.
      const alike = emulation.startsWith('linux') && (this.target.system.name === 'netbsd' || this.target.system.name === 'freebsd')
      return alike ? code : `system call ${code} of emulation ${emulation}: not defined on ${this.#title}`
    }
    if (this.#keeps) return code
    const native = this.#from.calls.name(code < 0 ? code : code & this.#from.codeMask)
    if (native === undefined) return `system call ${code}: unknown name`
    return this.#to.calls.number(native) ?? this.lostCall(native)
  }

  #switch({ out, user, wmesg }: Value): TranslationResult {
    if (!this.#types.has('KTR_CSW')) return none(`KTR_CSW: record type not supported by ${this.#title}`)
    const lost = typeof wmesg === 'string' && wmesg !== '' ? { lost: 'KTR_CSW: wait message' } : {}
    return { ...only('KTR_CSW', { out, user }), ...lost }
  }

  #struct(type: string, value: Value): TranslationResult {
    if (this.#same && this.#types.has(type)) return only(type, value)
    const events = eventsOf(value, this.source, this.target, { from: this.#from, to: this.#to })
    if (events) return { ...events, ...(events.lost !== undefined && { lost: `${type} ${events.lost}` }) }
    const made = type === 'KTR_STRUCT' && this.#types.has(type) ? structOf(value, this.target) : undefined
    if (!made) return none(`${type} ${String(value.name)}: structure not defined on ${this.#title}`)
    const { payload, lost } = made
    if (lost.length === 0) return only(type, payload)
    return { ...only(type, payload), lost: `${type} ${String(value.name)}: cannot be stored on ${this.#title}: ${lost.join(', ')}` }
  }

  #strings(value: Value, list: 'arguments' | 'environment'): TranslationResult {
    const strings = stringsOf(value)
    const { name } = this.target.system
    if (name === 'netbsd') {
      if (strings.length === 0) return none(`${list}: empty list, not recorded on ${this.#title}`)
      const isArgument = list === 'arguments'
      return {
        drafts: strings.map((text) => ({
          type: isArgument ? 'KTR_EXEC_ARG' : 'KTR_EXEC_ENV',
          payload: isArgument ? { arg: text } : { env: text },
        })),
      }
    }
    const types = { freebsd: ['KTR_ARGS', 'KTR_ENVS'], openbsd: ['KTR_EXECARGS', 'KTR_EXECENV'] } as Readonly<
      Record<string, readonly string[]>
    >
    const type = types[name]?.[list === 'arguments' ? 0 : 1]
    if (type === undefined || !this.#types.has(type)) return none(`${list}: record type not supported by ${this.#title}`)
    return only(type, 'text' in value ? value : { strings })
  }

  #user(body: Uint8Array): TranslationResult {
    if (!this.#types.has('KTR_USER')) return none(`KTR_USER: record type not supported by ${this.#title}`)
    return only(
      'KTR_USER',
      isLabelled(this.target) ? addUserLabel(body, isLabelled(this.source)) : isLabelled(this.source) ? labelOf(body) : body.slice(),
    )
  }
}

/** Records that have a payload on every system. */
const NEVER_EMPTY: readonly string[] = ['KTR_SYSCALL', 'KTR_SYSRET', 'KTR_PSIG', 'KTR_CSW', 'KTR_STRUCT', 'KTR_STRUCT_ARRAY']

/** Index of the argument of a call that is a signal; -1 if there is none. */
function signalArgument(name: string): number {
  if (/sigaction|sigvec/.test(name)) return 0
  return /(^|_)(kill|killpg)$/.test(name) ? 1 : -1
}

const isLabelled = ({ system }: DialectLayout): boolean => system.name === 'netbsd' || system.name === 'openbsd'

function stringsOf(value: Value): string[] {
  if (Array.isArray(value.strings)) return value.strings as string[]
  const text = value.arg ?? value.env ?? value.text
  if (typeof text !== 'string') return []
  const strings = 'text' in value ? text.split('\0') : [text]
  return strings
}
