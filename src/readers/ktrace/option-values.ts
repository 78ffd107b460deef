/** What options say of a trace, understood by its dialect; what it cannot have is refused, as nothing could come of it. */
import { FormatError } from '../../errors.js'
import type { Dialect, NamerOptions } from '../../formats/ktrace/dialect.js'
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import type { RecordTypes } from '../../formats/ktrace/record-types.js'
import type { ReadOptions } from '../format-reader.js'
import { suggestNames, versionsOf } from './similar-names.js'

/** Seconds since 1970, given as such or as a date; undefined where nothing is given. A date without a zone is in UTC. */
export function timeOf(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined
  const text = String(value).trim()
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text)
  const date = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(text)
  const iso = text.replace(' ', 'T')
  const milliseconds = date ? Date.parse(date[1] !== undefined && date[4] === undefined ? `${iso}Z` : iso) : Number.NaN
  if (!Number.isNaN(milliseconds)) return milliseconds / 1000
  throw createOptionError(name, 'seconds since 1970 or a date such as 2024-05-01T12:00:00Z', value)
}

/** The parts of a list. */
function splitList(value: unknown): string[] {
  const parts = Array.isArray(value) ? value : String(value).split(',')
  return parts.map((part) => String(part).trim())
}

/**
 * A whole number of an option, which may come as text.
 *
 * @throws FormatError `BAD_VALUE`
 */
export function parseIntegerOption(name: string, value: unknown): number {
  const text = String(value).trim()
  if (/^-?\d+$/.test(text)) return Number(text)
  throw createOptionError(name, 'a whole number', value)
}

export function createOptionError(name: string, expected: string, found: unknown): FormatError {
  const shown = JSON.stringify(found) ?? String(found)
  return new FormatError({
    code: 'BAD_VALUE',
    path: name,
    message: `${name}: expected ${expected}, found ${shown}`,
    expected,
    found: shown,
  })
}

/** Whole numbers; undefined where nothing is given. */
export function numbers(name: string, value: unknown): Set<number> | undefined {
  if (value === undefined) return undefined
  return new Set(splitList(value).map((word) => parseIntegerOption(name, word)))
}

/** Threads. */
export function threadsOf({ dialect, headers }: DialectLayout, value: unknown): Set<number> | undefined {
  if (value !== undefined && headers.every(({ tid }) => tid < 0))
    throw createOptionError('tid', `nothing: records of ${dialect.title} name no threads`, value)
  return numbers('tid', value)
}

/** System calls by names or numbers. */
export function parseSyscalls({ dialect, abi }: DialectLayout, value: unknown): ReadonlySet<string> {
  const calls = new Set(splitList(value))
  const names = [...calls].filter((word) => !/^\d+$/.test(word))
  if (names.length === 0) return calls
  const known = new Set<string>()
  for (const name of dialect.callNames(abi)) if (name !== undefined) known.add(name)
  for (const name of names) {
    if (known.has(name)) continue
    // A name without a version stands for all versions, and for the call of processes of another system.
    const versions = versionsOf(name, known)
    if (versions.length > 0) {
      for (const version of versions) calls.add(version)
      continue
    }
    const near = suggestNames(name, known)
    const hint = near.length > 0 ? `; there is ${near.join(', ')}` : '; numbers are taken too'
    const found = JSON.stringify(name)
    const message = `syscall: no system call of ${dialect.title} is called ${found}${hint}`
    throw new FormatError({ code: 'BAD_VALUE', path: 'syscall', message, expected: 'names or numbers of system calls', found })
  }
  return calls
}

/** Types by their names (`SYSCALL`, `KTR_SYSCALL`, numbers), or by the letters of kdump's option -t. */
export function typesOf(dialect: Dialect, text: string, option = 'type'): ReadonlySet<number> {
  const types = byNames(dialect.records, text) ?? byLetters(dialect, text)
  if (types && types.size > 0) return types
  const known = Object.keys(dialect.records).map((name) => name.replace('KTR_', ''))
  throw createOptionError(option, `names of types (${known.join(', ')}) or the letters of kdump -t`, text)
}

/** The words for types in the text output, with the names of the types in several systems. */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  CALL: ['SYSCALL'],
  RET: ['SYSRET'],
  NAMI: ['NAMEI'],
  GIO: ['GENIO'],
  MISC: ['USER'],
  STRU: ['STRUCT'],
  SCTL: ['SYSCTL'],
  CTOR: ['PROCCTOR'],
  DTOR: ['PROCDTOR'],
  CAP: ['CAPFAIL'],
  PFLT: ['FAULT'],
  PRET: ['FAULTEND'],
  EERR: ['EXTERR'],
  SAU: ['SAUPCALL'],
  FD: ['EXEC_FD'],
  ARG: ['EXEC_ARG', 'ARGS'],
  ARGS: ['EXECARGS', 'EXEC_ARG'],
  ENV: ['EXEC_ENV', 'ENVS', 'EXECENV'],
}

function byNames(records: RecordTypes, text: string): Set<number> | undefined {
  const types = new Set<number>()
  for (const word of splitList(text)) {
    const name = word.toUpperCase()
    const type = records[name] ?? records[`KTR_${name}`] ?? LABELS[name]?.flatMap((each) => records[`KTR_${each}`] ?? [])[0]
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

/** The emulation of processes of which a trace says none. */
export function namerOptions({ title, emulations = [] }: Dialect, { emulation }: ReadOptions): NamerOptions {
  if (emulation === undefined) return {}
  if (emulations.includes(String(emulation))) return { emulation: String(emulation) }
  throw createOptionError(
    'emulation',
    emulations.length > 0 ? `one of ${emulations.join(', ')}` : `nothing: processes of ${title} have none`,
    emulation,
  )
}
