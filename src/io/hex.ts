/** Bytes as lower-case hex digits without anything between, and back. */
import { FormatError } from '../errors.js'

const digits = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function toHex(bytes: Uint8Array): string {
  if (typeof Buffer !== 'undefined') return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
  let text = ''
  for (const byte of bytes) text += digits[byte]
  return text
}

/**
 * The bytes that the digits stand for; white space between them is allowed, as people write it.
 *
 * @throws FormatError `BAD_VALUE` for anything that is not pairs of hex digits
 */
export function fromHex(text: string): Uint8Array {
  const packed = /\s/.test(text) ? text.replace(/\s+/g, '') : text
  if (packed.length % 2 !== 0 || /[^0-9a-fA-F]/.test(packed)) throw notHex(packed)
  if (typeof Buffer !== 'undefined') {
    const bytes = Buffer.from(packed, 'hex')
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  return Uint8Array.from({ length: packed.length / 2 }, (_, index) => Number.parseInt(packed.slice(index * 2, index * 2 + 2), 16))
}

function notHex(text: string): FormatError {
  const wrong = text.search(/[^0-9a-fA-F]/)
  const why = wrong < 0 ? `${text.length} digits are no pairs` : `${JSON.stringify(text[wrong])} at ${wrong} is no hex digit`
  return new FormatError({ code: 'BAD_VALUE', message: `no hex bytes: ${why}`, expected: 'pairs of hex digits' })
}
