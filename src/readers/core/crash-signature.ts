/** A short name for crashes of the same kind: equal where the innermost calls of the thread that died are equal. */
import { baseName } from '../../io/base-name.js'
import type { BacktraceFrame } from './frames.js'

/** Frames that count: deeper ones differ between runs. */
const FRAMES = 8
const OFFSET = 0xcbf29ce484222325n
const PRIME = 0x100000001b3n

/**
 * 16 hex digits over module, build ID and offset of the innermost frames. Addresses do not count, so runs of the same program with
 * other address layouts have the same signature.
 *
 * @returns undefined where no frame is in a module
 */
export function crashSignature(frames: readonly BacktraceFrame[]): string | undefined {
  const counted = frames.filter(({ inlined, module, trust }) => !inlined && module !== undefined && trust !== 'scan').slice(0, FRAMES)
  if (counted.length === 0) return undefined
  const text = counted
    .map(({ module = '', buildId = '', moduleOffset = 0n }) => `${baseName(module)} ${buildId} ${moduleOffset}`)
    .join('\n')
  let hash = OFFSET
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME)
  return hash.toString(16).padStart(16, '0')
}
