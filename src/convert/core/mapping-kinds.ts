/** Kinds of a core's mappings, for `--strip-memory`, `--redact` and content sets. */
import type { Core, Mapping } from '../../families/core.js'
import type { MemoryKind } from '../../readers/core/memory-kind-names.js'
import { kindsOf } from '../../readers/core/memory-kinds.js'
import { type ContentMapping, contentBits, contentOf } from '../../writers/policy/content-set.js'

/** The kind of each mapping, in order; undefined for a mapping that no content set selects. */
export function memoryKindsOf(core: Core): (MemoryKind | undefined)[] {
  const kindOf = contentMappingOf(core)
  return core.mappings.map((mapping) => {
    const bits = contentOf(kindOf(mapping))
    return (Object.keys(contentBits) as MemoryKind[]).find((word) => contentBits[word] === bits)
  })
}

/** Returns a function that classifies the mappings of a core for content sets. `stack` is the stack of any thread. */
export function contentMappingOf(core: Core): (mapping: Mapping) => ContentMapping {
  const kinds = new Map(kindsOf(core).map((kind, i) => [core.mappings[i]?.segment, kind]))
  const named = core.files.length > 0
  return (mapping) => {
    const { permissions, file, segment } = mapping
    const flags = {
      readable: permissions.includes('r'),
      writable: permissions.includes('w'),
      executable: permissions.includes('x'),
    }
    const kind = kinds.get(segment)
    if (kind === 'stack' || kind === 'heap' || kind === 'shm' || kind === 'device') return { ...flags, kind }
    if (kind === 'shanon') return { ...flags, shared: true }
    // Without file names in the core, memory that is not writable counts as a file.
    if (file === undefined) return { ...flags, file: kind === 'data' || (!named && !flags.writable) }
    return { ...flags, file: true }
  }
}
