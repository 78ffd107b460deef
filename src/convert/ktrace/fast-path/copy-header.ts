/** Converts common record headers between two layouts without decoding them; the result is identical to that of the general path. */

import type { RecordWalker } from '../../../families/ktrace.js'
import type { RecordHeaderLayout } from '../../../formats/ktrace/dialect-layout.js'
import type { Layout } from '../../../schema/base.js'
import { zeroValueOfPlan } from '../../../schema/zero-value.js'
import { commandRoom, IMPLIED } from '../target-header.js'
import { type Place, placeOf, type Room, readNumber, writeNumber } from './copy-integer.js'

/** Called for information that the target cannot store. */
export type Lose = (what: string) => void

/** Writes the header without type and length at an index. False when the record requires the general path. */
export type HeaderMove = (record: RecordWalker, room: Room, at: number, lose: Lose) => boolean

interface Extra {
  readonly name: string
  readonly from: Place
  readonly to: Place | undefined
}

/** FreeBSD KTR_DROP in the type: records before this one were dropped. */
const DROP = 0x8000

/** Creates the copier for two layouts; undefined when the headers require the general path. */
export function createHeaderCopier(from: RecordHeaderLayout, to: RecordHeaderLayout, marksDrops: boolean): HeaderMove | undefined {
  const source = from.layout.plan
  const target = to.layout.plan
  const place = (header: RecordHeaderLayout, path: string | undefined): Place | undefined =>
    path === undefined ? undefined : placeOf(header.layout.plan, path)
  const [pid, seconds, fraction] = (['pid', 'seconds', 'fraction'] as const).map((role) => place(to, to.declared.roles[role]))
  const [fromSeconds, fromFraction] = (['seconds', 'fraction'] as const).map((role) => place(from, from.declared.roles[role]))
  const fromTid = place(from, from.declared.roles.tid)
  const tid = place(to, to.declared.roles.tid)
  if (!pid || !seconds || !fraction || !fromSeconds || !fromFraction) return undefined
  const extras = extrasOf(from, source, target)
  if (!extras) return undefined
  const template = (to.layout as Layout<Record<string, unknown>>).encode({ ...zeroValueOfPlan(target), ...to.declared.defaults })
  const most = commandRoom(to)
  const typeOf = placeOf(source, from.declared.roles.type)
  const finer = from.digits === 9 && to.digits === 6
  const coarser = from.digits === 6 && to.digits === 9
  const limit = from.digits === 9 ? 1e9 : 1e6
  return (record, { bytes, view }, at, lose) => {
    const { start } = record
    if (marksDrops && typeOf && (readNumber(record.view, start + typeOf.at, typeOf) & DROP) !== 0) return false
    const wholeSeconds = readNumber(record.view, start + fromSeconds.at, fromSeconds)
    let part = readNumber(record.view, start + fromFraction.at, fromFraction)
    if (!(wholeSeconds >= 0) || !(part >= 0 && part < limit)) return false
    bytes.set(template, at)
    if (!command(record.bytes, start + from.comm, from.commSize, bytes, at + to.comm, most)) return false
    // Losses are reported only when it is certain that the fast path succeeds.
    let lostTime = false
    if (finer) {
      lostTime = part % 1000 !== 0
      part = Math.floor(part / 1000)
    } else if (coarser) part *= 1000
    if (!writeNumber(view, at + pid.at, pid, record.pid)) return false
    if (!writeNumber(view, at + seconds.at, seconds, wholeSeconds) || !writeNumber(view, at + fraction.at, fraction, part)) return false
    let lostThread = false
    if (fromTid) {
      const thread = readNumber(record.view, start + fromTid.at, fromTid)
      if (tid ? !writeNumber(view, at + tid.at, tid, thread) : Number.isNaN(thread)) return false
      lostThread = !tid && thread !== 0
    }
    let lostField = ''
    for (let i = 0; i < extras.length; i++) {
      const { name, from: place, to: other } = extras[i] as Extra
      const value = readNumber(record.view, start + place.at, place)
      if (Number.isNaN(value) || (other && !writeNumber(view, at + other.at, other, value))) return false
      if (!other && value !== 0 && !IMPLIED.includes(name)) {
        if (lostField !== '') return false
        lostField = name
      }
    }
    if (lostThread) lose('thread ID of a record')
    if (lostField !== '') lose(`header field ${lostField}`)
    if (lostTime) lose('nanoseconds of a time')
    return true
  }
}

/** Fields without a role; undefined when one of them is not an integer. */
function extrasOf(from: RecordHeaderLayout, source: Layout<unknown>['plan'], target: Layout<unknown>['plan']): Extra[] | undefined {
  const { roles } = from.declared
  const taken = [roles.length, roles.type, roles.pid, roles.tid, roles.comm, roles.seconds].map((path) => path?.split('.')[0])
  const extras: Extra[] = []
  for (const { name, node } of source.fields) {
    if (node.kind === 'pad' || taken.includes(name) || name === 'ktr_version') continue
    const found = placeOf(source, name)
    if (!found) return undefined
    extras.push({ name, from: found, to: placeOf(target, name) })
  }
  return extras
}

/** Copies an ASCII command name. False when it does not fit or is not ASCII. */
function command(from: Uint8Array, start: number, size: number, into: Uint8Array, at: number, most: number): boolean {
  for (let i = 0; i < size; i++) {
    const byte = from[start + i] as number
    if (byte === 0) return true
    if (byte >= 0x80 || i >= most) return false
    into[at + i] = byte
  }
  return true
}
