/** The version 2 header in restructure's own terms. It has no 64-bit integers: the seconds are read as two halves. */
// @ts-expect-error restructure ships no typings
import * as r from 'restructure'

const header = new r.Struct({
  ktr_len: r.int32le,
  ktr_type: r.int16le,
  ktr_version: r.int16le,
  ktr_pid: r.int32le,
  ktr_comm: new r.String(17),
  pad: new r.Reserved(r.uint8, 3),
  tv_sec_low: r.uint32le,
  tv_sec_high: r.int32le,
  tv_nsec_low: r.uint32le,
  tv_nsec_high: r.int32le,
  ktr_lid: r.int32le,
})

export interface Header {
  ktr_len: number
  ktr_type: number
  ktr_pid: number
  ktr_lid: number
}

export function restructureHeader(bytes: Uint8Array): Header {
  return header.fromBuffer(bytes) as Header
}
