/**
 * Records that a system has no place for, carried in a record of a program: a label, one line that says what it is, and the
 * payload as it stood.
 */
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import { type Abi, findAbi } from '../../schema/base.js'
import { LABEL } from './user-label.js'

const NAME = 'exhume'
/** No program may write more in one record. */
const LONGEST = 2048

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export interface WrappedRecord {
  readonly system: string
  /** Name of the first header layout of its dialect. */
  readonly layout: string
  readonly abi: string
  readonly type: string | number
  readonly body: Uint8Array
}

/** The payload of the record that carries; undefined when it is too long for one. */
export function wrapRecord({ system, dialect, abiName }: DialectLayout, type: string | number, body: Uint8Array): Uint8Array | undefined {
  const layout = dialect.layouts[0]?.name
  const head = encoder.encode(`${JSON.stringify({ system: system.name, layout, abi: abiName, type })}\n`)
  if (LABEL + head.length + body.length > LONGEST) return undefined
  const made = new Uint8Array(LABEL + head.length + body.length)
  made.set(encoder.encode(NAME))
  made.set(head, LABEL)
  made.set(body, LABEL + head.length)
  return made
}

/** What a record of a program carries; undefined when it is just that. */
export function unwrapRecord(body: Uint8Array): WrappedRecord | undefined {
  for (let i = 0; i < LABEL; i++) if (body[i] !== (i < NAME.length ? NAME.charCodeAt(i) : 0)) return undefined
  const end = body.indexOf(0x0a, LABEL)
  if (end < 0) return undefined
  let said: unknown
  try {
    said = JSON.parse(decoder.decode(body.subarray(LABEL, end)))
  } catch {
    return undefined
  }
  if (typeof said !== 'object' || said === null) return undefined
  const { system, layout, abi, type } = said as Record<string, unknown>
  if (typeof system !== 'string' || typeof layout !== 'string' || typeof abi !== 'string' || findAbi(abi) === undefined) return undefined
  if (typeof type !== 'string' && typeof type !== 'number') return undefined
  return { system, layout, abi: (findAbi(abi) as Abi).name, type, body: body.slice(end + 1) }
}
