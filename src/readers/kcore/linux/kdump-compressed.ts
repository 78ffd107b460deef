/** Opens kdump-compressed files. Source: makedumpfile's IMPLEMENTATION and diskdump_mod.h. */
import { Diagnostics, FormatError } from '../../../errors.js'
import { diskDumpHeader, flattenedHeader, kdumpSubHeader, pageDesc, subHeaderSize64 } from '../../../formats/kcore/linux/diskdump.js'
import type { ByteSource } from '../../../io/source.js'
import { type Abi, abi, findAbi, type Infer } from '../../../schema/base.js'
import type { Area, Part } from '../../file-parts.js'
import type { Detection } from '../../format-reader.js'
import { readDumpNotes } from '../dump-notes.js'
import type { DumpOptions, KernelDump } from '../kernel-dump.js'
import { BitSet } from '../page-bitmap.js'
import { cachedSource, type PhysicalMemory, type PhysicalRange } from '../physical-memory.js'
import { unpackPage } from './decompress-page.js'
import { linuxFacts } from './dump-info.js'
import { isFlattened, unflattened } from './flattened.js'
import { readVmcoreinfo } from './vmcoreinfo.js'

const signatures = ['KDUMP   ', 'DISKDUMP']

export function detectKdump(source: ByteSource): Detection | undefined {
  const text = new TextDecoder().decode(source.read(0, 8))
  if (signatures.includes(text))
    return { format: 'kdump-compressed/linux', confidence: 0.98, reasons: [`begins with ${JSON.stringify(text)}`] }
  if (!isFlattened(source)) return undefined
  const inner = unflattened(source, new Diagnostics())
  const found = new TextDecoder().decode(inner.read(0, 8))
  if (!signatures.includes(found)) return undefined
  return {
    format: 'kdump-compressed/linux',
    confidence: 0.98,
    reasons: ['a flattened file of makedumpfile', `that holds ${JSON.stringify(found)}`],
  }
}

type Header = Infer<typeof diskDumpHeader>

/** Machines as uname says them. */
const machines: Readonly<Record<string, string>> = { i686: 'i386', i586: 'i386', armv7l: 'arm', armv8l: 'arm', ppc: 'powerpc' }

/** The ABI whose layout of the header makes sense, and the header. */
function shapeOf(bytes: Uint8Array): { of: Abi; header: Header } | undefined {
  const layouts: readonly Abi[] = [abi.amd64, abi.powerpc64, abi.i386, abi.arm, abi.powerpc]
  for (const of of layouts) {
    const layout = diskDumpHeader.for(of)
    if (bytes.byteLength < layout.size) continue
    const header = layout.decode(bytes)
    const { block_size: size, header_version: version } = header
    if (version < 0 || version > 16 || size < 1024 || size > 1024 * 1024 || !Number.isInteger(Math.log2(size))) continue
    const named = findAbi(machines[header.utsname.machine] ?? header.utsname.machine)
    // A machine that is not named so is taken by its layout.
    if (named && named.bits === of.bits && named.endian === of.endian) return { of: named, header }
    if (of.name === 'arm' && named === undefined) continue
    return { of, header }
  }
  return undefined
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

function factsOf(source: ByteSource): KdumpFacts {
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

/** Unpacked pages that are kept. */
const KEPT = 1024
const none = new Uint8Array(0)

export function kdumpMemory(source: ByteSource, facts: KdumpFacts, diagnostics: Diagnostics): PhysicalMemory {
  const { of, header, sub } = facts
  const size = header.block_size
  const bits = new BitSet(source.read(facts.bitmapOffset, facts.bitmapSize))
  const layout = pageDesc.for(of)
  const split = sub.split === 1
  const first = split ? Number(sub.start_pfn_64 ?? sub.start_pfn ?? 0n) : 0
  const last = split ? Number(sub.end_pfn_64 ?? sub.end_pfn ?? 0n) : facts.frames
  const before = bits.rank(first)
  const zeroFilled = sub.dump_level === 1
  const ram = facts.bitmapOffset >= facts.bitmapSize ? source.read(facts.bitmapOffset - facts.bitmapSize, facts.bitmapSize) : none
  const cache = new Map<number, Uint8Array>()
  const zeros = new Uint8Array(size)

  function unpack(frame: number): Uint8Array {
    if (frame < first || frame >= last) return none
    if (!bits.has(frame)) return zeroFilled && ((ram[Math.floor(frame / 8)] ?? 0) & (1 << (frame % 8))) !== 0 ? zeros : none
    const at = facts.descriptors + (bits.rank(frame) - before) * layout.size
    const bytes = source.read(at, layout.size)
    if (bytes.byteLength < layout.size) return cut(at, frame)
    const { offset, size: length, flags } = layout.decode(bytes)
    // A descriptor that was never written: the dump is not complete.
    if (offset === 0n) return none
    const data = length <= 2 * size ? source.read(Number(offset), length) : none
    if (data.byteLength < length || length === 0) return cut(at, frame)
    try {
      const page = unpackPage(data, flags, size)
      return page.byteLength === size ? page : cut(at, frame)
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      diagnostics.add({ ...error.toDiagnostic(), offset: Number(offset) })
      return none
    }
  }

  function cut(offset: number, frame: number): Uint8Array {
    const message = `the page at physical address 0x${(frame * size).toString(16)} is not whole in the file`
    diagnostics.add({ code: 'TRUNCATED', offset, path: 'page_desc', message })
    return none
  }

  function page(frame: number): Uint8Array {
    let found = cache.get(frame)
    if (!found) {
      found = unpack(frame)
      if (cache.size >= KEPT) {
        const oldest = cache.keys().next()
        if (!oldest.done) cache.delete(oldest.value)
      }
      cache.set(frame, found)
    }
    return found
  }

  return {
    read(address, length) {
      const frame = Math.floor(address / size)
      const within = address - frame * size
      return page(frame).subarray(within, within + length)
    },
    *ranges(): Generator<PhysicalRange, void, undefined> {
      for (const { start, count } of bits.runs(first, Math.min(last, facts.frames))) yield { start: start * size, size: count * size }
    },
  }
}

const named = (machine: string): boolean => findAbi(machines[machine] ?? machine) !== undefined

/** Where the header does not name the machine (QEMU), VMCOREINFO has keys that only one machine has. */
function guessedAbi(of: Abi, machine: string, text: Uint8Array | undefined): Abi {
  if (named(machine) || !text) return of
  const { values } = readVmcoreinfo(text)
  const guess = values.has('NUMBER(kimage_voffset)') ? abi.aarch64 : values.has('NUMBER(va_kernel_pa_offset)') ? abi.riscv64 : of
  return guess.bits === of.bits && guess.endian === of.endian ? guess : of
}

export function openKdump(raw: ByteSource, { kernel, diagnostics, limits }: DumpOptions): KernelDump {
  const flattened = isFlattened(raw)
  const source = flattened ? unflattened(raw, diagnostics) : raw
  const facts = factsOf(source)
  const { header, sub } = facts
  const cached = cachedSource(source)
  const memory = kdumpMemory(cached, facts, diagnostics)
  const area = (offset: bigint | undefined, size: bigint | undefined, path: string): Area => ({
    offset: Number(offset ?? 0n),
    length: Number(size ?? 0n),
    path,
  })
  const notes = area(sub.offset_note, sub.size_note, 'notes')
  const info = area(sub.offset_vmcoreinfo, sub.size_vmcoreinfo, 'vmcoreinfo')
  const list = notes.length > 0 && notes.length <= limits.dumpNotes ? readDumpNotes(source.read(notes.offset, notes.length), facts.of) : []
  const text =
    info.length > 0 && info.length <= limits.vmcoreinfo
      ? source.read(info.offset, info.length)
      : list.find(({ owner }) => owner === 'VMCOREINFO')?.descriptor
  const of = guessedAbi(facts.of, header.utsname.machine, text)
  const more = linuxFacts({ abi: of, memory, vmcoreinfo: text, kernel })
  const block = header.block_size
  const parts: Part[] = flattened
    ? [{ offset: 0, path: 'makedumpfile_header', struct: flattenedHeader, abi: abi.powerpc64 }]
    : [{ offset: 0, path: 'disk_dump_header', struct: diskDumpHeader, abi: of }]
  if (!flattened && header.header_version >= 6) parts.push({ offset: block, path: 'kdump_sub_header', struct: kdumpSubHeader, abi: of })
  const bitmaps = { offset: (1 + header.sub_hdr_size) * block, length: header.bitmap_blocks * block, path: 'bitmaps' }
  const areas = flattened
    ? []
    : [info, notes, bitmaps, { offset: facts.descriptors, length: source.size - facts.descriptors, path: 'pages' }]
  return {
    format: 'kdump-compressed/linux',
    abi: of,
    machine: named(header.utsname.machine) ? header.utsname.machine : of.name,
    source: raw,
    memory,
    ...more,
    kernel: more.kernel,
    notes: list,
    parts,
    areas: areas.filter(({ length }) => length > 0),
    facts: {
      version: header.header_version,
      ...(flattened && { container: 'flattened' }),
      pageSize: block,
      frames: facts.frames,
      dumpLevel: sub.dump_level ?? 0,
      processors: header.nr_cpus,
      complete: (header.status & 8) === 0 ? 'yes' : 'no',
      notes: list.map(({ owner, type, descriptor }) => `${owner}/${type}(${descriptor.byteLength})`),
      ...more.facts,
    },
    diagnostics,
  }
}
