/**
 * Arguments and environment, in full, from where the kernel put them when the program started: a number, that many addresses of
 * arguments, a zero, addresses of the environment's texts, a zero, the auxiliary vector. The notes have them shortened, or not at all.
 */
import type { AuxEntry } from '../../../formats/core/process-info.js'
import { psStrings } from '../../../formats/elf/index.js'
import type { Mapping } from '../mappings.js'
import type { MemoryView } from './memory-view.js'

export interface InitialStack {
  readonly argv: readonly string[]
  readonly environment: readonly string[]
}

/** Bytes looked at at a time. */
const CHUNK = 256 * 1024

export interface StartupSources {
  readonly view: MemoryView
  readonly mappings: readonly Mapping[]
  readonly auxv: readonly AuxEntry[]
  /** Address of the ps_strings, where a note tells it. */
  readonly psStrings?: bigint
  /** Stack pointers of the threads. */
  readonly stackPointers: readonly bigint[]
  /** Most bytes of one text. */
  readonly textLimit: number
}

/** Undefined where the file does not have that memory, or the program has written over it. */
export function readInitialStack(sources: StartupSources): InitialStack | undefined {
  return byPsStrings(sources) ?? byAuxv(sources) ?? byShape(sources)
}

function byPsStrings({ view, psStrings: address, textLimit }: StartupSources): InitialStack | undefined {
  const found = address === undefined ? undefined : view.struct(psStrings, address)
  if (!found || found.ps_nargvstr < 0 || found.ps_nenvstr < 0) return undefined
  const argv = textsAt(view, found.ps_argvstr, found.ps_nargvstr, textLimit)
  const environment = textsAt(view, found.ps_envstr, found.ps_nenvstr, textLimit)
  return argv && environment && { argv, environment }
}

function textsAt(view: MemoryView, address: bigint, count: number, limit: number): string[] | undefined {
  if (count > view.limits.startupStrings) return undefined
  const table = view.bytes(address, count * view.word)
  return table && texts(view, view.words(table), limit)
}

/** The texts at addresses; undefined when one of them is not there. */
function texts(view: MemoryView, addresses: readonly bigint[], limit: number): string[] | undefined {
  const found: string[] = []
  for (const address of addresses) {
    const text = view.text(address, limit)
    if (text === undefined) return undefined
    found.push(text)
  }
  return found
}

/** Entries that are enough to know the vector by. */
const ENOUGH = 6

/** The vector of the notes stands on the stack too, right behind what is looked for. */
function byAuxv(sources: StartupSources): InitialStack | undefined {
  const { view, auxv, mappings, stackPointers } = sources
  const entries = auxv.slice(0, ENOUGH)
  if (entries.length < 2) return undefined
  const words = entries.flatMap(({ type, value }) => [type, value])
  const anchors = [...auxv.map(({ value }) => value), ...stackPointers]
  for (const stack of stacksOf(mappings, anchors)) {
    for (const place of search(view, stack, (row, at) => words.every((word, i) => row[at + i] === word))) {
      const found = startupBefore(sources, stack, place)
      if (found) return found
    }
  }
  return undefined
}

/** Mappings that can be written to and hold one of some addresses, by descending address. */
function stacksOf(mappings: readonly Mapping[], anchors: readonly bigint[]): Mapping[] {
  return mappings
    .filter(({ permissions, start, end, fileSize }) => {
      return permissions.includes('w') && fileSize > 0n && anchors.some((anchor) => anchor >= start && anchor < end)
    })
    .sort((a, b) => (a.start > b.start ? -1 : 1))
}

/** Addresses of a mapping where a row of words is as asked for, from its upper end on; rows overlap by what a match may need. */
function* search(
  view: MemoryView,
  { start, end }: Mapping,
  matches: (row: readonly bigint[], at: number) => boolean,
): Generator<bigint, void, undefined> {
  const size = BigInt(view.word)
  const top = end - (end % size)
  const bottom = start + ((size - (start % size)) % size)
  const searched = BigInt(view.limits.stackSearch)
  const lowest = top - bottom > searched ? top - searched : bottom
  for (let upper = top; upper > lowest; upper -= BigInt(CHUNK)) {
    const lower = upper - BigInt(CHUNK) < lowest ? lowest : upper - BigInt(CHUNK)
    const row = view.words(view.read(lower, Number(upper - lower) + OVERLAP))
    const own = Number(upper - lower) / view.word
    for (let at = Math.min(own, row.length) - 1; at >= 0; at--) if (matches(row, at)) yield lower + BigInt(at * view.word)
  }
}

/** Bytes behind a chunk that are looked at with it. */
const OVERLAP = 512

/** Bytes above the vectors where their texts are: more than any system allows. */
const TEXTS_ROOM = 64n * 1024n * 1024n

/** What stands before the auxiliary vector at an address. */
function startupBefore({ view, textLimit }: StartupSources, { start }: Mapping, vector: bigint): InitialStack | undefined {
  const size = BigInt(view.word)
  const most = BigInt(view.limits.startupStrings * view.word)
  const room = vector - start > most ? most : vector - start
  const words = view.words(view.read(vector - room, Number(room)))
  if (BigInt(words.length) * size !== room) return undefined
  let at = words.length - 1
  if (words[at] !== 0n) return undefined
  const environmentEnd = at
  while (at > 0 && words[at - 1] !== 0n) at--
  const environmentStart = at
  const argumentsEnd = environmentStart - 1
  at = argumentsEnd
  // The texts are above the vectors. What is before the first address is the number of arguments, unless the program wrote over it.
  const isText = (word: bigint | undefined): boolean => word !== undefined && word > vector && word < vector + TEXTS_ROOM
  while (at > 0 && isText(words[at - 1])) at--
  if (at === argumentsEnd && words[at - 1] !== 0n) return undefined
  const argv = texts(view, words.slice(at, argumentsEnd), textLimit)
  const environment = texts(view, words.slice(environmentStart, environmentEnd), textLimit)
  return argv && environment && { argv, environment }
}

/** Where neither leads to it (OpenBSD wipes the vector): what looks like all of it on the stack of a thread. */
function byShape(sources: StartupSources): InitialStack | undefined {
  const { view, mappings, stackPointers, textLimit } = sources
  for (const stack of stacksOf(mappings, stackPointers)) {
    const inside = (word: bigint | undefined): word is bigint => word !== undefined && word >= stack.start && word < stack.end
    const starts = (row: readonly bigint[], at: number): boolean => {
      const count = row[at]
      return count !== undefined && count > 0n && count <= view.limits.startupArguments && inside(row[at + 1])
    }
    for (const place of search(view, stack, starts)) {
      const found = startupAt(view, place, inside, textLimit)
      if (found) return found
    }
  }
  return undefined
}

function startupAt(
  view: MemoryView,
  place: bigint,
  inside: (word: bigint | undefined) => word is bigint,
  limit: number,
): InitialStack | undefined {
  const rest = view.words(view.read(place, CHUNK))
  const count = Number(rest[0])
  const addresses = rest.slice(1, 1 + count)
  if (addresses.length < count || !addresses.every(inside) || rest[1 + count] !== 0n) return undefined
  const environmentStart = 2 + count
  const environmentEnd = rest.indexOf(0n, environmentStart)
  if (environmentEnd < 0) return undefined
  const variables = rest.slice(environmentStart, environmentEnd)
  if (!variables.every(inside)) return undefined
  const argv = texts(view, addresses, limit)
  const environment = texts(view, variables, limit)
  if (!argv || !environment || argv[0] === '') return undefined
  // The kernel writes the texts one behind the other; a chance row of addresses is not like that.
  const all = [...addresses, ...variables]
  const lengths = [...argv, ...environment].map((text) => BigInt(new TextEncoder().encode(text).length + 1))
  return all.every((address, i) => i === 0 || address === (all[i - 1] as bigint) + (lengths[i - 1] as bigint))
    ? { argv, environment }
    : undefined
}
