/** Memory of a Linux dump that was split into several files (makedumpfile --split). */

import { type Diagnostics, FormatError } from '../../../errors.js'
import type { ByteSource } from '../../../io/source.js'
import type { DumpOptions } from '../kernel-dump.js'
import { pageCache } from '../page-cache.js'
import type { PhysicalMemory, PhysicalRange } from '../physical-memory.js'
import { isFlattened, unflattened } from './flattened.js'
import { type KdumpFacts, readKdumpFacts, splitRange } from './kdump-headers.js'
import { KdumpMemory } from './kdump-memory.js'
import { PageFailures } from './page-failures.js'

/** Memory of all given parts of a split dump, or of the one complete file. What the parts lack is a diagnostic. */
export function partsMemory(source: ByteSource, facts: KdumpFacts, options: DumpOptions): PhysicalMemory {
  const { diagnostics, otherParts = [] } = options
  const failures = new PageFailures(diagnostics)
  const parts = [new KdumpMemory(pageCache(source), facts, failures)]
  for (const raw of otherParts) {
    const other = isFlattened(raw) ? unflattened(raw, diagnostics) : raw
    const otherFacts = readKdumpFacts(other)
    checkSameDump(facts, otherFacts, raw)
    parts.push(new KdumpMemory(pageCache(other), otherFacts, failures))
  }
  if (splitRange(facts)) checkParts(parts, facts, diagnostics)
  return parts.length === 1 ? (parts[0] as KdumpMemory) : joinedMemory(parts)
}

/** @throws FormatError `INCONSISTENT` for a file that is no part of the same split dump */
function checkSameDump(facts: KdumpFacts, other: KdumpFacts, { name = 'a file' }: ByteSource): void {
  const key = ({ header, frames, bitmapSize, sub }: KdumpFacts): string =>
    JSON.stringify([header.utsname, header.block_size, frames, bitmapSize, sub.split === 1])
  if (splitRange(other) && key(facts) === key(other)) return
  const message = splitRange(other) ? `${name} is a part of another dump` : `${name} is no part of a split dump`
  throw new FormatError({ code: 'INCONSISTENT', path: 'kdump_sub_header.split', message })
}

/** Memory of several parts; where two contain the same page, the first counts. */
function joinedMemory(parts: readonly KdumpMemory[]): PhysicalMemory {
  const sorted = [...parts].sort((a, b) => a.first - b.first)
  return {
    read(address, length) {
      for (const part of parts) {
        const bytes = part.read(address, length)
        if (bytes.byteLength > 0) return bytes
      }
      return new Uint8Array(0)
    },
    *ranges() {
      let open: PhysicalRange | undefined
      for (const part of sorted)
        for (const next of part.ranges()) {
          const end = open ? open.start + open.size : -1
          if (open && next.start <= end && open.zero === next.zero)
            open = { ...open, size: Math.max(end, next.start + next.size) - open.start }
          else {
            if (open) yield open
            open = next
          }
        }
      if (open) yield open
    },
    *verify() {
      for (const part of parts) yield* part.verify()
    },
  }
}

/** Names the page frames that the dump has and no given part contains. */
function checkParts(parts: readonly KdumpMemory[], facts: KdumpFacts, diagnostics: Diagnostics): void {
  const missing: string[] = []
  const { bits } = parts[0] as KdumpMemory
  let at = 0
  const miss = (end: number): void => {
    if (end > at && bits.rank(end) > bits.rank(at)) missing.push(`${at} to ${end - 1}`)
  }
  for (const { first, last } of [...parts].sort((a, b) => a.first - b.first)) {
    miss(first)
    at = Math.max(at, last)
  }
  miss(facts.frames)
  if (missing.length === 0) return
  const ranges = parts.filter(({ first, last }) => last > first).map(({ first, last }) => `${first} to ${last - 1}`)
  const has = ranges.length > 0 ? `page frames ${ranges.join(', ')}` : 'no page frames'
  const what = parts.length === 1 ? 'this is one part of a split dump: it contains' : 'parts of a split dump are missing: these contain'
  diagnostics.add({
    code: 'TRUNCATED',
    offset: facts.header.block_size,
    path: 'kdump_sub_header.split',
    message: `${what} ${has} of ${facts.frames}; the part with page frames ${missing.join(', ')} is missing`,
  })
}
