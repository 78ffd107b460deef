/** Header and directory of a minidump: which streams there are, and where. */
import { Diagnostics, FormatError } from '../../errors.js'
import { directory, header, type Location, type MinidumpHeader, SIGNATURE, streamType, VERSION } from '../../formats/minidump/headers.js'
import type { ByteSource } from '../../io/source.js'
import { abi } from '../../schema/base.js'
import type { OpenOptions } from '../format-reader.js'
import { defaultLimits } from '../limits.js'
import { MinidumpFile } from './structure-reader.js'

export interface Stream {
  readonly type: number
  /** `ThreadListStream`; undefined for a number that is not known. */
  readonly name?: string
  readonly location: Location
}

export interface Streams {
  readonly file: MinidumpFile
  readonly header: MinidumpHeader
  readonly streams: readonly Stream[]
  /** The first stream of a type. */
  find(type: number): Location | undefined
}

const names = new Map<number, string>(Object.entries(streamType).map(([name, type]) => [type, name]))

/** Whether the first bytes are those of a minidump, and in which byte order. */
export function endianOf(head: Uint8Array): 'little' | 'big' | undefined {
  if (head.length < 4) return undefined
  const view = new DataView(head.buffer, head.byteOffset, head.length)
  if (view.getUint32(0, true) === SIGNATURE) return 'little'
  return view.getUint32(0, false) === SIGNATURE ? 'big' : undefined
}

/**
 * Reads header and directory.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when the file does not begin as a minidump, `TRUNCATED` when it ends in its header
 */
export function readStreams(source: ByteSource, options: OpenOptions): Streams {
  const limits = { ...defaultLimits, ...options.limits }
  const diagnostics = new Diagnostics({ limit: limits.diagnostics, ...(options.strict && { strict: true }) })
  const endian = endianOf(source.read(0, 4))
  if (!endian) throw new FormatError({ code: 'UNKNOWN_FORMAT', offset: 0, message: 'not a minidump: it does not begin with MDMP or PMDM' })
  const file = new MinidumpFile(source, endian === 'little' ? abi.amd64 : abi.powerpc64, diagnostics, limits)
  const found = file.take(header, 0, 'header')
  if (!found)
    throw new FormatError({ code: 'TRUNCATED', offset: source.size, message: `a minidump of ${source.size} bytes has no whole header` })
  if ((found.version & 0xffff) !== VERSION) {
    diagnostics.add({
      code: 'BAD_VALUE',
      offset: 4,
      path: 'header.version',
      message: `header.version is 0x${found.version.toString(16)}, its low half should be 0x${VERSION.toString(16)}`,
      expected: `0x${VERSION.toString(16)}`,
      found: `0x${found.version.toString(16)}`,
    })
  }
  const room = Math.max(0, source.size - found.stream_directory_rva)
  const entries = file.takeAll(directory, found.stream_directory_rva, found.stream_count, room, 'directory')
  const streams = entries.map(({ stream_type, location }): Stream => {
    const name = names.get(stream_type)
    return { type: stream_type, location, ...(name !== undefined && { name }) }
  })
  const byType = new Map<number, Location>()
  streams.forEach(({ type, name, location }, i) => {
    if (type === streamType.UnusedStream) return
    const path = name ?? `stream 0x${type.toString(16)}`
    if (byType.has(type)) {
      diagnostics.add({ code: 'INCONSISTENT', path: `directory[${i}]`, message: `directory[${i}]: a second ${path}; the first one counts` })
      return
    }
    byType.set(type, location)
    if (location.rva + location.data_size > source.size) {
      diagnostics.add({
        code: 'TRUNCATED',
        offset: source.size,
        path,
        message: `${path}: ${location.data_size} bytes at ${location.rva} reach past the end of the file of ${source.size}`,
        expected: `${location.rva + location.data_size} bytes`,
        found: `${source.size} bytes`,
      })
    }
    file.areas.push({ offset: location.rva, length: Math.max(0, Math.min(location.data_size, source.size - location.rva)), path })
  })
  return { file, header: found, streams, find: (type) => byType.get(type) }
}
