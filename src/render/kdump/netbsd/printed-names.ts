/** Names of signals, errors and ioctl requests, as text and as bytes. Tables are created on first use. */

import { netbsdErrors } from '../../../systems/netbsd/errno.js'
import { IOCTLS } from '../../../systems/netbsd/ioctls.js'
import { netbsdSignals } from '../../../systems/netbsd/signals.js'
import { errorTexts } from '../error-text.js'

/** `SIGHUP`; `SIG 0`; `SIG*unknown 99*`. */
export function signalName(number: number | bigint): string {
  if (number === 0) return 'SIG 0'
  return (typeof number === 'number' ? netbsdSignals.name(number) : undefined) ?? `SIG*unknown ${number}*`
}

export const errorText = errorTexts(netbsdErrors)

const requests = new Map<32 | 64, ReadonlyMap<number, string>>()

/** Name of an ioctl request for a size of `long` in bits; undefined if it has none. */
export function ioctlName(request: number, bits: 32 | 64): string | undefined {
  let found = requests.get(bits)
  if (!found) {
    const made = new Map<number, string>()
    for (const line of IOCTLS.split('\n')) {
      const [name, lp64, ilp32] = line.split('\t') as [string, string, string?]
      const digits = bits === 64 ? lp64 : (ilp32 ?? lp64)
      const number = Number.parseInt(digits, 16)
      if (digits !== '-' && !made.has(number)) made.set(number, name)
    }
    found = made
    requests.set(bits, made)
  }
  return found.get(request)
}
