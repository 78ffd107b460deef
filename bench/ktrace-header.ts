/**
 * Decoding NetBSD's version 2 ktrace header (56 bytes), in memory, five ways in one run: exhume's record loop, exhume's
 * structure decoder, binary-parser called per record, restructure, and kaitai-struct. Every contender reads the
 * same fields and its sum is checked, so that none is optimised away.
 */
import { Parser } from 'binary-parser'
import { Bench } from 'tinybench'
import { abi, c, struct } from '../src/schema/index.js'
import { kaitaiHeader } from './kaitai.js'
import { restructureHeader } from './restructure.js'

const RECORDS = 20_000

const header = struct('ktr_header', {
  ktr_len: c.int,
  ktr_type: c.short,
  ktr_version: c.short,
  ktr_pid: c.int,
  ktr_comm: c.chars(17),
  ktr_time: struct('timespec', { tv_sec: c.int64, tv_nsec: c.long }),
  ktr_lid: c.int,
})
const layout = header.for(abi.amd64)
const SIZE = layout.size

function sample(): Uint8Array {
  const all = new Uint8Array(RECORDS * SIZE)
  for (let i = 0; i < RECORDS; i++) {
    const value = { ktr_len: i % 100, ktr_type: 1, ktr_version: 2, ktr_pid: i % 30_000, ktr_comm: 'sh', ktr_lid: 1 }
    all.set(layout.encode({ ...value, ktr_time: { tv_sec: 1_700_000_000n, tv_nsec: BigInt(i) } }), i * SIZE)
  }
  return all
}

/** binary-parser as its own manual has it used: one parser, parse() called for each record. */
const perRecord = new Parser()
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

/** Runs the comparison; returns a line of text per contender. */
export async function ktraceHeader(): Promise<string[]> {
  const bytes = sample()
  const view = new DataView(bytes.buffer)
  const { offsets } = layout
  const { ktr_len, ktr_type, ktr_pid, ktr_lid } = offsets
  let expected = 0
  for (let i = 0; i < RECORDS; i++) expected += (i % 100) + (i % 30_000) + 1 + 1

  const contenders: [string, () => number][] = [
    [
      'exhume record loop (fields by layout.offsets)',
      () => {
        let sum = 0
        for (let at = 0; at < bytes.length; at += SIZE) {
          sum += view.getInt32(at + ktr_len, true) + view.getInt16(at + ktr_type, true)
          sum += view.getInt32(at + ktr_pid, true) + view.getInt32(at + ktr_lid, true)
        }
        return sum
      },
    ],
    ['exhume structure decoder (layout.decode)', () => sumOf((at) => layout.decode(bytes, { offset: at, end: at + SIZE }))],
    ['binary-parser per record', () => sumOf((at) => perRecord.parse(bytes.subarray(at, at + SIZE)))],
    ['restructure', () => sumOf((at) => restructureHeader(bytes.subarray(at, at + SIZE)))],
    ['kaitai-struct', () => sumOf(kaitaiHeader(bytes))],
  ]
  function sumOf(decode: (at: number) => { ktr_len: number; ktr_type: number; ktr_pid: number; ktr_lid: number }): number {
    let sum = 0
    for (let at = 0; at < bytes.length; at += SIZE) {
      const value = decode(at)
      sum += value.ktr_len + value.ktr_type + value.ktr_pid + value.ktr_lid
    }
    return sum
  }

  const bench = new Bench({ time: 1000, warmupTime: 200 })
  for (const [name, run] of contenders) {
    if (run() !== expected) throw new Error(`${name} reads something else: ${run()}, expected ${expected}`)
    bench.add(name, run)
  }
  await bench.run()
  const base = rate(bench, 'binary-parser per record')
  return contenders.map(([name]) => {
    const records = rate(bench, name)
    return `${name.padEnd(48)} ${Math.round(records).toLocaleString('en').padStart(14)} records/s  ${(records / base).toFixed(2).padStart(8)} x binary-parser`
  })
}

function rate(bench: Bench, name: string): number {
  const result = bench.getTask(name)?.result
  if (result?.state !== 'completed') throw new Error(`${name} did not run`)
  return (RECORDS * 1000) / result.latency.p50
}
