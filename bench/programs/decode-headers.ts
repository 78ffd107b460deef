/**
 * Decodes the headers of a NetBSD version 2 trace one by one with a library, and adds up some fields so that nothing is left out.
 *
 * Usage: decode-headers LIBRARY TRACE COUNT
 */
import { readFileSync } from 'node:fs'
import { Parser } from 'binary-parser'
import { ktrHeaderV2 } from '../../src/formats/ktrace/netbsd/headers.js'
import { abi } from '../../src/schema/index.js'
import type { Header } from './restructure-header.js'

const SIZE = 56
const [, , library = '', path = '', count] = process.argv
const bytes = new Uint8Array(readFileSync(path))
const view = new DataView(bytes.buffer)

type Decode = (at: number) => Header

const decoders: Readonly<Record<string, () => Decode | Promise<Decode>>> = {
  exhume() {
    const layout = ktrHeaderV2.little.for(abi.amd64)
    return (at) => layout.decode(bytes, { offset: at, end: at + SIZE }) as unknown as Header
  },
  'binary-parser'() {
    const parser = new Parser()
      .endianness('little')
      .int32('ktr_len')
      .int16('ktr_type')
      .int16('ktr_version')
      .int32('ktr_pid')
      .string('ktr_comm', { length: 17, stripNull: true })
      .seek(3)
      .int64('tv_sec')
      .int64('tv_nsec')
      .int32('ktr_lid')
    return (at) => parser.parse(bytes.subarray(at, at + SIZE)) as unknown as Header
  },
  async 'kaitai-struct'() {
    return (await import('./kaitai-header.js')).kaitaiHeader(bytes)
  },
  async restructure() {
    const { restructureHeader } = await import('./restructure-header.js')
    return (at) => restructureHeader(bytes.subarray(at, at + SIZE))
  },
  DataView: () => (at) => ({
    ktr_len: view.getInt32(at, true),
    ktr_type: view.getInt16(at + 4, true),
    ktr_pid: view.getInt32(at + 8, true),
    ktr_lid: view.getInt32(at + 48, true),
  }),
}

const make = decoders[library]
if (!make) throw new Error(`unknown library ${library}; known: ${Object.keys(decoders).join(', ')}`)
const decode = await make()
let sum = 0
let expected = 0
for (let i = 0, at = 0; i < Number(count); i++) {
  const { ktr_len, ktr_type, ktr_pid, ktr_lid } = decode(at)
  sum += ktr_len + ktr_type + ktr_pid + ktr_lid
  expected += view.getInt32(at, true) + view.getInt16(at + 4, true) + view.getInt32(at + 8, true) + view.getInt32(at + 48, true)
  at += SIZE + view.getInt32(at, true)
  if (at + SIZE > bytes.byteLength) at = 0
}
if (sum !== expected) throw new Error(`${library} reads something else: ${sum}, expected ${expected}`)
