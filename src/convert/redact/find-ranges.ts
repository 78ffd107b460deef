/** Finds the bytes of a file that the requests of a redaction are about. */
import type { Core } from '../../families/core.js'
import { segmentType } from '../../formats/elf/index.js'
import { concatenate } from '../../io/bytes.js'
import { type ByteSource, memorySource } from '../../io/source.js'
import type { MemoryKind } from '../../readers/core/memory-kind-names.js'
import { kindsOf } from '../../readers/core/memory-kinds.js'
import type { FieldSpan } from '../../readers/format-reader.js'
import { mergeRanges, type Range, subtractRanges } from '../core/edit/remove-ranges.js'
import { memoryKindsOf } from '../core/mapping-kinds.js'
import { type Field, fieldRules, isPackedText, isStructure, isUnused } from './field-rules.js'
import { argumentTexts, copiesOf, environmentTexts } from './known-texts.js'
import { type Search, type Steps, searchBytes } from './search-bytes.js'
import type { RedactionTarget } from './targets.js'
import { textPatterns } from './text-patterns.js'

/** A file to redact. */
export interface Subject {
  readonly source: ByteSource
  /** The file as a core, if it is one. */
  readonly core?: Core
  /** Where physical memory is in a kernel dump that is not compressed. */
  readonly segments?: readonly PhysicalSegment[]
  /** Every field of every structure, by ascending offset. */
  fields(): Iterable<FieldSpan>
}

/** Addresses and the offset of their bytes in the file; `end` is exclusive. */
export interface PhysicalSegment {
  readonly start: bigint
  readonly end: bigint
  readonly offset: number
}

/** What a request met. */
export interface Finding {
  readonly target: RedactionTarget
  /** The bytes to overwrite, sorted and disjoint. */
  readonly ranges: readonly Range[]
  /** Number of texts, fields, mappings or places. */
  readonly count: number
  /** Places in headers, which stay. */
  readonly kept: number
  /** What the reader of the message should know. */
  readonly hint?: string
}

export interface Found {
  readonly findings: readonly Finding[]
  /** Ranges that need a fill byte other than zero. */
  readonly packed: readonly Range[]
}

interface Collector {
  readonly target: RedactionTarget
  readonly ranges: Range[]
  count?: number
  hint?: string
}

/** Runs all requests over the file: one search of its bytes, one walk over its fields. */
export function* findRanges(subject: Subject, targets: readonly RedactionTarget[]): Steps<Found> {
  const { source, core } = subject
  const collectors = targets.map((target): Collector => ({ target, ranges: [] }))
  const searches: Search[] = []
  const memory = core ? memoryRanges(core, source, () => true) : []
  for (const collector of collectors) begin(collector, subject, memory, searches)
  if (searches.length > 0) {
    yield* searchBytes(source, { start: 0, end: source.size }, searches)
    yield* core ? searchJoints(core, source, searches) : searchTransfers(subject, searches)
  }
  const { structure, packed } = yield* walkFields(subject, collectors, memory)
  const findings = collectors.map(({ target, ranges, count, hint }): Finding => {
    const merged = mergeRanges(ranges)
    const left = subtractRanges(merged, structure)
    const kept = merged.filter(({ start, end }) => !left.some((range) => range.start < end && range.end > start)).length
    return { target, ranges: left, count: left.length === 0 ? 0 : (count ?? left.length), kept, ...(hint !== undefined && { hint }) }
  })
  return { findings, packed }
}

/** Collects what memory and addresses tell, and adds the searches of a request. */
function begin(collector: Collector, { core, source, segments }: Subject, memory: readonly Range[], searches: Search[]): void {
  const { target, ranges } = collector
  const add = (range: Range): void => void ranges.push(range)
  switch (target.what) {
    case 'kind':
      if (core) ofKind(collector, core, source, target.kind)
      else collector.hint = 'this file has no memory of a process'
      break
    case 'range':
      if (core) ranges.push(...addresses(core, source, target.start, target.end))
      else if (segments) ranges.push(...physicalAddresses(segments, source, target.start, target.end))
      else collector.hint = 'addresses are not known in this file; convert a kernel dump with --to vmcore/elf first'
      break
    case 'environment':
    case 'arguments': {
      if (!core) break
      const inMemory = (wanted: (segment: number) => boolean) => {
        const held = memoryRanges(core, source, wanted)
        return ({ start, end }: Range) => held.some((range) => start >= range.start && end <= range.end)
      }
      const kinds = kindsOf(core)
      const stacks = new Set(core.mappings.filter((_, i) => kinds[i] === 'stack').map(({ segment }) => segment))
      const writable = new Set(core.mappings.filter(({ permissions }) => permissions.includes('w')).map(({ segment }) => segment))
      const places = { add, onStack: inMemory((segment) => stacks.has(segment)), writable: inMemory((segment) => writable.has(segment)) }
      const texts = target.what === 'environment' ? environmentTexts(core, places) : argumentTexts(core, places)
      searches.push(...texts.searches)
      if (!texts.known)
        collector.hint = `the ${target.what} as the program started with ${target.what === 'environment' ? 'it' : 'them'} was not found in memory, but copies may exist; redact the stack to be safe`
      break
    }
    case 'field':
      // Names and paths that the fields tell may be in memory as well: where the kernel or the run-time linker put them.
      if (core) for (const pattern of copiesOf(core, target.word)) searches.push({ pattern, found: add })
      break
    case 'pattern':
      for (const pattern of target.patterns) searches.push({ pattern, found: add, ...(target.wide && { wide: true }) })
      if (target.text !== undefined && core) searches.push(...parts(target.text, core, memory, add))
      break
  }
}

/** Parts of a text as wide as a register, outside of memory: registers and shortened fields. */
function parts(text: string, { abi }: Core, memory: readonly Range[], add: (range: Range) => void): Search[] {
  const width = abi.register
  const inMemory = ({ start }: Range): boolean => memory.some((range) => start >= range.start && start < range.end)
  const characters = Array.from(text)
  const found = (range: Range): void => void (inMemory(range) || add(range))
  const windows = characters.slice(0, Math.max(0, characters.length - width + 1))
  return windows.map((_, i) => ({ pattern: textPatterns(characters.slice(i, i + width).join(''), { anyCase: true })[0] as RegExp, found }))
}

function ofKind(collector: Collector, core: Core, source: ByteSource, kind: MemoryKind): void {
  const kinds = kindsOf(core)
  const words = memoryKindsOf(core)
  let count = 0
  core.mappings.forEach(({ segment }, i) => {
    if (kinds[i] !== kind && !(kinds[i] === 'unknown' && words[i] === kind)) return
    const held = memoryRanges(core, source, (each) => each === segment)
    if (held.length > 0) count++
    collector.ranges.push(...held)
  })
  collector.count = count
  if (kind !== 'heap') return
  collector.hint =
    count === 0
      ? 'no heap was found in this core; memory that malloc maps may be of kind anon'
      : 'memory that other allocators map is of kind anon'
}

/** File ranges of the contents of memory. */
function memoryRanges({ programHeaders }: Core, source: ByteSource, wanted: (segment: number) => boolean): Range[] {
  const ranges = programHeaders.flatMap(({ p_type, p_offset, p_filesz }, segment) => {
    if (p_type !== segmentType.PT_LOAD || p_filesz === 0n || p_offset >= BigInt(source.size) || !wanted(segment)) return []
    const end = p_offset + p_filesz
    return [{ start: Number(p_offset), end: end < BigInt(source.size) ? Number(end) : source.size }]
  })
  return mergeRanges(ranges)
}

/** The file ranges of a range of addresses. */
function addresses({ programHeaders }: Core, source: ByteSource, start: bigint, end: bigint): Range[] {
  return programHeaders.flatMap(({ p_type, p_vaddr, p_offset, p_filesz }) => {
    if (p_type !== segmentType.PT_LOAD) return []
    const from = start > p_vaddr ? start : p_vaddr
    const to = end < p_vaddr + p_filesz ? end : p_vaddr + p_filesz
    if (from >= to || p_offset >= BigInt(source.size)) return []
    const at = Number(p_offset + (from - p_vaddr))
    const stop = Math.min(at + Number(to - from), source.size)
    return stop > at ? [{ start: at, end: stop }] : []
  })
}

/** The same of physical addresses. */
function physicalAddresses(segments: readonly PhysicalSegment[], source: ByteSource, start: bigint, end: bigint): Range[] {
  return segments.flatMap((segment) => {
    const from = start > segment.start ? start : segment.start
    const to = end < segment.end ? end : segment.end
    if (from >= to) return []
    const at = segment.offset + Number(from - segment.start)
    const stop = Math.min(at + Number(to - from), source.size)
    return stop > at ? [{ start: at, end: stop }] : []
  })
}

/** Bytes on either side of two mappings that touch. */
const JOINT = 4096

/** Texts that go on from one mapping to the next, where the two are apart in the file. */
function* searchJoints(core: Core, source: ByteSource, searches: readonly Search[]): Steps<void> {
  const sorted = core.mappings.filter(({ fileSize }) => fileSize > 0n).sort((a, b) => (a.start < b.start ? -1 : 1))
  for (let i = 1; i < sorted.length; i++) {
    const [before, after] = [sorted[i - 1], sorted[i]]
    if (!before || !after || before.start + before.fileSize !== after.start || before.offset + before.fileSize === after.offset) continue
    const end = Number(before.offset + before.fileSize)
    const start = Number(after.offset)
    if (end > source.size || start >= source.size) continue
    yield* searchJoint(
      source,
      { start: Number(before.offset), end },
      { start, end: Math.min(source.size, start + Number(after.fileSize)) },
      searches,
    )
  }
}

/** Searches the end of one range and the beginning of another as if one followed the other. */
function* searchJoint(source: ByteSource, before: Range, after: Range, searches: readonly Search[]): Steps<void> {
  const from = Math.max(before.start, before.end - JOINT)
  const tail = source.read(from, before.end - from).slice()
  const head = source.read(after.start, Math.min(JOINT, after.end - after.start))
  const both = memorySource(concatenate([tail, head]))
  const place = (found: Search['found']) => (range: Range) => {
    if (range.start >= tail.length || range.end <= tail.length) return
    found({ start: from + range.start, end: before.end })
    found({ start: after.start, end: after.start + (range.end - tail.length) })
  }
  const joined = searches.map(({ found, ...rest }) => ({ ...rest, found: place(found) }))
  yield* searchBytes(both, { start: 0, end: both.size }, joined)
}

/** Transfers that are remembered at a time. */
const MOST_TRANSFERS = 100_000

/** Texts that go on from one record to the next: kernels write the data of a transfer in pieces, and programs read and write in pieces. */
function* searchTransfers({ source, fields }: Subject, searches: readonly Search[]): Steps<void> {
  const last = new Map<string, Range>()
  let type: string | undefined
  let of: Record<string, string> = {}
  for (const { offset, length, path, value, record } of fields()) {
    if (record !== undefined) {
      type = record
      of = {}
    }
    const name = path.slice(path.lastIndexOf('.') + 1)
    if (name === 'ktr_pid' || name === 'ktr_fd' || name === 'ktr_rw') of[name] = value
    if (type !== 'KTR_GENIO' || !path.endsWith('.payload.data')) continue
    const key = `${of.ktr_pid} ${of.ktr_fd} ${of.ktr_rw}`
    const range = { start: offset, end: offset + length }
    const before = last.get(key)
    if (before) yield* searchJoint(source, before, range, searches)
    else if (last.size >= MOST_TRANSFERS) last.clear()
    last.set(key, range)
  }
}

/** Fields between two pauses. */
const FIELDS = 10_000

/** Collects the fields of requests, and gives the ranges of structure, of packed texts and of gaps. */
function* walkFields(
  subject: Subject,
  collectors: readonly Collector[],
  memory: readonly Range[],
): Steps<{ structure: Range[]; packed: Range[] }> {
  const { core, source } = subject
  const rules = collectors.flatMap((collector) => {
    const { target, ranges } = collector
    const stack = target.what === 'kind' && target.kind === 'stack'
    // Streams that hold what the stack holds.
    if (stack) return [{ collector, ranges, rule: (field: Field) => /^Linux(?:Environ|CmdLine)/.test(field.path) }]
    const word =
      target.what === 'field' ? target.word : target.what === 'environment' || target.what === 'arguments' ? target.what : undefined
    return word === undefined ? [] : [{ collector, ranges, rule: fieldRules[word] }]
  })
  const gaps = collectors.filter(({ target }) => target.what === 'gaps')
  const matched = mergeRanges(collectors.flatMap(({ ranges }) => ranges))
  let next = 0
  const structure: Range[] = []
  const packed: Range[] = []
  const covered: Range[] = []
  let type: string | undefined
  let count = 0
  for (const { offset, length, path, record } of subject.fields()) {
    if (++count % FIELDS === 0) yield
    const range = { start: offset, end: offset + length }
    if (record !== undefined) type = record
    const field = { path, type }
    for (const { collector, ranges, rule } of rules) {
      if (!rule(field)) continue
      ranges.push(range)
      if (collector.target.what === 'field') collector.count = (collector.count ?? collector.ranges.length - 1) + 1
    }
    if (gaps.length > 0 && !isUnused(field)) covered.push(range)
    while (next < matched.length && (matched[next] as Range).end <= offset) next++
    const hit = matched[next]
    if (hit && hit.start < range.end && isStructure(field) && !isForeignOwner(core, path)) structure.push(range)
    if (isPackedText(field)) packed.push(range)
  }
  if (gaps.length > 0) {
    const all = [{ start: 0, end: source.size }]
    const between = subtractRanges(all, mergeRanges([...covered, ...memory]))
    for (const { ranges } of gaps) ranges.push(...between)
  }
  return { structure: mergeRanges(structure), packed: mergeRanges(packed) }
}

/** Whether a field is the owner of a note that no system knows: it may be any text. */
function isForeignOwner(core: Core | undefined, path: string): boolean {
  const index = /^notes\[(\d+)\]\.owner$/.exec(path)?.[1]
  return index !== undefined && core?.notes[Number(index)]?.found === undefined
}
