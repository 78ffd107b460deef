/** A source with some of its bytes replaced, the source itself as it was. */

import { FormatError } from '../errors.js'
import { partitionPoint } from './binary-search.js'
import { type ByteSource, clampRange, readInto } from './source.js'

/** Bytes in place of those from an offset on, or as many of one value. Offsets in bytes; `end` is exclusive. */
export type Patch =
  | { readonly start: number; readonly bytes: Uint8Array }
  | { readonly start: number; readonly end: number; readonly fill: number }

const endOf = (patch: Patch): number => ('end' in patch ? patch.end : patch.start + patch.bytes.length)

/**
 * The source with patches over it, by ascending offset and none overlapping another. Bytes of the source under a patch are not read
 * where a read asks for nothing else.
 *
 * @throws FormatError `BAD_BOUNDS` for patches that are not in order, overlap, or reach behind the end
 */
export function patchedSource(source: ByteSource, patches: readonly Patch[]): ByteSource {
  let last = 0
  for (const patch of patches) {
    if (patch.start < last || endOf(patch) < patch.start || endOf(patch) > source.size) {
      const message = `a patch of bytes ${patch.start} to ${endOf(patch)} overlaps another or is outside of ${source.size} bytes`
      throw new FormatError({ code: 'BAD_BOUNDS', message })
    }
    last = endOf(patch)
  }
  return {
    size: source.size,
    ...(source.name !== undefined && { name: source.name }),
    readInto(offset, target) {
      const range = clampRange(source, offset, target.byteLength)
      const end = range.offset + range.length
      const own = target.subarray(0, range.length)
      const first = firstBehind(patches, range.offset)
      const next = patches[first]
      if (next && 'fill' in next && next.start <= range.offset && next.end >= end) {
        own.fill(next.fill)
        return own.byteLength
      }
      const count = readInto(source, range.offset, own)
      for (let i = first; i < patches.length && (patches[i] as Patch).start < end; i++) {
        apply(own.subarray(0, count), range.offset, patches[i] as Patch)
      }
      return count
    },
    read(offset, length) {
      const range = clampRange(source, offset, length)
      const end = range.offset + range.length
      const first = firstBehind(patches, range.offset)
      const next = patches[first]
      if (!next || next.start >= end) return source.read(range.offset, range.length)
      // The whole is one fill.
      if ('fill' in next && next.start <= range.offset && next.end >= end) return new Uint8Array(range.length).fill(next.fill)
      const bytes = source.read(range.offset, range.length).slice()
      for (let i = first; i < patches.length; i++) {
        const patch = patches[i] as Patch
        if (patch.start >= end) break
        apply(bytes, range.offset, patch)
      }
      return bytes
    },
  }
}

/** Patches in order with one more over them. */
export function addPatch(patches: readonly Patch[], patch: Patch): readonly Patch[] {
  const end = endOf(patch)
  if (end === patch.start) return patches
  const first = firstBehind(patches, patch.start)
  let last = first
  while (last < patches.length && (patches[last] as Patch).start < end) last++
  const under = patches.slice(first, last)
  const left = under[0] && cut(under[0], under[0].start, patch.start)
  const right = under.at(-1) && cut(under.at(-1) as Patch, end, endOf(under.at(-1) as Patch))
  return [...patches.slice(0, first), ...(left ? [left] : []), patch, ...(right ? [right] : []), ...patches.slice(last)]
}

/** The part of a patch between two offsets; undefined if they do not overlap. */
function cut(patch: Patch, start: number, end: number): Patch | undefined {
  if (start >= end || start < patch.start || end > endOf(patch)) return undefined
  return 'fill' in patch ? { start, end, fill: patch.fill } : { start, bytes: patch.bytes.subarray(start - patch.start, end - patch.start) }
}

/** Index of the first patch that ends behind an offset. */
function firstBehind(patches: readonly Patch[], offset: number): number {
  return partitionPoint(patches.length, (i) => endOf(patches[i] as Patch) <= offset)
}

function apply(bytes: Uint8Array, base: number, patch: Patch): void {
  const from = Math.max(0, patch.start - base)
  const to = Math.min(bytes.length, endOf(patch) - base)
  if (to <= from) return
  if ('fill' in patch) bytes.fill(patch.fill, from, to)
  else bytes.set(patch.bytes.subarray(base + from - patch.start, base + to - patch.start), from)
}
