/** Converts record headers to the target's layout, and selects the target's ABI. */

import type { TraceRecord } from '../../families/ktrace.js'
import type { DialectLayout, RecordHeaderLayout } from '../../formats/ktrace/dialect-layout.js'
import { systems } from '../../formats/ktrace/registry.js'
import { type AbiName, abi as abis } from '../../schema/base.js'
import { decodeText, encodeText } from '../../schema/utf8.js'
import type { PlainRecord } from '../../writers/ktrace/index.js'

/** The ABI supported by the target system that is closest to the ABI of the trace. */
export function closestAbi(format: string, { abi, abiName }: DialectLayout): AbiName {
  const dialects = systems.flatMap((system) => system.dialects.filter(({ layouts }) => layouts.some((layout) => layout.format === format)))
  const known = dialects[0]?.abis ?? []
  if (known.includes(abiName)) return abiName
  const alike = known.filter((name) => abis[name].endian === abi.endian && abis[name].bits === abi.bits)
  const sameBits = known.filter((name) => abis[name].bits === abi.bits)
  return alike[0] ?? sameBits[0] ?? known[0] ?? abiName
}

/**
 * The header layout for a format that several generations of a system wrote: that of the generation which wrote no other
 * layout, because detection assumes that generation. A trace of a later generation keeps its own layout. Undefined: the default.
 */
export function layoutFor(format: string, source: DialectLayout, target: AbiName | undefined): string | undefined {
  const has = ({ layouts }: DialectLayout['dialect']): boolean => layouts.some((layout) => layout.format === format)
  for (const { dialects } of systems) {
    const own = dialects.find((dialect) => has(dialect) && dialect.layouts.every((layout) => layout.format === format))
    if (!own) continue
    // That generation did not run on every machine.
    if (
      target !== undefined &&
      !own.abis.some((name) => abis[name].bits === abis[target].bits && abis[name].register === abis[target].register)
    )
      return undefined
    const isLater = source.dialect !== own && dialects.includes(source.dialect) && has(source.dialect)
    return isLater ? undefined : own.layouts[0]?.name
  }
  return undefined
}

/** Header fields whose omission is not reported: a kernel address, and values that follow from the layout. */
export const IMPLIED: readonly string[] = ['ktr_buf', 'ktr_version']

/** Maximum bytes of a command name. In fields of 17 bytes, the last one is for the NUL. */
export const commandRoom = ({ commSize }: RecordHeaderLayout): number => (commSize === 17 ? 16 : commSize)

/** A record without type and payload. */
export type RecordHeader = Omit<PlainRecord, 'type' | 'payload'>

export class HeaderTranslator {
  readonly #fields: ReadonlyMap<string, number>
  readonly #commSize: number

  constructor(
    private readonly header: RecordHeaderLayout,
    private readonly source: DialectLayout,
    private readonly target: DialectLayout,
    private readonly lose: (what: string, record: TraceRecord) => void,
  ) {
    this.#fields = new Map(header.layout.plan.fields.map(({ name, node }) => [name, node.kind === 'integer' ? node.size : 0]))
    this.#commSize = commandRoom(header)
  }

  of(record: TraceRecord): RecordHeader {
    const { pid, tid } = record
    const hasThread = this.header.tid >= 0
    if (tid !== undefined && tid !== 0 && !hasThread) this.lose('thread ID of a record', record)
    const flags = this.#flags(record)
    const extra = this.#extra(record)
    return {
      pid,
      comm: this.#comm(record),
      time: this.#time(record),
      ...(tid !== undefined && hasThread && { tid }),
      ...(extra && { header: extra }),
      ...(flags !== 0 && { typeFlags: flags }),
    }
  }

  #comm(record: TraceRecord): string {
    const { comm } = record
    if (comm.length < this.#commSize) {
      if (/^[\x20-\x7e]*$/.test(comm)) return comm
    }
    const bytes = encodeText(comm)
    if (!bytes || bytes.length <= this.#commSize) return comm
    this.lose('end of a command name', record)
    return decodeText(bytes, 0, this.#commSize)
  }

  #time(record: TraceRecord): string {
    const { time } = record
    const point = time.indexOf('.')
    const { digits } = this.header
    if (time.length - point - 1 <= digits) return time
    const end = point + 1 + digits
    if (/[1-9]/.test(time.slice(end))) this.lose('nanoseconds of a time', record)
    return time.slice(0, end)
  }

  /** FreeBSD marks records that follow dropped records. */
  #flags(record: TraceRecord): number {
    if (this.source.system.name !== 'freebsd') return 0
    const { ktr_type: type } = record.header
    const drops = typeof type === 'number' ? (type & 0x8000) !== 0 : String(type).includes('KTR_DROP')
    if (!drops) return 0
    if (this.target.system.name === 'freebsd') return 0x8000
    this.lose('KTR_DROP mark of a record', record)
    return 0
  }

  /** Fields that exist in both headers and have no role. */
  #extra(record: TraceRecord): Record<string, unknown> | undefined {
    const { declared } = this.source.headers.find(({ declared }) => declared.name === record.layout) ?? this.header
    const { roles } = declared
    const taken = [roles.length, roles.type, roles.pid, roles.tid, roles.comm, roles.seconds].map((path) => path?.split('.')[0])
    let extra: Record<string, unknown> | undefined
    for (const [name, value] of Object.entries(record.header)) {
      if (taken.includes(name) || name === 'ktr_version') continue
      const size = this.#fields.get(name)
      if (size !== undefined && size > 0 && (typeof value === 'number' || typeof value === 'bigint')) {
        extra ??= {}
        extra[name] = name === 'ktr_buf' ? BigInt.asUintN(8 * size, BigInt(value)) : value
      } else if (!IMPLIED.includes(name) && Number(value) !== 0) this.lose(`header field ${name}`, record)
    }
    return extra
  }
}
