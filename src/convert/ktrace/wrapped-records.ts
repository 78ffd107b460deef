/**
 * Records that the target system does not support, wrapped in KTR_USER records: a label, one line that describes the record, and
 * its unchanged payload.
 */
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import { type Abi, findAbi } from '../../schema/base.js'
import { LABEL } from './user-label.js'

const NAME = 'exhume'
/** Maximum size of a KTR_USER record in bytes. */
const LONGEST = 2048

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export interface WrappedRecord {
  readonly system: string
  /** Name of the dialect's first header layout. */
  readonly layout: string
  readonly abi: string
  readonly type: string | number
  readonly body: Uint8Array
}

/** The payload of the wrapping record; undefined when it is too long. */
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

/** The record in a KTR_USER record; undefined if it is not a wrapped record. */
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
