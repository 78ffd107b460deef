/** Payloads that are the same in several systems, as they all had them from 4.4BSD. Source: sys/sys/ktrace.h of each. */
import { struct } from '../../schema/struct.js'
import { c, type Infer } from '../../schema/types.js'
import type { Payload, RawPayload } from './record-types.js'

const source = 'sys/sys/ktrace.h'

export const ktrNamei = struct('ktr_namei', { path: c.text }, { doc: 'A path that the kernel looks up' })

export const ktrGenio = struct(
  'ktr_genio',
  { ktr_fd: c.int, ktr_rw: c.enum(c.int, { UIO_READ: 0, UIO_WRITE: 1 }), data: c.rest },
  { doc: 'Data that were read or written', source },
)

export const ktrCsw = struct(
  'ktr_csw',
  { out: c.int.doc('1: leaves the processor'), user: c.int.doc('1: not of its own will') },
  { doc: 'A thread is switched', source },
)

/** Strings with a NUL behind each. */
export const ktrStrings = struct('ktr_strings', { strings: c.array(c.cstring, 'rest') }, { doc: 'Arguments or environment of a program' })
/** The same, cut within the last. */
export const ktrCutStrings = struct('ktr_strings', { text: c.text }, { doc: 'Arguments or environment of a program, without an end' })

/** Strings, of which the last may be cut by the limit of a record. */
export const stringsPayload: Payload<Infer<typeof ktrStrings> | Infer<typeof ktrCutStrings> | RawPayload> = {
  candidates: [ktrStrings, ktrCutStrings],
  choose: ({ bytes, at, length }) => (length === 0 ? null : bytes[at + length - 1] === 0 ? ktrStrings : ktrCutStrings),
}
