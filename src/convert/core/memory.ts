/** The memory of a core as input for another core: ranges of the file, never loaded into memory. */

import { bytesInFile, type Core, type Mapping } from '../../families/core.js'
import type { CoreSystem } from '../../formats/core/core-system.js'
import { type ByteSource, readInto, sliceSource } from '../../io/source.js'
import type { BuildMemory } from '../../writers/core/build/build-core.js'
import type { ReportLoss } from '../losses.js'

/** A range of another file, followed by zeros up to a size. */
function padded(source: ByteSource, size: number): ByteSource {
  return {
    size,
    readInto(offset, target) {
      const count = Math.max(0, Math.min(target.length, size - offset))
      const held = Math.min(count, Math.max(0, source.size - offset))
      const own = held > 0 ? readInto(source, offset, target.subarray(0, held)) : 0
      target.fill(0, own, count)
      return count
    },
    read(offset, length) {
      const count = Math.max(0, Math.min(length, size - offset))
      const part = offset < source.size ? source.read(offset, Math.min(count, source.size - offset)) : new Uint8Array(0)
      if (part.length === count) return part
      const bytes = new Uint8Array(count)
      bytes.set(part)
      return bytes
    },
  }
}

/** A mapping that was not dumped. */
export const withoutContent = ({ start, end, permissions }: Mapping): BuildMemory => ({ address: start, size: end - start, permissions })

/** Maximum bytes of zeros that one conversion writes for memory that the source system omits; sizes in the file are not trusted. */
const MOST_ZEROS = 16n * 1024n * 1024n * 1024n

/** Converts the mappings of a core one after the other. */
export function memoryMaker(core: Core, source: ByteSource, target: CoreSystem, lose: ReportLoss): (mapping: Mapping) => BuildMemory {
  let left = MOST_ZEROS
  return (mapping) => {
    const memory = memoryFor(core, source, target, mapping, left, lose)
    const held = smaller(mapping.fileSize, mapping.end - mapping.start)
    if (memory.content && BigInt(memory.content.size) > held) left -= BigInt(memory.content.size) - held
    return memory
  }
}

interface Memory extends BuildMemory {
  readonly content?: ByteSource
}

/** A mapping for a core of another system, which may interpret missing contents differently. */
function memoryFor(core: Core, source: ByteSource, target: CoreSystem, mapping: Mapping, room: bigint, lose: ReportLoss): Memory {
  const { start, end, offset, fileSize, permissions, segment } = mapping
  const size = end - start
  const header = core.programHeaders[segment]
  const flags = { p_flags: header?.p_flags ?? 0 }
  const held = bytesInFile(offset, fileSize, source.size)
  const whole = held === fileSize
  const content = sliceSource(source, held > 0n ? Number(offset) : 0, Number(smaller(held, size)))
  const wasZero = core.system.zeroFilled?.(flags) ?? false
  const willBeZero = target.zeroFilled?.(flags) ?? false
  // Zeros that the source system omits and the target system has to contain.
  const wanted = whole && wasZero && !willBeZero && held < size
  const zeros = wanted && size - held <= room
  if (wanted && !zeros)
    lose(`programHeaders[${segment}]`, `${size - held} zero bytes at 0x${(start + held).toString(16)} omitted: more than the limit`)
  if (held < size && willBeZero && !(whole && wasZero))
    lose(`programHeaders[${segment}]`, `${size - held} bytes at 0x${(start + held).toString(16)} were not dumped; written as zeros`)
  const bytes = zeros ? padded(content, Number(size)) : content
  return { address: start, size, permissions, ...(bytes.size > 0 && { content: bytes }) }
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)
