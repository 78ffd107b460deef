/** Kernel memory drawn at random: two ranges of a few pages, and page tables that map some of them. */
import { concatenate, roundUp } from '../../../io/bytes.js'
import type { Draw } from '../../draw.js'
import { type Architecture, PAGE } from './architectures.js'
import { KernelMemory } from './kernel-memory.js'

const SECOND = 0x100000

export function drawKernelMemory(draw: Draw, of: Architecture): KernelMemory {
  const memory = new KernelMemory(of, [
    { start: PAGE, size: (12 + draw.nat(3)) * PAGE },
    { start: SECOND, size: (1 + draw.nat(3)) * PAGE },
  ])
  const pages = memory.segments.at(-1) as { size: number }
  const used = new Set<number>()
  for (let left = 1 + draw.nat(5); left > 0; left--) {
    const page = draw.nat(63)
    if (used.has(page)) continue
    used.add(page)
    memory.map(of.base + BigInt(page * PAGE), SECOND + draw.nat(pages.size / PAGE - 1) * PAGE)
  }
  if (draw.oneIn(2)) memory.poke(SECOND, draw.bytes(256))
  return memory
}

/** Zeros up to the end of the page. */
export function padded(bytes: Uint8Array, unit = PAGE): Uint8Array {
  return concatenate([bytes, new Uint8Array(roundUp(bytes.length, unit) - bytes.length)])
}

/** Pages of the memory in the order of their addresses. */
export const pagesOf = ({ memory }: KernelMemory): readonly (readonly [address: number, bytes: Uint8Array])[] =>
  [...memory].sort(([a], [b]) => a - b)

/** A bitmap with a bit for each page by its number. */
export function bitmapOf(numbers: Iterable<number>, size: number): Uint8Array {
  const bitmap = new Uint8Array(size)
  for (const number of numbers) bitmap[number >> 3] = (bitmap[number >> 3] ?? 0) | (1 << (number & 7))
  return bitmap
}
