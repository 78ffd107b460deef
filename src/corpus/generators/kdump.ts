/** kdump-compressed files of Linux: pages raw, packed and left out, whole and flattened. */
import { diskDumpHeader, flattenedHeader, flattenedRecord, kdumpSubHeader, pageDesc, pageFlag } from '../../formats/kcore/linux/diskdump.js'
import { concatenate } from '../../io/bytes.js'
import { type Abi, abi as abis } from '../../schema/base.js'
import { zeroValue } from '../../schema/zero-value.js'
import type { Draw } from '../draw.js'
import type { FileVariant, FormatVariants } from '../file-variant.js'
import { type Architecture, architectures, PAGE } from './kernel/architectures.js'
import { bitmapOf, drawKernelMemory, padded, pagesOf } from './kernel/draw-memory.js'
import { RELEASE, vmcoreinfo } from './kernel/vmcoreinfo.js'

/** Machines as uname says them. */
const unames: Readonly<Record<string, string>> = { amd64: 'x86_64', i386: 'i686', aarch64: 'aarch64', riscv64: 'riscv64' }
const machines = architectures.filter(({ name, abi }) => name === abi.name)

export const generators: readonly FormatVariants[] = [
  {
    format: 'kdump-compressed/linux',
    variants: machines.flatMap((of): FileVariant[] => [
      { name: of.name, make: (draw) => kdump(draw, of) },
      { name: `${of.name}, flattened`, make: (draw) => flattened(draw, kdump(draw, of)) },
    ]),
  },
]

function kdump(draw: Draw, { abi, base, ...more }: Architecture): Uint8Array {
  const space = drawKernelMemory(draw, { abi, base, ...more })
  const info = new TextEncoder().encode(vmcoreinfo(draw, base))
  const pages = pagesOf(space)
  const present = pages.filter(() => !draw.oneIn(6))
  const frames = 1 + Math.max(...pages.map(([address]) => address / PAGE))
  const descriptor = pageDesc.for(abi)
  const subHeader = kdumpSubHeader.for(abi)
  let offset = 4 * PAGE + present.length * descriptor.size
  const data: Uint8Array[] = []
  const descriptors = present.map(([, bytes]) => {
    const { packed, flag } = pack(draw, bytes)
    const made = descriptor.encode({ offset: BigInt(offset), size: packed.length, flags: flag, page_flags: 0n })
    data.push(packed)
    offset += packed.length
    return made
  })
  return concatenate([
    padded(headerOf(abi, frames)),
    padded(
      concatenate([
        subHeader.encode({
          ...zeroValue(kdumpSubHeader, abi),
          dump_level: 31,
          offset_vmcoreinfo: BigInt(PAGE + subHeader.size),
          size_vmcoreinfo: BigInt(info.length),
          max_mapnr_64: BigInt(frames),
        }),
        info,
      ]),
    ),
    bitmapOf(
      pages.map(([address]) => address / PAGE),
      PAGE,
    ),
    bitmapOf(
      present.map(([address]) => address / PAGE),
      PAGE,
    ),
    ...descriptors,
    ...data,
  ])
}

function headerOf(abi: Abi, frames: number): Uint8Array {
  const utsname = {
    sysname: 'Linux',
    nodename: 'crashed',
    release: RELEASE,
    version: '#1',
    machine: unames[abi.name] as string,
    domainname: '(none)',
  }
  return diskDumpHeader.for(abi).encode({
    ...zeroValue(diskDumpHeader, abi),
    signature: 'KDUMP   ',
    header_version: 6,
    utsname,
    status: pageFlag.ZLIB,
    block_size: PAGE,
    sub_hdr_size: 1,
    bitmap_blocks: 2,
    max_mapnr: frames,
    nr_cpus: 1,
  })
}

/** A page as it is, or in a stream of the compression without any compression: such a stream is the same with every library. */
function pack(draw: Draw, page: Uint8Array): { packed: Uint8Array; flag: number } {
  // Streams that are larger than the page are never written: a page of equal bytes is packed as a run.
  const first = page[0] as number
  if (!page.every((byte) => byte === first)) return { packed: page, flag: 0 }
  return draw.nat(1) === 0 ? { packed: zstdRun(first, page.length), flag: pageFlag.ZSTD } : { packed: page, flag: 0 }
}

/** A zstd frame with one block of one repeated byte. */
function zstdRun(byte: number, length: number): Uint8Array {
  const block = 1 | (1 << 1) | (length << 3)
  // Single segment, two bytes of content size, which is stored less 256.
  const size = length - 256
  return Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x60, size & 0xff, size >> 8, block & 0xff, (block >> 8) & 0xff, block >> 16, byte)
}

/** Pieces in any order, each with its place in the file. */
function flattened(draw: Draw, file: Uint8Array): Uint8Array {
  const big = abis.powerpc64
  const record = (offset: bigint, size: bigint): Uint8Array => flattenedRecord.for(big).encode({ offset, buf_size: size })
  const pieces: Uint8Array[] = []
  for (let at = 0; at < file.length; ) {
    const size = Math.min(file.length - at, PAGE * (1 + draw.nat(3)))
    const piece = concatenate([record(BigInt(at), BigInt(size)), file.subarray(at, at + size)])
    if (draw.oneIn(3)) pieces.unshift(piece)
    else pieces.push(piece)
    at += size
  }
  const header = flattenedHeader.for(big).encode({ signature: 'makedumpfile', type: 1n, version: 1n })
  return concatenate([padded(header), ...pieces, record(-1n, -1n)])
}
