/** Names are unions, and enumerations have values. */
import { type FormatName, openAny, openFile } from 'exhume'
import type { CoreSystemName, SystemName } from 'exhume/formats'
import { backtrace, calls, kdumpText, openCore, openTrace, summary } from 'exhume/readers'
import { abi, c, codec, fromJson, struct, validator } from 'exhume/schema'

const format: FormatName = 'ktrace/netbsd-v2'
// @ts-expect-error no format
const none: FormatName = 'ktrace/netbsd-v9'
const system: SystemName = openCore((await openFile('core')).source).system.name satisfies CoreSystemName
const { source } = await openFile('trace')
const trace = openTrace(source, { as: 'ktrace/freebsd' })
await openAny(source, { as: 'ktrace' })

const mode = c.enum(c.int, { UIO_READ: 0, UIO_WRITE: 1 })
const one: 1 = mode.values.UIO_WRITE
const io = struct('io', { mode, size: c.size_t })
const value: { mode: number; size: bigint } = fromJson(io.for(abi.amd64), {})
const parsed = validator(io.for(abi.amd64)).safeParse(value)
const size: bigint | undefined = parsed.data?.size
const encoded: boolean = codec(io.for(abi.amd64)).safeEncode(value).success

const nanoseconds: number | undefined = summary(trace).calls[0]?.nanoseconds
const durations: (number | undefined)[] = [...calls(trace, { slow: 1 })].map(({ duration }) => duration)
const text: string = [...kdumpText(trace, { numeric: 1 })].join('')
const core = openCore(source)
const line: number | undefined = (await core.backtrace(core.threads[0], { symbols: ['libc.so'] }))[0]?.line
const trust: 'context' | 'cfi' | 'frame-pointer' | 'scan' | undefined = (await backtrace(core))[0]?.frames[0]?.trust
console.log(format, none, system, one, size, encoded, nanoseconds, durations, text, line, trust, (await core.symbolize(1n))[0]?.function)
