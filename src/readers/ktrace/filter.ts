/** Which records a reading is about: by process, thread, type, system call, failure. */
import { FormatError } from '../../errors.js'
import type { Dialect } from '../../formats/ktrace/dialect.js'
import type { RecordTypes } from '../../formats/ktrace/records.js'
import type { ReadOptions } from '../format.js'
import type { RecordWalker } from './stream.js'

export class RecordFilter {
  readonly #pids: ReadonlySet<number> | undefined
  readonly #tids: ReadonlySet<number> | undefined
  readonly #types: ReadonlySet<number> | undefined
  readonly #calls: ReadonlySet<string> | undefined
  readonly #errors: boolean
  /** Whether every record is let through. */
  readonly open: boolean
  /** Whether `accepts` wants to know the name of a record's system call. */
  readonly byName: boolean

  /** @throws FormatError `BAD_VALUE` for an option that makes no sense, with its name as the path */
  constructor(
    private readonly dialect: Dialect,
    options: ReadOptions = {},
  ) {
    this.#pids = numbers('pid', options.pid)
    this.#tids = numbers('tid', options.tid)
    this.#types = options.type === undefined ? undefined : typesOf(dialect, String(options.type))
    this.#calls = options.syscall === undefined ? undefined : new Set(words(options.syscall))
    this.#errors = options.errors === true
    this.byName = this.#calls !== undefined
    this.open = !this.#pids && !this.#tids && !this.#types && !this.#calls && !this.#errors
  }

  /** Whether records of its process can be among those that are let through. */
  acceptsProcess(record: RecordWalker): boolean {
    return !this.#pids || this.#pids.has(record.pid)
  }

  accepts(record: RecordWalker, name?: string): boolean {
    if (this.open) return true
    if (this.#pids && !this.#pids.has(record.pid)) return false
    if (this.#tids && !this.#tids.has(record.tid ?? Number.NaN)) return false
    if (this.#types && !this.#types.has(record.type)) return false
    if (this.#calls) {
      const number = this.dialect.callOf(record)
      if (number === undefined) return false
      if (!this.#calls.has(String(number)) && !(name !== undefined && this.#calls.has(name))) return false
    }
    return !this.#errors || this.dialect.failed(record)
  }
}

function words(value: unknown): string[] {
  const parts = Array.isArray(value) ? value : String(value).split(',')
  return parts.map((part) => String(part).trim())
}

function numbers(name: string, value: unknown): Set<number> | undefined {
  if (value === undefined) return undefined
  return new Set(words(value).map((word) => wholeNumber(name, word)))
}

/**
 * A whole number of an option, which may come as text.
 *
 * @throws FormatError `BAD_VALUE`
 */
export function wholeNumber(name: string, value: unknown): number {
  const text = String(value).trim()
  if (/^-?\d+$/.test(text)) return Number(text)
  throw badOption(name, 'a whole number', value)
}

export function badOption(name: string, expected: string, found: unknown): FormatError {
  const shown = JSON.stringify(found) ?? String(found)
  return new FormatError({
    code: 'BAD_VALUE',
    path: name,
    message: `${name}: expected ${expected}, found ${shown}`,
    expected,
    found: shown,
  })
}

/** Types by their names (`SYSCALL`, `KTR_SYSCALL`, numbers), or by the letters of kdump's option -t. */
function typesOf(dialect: Dialect, text: string): ReadonlySet<number> {
  const types = byNames(dialect.records, text) ?? byLetters(dialect, text)
  if (types) return types
  const known = Object.keys(dialect.records).map((name) => name.replace('KTR_', ''))
  throw badOption('type', `names of types (${known.join(', ')}) or the letters of kdump -t`, text)
}

function byNames(records: RecordTypes, text: string): Set<number> | undefined {
  const types = new Set<number>()
  for (const word of words(text)) {
    const name = word.toUpperCase()
    const type = records[name] ?? records[`KTR_${name}`]
    if (type) for (const number of [type.type, type.big ?? type.type]) types.add(number)
    else if (/^\d+$/.test(name)) types.add(Number(name))
    else return undefined
  }
  return types
}

/** `+` adds the default set, or adds again after a `-`; letters behind `-` are taken away, at the start from the default set. */
function byLetters({ letters, defaultTypes }: Dialect, text: string): Set<number> | undefined {
  const types = new Set<number>()
  let adds = true
  for (const letter of text) {
    if (letter === '+') {
      if (adds) for (const type of defaultTypes) types.add(type)
      adds = true
    } else if (letter === '-') {
      if (types.size === 0) for (const type of defaultTypes) types.add(type)
      adds = false
    } else {
      const meant = letters[letter]
      if (!meant) return undefined
      for (const type of meant) {
        if (adds) types.add(type)
        else types.delete(type)
      }
    }
  }
  return types
}
