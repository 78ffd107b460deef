/** Text of STRUCT_ARRAY records: kevent and pollfd. */

import type * as n from '../../../formats/ktrace/freebsd/struct-payloads.js'
import type { Abi } from '../../../schema/abi.js'
import type { Struct } from '../../../schema/struct.js'
import type { Infer } from '../../../schema/types.js'
import { findNul } from '../../../schema/utf8.js'
import { argumentNames } from '../../../systems/freebsd/argument-names.js'
import { flagNames, nameOf, signalName } from './printed-names.js'
import { alternate, INVALID, latin1, pointer } from './struct-text.js'

/** Indentation of the lines after the first. */
const INDENT = ' '.repeat(13)

const ELEMENT_NAMES: Readonly<Record<string, readonly string[]>> = {
  kevent: ['kevent'],
  freebsd11_kevent: ['freebsd11_kevent'],
  kevent_freebsd11: ['freebsd11_kevent'],
  kevent32: ['kevent32'],
  freebsd11_kevent32: ['freebsd11_kevent32'],
  kevent32_freebsd11: ['freebsd11_kevent32'],
  pollfd: ['pollfd'],
}

/** `struct kevent[] = { ... }` */
export function arrayText(
  bytes: Uint8Array,
  payload: number,
  stop: number,
  abi: Abi,
  structs: readonly { readonly element: Struct<unknown> }[],
): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = abi.endian === 'little'
  const size = abi.pointer === 8 ? Number(view.getBigUint64(payload, little)) : view.getUint32(payload, little)
  const nameAt = payload + abi.pointer
  const nul = findNul(bytes, nameAt, stop)
  const name = latin1(bytes, nameAt, nul)
  if (nul === stop || !/^[A-Za-z0-9_]+$/.test(name)) return INVALID
  const known = Object.hasOwn(ELEMENT_NAMES, name) ? ELEMENT_NAMES[name] : undefined
  const texts: string[] = []
  for (let at = nul + 1; size > 0 && at + size <= stop; at += size) {
    if (!known) return `struct ${name}[] = { <unknown structure> }`
    const element = structs.find(({ element: one }) => known.includes(one.name) && one.planFor(abi).size === size)?.element
    if (!element) return `struct ${name}[] = { <bad size> }`
    const value = element.for(abi).decode(bytes, { offset: at, end: at + size })
    texts.push(name === 'pollfd' ? pollText(value as Infer<typeof n.pollfd>) : keventText(value as AnyKevent, little))
  }
  return `struct ${name}[] = { ${texts.join(`,\n${INDENT}`)} }`
}

function pollText({ fd, events, revents }: Infer<typeof n.pollfd>): string {
  const bits = (value: number): string => alternate(value & 0xffff)
  return `{ fd=${fd}, events=${bits(events)}, revents=${bits(revents)}}`
}

interface AnyKevent {
  readonly ident: bigint | number
  readonly filter: number
  readonly flags: number
  readonly fflags: number
  readonly data: bigint | number | readonly number[]
  readonly udata: bigint | number
}

function keventText({ ident, filter, flags, fflags, data, udata }: AnyKevent, little: boolean): string {
  const filterName = nameOf('keventfilters', filter)
  const kind = filterName?.replace('EVFILT_', '') ?? ''
  const who = DECIMAL_IDENTS.includes(kind) ? String(ident) : kind === 'SIGNAL' ? signalName(Number(ident)) : pointer(ident)
  const { names } = flagNames(argumentNames('keventflags'), BigInt(flags))
  const how = flags === 0 ? '0' : `${alternate(flags)}<${names.join('|')}>${names.length === 0 ? `<invalid>${flags}` : ''}`
  const number = Array.isArray(data) ? halves(data as readonly number[], little) : (data as bigint | number)
  return (
    `{ ident=${who}, filter=${filterName ?? `<invalid=${filter}>`}, flags=${how}, fflags=${fflagsText(kind, fflags)}, ` +
    `data=${alternate(number)}, udata=${pointer(udata)} }`
  )
}

const DECIMAL_IDENTS = ['READ', 'WRITE', 'VNODE', 'PROC', 'TIMER', 'PROCDESC', 'EMPTY']

const FFLAGS: Readonly<Record<string, string>> = {
  READ: 'kevent_rdwr_fflags',
  WRITE: 'kevent_rdwr_fflags',
  VNODE: 'kevent_vnode_fflags',
  PROC: 'kevent_proc_fflags',
  PROCDESC: 'kevent_proc_fflags',
  TIMER: 'kevent_timer_fflags',
}

/** A 64-bit number of a 32-bit process, stored as two words. */
function halves([first = 0, second = 0]: readonly number[], little: boolean): bigint {
  return little ? (BigInt(second) << 32n) | BigInt(first) : (BigInt(first) << 32n) | BigInt(second)
}

const NOTE_TRIGGER = 0x01000000

const NOTE_FFCTRLMASK = 0xc0000000

const NOTE_FFLAGSMASK = 0x00ffffff

function fflagsText(kind: string, fflags: number): string {
  if (fflags === 0) return '0'
  const list = FFLAGS[kind]
  if (list !== undefined) {
    const { names, left } = flagNames(argumentNames(list), BigInt(fflags))
    return [...names, ...(left === 0n ? [] : [alternate(left)])].join('|')
  }
  if (kind !== 'USER') return alternate(fflags)
  const parts: string[] = []
  if ((fflags & NOTE_TRIGGER) !== 0) parts.push('NOTE_TRIGGER')
  const control = (fflags & NOTE_FFCTRLMASK) >>> 0
  const data = fflags & NOTE_FFLAGSMASK
  if (control !== 0) parts.push(nameOf('kevent_user_ffctrl', control) ?? alternate(control))
  if (data !== 0) parts.push(alternate(data))
  return parts.join('|')
}
