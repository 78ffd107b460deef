/**
 * Decoding the headers (56 bytes) of a NetBSD version 2 trace in memory, five ways in one run: exhume's record loop as its
 * readers use it, exhume's structure decoder, binary-parser called per record, restructure, and kaitai-struct. Each gives length, type,
 * process and thread of every record; their sum is checked, so that none is optimised away or reads something else.
 */
import { Parser } from 'binary-parser'
import { Bench } from 'tinybench'
import { openTrace, RECORD } from '../src/families/ktrace.js'
import { memorySink, memorySource } from '../src/io/index.js'
import { abi, type Layout } from '../src/schema/index.js'
import { TraceWriter } from '../src/writers/ktrace/index.js'
import { kaitaiHeader } from './kaitai.js'
import { type Header, restructureHeader } from './restructure.js'

const RECORDS = 20_000
/** Bytes of a record: header, and close(2) with its argument. */
const STRIDE = 72

function sample(): Uint8Array {
  const sink = memorySink()
  const writer = new TraceWriter(sink, { format: 'ktrace/netbsd-v2', abi: 'amd64' })
  for (let i = 0; i < RECORDS; i++) {
    const payload = { ktr_code: 6, ktr_argsize: 8, args: [BigInt(i % 64)] }
    writer.write({ type: 'KTR_SYSCALL', pid: i % 30_000, tid: 1, comm: 'sh', time: `1700000000.${String(i).padStart(9, '0')}`, payload })
  }
  return sink.bytes()
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
  const trace = openTrace(memorySource(bytes))
  const first = trace.walk()
  while (first.step() !== RECORD) first.more()
  const { header } = first
  const layout = netbsdHeader(header.layout)
  let expected = 0
  for (let i = 0; i < RECORDS; i++) expected += 16 + 1 + (i % 30_000) + 1

  const contenders: [string, () => number][] = [
    [
      'exhume record loop',
      () => {
        const walker = trace.walk()
        let sum = 0
        do {
          while (walker.step() === RECORD) sum += walker.stop - walker.payload + walker.type + walker.pid + (walker.tid ?? 0)
        } while (walker.more())
        return sum
      },
    ],
    ['exhume structure decoder (layout.decode)', () => sumOf((at) => layout.decode(bytes, { offset: at, end: at + header.size }))],
    ['binary-parser per record', () => sumOf((at) => perRecord.parse(bytes.subarray(at, at + header.size)))],
    ['restructure', () => sumOf((at) => restructureHeader(bytes.subarray(at, at + header.size)))],
    ['kaitai-struct', () => sumOf(kaitaiHeader(bytes))],
  ]
  function sumOf(decode: (at: number) => { ktr_len: number; ktr_type: number; ktr_pid: number; ktr_lid: number }): number {
    let sum = 0
    for (let at = 0; at < bytes.length; at += STRIDE) {
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

/** The header's layout, with the fields that are added up. */
function netbsdHeader(layout: Layout<unknown>): Layout<Header> {
  if (layout.abi !== abi.amd64) throw new Error(`the trace was taken for one of ${layout.abi.name}`)
  return layout as Layout<Header>
}
