/** `--content`: selects the memory of a core that the new core contains. */
import type { Core } from '../../families/core.js'
import type { BuildOptions } from '../../writers/core/build/build-core.js'
import { contentFromText, contentOf } from '../../writers/policy/content-set.js'
import type { ConversionOptions } from '../policy/options.js'
import { contentMappingOf } from './mapping-kinds.js'

/** Removes the contents of memory that a content set excludes; illumos cores record the set. */
function selectContent(core: Core, content: bigint): (facts: BuildOptions) => BuildOptions {
  const kindOf = contentMappingOf(core)
  const left = new Set(core.mappings.flatMap((mapping) => ((contentOf(kindOf(mapping)) & content) === 0n ? [mapping.start] : [])))
  return (facts) => ({
    ...facts,
    content,
    memory: facts.memory.map((memory) => {
      if (!left.has(memory.address)) return memory
      const { content: _, ...rest } = memory
      return { ...rest, size: memory.size ?? sizeOf(memory.content) }
    }),
  })
}

const sizeOf = (content: BuildOptions['memory'][number]['content']): bigint =>
  BigInt(content === undefined ? 0 : content instanceof Uint8Array ? content.length : content.size)

/** The change that the options require; empty without `--content`. */
export function selection(core: Core, { content }: ConversionOptions): { change?: (facts: BuildOptions) => BuildOptions } {
  const bits = content === undefined ? undefined : contentFromText(String(content))
  return bits === undefined ? {} : { change: selectContent(core, bits) }
}
