/** Text of KTR_CAPFAIL records. */
import type { ktrCapFail, ktrCapFailOld } from '../../../formats/ktrace/freebsd/payloads.js'
import type { Infer } from '../../../schema/types.js'
import { rightsText } from './capability-rights.js'
import { nameOf, signalName } from './printed-names.js'
import { addressText } from './struct-text.js'

const NOTCAPABLE = 0
const INCREASE = 1

type Old = Infer<typeof ktrCapFailOld>
type New = Infer<typeof ktrCapFail>

/** @param names system call names of the process */
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

/** The UTF-8 bytes of a text as characters. */
export function bytesOf(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text))
}
