/** Finds the file ranges to redact. */
import { FormatError } from '../../../errors.js'
import type { Core, CoreNote } from '../../../families/core.js'
import { segmentType } from '../../../formats/elf/index.js'
import type { ByteSource } from '../../../io/source.js'
import { fieldMap } from '../../../schema/base.js'
import { mergeRanges, type Range } from '../edit/remove-ranges.js'
import { memoryKindsOf } from '../mapping-kinds.js'
import { searchPatterns } from './search-patterns.js'
import { literalPattern, type RedactionTarget } from './targets.js'

/** A search that pauses regularly, so that the caller can yield to the event loop. */
type Steps<T> = Generator<void, T, undefined>

/** Note members that contain arguments. */
const ARGUMENTS = /\.pr_psargs$/

/**
 * The file ranges of the redaction targets, sorted and disjoint.
 *
 * @throws FormatError `LOST` when a target cannot be found although the core may contain it
 */
export function* findRedactedRanges(core: Core, source: ByteSource, targets: readonly RedactionTarget[]): Steps<Range[]> {
  const ranges: Range[] = []
  const kinds = memoryKindsOf(core)
  const patterns: RegExp[] = []
  for (const target of targets) {
    if (!core.format.startsWith('elf-core/') && target.what !== 'kind' && target.what !== 'range')
      throw lost('redact', `${core.format} files may contain strings outside memory; convert to an ELF core first and redact that`)
    switch (target.what) {
      case 'kind':
        core.mappings.forEach(({ segment }, i) => {
          if (kinds[i] === target.kind) ranges.push(...contents(core, source, segment))
        })
        break
      case 'range':
        ranges.push(...addresses(core, source, target.start, target.end))
        break
      case 'environment':
        ranges.push(...texts(core, source, core.image.environment, 'environment'))
        break
      case 'arguments':
        ranges.push(...noteFields(core, ARGUMENTS), ...texts(core, source, core.image.argv, 'arguments'))
        break
      case 'pattern':
        patterns.push(target.pattern)
        break
    }
  }
  if (patterns.length > 0) {
    const notes = core.notes.map(({ descriptorOffset, available }) => ({ start: descriptorOffset, end: descriptorOffset + available }))
    const memory = core.mappings.flatMap(({ segment }) => contents(core, source, segment))
    for (const range of [...notes, ...memory]) {
      for (const found of searchPatterns(source, range, patterns)) ranges.push(found)
      yield
    }
  }
  return mergeRanges(ranges)
}

/** The file range of a segment's contents. */
function contents({ programHeaders }: Core, source: ByteSource, segment: number): Range[] {
  const header = programHeaders[segment]
  if (!header) return []
  const start = Number(header.p_offset)
  const end = Math.min(Number(header.p_offset + header.p_filesz), source.size)
  return end > start ? [{ start, end }] : []
}

/** The file ranges of a range of addresses. */
function addresses({ programHeaders }: Core, source: ByteSource, start: bigint, end: bigint): Range[] {
  return programHeaders.flatMap(({ p_type, p_vaddr, p_offset, p_filesz }) => {
    if (p_type !== segmentType.PT_LOAD) return []
    const from = start > p_vaddr ? start : p_vaddr
    const to = end < p_vaddr + p_filesz ? end : p_vaddr + p_filesz
    if (from >= to) return []
    const at = Number(p_offset + (from - p_vaddr))
    const stop = Math.min(at + Number(to - from), source.size)
    return stop > at ? [{ start: at, end: stop }] : []
  })
}

/** Complete copies of the strings on any stack; their terminating NUL stays. */
function texts(core: Core, source: ByteSource, found: readonly string[] | undefined, what: string): Range[] {
  const kinds = memoryKindsOf(core)
  const writable = core.mappings.filter(
    ({ permissions, fileSize }, i) => permissions.includes('w') && fileSize > 0n && kinds[i] !== 'data' && kinds[i] !== 'shm',
  )
  const held = writable.flatMap(({ segment }) => contents(core, source, segment))
  if (held.length === 0) return []
  if (found === undefined) {
    throw lost(what, 'not found in memory, but copies may exist; redact the stack to be safe')
  }
  const stacks = core.mappings.filter((_, i) => kinds[i] === 'stack').flatMap(({ segment }) => contents(core, source, segment))
  const places = stacks.length > 0 ? stacks : held
  const ranges: Range[] = []
  for (const text of new Set(found)) {
    if (text === '') continue
    const pattern = literalPattern(text)
    let whole = 0
    for (const place of places) {
      for (const range of searchPatterns(source, place, [pattern])) {
        const end = endOfText(source, range, place.end, core.limits.stringLength)
        if (end === undefined) continue
        ranges.push({ start: range.start, end })
        whole++
      }
    }
    if (whole > 0) continue
    // A string that is not on a stack is elsewhere in memory.
    const elsewhere = held.flatMap((place) => [...searchPatterns(source, place, [pattern])])
    if (elsewhere.length === 0) throw lost(what, `a string of ${text.length} characters was not found at its address`)
    ranges.push(...elsewhere)
  }
  return ranges
}

const lost = (what: string, message: string): FormatError => new FormatError({ code: 'LOST', path: what, message: `${what}: ${message}` })

/** The end of a string that was found, which is its NUL. For a string that was truncated when read, the end lies after the match; undefined if the match is part of another string. */
function endOfText(source: ByteSource, found: Range, limit: number, longest: number): number | undefined {
  if (source.read(found.end, 1)[0] === 0) return found.end
  if (found.end - found.start < longest) return undefined
  for (let at = found.end; at < limit; at += 4096) {
    const bytes = source.read(at, Math.min(4096, limit - at))
    const zero = bytes.indexOf(0)
    if (zero >= 0) return at + zero
    if (bytes.length === 0) break
  }
  return limit
}

/** Fields of notes by path, including those of redundant notes. */
function noteFields(core: Core, path: RegExp): Range[] {
  const ranges: Range[] = []
  for (const note of core.notes) for (const range of fieldsOf(note)) if (path.test(range.path)) ranges.push(range)
  return ranges
}

function fieldsOf(note: CoreNote): { readonly path: string; readonly start: number; readonly end: number }[] {
  const { struct, descriptorOffset: base } = note
  if (!struct || !note.decoded) return []
  return fieldMap(struct.planFor(note.abi), note.bytes(), { base, path: note.name ?? 'note' }).map(({ path, offset, length }) => ({
    path,
    start: offset,
    end: offset + length,
  }))
}
