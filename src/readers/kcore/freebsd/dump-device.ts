/** FreeBSD's and DragonFly's dumps as they are on a dump device: a header at both ends. Source: savecore of FreeBSD. */

import { type Diagnostics, FormatError } from '../../../errors.js'
import { DUMP_HEADER_SIZE, kernelDumpHeaders } from '../../../formats/kcore/freebsd/dump-header.js'
import { equalBytes } from '../../../io/bytes.js'
import type { ByteSource } from '../../../io/source.js'
import { abi, type Struct } from '../../../schema/base.js'
import type { Part } from '../../file-parts.js'

const magics = ['FreeBSD Kernel Dump', 'DragonFly Kern Dump', 'Cleared Kernel Dump', 'FreeBSD Text Dump', 'DragonFly Text Dump']

interface Fields {
  readonly magic: string
  readonly architecture: string
  readonly version: number
  readonly dumplength: bigint
  readonly dumpextent?: bigint
  readonly dumpkeysize?: number
  readonly dumptime: bigint
  readonly blocksize: number
  readonly compression?: number
  readonly hostname: string
  readonly versionstring: string
  readonly panicstring: string
}

interface Found {
  readonly offset: number
  readonly struct: Struct<unknown>
  readonly fields: Fields
}

/** The header at an offset; undefined where there is none. The layout is big-endian on every machine. */
function headerAt(source: ByteSource, offset: number): Found | undefined {
  if (offset < 0 || offset + DUMP_HEADER_SIZE > source.size) return undefined
  const bytes = source.read(offset, DUMP_HEADER_SIZE)
  const magic = new TextDecoder().decode(bytes.subarray(0, 20)).replace(/\0.*$/s, '')
  if (!magics.includes(magic)) return undefined
  const version = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(32)
  const struct = kernelDumpHeaders[version as keyof typeof kernelDumpHeaders]
  if (!struct) return undefined
  return { offset, struct, fields: struct.for(abi.powerpc64).decode(bytes) as Fields }
}

/** Whether the exclusive or of all words is 0; it is the same in both byte orders. */
export function parityHolds(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let sum = 0
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) sum ^= view.getUint32(at)
  return sum === 0
}

export interface DumpOnDevice {
  /** Where the dump's data begins. */
  readonly offset: number
  readonly length: number
  readonly parts: readonly Part[]
  readonly facts: Readonly<Record<string, unknown>>
  readonly panic?: string
  readonly cleared: boolean
  /** A text dump: a tar archive instead of memory. */
  readonly text: boolean
}

const SECTORS = [512, 4096, 1024, 2048, 8192]

/**
 * Finds the dump in an image of a dump device, or in one that begins with the first header; undefined where there is none.
 * A header whose parity is wrong, or that is not the same at both ends, is a diagnostic.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when the dump is encrypted or compressed
 */
export function dumpOnDevice(source: ByteSource, diagnostics: Diagnostics): DumpOnDevice | undefined {
  const last = SECTORS.map((sector) => headerAt(source, source.size - sector)).find((found) => found !== undefined)
  const found = last ?? headerAt(source, 0)
  if (!found) return undefined
  const { fields } = found
  const sector = Math.max(DUMP_HEADER_SIZE, fields.blocksize)
  const extent = Number(fields.dumpextent ?? fields.dumplength)
  const key = fields.dumpkeysize ?? 0
  const offset = last ? last.offset - extent : sector + key
  const first = last ? headerAt(source, offset - key - sector) : found
  if (key > 0) throw refused(found, 'encrypted')
  if (fields.compression) throw refused(found, fields.compression === 1 ? 'compressed with gzip' : 'compressed with zstd')
  const cleared = fields.magic.startsWith('Cleared')
  if (!cleared && !parityHolds(source.read(found.offset, DUMP_HEADER_SIZE)))
    diagnostics.add({
      code: 'INCONSISTENT',
      offset: found.offset,
      path: 'kerneldumpheader.parity',
      message: 'the parity of the dump header is wrong',
    })
  if (!first || !equalBytes(source.read(first.offset, DUMP_HEADER_SIZE), source.read(found.offset, DUMP_HEADER_SIZE)))
    diagnostics.add({
      code: 'INCONSISTENT',
      offset: found.offset,
      path: 'kerneldumpheader',
      message: 'first and last dump headers disagree',
    })
  if (offset < 0)
    throw new FormatError({
      code: 'BAD_BOUNDS',
      offset: found.offset,
      path: 'kerneldumpheader.dumplength',
      message: `the dump would begin at ${offset}`,
    })
  const parts = [first, last].filter((each) => each !== undefined)
  return {
    offset,
    length: Number(fields.dumplength),
    parts: parts.map((each) => ({ offset: each.offset, path: 'kerneldumpheader', struct: each.struct, abi: abi.powerpc64 })),
    facts: {
      header: fields.version,
      architecture: fields.architecture,
      host: fields.hostname,
      dumpTime: Number(fields.dumptime),
      system: fields.versionstring.trim(),
      cleared: cleared ? 'yes' : 'no',
    },
    ...(fields.panicstring !== '' && { panic: fields.panicstring }),
    cleared,
    text: fields.magic.endsWith('Text Dump'),
  }
}

function refused({ offset, fields }: Found, what: string): FormatError {
  const message = `the dump is ${what}; unpack its ${fields.dumplength} bytes first`
  return new FormatError({ code: 'UNKNOWN_FORMAT', offset, path: 'kerneldumpheader', message })
}

/** The system of a dump on a dump device, by the header at the start or the end; a cleared header does not tell. */
export function deviceHeader(source: ByteSource): { readonly system: 'freebsd' | 'dragonfly'; readonly at: 'start' | 'end' } | undefined {
  const first = headerAt(source, 0)
  const found = first ?? SECTORS.map((sector) => headerAt(source, source.size - sector)).find((each) => each !== undefined)
  if (!found) return undefined
  return { system: found.fields.magic.startsWith('DragonFly') ? 'dragonfly' : 'freebsd', at: first ? 'start' : 'end' }
}
