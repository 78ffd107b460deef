/** Socket addresses of the BSDs, which begin with their length. Ports and addresses are in network byte order on every machine. */
import { struct } from '../../schema/struct.js'
import { c } from '../../schema/types.js'

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
