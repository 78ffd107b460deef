/** The headers of FreeBSD's minidumps, and of DragonFly's. */
import { FormatError } from '../../../errors.js'
import type { ByteSource } from '../../../io/source.js'
import type { Abi, Struct } from '../../../schema/base.js'
import type { Detection } from '../../format-reader.js'
import { type MinidumpKind, minidumpKinds } from '../minidump-kinds.js'
import { deviceHeader } from './dump-device.js'

/** Fields of all the headers; those that a machine or version does not have are absent. */
export interface MinidumpFields {
  readonly version: number
  readonly msgbufsize: number | bigint
  readonly bitmapsize: number | bigint
  readonly pmapsize?: number
  readonly ptesize?: number | bigint
  readonly dumpavailsize?: number
  readonly kernbase: number | bigint
  readonly kernend?: bigint
  readonly dmapphys?: bigint
  readonly dmapbase?: bigint
  readonly dmapend?: bigint
  readonly paemode?: number
  readonly mmuformat?: number
  readonly flags?: number
  readonly mmu_name?: string
  readonly hw_direct_map?: number
  readonly startkernel?: bigint
}

/** The text that a minidump begins with; undefined where there is none. */
function magicOf(source: ByteSource, offset: number): string | undefined {
  const bytes = source.read(offset, 32)
  if (bytes.byteLength < 24 || new TextDecoder().decode(bytes.subarray(0, 8)) !== 'minidump') return undefined
  const text = new TextDecoder().decode(bytes)
  const end = text.indexOf('\0')
  return end < 0 ? text : text.slice(0, end)
}

export interface MinidumpHead {
  readonly kind: MinidumpKind
  readonly abi: Abi
  readonly struct: Struct<unknown>
  readonly fields: MinidumpFields
  /** Where the header is in the file. */
  readonly offset: number
}

/**
 * Reads the header at `offset`.
 *
 * @param wanted ABI of the kernel, which decides where the header does not say it (mips)
 * @throws FormatError `UNKNOWN_FORMAT` when it is no minidump, or of a machine or version that is not known; `TRUNCATED`
 */
export function readMinidumpHead(source: ByteSource, offset = 0, wanted?: Abi): MinidumpHead {
  const magic = magicOf(source, offset)
  const kind = magic === undefined ? undefined : minidumpKinds[magic]
  if (!kind) {
    const message =
      magic === undefined ? 'no minidump: the file does not begin with "minidump"' : `minidumps of ${JSON.stringify(magic)} are not known`
    throw new FormatError({ code: 'UNKNOWN_FORMAT', offset, path: 'minidumphdr.magic', message })
  }
  const at = kind.machine === 'powerpc64' ? 64 : 24
  const bytes = source.read(offset, 144)
  for (const of of orderOf(kind, wanted)) {
    const version =
      bytes.byteLength < at + 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, of.endian === 'little')
    const struct = kind.versions[version]
    if (!struct) continue
    const layout = struct.for(of)
    if (bytes.byteLength < layout.size)
      throw new FormatError({
        code: 'TRUNCATED',
        offset,
        path: 'minidumphdr',
        message: `the header takes ${layout.size} bytes, ${bytes.byteLength} are left`,
        expected: String(layout.size),
        found: String(bytes.byteLength),
      })
    return { kind, abi: of, struct, offset, fields: layout.decode(bytes) as MinidumpFields }
  }
  const known = Object.keys(kind.versions).join(', ')
  const message = `this version of ${kind.machine} minidumps is not known; known are ${known}`
  throw new FormatError({ code: 'UNKNOWN_FORMAT', offset: offset + at, path: 'minidumphdr.version', message, expected: known })
}

function orderOf(kind: MinidumpKind, wanted: Abi | undefined): readonly Abi[] {
  const same = kind.abis.filter(({ name }) => name === wanted?.name)
  return [...same, ...kind.abis]
}

/** By the magic text at the start. */
export function detectMinidump(source: ByteSource): Detection | undefined {
  const magic = magicOf(source, 0)
  if (magic === undefined) {
    const header = deviceHeader(source)
    if (!header) return undefined
    const format = header.system === 'dragonfly' ? 'vmcore/dragonfly' : 'minidump/freebsd'
    const where = header.at === 'start' ? 'begins' : 'ends'
    return { format, confidence: 0.95, reasons: [`${where} with the header of a dump on a dump device`] }
  }
  const kind = minidumpKinds[magic]
  if (!kind) return undefined
  return {
    format: kind.dragonfly ? 'vmcore/dragonfly' : 'minidump/freebsd',
    confidence: 0.98,
    reasons: [`begins with ${JSON.stringify(magic)}`],
  }
}
