/** Text of KTR_EXTERR records. */

import type { uexterror } from '../../../formats/ktrace/freebsd/payloads.js'
import type { Infer } from '../../../schema/types.js'
import { bytesOf } from './capfail.js'

/** The category determines the kernel source file; the mapping is not known here. */
const SOURCE = 'unknown'

export function extendedErrorText({ error, cat, src_line, p1, p2, msg }: Infer<typeof uexterror>): string {
  const where = `${SOURCE}:${src_line}`
  const values = `(category ${cat} p1 ${hex(p1)} p2 ${hex(p2)})`
  return `{ errno ${error} sys/${where} "${bytesOf(format(msg, [p1, p2]))}" ${values} }`
}

const hex = (value: bigint): string => (value === 0n ? '0' : `0x${value.toString(16)}`)

/** printf(3) for 64-bit values. */
function format(text: string, values: bigint[]): string {
  return text.replace(/%(#?)[-+ 0]*\d*(?:hh|h|ll|l|j|z|t)*([diuxXop%])/g, (all, alternate: string, kind: string) => {
    if (kind === '%') return '%'
    const value = values.shift()
    if (value === undefined) return all
    switch (kind) {
      case 'd':
      case 'i':
        return String(BigInt.asIntN(64, value))
      case 'u':
        return String(value)
      case 'o':
        return value.toString(8)
      case 'p':
        return `0x${value.toString(16)}`
      default: {
        const digits = `${alternate === '' || value === 0n ? '' : '0x'}${value.toString(16)}`
        return kind === 'X' ? digits.toUpperCase() : digits
      }
    }
  })
}
