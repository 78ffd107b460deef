/** Socket addresses with a length in front, as the BSDs have them. Ports and addresses are in network byte order on every machine. */
import { struct } from '../../schema/struct.js'
import { c } from '../../schema/types.js'
import type { NamedArm } from './named-payload.js'

const port = c.array(c.uint8, 2).doc('the higher byte first')

export const sockaddrIn = struct('sockaddr_in', {
  sin_len: c.uint8,
  sin_family: c.uint8,
  sin_port: port,
  sin_addr: c.array(c.uint8, 4),
  sin_zero: c.bytes(8),
})

export const sockaddrIn6 = struct('sockaddr_in6', {
  sin6_len: c.uint8,
  sin6_family: c.uint8,
  sin6_port: port,
  sin6_flowinfo: c.bytes(4),
  sin6_addr: c.bytes(16),
  sin6_scope_id: c.uint32,
})

export const sockaddrUn = struct('sockaddr_un', { sun_len: c.uint8, sun_family: c.uint8, sun_path: c.text })

export const sockaddr = struct('sockaddr', { sa_len: c.uint8, sa_family: c.uint8, sa_data: c.rest })

const AF_UNIX = 1
const AF_INET = 2

/** The forms of an address, for records that hold one by name. */
export function sockaddrArms(inet6: number): readonly NamedArm[] {
  const family =
    (number: number, size?: number): NamedArm['fits'] =>
    ({ bytes, at, length }) =>
      length >= 2 && bytes[at + 1] === number && (size === undefined || length === size)
  return [
    { arm: 'sockaddr_in', type: sockaddrIn, fits: family(AF_INET, 16) },
    { arm: 'sockaddr_in6', type: sockaddrIn6, fits: family(inet6, 28) },
    { arm: 'sockaddr_un', type: sockaddrUn, fits: family(AF_UNIX) },
    { arm: 'sockaddr', type: sockaddr, fits: ({ length }) => length >= 2 },
  ]
}
