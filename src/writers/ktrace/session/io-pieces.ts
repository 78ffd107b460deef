/** Cuts the data of a transfer into the pieces of GENIO records. Source: ktrgenio of kern_ktrace.c 1.77. */

/** The header of a KTR_GENIO payload. */
export const GENIO_HEAD = 8

/**
 * A buffer of a transfer in process memory: its bytes, `undefined` if it cannot be read, or the bytes that can be read of a buffer of
 * `length` bytes.
 */
export type IoPart = Uint8Array | undefined | { readonly readable: Uint8Array; readonly length: number }
export type IoVector = readonly IoPart[]

/**
 * The pieces of a transfer, each with at most `room` bytes of one buffer. An empty buffer gives an empty piece while bytes of the transfer
 * are left. A piece that cannot be read completely is dropped, with everything after it.
 *
 * @param transferred bytes that were moved, if fewer than the buffers hold
 */
export function* ioPieces(vector: IoVector, room: number, transferred = Number.POSITIVE_INFINITY): Generator<Uint8Array> {
  let left = Math.min(
    transferred,
    vector.reduce((sum, part) => sum + lengthOf(part), 0),
  )
  for (const part of vector) {
    const length = lengthOf(part)
    const bytes = part === undefined || part instanceof Uint8Array ? part : part.readable
    for (let at = 0; left > 0 && (at < length || length === 0); at += room) {
      const size = Math.min(room, length - at, left)
      if (!bytes || at + size > bytes.length) return
      yield bytes.subarray(at, at + size)
      left -= size
      if (length === 0) break
    }
    if (left <= 0) return
  }
}

/** A buffer that cannot be read at all has at least one byte. */
function lengthOf(part: IoPart): number {
  return part === undefined ? 1 : part.length
}
