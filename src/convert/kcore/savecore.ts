/** Saves a raw dump from a dump device like savecore(8), or rewrites a kcore file. Source: NetBSD savecore.c, kvm.c. */
import { type Diagnostic, Diagnostics, FormatError } from '../../errors.js'
import { compressedSink, compressionExtensions } from '../../io/compressed-sink.js'
import { type FileSinkOptions, fileSink } from '../../io/file-sink.js'
import { createIoError } from '../../io/io-error.js'
import { nodeBuiltin } from '../../io/node-builtins.js'
import { openFile } from '../../io/open.js'
import { type ByteSink, commitOrAbort } from '../../io/sink.js'
import type { ByteSource } from '../../io/source.js'
import { formatHex } from '../../io/text-format.js'
import { fileHeaderOf, offsetOf } from '../../readers/kcore/libkvm-headers.js'
import { type Kcore, openKcore } from '../../readers/kcore/netbsd/open.js'
import type { KernelFile } from '../../readers/kcore/symbols/elf.js'
import type { ConversionInput, Convert, ConvertInto } from '../conversion.js'
import { copyRange } from './copy-range.js'
import { withDump } from './dump-input.js'
import { toKcoreFile } from './to-kcore.js'

export interface SavecoreOptions {
  /** Byte offset of the dump in the source. */
  readonly offset?: number
  readonly kernel?: KernelFile | undefined
  /** Write runs of zeros as holes. */
  readonly sparse?: boolean
  readonly turn?: () => Promise<void> | undefined
}

/**
 * Writes a dump as a kcore file: headers, then all memory.
 *
 * @returns diagnostics for missing memory
 * @throws FormatError `no valid dump header(s)` when there is no dump at the offset
 */
export async function saveDump(source: ByteSource, sink: ByteSink, options: SavecoreOptions = {}): Promise<Diagnostic[]> {
  const diagnostics = new Diagnostics()
  const dump = openKcore(source, { kernel: options.kernel, offset: options.offset ?? 0, diagnostics })
  const { head } = dump
  if (!head) {
    const why = diagnostics.list[0]
    throw new FormatError({ ...why, code: 'UNKNOWN_FORMAT', message: `no valid dump header(s): ${why?.message ?? 'dump not found'}` })
  }
  const ranges = [...dump.memory.ranges()]
  const size = ranges.reduce((sum, range) => sum + range.size, 0)
  sink.write(fileHeaderOf(source, head, size))
  // The ranges follow one another in list order, whatever their addresses are.
  const missing = await copyRange(source, head.memoryOffset, size, sink, {
    turn: options.turn ?? (() => undefined),
    sparse: options.sparse ?? false,
  })
  if (missing === 0) return []
  const message = `${missing} bytes of memory are missing at the end of the dump; the file ends there too`
  return [{ code: 'LOST', offset: source.size, path: 'memory', message }]
}

/** `convert RAW OUT --to kcore/netbsd`. */
export const toKcore: Convert = (input, sink) => {
  const { source, options, turn } = input
  const sparse = options.sparse === true
  return withDump(input, 'a kcore file', (opened) => {
    const { format, kernel } = opened.dump
    if (!format.startsWith('kcore/')) return toKcoreFile(opened, sink, { sparse, turn, zeroMissing: options.zeroMissing === true })
    return saveDump(source, sink, { sparse, turn, kernel, offset: (opened.dump as Kcore).head?.offset ?? 0 })
  })
}

/**
 * `convert RAW DIRECTORY --to kcore/netbsd --bounds`: under the {@link nextName} of a crash directory, and the kernel of `--kernel` beside it,
 * as savecore(8) does.
 */
export const toCrashDirectory: ConvertInto = async (input, directory) => {
  const { basename } = nodeBuiltin('node:path')
  const { kernel, compress } = input.options
  const method = compress === 'gzip' || compress === 'zstd' ? compress : undefined
  const create = (name: string): ByteSink =>
    method ? compressedSink(directory.create(`${name}${compressionExtensions[method]}`), method) : directory.create(name)
  const name = basename(nextName(directory.path))
  const lost = await commitOrAbort(create(name), (sink) => toKcore(input, sink))
  if (typeof kernel !== 'string') return lost
  const { source } = await openFile(kernel, { unpack: false })
  try {
    await commitOrAbort(create(name.replace(/\.core$/, '')), (sink) => copyRange(source, 0, source.size, sink, { turn: input.turn }))
  } finally {
    source.close()
  }
  return lost
}

/**
 * `--invalidate`: marks the dump on a device as saved, by a zero in its variable dumpmag.
 *
 * @throws FormatError `IO` when the input is no file or device that can be written to; as libkvm's kvm_dump_inval
 */
export async function invalidateDump(input: ConversionInput): Promise<void> {
  const { path, options } = input
  if (options.invalidate !== true) return
  if (path === undefined)
    throw new FormatError({ code: 'IO', message: '--invalidate: the input is not the device or an uncompressed image of it' })
  await withDump(input, 'a kcore file', async ({ dump, kvm }) => {
    const address = kvm.symbol('dumpmag')?.value
    if (address === undefined) throw new FormatError({ code: 'BAD_VALUE', path: 'kernel', message: 'bad namelist: there is no dumpmag' })
    const mapping = kvm.translate(address)
    const offset = mapping && offsetOf(dump, mapping.physical)
    if (offset === undefined) throw new FormatError({ code: 'UNMAPPED', message: `invalid address ${formatHex(address)} of dumpmag` })
    writeAt(path, offset, new Uint8Array(dump.abi.long))
  })
}

function writeAt(path: string, offset: number, bytes: Uint8Array): void {
  const { closeSync, openSync, writeSync } = nodeBuiltin('node:fs')
  try {
    const fd = openSync(path, 'r+')
    try {
      writeSync(fd, bytes, 0, bytes.byteLength, offset)
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    throw createIoError('write', path, error)
  }
}

/** The number in `bounds`; 0 if it is missing or invalid. */
function readBounds(path: string): number {
  const { readFileSync } = nodeBuiltin('node:fs')
  try {
    const number = Number.parseInt(readFileSync(path, 'latin1'), 10)
    return Number.isSafeInteger(number) && number >= 0 ? number : 0
  } catch {
    return 0
  }
}

/**
 * The next `netbsd.N.core` of a crash directory. N is read from the file `bounds`, which is incremented before anything else is written.
 *
 * @throws FormatError `IO` for a system error
 */
function nextName(directory: string): string {
  const { join } = nodeBuiltin('node:path')
  const bounds = join(directory, 'bounds')
  const number = readBounds(bounds)
  const next = fileSink(bounds, { force: true, mode: 0o644 })
  next.write(new TextEncoder().encode(`${number + 1}\n`))
  next.commit()
  return join(directory, `netbsd.${number}.core`)
}

/**
 * Saves a dump in a crash directory, under its {@link nextName}.
 *
 * @returns the path, and diagnostics for missing memory
 * @throws FormatError when there is no dump; `IO` for a system error
 */
export async function savecore(
  source: ByteSource,
  directory: string,
  options: SavecoreOptions & FileSinkOptions = {},
): Promise<{ path: string; diagnostics: Diagnostic[] }> {
  const path = nextName(directory)
  const sink = fileSink(path, options)
  try {
    const diagnostics = await saveDump(source, sink, options)
    sink.commit()
    return { path, diagnostics }
  } catch (error) {
    sink.abort()
    throw error
  }
}
