/** What the mappings of a core are: the words that `--strip-memory` and `--redact` take. */

import type { Core } from '../../../families/core.js'
import { stackPointerOf } from '../../../formats/core/register-names.js'
import { contentBits, contentOf } from '../../../writers/policy/content-set.js'
import { kindsOf as contentKindsOf } from '../../policy/kinds.js'

export const memoryKinds = ['stack', 'heap', 'anon', 'data', 'rodata', 'text', 'shm', 'shanon', 'shfile'] as const

/** The kinds of content sets; `stack` is that of any thread here. */
export type MemoryKind = (typeof memoryKinds)[number]

/** The kind of each mapping, in the order of the list; undefined for one that no content set selects. */
export function kindsOf(core: Core): (MemoryKind | undefined)[] {
  const { mappings, threads, abi } = core
  const kindOf = contentKindsOf(core)
  const stacks = threads.flatMap(({ registers }) => stackPointerOf(registers, abi) ?? [])
  return mappings.map((mapping) => {
    const { start, end, file } = mapping
    if (file === undefined && stacks.some((pointer) => pointer >= start && pointer < end)) return 'stack'
    const bits = contentOf(kindOf(mapping))
    return memoryKinds.find((word) => contentBits[word] === bits)
  })
}
