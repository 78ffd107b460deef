/** Snappy raw blocks: no framing and no checksum. Source: the format's description, google/snappy format_description.txt. */
import { FormatError } from '../errors.js'

const damaged = (why: string): FormatError => new FormatError({ code: 'BAD_VALUE', message: `invalid snappy data: ${why}` })

/**
 * Decompresses a block.
 *
 * @param size bytes of the result
 * @throws FormatError `BAD_VALUE` when the data is damaged or its result has another size
 */
export function decompressSnappy(input: Uint8Array, size: number): Uint8Array {
  const output = new Uint8Array(size)
  let at = 0
  let done = 0
  /** An integer of so many bytes, little-endian. */
  const integer = (bytes: number): number => {
    if (at + bytes > input.byteLength) throw damaged('it is truncated')
    let value = 0
    for (let index = 0; index < bytes; index++) value += (input[at++] as number) * 2 ** (8 * index)
    return value
  }
  const checkRoom = (length: number): void => {
    if (done + length > size) throw damaged(`more than ${size} bytes`)
  }
  const literal = (length: number): void => {
    if (at + length > input.byteLength) throw damaged('it is truncated')
    checkRoom(length)
    output.set(input.subarray(at, at + length), done)
    at += length
    done += length
  }
  const copy = (length: number, distance: number): void => {
    if (distance === 0 || distance > done) throw damaged(`a copy of distance ${distance} at byte ${done}`)
    checkRoom(length)
    for (const end = done + length; done < end; done++) output[done] = output[done - distance] as number
  }
  let stated = 0
  for (let shift = 0; ; shift += 7) {
    const byte = integer(1)
    stated += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) break
    if (shift >= 28) throw damaged('its size takes more than 5 bytes')
  }
  if (stated !== size) throw damaged(`expected ${size} bytes, found ${stated}`)
  while (at < input.byteLength) {
    const tag = integer(1)
    const bits = tag >> 2
    if ((tag & 3) === 0) literal(bits < 60 ? bits + 1 : integer(bits - 59) + 1)
    else if ((tag & 3) === 1) copy(4 + (bits & 7), ((tag >> 5) << 8) + integer(1))
    else copy(bits + 1, integer((tag & 3) === 2 ? 2 : 4))
  }
  if (done !== size) throw damaged(`expected ${size} bytes, found ${done}`)
  return output
}
