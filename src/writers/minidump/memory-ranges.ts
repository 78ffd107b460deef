/** The memory of a minidump: all ranges with contents. */

import type { Content } from '../../io/layered-file.js'
import type { BuildMemory } from '../core/build/build-core.js'

export interface Range {
  readonly start: bigint
  /** Exclusive. */
  readonly end: bigint
  readonly content: Content
}

export function rangesOf(memory: readonly BuildMemory[]): Range[] {
  return memory.flatMap(({ address, content }): Range[] => {
    if (content === undefined) return []
    const stretch: Content =
      content instanceof Uint8Array ? content : { length: content.size, read: (offset, length) => content.read(offset, length) }
    return stretch.length === 0 ? [] : [{ start: address, end: address + BigInt(stretch.length), content: stretch }]
  })
}
