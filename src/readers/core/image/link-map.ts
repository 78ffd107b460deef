/** The list of loaded objects that the run-time linker keeps for debuggers. */
import { dynamicTag, linkMap, rDebug } from '../../../formats/elf/index.js'
import type { Mapping } from '../mappings.js'
import type { MemoryView } from './memory-view.js'

export interface LinkedObject {
  /** Its path as requested; the program's own is empty on Linux. */
  readonly name: string
  /** l_addr: what its addresses are shifted by; on illumos, where it is. */
  readonly address: bigint
  /** Address of its dynamic section. */
  readonly dynamic: bigint
}

/**
 * The objects in the order of the list, the program first; as many as memory has of it.
 *
 * @param debug address of the r_debug
 */
export function linkedObjects(view: MemoryView, debug: bigint): LinkedObject[] {
  const objects: LinkedObject[] = []
  const seen = new Set<bigint>()
  let at = view.struct(rDebug, debug)?.r_map ?? 0n
  while (at !== 0n && !seen.has(at) && objects.length < view.limits.linkedObjects) {
    seen.add(at)
    const entry = view.struct(linkMap, at)
    if (!entry) break
    const name = entry.l_name === 0n ? '' : (view.text(entry.l_name, view.limits.pathLength) ?? '')
    objects.push({ name, address: entry.l_addr, dynamic: entry.l_ld })
    at = entry.l_next
  }
  return objects
}

/** Distance from the entry point within which the dynamic section of a program is searched. */
const NEAR = 64n * 1024n * 1024n

/**
 * The list of a program whose headers the core does not have: its dynamic section is in data that it does have, and is known by pointing
 * to a list whose first object has that very section.
 *
 * @param entry the program's entry point
 */
export function findLinkMap(view: MemoryView, mappings: readonly Mapping[], entry: bigint): LinkedObject[] {
  let left = view.limits.linkMapSearch
  for (const { start, end, fileSize } of mappings) {
    const apart = start > entry ? start - entry : entry - start
    if (apart > NEAR || fileSize === 0n || left <= 0) continue
    const bytes = view.read(start, Math.min(Number(end - start), left))
    left -= bytes.length
    const words = view.words(bytes)
    for (let at = 0; at + 1 < words.length; at++) {
      if (words[at] !== BigInt(dynamicTag.DT_DEBUG)) continue
      const debug = words[at + 1]
      const first = debug ? view.pointer(debug + BigInt(rDebug.for(view.abi).offsets.r_map)) : undefined
      const dynamic = first ? view.pointer(first + BigInt(linkMap.for(view.abi).offsets.l_ld)) : undefined
      const here = start + BigInt(at * view.word)
      if (debug && dynamic !== undefined && dynamic >= start && dynamic <= here) return linkedObjects(view, debug)
    }
  }
  return []
}
