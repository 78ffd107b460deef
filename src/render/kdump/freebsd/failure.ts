/** What failed: missing capabilities, and what the kernel says of an error. */
import type { ktrCapFail, ktrCapFailOld, uexterror } from '../../../formats/ktrace/freebsd/payloads.js'
import type { Infer } from '../../../schema/types.js'
import { addressText, rightsText } from './nested.js'
import { nameOf, signalName } from './printed-names.js'

const NOTCAPABLE = 0
const INCREASE = 1

type Old = Infer<typeof ktrCapFailOld>
type New = Infer<typeof ktrCapFail>

/** @param names of the process's system calls */
export function capabilityText(value: Old | New, names: readonly (string | undefined)[]): string {
  return 'cap_needed' in value ? oldText(value) : newText(value, names)
}

function rightsFailure(type: number, needed: Old['cap_needed'], held: Old['cap_held']): string | undefined {
  if (type === NOTCAPABLE) return `operation requires ${rightsText(needed)}, descriptor holds ${rightsText(held)}`
  if (type === INCREASE) return `attempt to increase capabilities from ${rightsText(held)} to ${rightsText(needed)}`
  return undefined
}

function oldText({ cap_type, cap_needed, cap_held }: Old): string {
  const text = rightsFailure(cap_type, cap_needed, cap_held)
  if (text !== undefined) return text
  if (cap_type === 2) return 'disallowed system call'
  if (cap_type === 3) return 'restricted VFS lookup'
  return `unknown capability failure: ${rightsText(cap_needed)} ${rightsText(cap_held)}`
}

function newText({ cap_type, cap_code, cap_data }: New, names: readonly (string | undefined)[]): string {
  const call = names[cap_code] ?? `[${cap_code}]`
  const rights = cap_data.cap_rights
  if (rights) return rightsFailure(cap_type, rights[0] as Old['cap_needed'], rights[1] as Old['cap_held']) as string
  const number = cap_data.cap_int ?? 0
  switch (cap_type) {
    case 2: {
      const more = call === 'sysarch' ? `, op: ${shown(undefined, number)}` : call === 'fcntl' ? `, cmd: ${shown('fcntlcmd', number)}` : ''
      return `system call not allowed: ${call}${more}`
    }
    case 3:
      return `${call}: signal delivery not allowed: ${signalName(number)}`
    case 4:
      return `${call}: protocol not allowed: ${shown('sockipproto', number)}`
    case 5: {
      const address = cap_data.cap_sockaddr
      if (!address) return `${call}: restricted address lookup`
      const bytes = Uint8Array.of(address.sa_len, address.sa_family, ...address.sa_data)
      return `${call}: restricted address lookup: ${addressText(bytes, 0, bytes.length)}`
    }
    case 6:
      return `${call}: restricted VFS lookup: ${bytesOf(cap_data.cap_path ?? '')}`
    case 7:
      return `${call}: restricted cpuset operation`
    default:
      return `${call}: unknown capability failure`
  }
}

function shown(list: string | undefined, value: number): string {
  const name = list === undefined ? undefined : nameOf(list, value)
  return name ?? `<invalid=${value === 0 ? '0' : `0x${(value >>> 0).toString(16)}`}>`
}

/** The bytes of a text as characters. */
function bytesOf(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text))
}

/** The source file is told by the category; which file each category is of is not known here. */
const SOURCE = 'unknown'

export function extendedErrorText({ error, cat, src_line, p1, p2, msg }: Infer<typeof uexterror>): string {
  const where = `${SOURCE}:${src_line}`
  const values = `(category ${cat} p1 ${hex(p1)} p2 ${hex(p2)})`
  return `{ errno ${error} sys/${where} "${bytesOf(format(msg, [p1, p2]))}" ${values} }`
}

const hex = (value: bigint): string => (value === 0n ? '0' : `0x${value.toString(16)}`)

/** printf(3) for numbers of 64 bits, one behind the other. */
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
