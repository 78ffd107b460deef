/** Conversions with the options of their target. */
import { type ByteSource, type Converted, type ConvertTarget, convert, fileSink, memorySink } from 'exhume'

const done: Converted = await convert('trace', 'ndjson', 'out.ndjson', { force: true })
const source: ByteSource = { size: 0, read: () => new Uint8Array() }
await convert(source, 'json', memorySink(), { inline: true })
await convert('trace', 'parquet', 'trace.parquet', { jobs: 2, maxData: 16 })
await convert('core', 'minidump', fileSink('core.dmp'), { onlyThreads: [1, 2], stripMemory: 'heap', redact: ['environment'] })
await convert('core', 'elf-core/linux', 'core.linux', { rebuild: true, limit: 1n << 30n, share: true })
await convert('trace', 'kdump', 'trace.kdump', { timestamps: 'relative', pid: [1, 2] })
await convert('vmcore', 'kdump-compressed/linux', 'packed', { level: 31, pages: 'zstd', kernel: 'vmlinux' })
await convert('trace', 'ktrace/freebsd', 'freebsd.ktrace', { abi: 'amd64' })
await convert('dump', 'kcore/netbsd', 'crash', { bounds: true, kernel: 'netbsd', sparse: true })
const target: ConvertTarget = 'chrome-trace'
await convert('trace', target, '-')
const ok: boolean = done.ok
console.log(
  ok,
  done.format,
  done.files,
  done.diagnostics.map(({ code }) => code),
)

// @ts-expect-error an option of another target
await convert('trace', 'json', 'out', { jobs: 2 })
// @ts-expect-error no target
await convert('trace', 'parquett', 'out')
