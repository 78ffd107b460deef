/** Kernel dumps of Solaris and illumos: vmcore.N and vmdump.N. Source: dumphdr.h, savecore and libkvm of illumos. */
import { type Diagnostics, FormatError } from '../../../errors.js'
import { hasElfMagic } from '../../../formats/elf/headers.js'
import { DUMP_MAGIC, type DumpHeader, dumpFlag, dumpHeader, dumpHeaderV9, memVtop } from '../../../formats/kcore/illumos/dump-header.js'
import { type ByteSource, sliceSource } from '../../../io/source.js'
import { type Abi, abi } from '../../../schema/base.js'
import type { Area } from '../../file-parts.js'
import type { Detection } from '../../format-reader.js'
import { illumosCpus } from '../cpus/illumos-cpus.js'
import type { DumpOptions, KernelDump } from '../kernel-dump.js'
import { pageCache } from '../page-cache.js'
import { findLastAtOrBelow, type PhysicalMemory, type PhysicalRange } from '../physical-memory.js'
import { type KernelFile, readElfKernel } from '../symbols/elf.js'
import type { Mapping, Translation } from '../translation.js'
import { hashTranslation } from './address-hash.js'
import { compressedPages } from './vmdump-pages.js'

interface Head {
  readonly of: Abi
  readonly header: DumpHeader
  readonly struct: typeof dumpHeader | typeof dumpHeaderV9
}

function readHead(source: ByteSource): Head | undefined {
  const bytes = source.read(0, 1912)
  if (bytes.byteLength < 64) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = view.getUint32(0, true) === DUMP_MAGIC
  if (!little && view.getUint32(0, false) !== DUMP_MAGIC) return undefined
  const wide = view.getUint32(12, little) === 64
  const of = little ? (wide ? abi.amd64 : abi.i386) : wide ? abi.sparc64 : abi.sparc
  const struct = view.getUint32(4, little) >= 10 ? dumpHeader : dumpHeaderV9
  const layout = struct.for(of)
  if (bytes.byteLength < layout.size) return undefined
  return { of, struct, header: layout.decode(bytes) as DumpHeader }
}

export function detectIllumos(source: ByteSource): Detection | undefined {
  const head = readHead(source)
  if (!head) return undefined
  const packed = (head.header.dump_flags & dumpFlag.COMPRESSED) !== 0
  return {
    format: packed ? 'vmdump/illumos' : 'vmcore/illumos',
    confidence: 0.97,
    reasons: ['magic 0xdefec8ed', packed ? 'flag DF_COMPRESSED: pages are packed' : 'pages are not packed'],
  }
}

export function openIllumos(source: ByteSource, { format, kernel, diagnostics }: DumpOptions): KernelDump {
  const found = readHead(source)
  if (!found) throw new FormatError({ code: 'UNKNOWN_FORMAT', offset: 0, message: 'no dump header of illumos, or one that is cut' })
  const head = withPageShift(found, diagnostics)
  const { of, header, struct } = head
  const pageSize = Number(header.dump_pagesize)
  if (!Number.isInteger(Math.log2(pageSize)) || pageSize < 1024 || pageSize > 4 * 1024 * 1024)
    throw new FormatError({
      code: 'BAD_VALUE',
      offset: layoutOffset(head, 'dump_pagesize'),
      path: 'dump_pagesize',
      message: `pages of ${pageSize} bytes`,
    })
  const packed = format === 'vmdump/illumos'
  const cached = pageCache(source)
  const frames = frameTable(cached, head, diagnostics)
  const pages = packed
    ? compressedPages({ source: cached, start: Number(header.dump_data), count: frames.count, pageSize, diagnostics })
    : plainPages(cached, Number(header.dump_data), pageSize)
  const memory = frameMemory(frames, pages, pageSize, packed ? undefined : Number(header.dump_data))
  const symbols = kernel ?? ownSymbols(source, header)
  const kas = symbols?.symbols?.get('kas')?.value
  const translation =
    kas === undefined ? undefined : packed ? listTranslation(cached, head, kas) : hashTranslation(cached, of, header, frames.frameOf, kas)
  const word = of.bits / 8
  const sections: Area[] = [
    { offset: Number(header.dump_ksyms), length: Number(header.dump_ksyms_csize), path: 'ksyms' },
    { offset: Number(header.dump_pfn), length: frames.count * word, path: 'frames' },
    { offset: Number(header.dump_data), length: Math.max(0, source.size - Number(header.dump_data)), path: 'pages' },
  ]
  return {
    format,
    abi: of,
    machine: header.dump_utsname.machine || of.name,
    source,
    notes: [],
    memory,
    ...(translation
      ? { translation }
      : { untranslatedReason: 'the address of the kernel address space is in the symbol kas, which is not known' }),
    parts: [{ offset: 0, path: 'dumphdr', struct, abi: of }],
    areas: sections.filter(({ offset, length }) => length > 0 && offset >= struct.for(of).size && offset + length <= source.size),
    facts: {
      version: header.dump_version,
      flags: `0x${header.dump_flags.toString(16)}`,
      pageSize,
      pages: Number(header.dump_npages),
      system: `${header.dump_utsname.sysname} ${header.dump_utsname.release} ${header.dump_utsname.version}`,
      host: header.dump_utsname.nodename,
      crashTime: Number(header.dump_crashtime),
      complete: (header.dump_flags & dumpFlag.COMPLETE) !== 0 ? 'yes' : 'no',
    },
    diagnostics,
    kernel: symbols,
    cpus: illumosCpus,
    panic: () => header.dump_panicstring || undefined,
    version: () => header.dump_utsname.version || undefined,
  }
}

/** The page shift follows from the page size; one that does not is damage, and is not believed. */
function withPageShift(head: Head, diagnostics: Diagnostics): Head {
  const { dump_pagesize: size, dump_pageshift: shift } = head.header
  const expected = Math.log2(Number(size))
  // A page size that is none is reported by itself.
  if (!Number.isInteger(expected) || shift === BigInt(expected)) return head
  diagnostics.add({
    code: 'BAD_VALUE',
    offset: layoutOffset(head, 'dump_pageshift'),
    path: 'dump_pageshift',
    message: `dump_pageshift is ${shift}, pages have ${size} bytes`,
    expected: String(expected),
    found: String(shift),
  })
  return { ...head, header: { ...head.header, dump_pageshift: BigInt(expected) } }
}

const layoutOffset = ({ struct, of }: Head, field: string): number => (struct.for(of).offsets as Record<string, number>)[field] ?? 0

/** The symbol table in the dump, where it is stored as it is. */
function ownSymbols(source: ByteSource, header: DumpHeader): KernelFile | undefined {
  const { dump_ksyms: offset, dump_ksyms_size: size, dump_ksyms_csize: stored } = header
  if (size !== stored || size === 0n || Number(offset) >= source.size || offset < 0n) return undefined
  const part = sliceSource(source, Number(offset), Number(size))
  if (!hasElfMagic(part.read(0, 4))) return undefined
  try {
    return readElfKernel(part)
  } catch (error) {
    if (error instanceof FormatError) return undefined
    throw error
  }
}

interface Frames {
  readonly count: number
  /** Number of the frame of page i. */
  frameOf(index: number): number
}

function frameTable(source: ByteSource, { header, of }: Head, diagnostics: Diagnostics): Frames {
  const word = of.bits / 8
  const start = Number(header.dump_pfn)
  const announced = Number(header.dump_npages)
  const room = Math.floor(Math.max(0, source.size - start) / word)
  const count = Math.max(0, Math.min(announced, room))
  if (count < announced)
    diagnostics.add({
      code: 'TRUNCATED',
      offset: start,
      path: 'dump_npages',
      message: `${announced} page frames are announced, ${room} fit into the file`,
    })
  const little = of.endian === 'little'
  return {
    count,
    frameOf(index) {
      const bytes = source.read(start + index * word, word)
      if (bytes.byteLength < word) return 0
      const view = new DataView(bytes.buffer, bytes.byteOffset, word)
      return word === 8 ? Number(view.getBigUint64(0, little)) : view.getUint32(0, little)
    },
  }
}

const plainPages =
  (source: ByteSource, start: number, pageSize: number) =>
  (index: number): Uint8Array => {
    const bytes = source.read(start + index * pageSize, pageSize)
    if (bytes.byteLength === pageSize) return bytes
    // Pages of zeros at the end are not written.
    const page = new Uint8Array(pageSize)
    page.set(bytes)
    return page
  }

/** Physical memory by the ascending table of frames. */
function frameMemory(frames: Frames, page: (index: number) => Uint8Array, pageSize: number, data: number | undefined): PhysicalMemory {
  return {
    read(address, length) {
      const frame = Math.floor(address / pageSize)
      const index = findLastAtOrBelow(frames.count, frame, frames.frameOf)
      if (index < 0 || frames.frameOf(index) !== frame) return new Uint8Array(0)
      const within = address - frame * pageSize
      return page(index).subarray(within, within + length)
    },
    *ranges(): Generator<PhysicalRange, void, undefined> {
      for (let index = 0; index < frames.count; ) {
        const first = frames.frameOf(index)
        let count = 1
        while (index + count < frames.count && frames.frameOf(index + count) === first + count) count++
        yield { start: first * pageSize, size: count * pageSize, ...(data !== undefined && { offset: data + index * pageSize }) }
        index += count
      }
    },
  }
}

/** More mappings than this are not looked at. */
const MOST = 1 << 26

/** The raw list of mappings of a packed dump; made into a table when it is first asked for. */
function listTranslation(source: ByteSource, { header, of }: Head, space: bigint): Translation {
  const layout = memVtop.for(of)
  const shift = Number(header.dump_pageshift)
  const size = 2 ** shift
  let table: Map<bigint, number> | undefined
  function load(): Map<bigint, number> {
    const made = new Map<bigint, number>()
    const start = Number(header.dump_map)
    const count = Math.min(Number(header.dump_nvtop), MOST, Math.floor(Math.max(0, source.size - start) / layout.size))
    for (let index = 0; index < count; index++) {
      const { m_as, m_va, m_pfn } = layout.decode(source.read(start + index * layout.size, layout.size))
      if (m_as === space) made.set(m_va >> BigInt(shift), Number(m_pfn))
    }
    return made
  }
  return {
    pageShift: shift,
    translate(address): Mapping | undefined {
      table ??= load()
      const frame = table.get(address >> BigInt(shift))
      if (frame === undefined) return undefined
      const within = Number(BigInt.asUintN(shift, address))
      return { physical: frame * size + within, length: size - within }
    },
    *mapped() {
      table ??= load()
      for (const [page, frame] of table) yield { virtual: page << BigInt(shift), physical: frame * size, length: size }
      return false
    },
  }
}
