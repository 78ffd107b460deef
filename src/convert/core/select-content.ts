/** `--content`: selects the memory of a core that the new core contains. */
import type { Core } from '../../families/core.js'
import type { BuildOptions } from '../../writers/core/build/build-core.js'
import { CC_CONTENT_ALL, contentFromText, contentOf } from '../../writers/policy/content-set.js'
import type { ConversionOptions } from '../policy/options.js'
import { contentMappingOf } from './mapping-kinds.js'

/** Removes the contents of memory that a content set excludes; illumos cores record the set. */
function selectContent(core: Core, content: bigint): (facts: BuildOptions) => BuildOptions {
  const kindOf = contentMappingOf(core)
  const left = new Set(core.mappings.flatMap((mapping) => ((contentOf(kindOf(mapping)) & content) === 0n ? [mapping.start] : [])))
  const recorded = content & availableContent(core)
  return (facts) => ({
    ...facts,
    content: recorded,
    memory: facts.memory.map((memory) => {
      if (!left.has(memory.address)) return memory
      const { content: _, ...rest } = memory
      return { ...rest, size: memory.size ?? sizeOf(memory.content) }
    }),
  })
}

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

const sizeOf = (content: BuildOptions['memory'][number]['content']): bigint =>
  BigInt(content === undefined ? 0 : content instanceof Uint8Array ? content.length : content.size)

/** The change that the options require; empty without `--content`. */
export function selection(core: Core, { content }: ConversionOptions): { change?: (facts: BuildOptions) => BuildOptions } {
  const bits = content === undefined ? undefined : contentFromText(String(content))
  return bits === undefined ? {} : { change: selectContent(core, bits) }
}
