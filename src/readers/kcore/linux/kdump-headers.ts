/** Headers of kdump-compressed files. Source: makedumpfile's IMPLEMENTATION and diskdump_mod.h. */

import { FormatError } from '../../../errors.js'
import { diskDumpHeader, kdumpSubHeader, subHeaderSize64 } from '../../../formats/kcore/linux/diskdump.js'
import type { ByteSource } from '../../../io/source.js'
import { type Abi, abi, findAbi, type Infer } from '../../../schema/base.js'

type Header = Infer<typeof diskDumpHeader>

/** Machines as uname says them. */
const machines: Readonly<Record<string, string>> = { i686: 'i386', i586: 'i386', armv7l: 'arm', armv8l: 'arm', ppc: 'powerpc' }

interface Shape {
  readonly of: Abi
  readonly header: Header
}

/** The ABI whose layout of the header makes sense, and the header; of several, the one that the machine in it is named of. */
function shapeOf(bytes: Uint8Array): Shape | undefined {
  const layouts: readonly Abi[] = [abi.amd64, abi.powerpc64, abi.i386, abi.arm, abi.powerpc]
  let first: Shape | undefined
  for (const of of layouts) {
    const layout = diskDumpHeader.for(of)
    if (bytes.byteLength < layout.size) continue
    const header = layout.decode(bytes)
    const { block_size: size, header_version: version } = header
    if (version < 0 || version > 16 || size < 1024 || size > 1024 * 1024 || !Number.isInteger(Math.log2(size))) continue
    const machine = findAbi(machines[header.utsname.machine] ?? header.utsname.machine)
    if (machine && machine.bits === of.bits && machine.endian === of.endian) return { of: machine, header }
    // A machine that is not named so is taken by its layout.
    if (of.name !== 'arm' || machine) first ??= { of, header }
  }
  return first
}

export interface KdumpFacts {
  readonly of: Abi
  readonly header: Header
  readonly sub: Partial<Infer<typeof kdumpSubHeader>>
  /** Page frames. */
  readonly frames: number
  readonly bitmapOffset: number
  /** Bytes of one bitmap. */
  readonly bitmapSize: number
  readonly descriptors: number
}

/** Fields that the sub header of a version has. */
function subHeaderOf(bytes: Uint8Array, version: number, of: Abi): Partial<Infer<typeof kdumpSubHeader>> {
  const layout = kdumpSubHeader.for(of)
  if (version >= 6) return layout.decodePartial(bytes)
  const end = of.bits === 64 ? (subHeaderSize64[Math.max(0, version)] ?? layout.size) : layout.size
  return layout.decodePartial(bytes.subarray(0, end))
}

/** @throws FormatError `UNKNOWN_FORMAT`, `BAD_BOUNDS` */
export function readKdumpFacts(source: ByteSource): KdumpFacts {
  const shape = shapeOf(source.read(0, 512))
  if (!shape)
    throw new FormatError({
      code: 'UNKNOWN_FORMAT',
      offset: 0,
      path: 'disk_dump_header',
      message: 'no header of a kdump-compressed file: no layout gives a sane block size',
    })
  const { of, header } = shape
  const block = header.block_size
  const sub = subHeaderOf(source.read(block, 104), header.header_version, of)
  const bitmapOffset = (1 + header.sub_hdr_size) * block
  const frames = Number(header.header_version >= 6 && sub.max_mapnr_64 ? sub.max_mapnr_64 : BigInt(header.max_mapnr))
  const needed = Math.ceil(Math.ceil(frames / 8) / block) * block
  const both = header.bitmap_blocks * block
  const single = both < 2 * needed
  const bitmapSize = single ? both : both / 2
  if (bitmapOffset + both > source.size || header.sub_hdr_size < 0)
    throw new FormatError({
      code: 'BAD_BOUNDS',
      offset: bitmapOffset,
      path: 'disk_dump_header.bitmap_blocks',
      message: `the bitmaps take ${both} bytes at ${bitmapOffset}, the file has ${source.size}`,
    })
  return {
    of,
    header,
    sub,
    frames,
    bitmapOffset: single ? bitmapOffset : bitmapOffset + bitmapSize,
    bitmapSize,
    descriptors: bitmapOffset + both,
  }
}

/** The ABI that uname(1) of Linux calls so. */
export const namedAbi = (machine: string): Abi | undefined => findAbi(machines[machine] ?? machine)

/** The page frames of a part of a split dump, the end exclusive; undefined for a complete file. */
export function splitRange({ sub }: KdumpFacts): { first: number; end: number } | undefined {
  if (sub.split !== 1) return undefined
  return { first: Number(sub.start_pfn_64 ?? sub.start_pfn ?? 0n), end: Number(sub.end_pfn_64 ?? sub.end_pfn ?? 0n) }
}
