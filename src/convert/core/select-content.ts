/** `--content`: what a new core records about the memory that it contains. */
import type { Core } from '../../families/core.js'
import type { BuildOptions } from '../../writers/core/build/build-core.js'
import { CC_CONTENT_ALL, contentFromText, contentOf } from '../../writers/policy/content-set.js'
import type { ConversionOptions } from '../policy/options.js'
import { contentMappingOf } from './mapping-kinds.js'

/**
 * What a core can contain at most: its own content set, else everything but the kinds of which a mapping has no contents.
 * NT_CONTENT must not promise more, because debuggers rely on it.
 */
export function availableContent(core: Core): bigint {
  const note = core.notes.find(({ name }) => name === 'NT_CONTENT')?.value as { content?: unknown } | undefined
  if (typeof note?.content === 'bigint') return note.content
  const kindOf = contentMappingOf(core)
  return core.mappings.reduce(
    (content, mapping) => (mapping.fileSize === 0n && mapping.end > mapping.start ? content & ~contentOf(kindOf(mapping)) : content),
    CC_CONTENT_ALL,
  )
}

/** `--content` as a change of the new core's facts: illumos cores record the set. Empty without the option. */
export function recordedContent(core: Core, { content }: ConversionOptions): { change?: (facts: BuildOptions) => BuildOptions } {
  const bits = content === undefined ? undefined : contentFromText(String(content))
  if (bits === undefined) return {}
  const recorded = bits & availableContent(core)
  return { change: (facts) => ({ ...facts, content: recorded }) }
}
