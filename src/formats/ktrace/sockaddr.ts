import { AF_INET, AF_UNIX } from '../../systems/bsd/address-families.js'
import { sockaddr, sockaddrIn, sockaddrIn6, sockaddrUn } from '../../systems/bsd/sockaddr.js'
import { arm, type NamedArm } from './named-payload.js'

/** The forms of an address, for records that hold one by name. */
export function sockaddrArms(inet6: number) {
  const family =
    (number: number, size?: number): NamedArm['fits'] =>
    ({ bytes, at, length }) =>
      length >= 2 && bytes[at + 1] === number && (size === undefined || length === size)
  return [
    arm({ arm: 'sockaddr_in', type: sockaddrIn, fits: family(AF_INET, 16) }),
    arm({ arm: 'sockaddr_in6', type: sockaddrIn6, fits: family(inet6, 28) }),
    arm({ arm: 'sockaddr_un', type: sockaddrUn, fits: family(AF_UNIX) }),
    arm({ arm: 'sockaddr', type: sockaddr, fits: ({ length }) => length >= 2 }),
  ] as const
}
