/**
 * Converts a trace to events for Perfetto and chrome://tracing: a track per process and thread, system calls as slices with their
 * arguments and results, transferred bytes as counters, signals and context switches as instants.
 *
 * Source: the Trace Event Format of Chromium. Times are microseconds since the second in which the trace begins: absolute
 * times would lose their nanoseconds in a JSON number.
 */
import type { TraceRecord } from '../../families/ktrace.js'
import { jsonText } from '../../io/json-text.js'
import { DataLimit, dataLimitOf } from '../../readers/ktrace/data-limit.js'
import type { NumberedTable } from '../../systems/numbered-names.js'
import type { Convert } from '../conversion.js'
import { namesOf } from './name-tables.js'
import { traceFor } from './trace-input.js'
import { trimReport } from './trim-data.js'

interface Event {
  readonly name: string
  /** X: slice, B: slice without an end, i: instant, C: counter, M: process name. */
  readonly ph: 'X' | 'B' | 'i' | 'C' | 'M'
  readonly ts?: number
  readonly dur?: number
  readonly pid: number
  readonly tid?: number
  readonly cat?: string
  readonly s?: 't'
  readonly args?: Readonly<Record<string, unknown>>
}

const encoder = new TextEncoder()

export const toChromeTrace: Convert = async ({ file, options, turn }, sink) => {
  const trace = traceFor(file, 'chrome-trace')
  const events = new Events(namesOf(trace.file).signals)
  sink.write(
    encoder.encode(`{"displayTimeUnit":"ns","otherData":{"format":${JSON.stringify(trace.format)},"tool":"exhume"},"traceEvents":[`),
  )
  let first = true
  let pending = ''
  const add = (list: readonly Event[]): void => {
    for (const event of list) {
      pending += `${first ? '\n' : ',\n'}${jsonText(event)}`
      first = false
    }
    if (pending.length > 64 * 1024) {
      sink.write(encoder.encode(pending))
      pending = ''
    }
  }
  // Events hold how much was read and written, never the data; the request is still answered.
  const limit = dataLimitOf(options)
  const data = new DataLimit(trace.file, limit ?? Number.POSITIVE_INFINITY)
  for (const { walker, record } of trace.steps()) {
    data.stopOf(walker)
    add(events.of(record()))
    const wait = turn()
    if (wait) await wait
  }
  add(events.rest())
  sink.write(encoder.encode(`${pending}\n]}\n`))
  return limit === undefined ? [] : [trimReport(options, data.leftOut)]
}

interface Call {
  readonly record: TraceRecord
  readonly ts: number
  readonly args: Record<string, unknown>
}

class Events {
  readonly #calls = new Map<string, Call>()
  readonly #commands = new Map<number, string>()
  readonly #bytes = new Map<string, number>()
  #epoch: number | undefined

  constructor(private readonly signals: NumberedTable) {}

  /** The events that a record begins, ends or is. */
  of(record: TraceRecord): Event[] {
    const { pid, comm, type } = record
    const events: Event[] = []
    if (this.#commands.get(pid) !== comm) {
      this.#commands.set(pid, comm)
      events.push({ name: 'process_name', ph: 'M', pid, args: { name: comm } })
    }
    const ts = this.#time(record.time)
    const tid = record.tid ?? pid
    const payload = record.payload as Record<string, unknown>
    const key = `${pid} ${tid}`
    switch (type) {
      case 'KTR_SYSCALL': {
        const open = this.#calls.get(key)
        if (open) events.push(unreturned(open))
        this.#calls.set(key, { record, ts, args: { args: hexes(payload.args) } })
        break
      }
      case 'KTR_SYSRET': {
        const call = this.#calls.get(key)
        if (!call) break
        this.#calls.delete(key)
        const { ktr_error: error, ktr_retval: value } = payload
        // Negative values are not errors: the call returns without a value, or is restarted.
        const number = record.errno ?? Number(error ?? 0)
        const result = number === 0 ? { result: value } : number > 0 ? { errno: number } : {}
        // The clock may have been set back.
        const dur = Math.max(0, nanoseconds(ts - call.ts))
        events.push({ name: nameOf(call.record), cat: 'syscall', ph: 'X', ts: call.ts, dur, pid, tid, args: { ...call.args, ...result } })
        break
      }
      case 'KTR_NAMEI': {
        const call = this.#calls.get(key)
        if (call) call.args.path ??= payload.path
        else events.push({ name: 'NAMEI', cat: 'file', ph: 'i', s: 't', ts, pid, tid, args: { path: payload.path } })
        break
      }
      case 'KTR_GENIO': {
        const direction = Number(payload.ktr_rw) === 1 ? 'written' : 'read'
        const counter = `fd ${String(payload.ktr_fd)} bytes ${direction}`
        const total = (this.#bytes.get(`${pid} ${counter}`) ?? 0) + (payload.data instanceof Uint8Array ? payload.data.length : 0)
        this.#bytes.set(`${pid} ${counter}`, total)
        events.push({ name: counter, ph: 'C', ts, pid, args: { bytes: total } })
        break
      }
      case 'KTR_PSIG':
        events.push({
          name: this.signals.name(Number(payload.signo)) ?? `signal ${String(payload.signo)}`,
          cat: 'signal',
          ph: 'i',
          s: 't',
          ts,
          pid,
          tid,
        })
        break
      case 'KTR_CSW':
        events.push({ name: Number(payload.out) === 0 ? 'resume' : 'switched out', cat: 'sched', ph: 'i', s: 't', ts, pid, tid })
        break
      case 'KTR_USER':
        events.push({ name: 'user record', cat: 'user', ph: 'i', s: 't', ts, pid, tid })
        break
    }
    return events
  }

  /** Calls that have not returned at the end of the trace. */
  rest(): Event[] {
    return [...this.#calls.values()].map(unreturned)
  }

  #time(text: string): number {
    const [seconds = '0', fraction = '0'] = text.split('.')
    this.#epoch ??= Number(seconds)
    return nanoseconds((Number(seconds) - this.#epoch) * 1e6 + Number(fraction.padEnd(9, '0')) / 1000)
  }
}

/** Rounds microseconds to whole nanoseconds. */
const nanoseconds = (microseconds: number): number => Math.round(microseconds * 1000) / 1000

const nameOf = ({ name, payload }: TraceRecord): string => name ?? `[${String((payload as Record<string, unknown>).ktr_code)}]`

const unreturned = ({ record, ts, args }: Call): Event => ({
  name: nameOf(record),
  cat: 'syscall',
  ph: 'B',
  ts,
  pid: record.pid,
  tid: record.tid ?? record.pid,
  args,
})

function hexes(args: unknown): unknown {
  return Array.isArray(args) ? args.map((value) => `0x${BigInt.asUintN(64, BigInt(value as bigint)).toString(16)}`) : undefined
}
