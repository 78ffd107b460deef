/** LZJB, as illumos packs the pages of its dumps. Source: usr/src/uts/common/os/compress.c of illumos, described as facts. */

/**
 * Unpacks a page.
 *
 * @param size bytes of a page
 * @returns undefined when the data is damaged: a copy from before the start, or not exactly one page
 */
export function unpackLzjb(packed: Uint8Array, size: number): Uint8Array | undefined {
  if (packed.byteLength >= size) return packed.subarray(0, size)
  const page = new Uint8Array(size)
  let length = 0
  let at = 0
  while (at < packed.byteLength && length < size) {
    const control = packed[at++] as number
    for (let bit = 0; bit < 8 && at < packed.byteLength && length < size; bit++) {
      if ((control & (1 << bit)) === 0) {
        page[length++] = packed[at++] as number
        continue
      }
      const a = packed[at] as number
      const b = packed[at + 1]
      if (b === undefined) return undefined
      at += 2
      const distance = ((a << 8) | b) & 0x3ff
      if (distance === 0 || distance > length) return undefined
      for (let left = (a >> 2) + 3; left > 0 && length < size; left--, length++) page[length] = page[length - distance] as number
    }
  }
  return length === size ? page : undefined
}
