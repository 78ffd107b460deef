/** Socket addresses as text, without the port. */

import { ascii } from '../../../io/ascii-numbers.js'
import { findNul } from '../../../schema/utf8.js'
import { AF_INET, AF_INET6, AF_UNIX } from '../../../systems/bsd/address-families.js'
import { internet6 } from '../../../systems/ip-address.js'

/** The address of a `sockaddr` at `bytes[at, stop)`: a path, an Internet address, or the bytes of any other family. */
export function addressText(bytes: Uint8Array, at: number, stop: number): Uint8Array {
  const family = bytes[at + 1]
  if (family === AF_UNIX) return bytes.subarray(at + 2, findNul(bytes, at + 2, stop))
  if (family === AF_INET && stop - at >= 8) return ascii(bytes.subarray(at + 4, at + 8).join('.'))
  if (family === AF_INET6.netbsd && stop - at >= 24) return ascii(internet6(bytes.subarray(at + 8, at + 24)))
  return ascii([...bytes.subarray(at, stop)].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
}
