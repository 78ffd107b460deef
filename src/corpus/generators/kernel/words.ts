/** Bytes of integers, and parts put together. */

/** Little-endian words: `[8, value]` is one of eight bytes. */
export function words(...list: readonly (readonly [size: 2 | 4 | 8, value: number | bigint])[]): Uint8Array {
  const bytes = new Uint8Array(list.reduce((sum, [size]) => sum + size, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [size, value] of list) {
    if (size === 8) view.setBigUint64(at, BigInt(value), true)
    else if (size === 4) view.setUint32(at, Number(value), true)
    else view.setUint16(at, Number(value), true)
    at += size
  }
  return bytes
}
