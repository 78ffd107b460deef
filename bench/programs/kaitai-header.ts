/** The version 2 header in kaitai-struct's terms, compiled by its own compiler when the benchmark starts. */
import { createRequire } from 'node:module'
import type { Header } from './restructure-header.js'

const require = createRequire(import.meta.url)

const ksy = {
  meta: { id: 'netbsd_v2', endian: 'le' },
  seq: [
    { id: 'ktr_len', type: 's4' },
    { id: 'ktr_type', type: 's2' },
    { id: 'ktr_version', type: 's2' },
    { id: 'ktr_pid', type: 's4' },
    { id: 'ktr_comm', size: 17, type: 'strz', encoding: 'ASCII' },
    { id: 'pad', size: 3 },
    { id: 'tv_sec', type: 's8' },
    { id: 'tv_nsec', type: 's8' },
    { id: 'ktr_lid', type: 's4' },
    { id: 'pad2', size: 4 },
  ],
}

interface Compiler {
  compile(language: string, ksy: object, importer: object | null, debug: boolean): Promise<Record<string, string>>
}
type Stream = new (bytes: ArrayBuffer, offset: number) => { pos: number }
type Generated = new (stream: object) => { ktrLen: number; ktrType: number; ktrPid: number; ktrLid: number }

const compiler = require('kaitai-struct-compiler') as Compiler
const Stream = require('kaitai-struct/KaitaiStream') as Stream
const [source] = Object.values(await compiler.compile('javascript', ksy, null, false))
const module = { exports: {} as Record<string, unknown> }
new Function('module', 'exports', 'require', source ?? '')(module, module.exports, require)
const found = module.exports.NetbsdV2 ?? module.exports
const NetbsdV2 = found as Generated

/** Reads a header at an offset of the bytes, through one stream over all of them, as a generated parser would. */
export function kaitaiHeader(bytes: Uint8Array): (at: number) => Header {
  const stream = new Stream(bytes.buffer as ArrayBuffer, 0)
  return (at) => {
    stream.pos = at
    const { ktrLen, ktrType, ktrPid, ktrLid } = new NetbsdV2(stream)
    return { ktr_len: ktrLen, ktr_type: ktrType, ktr_pid: ktrPid, ktr_lid: ktrLid }
  }
}
