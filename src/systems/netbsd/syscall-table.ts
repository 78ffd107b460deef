/** Names and argument counts of NetBSD's native system calls, by release. Tables are parsed on first use. */
import type { Abi } from '../../schema/abi.js'
import { HISTORY } from './syscall-history.js'
import { SYSCALL_TABLE_SIZE, SYSCALLS, SYSCALLS_ILP32 } from './syscalls.js'

export interface Argument {
  readonly type: string
  readonly name: string
  /** Alignment padding: takes a word of a record as well. */
  readonly pad: boolean
  /** Of a variable argument list. */
  readonly varargs: boolean
}

export interface SystemCall {
  readonly number: number
  /** STD, NOERR, INDIR are implemented; COMPAT_xx are for programs of earlier releases; the rest is not. */
  readonly kind: string
  readonly returns: string
  /** As kdump prints it. */
  readonly name: string
  readonly args: readonly Argument[]
}

/**
 * The releases whose names are known. `2003` is the current branch of that year, between 1.6 and 2.0; `7 and later` has the names of 7.99.10
 * and those of later releases for numbers that it did not use, so that traces of 8.x and 9.x read well too.
 */
export type Release = '1.4' | '2003' | '4' | '5' | '6' | '7' | '7 and later' | '10'

function parse(line: string): SystemCall {
  const [number, kind, returns, name, args] = line.split('\t') as [string, string, string, string, string?]
  return {
    number: Number(number),
    kind,
    returns,
    name,
    args: (args === undefined ? [] : args.split(';')).map((arg) => {
      const pad = arg.startsWith('= ')
      const varargs = arg.startsWith('... ')
      const [type, argName] = arg.slice(pad ? 2 : varargs ? 4 : 0).split('|') as [string, string]
      return { type, name: argName, pad, varargs }
    }),
  }
}

const tables: { lp64?: readonly SystemCall[]; ilp32?: readonly SystemCall[] } = {}

/** The system calls of release 10, by number. */
export function systemCalls(bits: 32 | 64): readonly SystemCall[] {
  tables.lp64 ??= SYSCALLS.split('\n').map(parse)
  if (bits === 64) return tables.lp64
  const ilp32 = SYSCALLS_ILP32.split('\n').map(parse)
  tables.ilp32 ??= tables.lp64.map((call) => ilp32.find(({ number }) => number === call.number) ?? call)
  return tables.ilp32
}

/** kdump of 7.99.10 printed numbers from here on as `[484]`. */
const CALLS_OF_7 = 484

const TREES = {
  '1.4': '1.4T',
  '2003': '4.0.1',
  '4': '4.0.1',
  '5': '5.2',
  '6': '6.99.16',
  '7': '7.99.10',
  '7 and later': '7.99.10',
} as const

export const releases: readonly Release[] = [...(Object.keys(TREES) as Release[]), '10']

const names = new Map<string, readonly string[]>()

/** Names by number, as the release's kdump printed them. */
export function syscallNames(release: Release, bits: 32 | 64): readonly string[] {
  const key = `${release}/${bits}`
  let found = names.get(key)
  if (!found) {
    found = makeNames(release, bits)
    names.set(key, found)
  }
  return found
}

function makeNames(release: Release, bits: 32 | 64): readonly string[] {
  const newest = systemCalls(bits).map(({ name }) => name)
  while (newest.length < SYSCALL_TABLE_SIZE) newest.push('# filler')
  if (release === '10') return newest
  const { size, differs } = HISTORY[TREES[release]]
  const table = newest.slice(0, release === '7' ? CALLS_OF_7 : size)
  for (const line of differs.split('\n')) {
    const [number, name] = line.split('\t') as [string, string]
    if (release === '7 and later' && /^# filler|\(unimplemented/.test(name)) continue
    // The tree is of LP64; what only 32-bit machines have is in the table already.
    if (Number(number) < table.length) table[Number(number)] = name
  }
  // The calls that became compatibility code of 2.0 and 3.0 were the current ones in 2003.
  return release === '2003' ? table.map((name) => name.replace(/^compat_[23]0_/, '')) : table
}

/** By-value types that take two words of a record where a word has 32 bits. */
const WIDE = /^(off_t|int64_t|uint64_t|quad_t|u_quad_t|time_t|dev_t)$/

const counts = new Map<string, Int8Array>()

/** Words that the arguments of a call take in a record, by its number; -1 where that varies. */
export function wordCounts(abi: Abi): Int8Array {
  const key = abi.register === 8 ? 'words of 64 bits' : 'words of 32 bits'
  let found = counts.get(key)
  if (!found) {
    found = Int8Array.from(systemCalls(abi.bits), ({ kind, args }) => {
      if (kind === 'INDIR' || kind === 'OBSOL' || kind === 'UNIMPL' || args.some(({ type }) => type.includes('['))) return -1
      return args.reduce((words, { type }) => words + (abi.register === 4 && WIDE.test(type) ? 2 : 1), 0)
    })
    counts.set(key, found)
  }
  return found
}
