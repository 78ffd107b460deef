/** Opens kdump-compressed files. Source: makedumpfile's IMPLEMENTATION and diskdump_mod.h. */

import { type Diagnostic, Diagnostics, FormatError } from '../../../errors.js'
import { noteOwner } from '../../../formats/elf/note-owners.js'
import { diskDumpHeader, flattenedHeader, kdumpSubHeader, pageDesc, subHeaderSize64 } from '../../../formats/kcore/linux/diskdump.js'
import type { ByteSource } from '../../../io/source.js'
import { type Abi, abi, findAbi, type Infer } from '../../../schema/base.js'
import type { Area, Part } from '../../file-parts.js'
import type { Detection } from '../../format-reader.js'
import { linuxCpus } from '../cpus/linux-cpus.js'
import { type DumpNote, readDumpNotes } from '../dump-notes.js'
import type { DumpOptions, KernelDump } from '../kernel-dump.js'
import { BitSet } from '../page-bitmap.js'
import { pageCache } from '../page-cache.js'
import type { PhysicalMemory, PhysicalRange } from '../physical-memory.js'
import { decompressPage } from './decompress-page.js'
import { linuxFacts } from './dump-info.js'
import { isFlattened, unflattened } from './flattened.js'
import { PageFailures } from './page-failures.js'
import { kernelAbi, readVmcoreinfo } from './vmcoreinfo.js'

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

interface KdumpFacts {
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

/** Decompressed pages in the cache. */
const CACHED_PAGES = 1024
const none = new Uint8Array(0)

/** Physical memory of a kdump-compressed file: bitmap, page descriptors and compressed pages. */
class KdumpMemory implements PhysicalMemory {
  readonly #size: number
  readonly bits: BitSet
  /** Page frames of this file, the end exclusive. */
  readonly first: number
  readonly last: number
  /** Pages in the bitmap before the first one of this part of a split dump. */
  readonly #before: number
  /** Bitmap of the memory that the machine had; empty in a file with one bitmap. */
  readonly #ram: Uint8Array
  readonly #zeros: Uint8Array
  readonly #cache = new Map<number, Uint8Array>()
  readonly #failures: PageFailures

  constructor(
    private readonly source: ByteSource,
    private readonly facts: KdumpFacts,
    failures: PageFailures,
  ) {
    this.#failures = failures
    const { header, bitmapOffset, bitmapSize, frames } = facts
    this.#size = header.block_size
    this.bits = new BitSet(source.read(bitmapOffset, bitmapSize))
    const split = splitRange(facts)
    this.first = split?.first ?? 0
    this.last = split?.end ?? frames
    this.#before = this.bits.rank(this.first)
    this.#ram = bitmapOffset >= bitmapSize ? source.read(bitmapOffset - bitmapSize, bitmapSize) : none
    this.#zeros = new Uint8Array(this.#size)
  }

  read(address: number, length: number): Uint8Array {
    const frame = Math.floor(address / this.#size)
    const within = address - frame * this.#size
    return this.#page(frame).subarray(within, within + length)
  }

  *ranges(): Generator<PhysicalRange, void, undefined> {
    const size = this.#size
    const end = Math.min(this.last, this.facts.frames)
    const excluded = this.#excludedZeros()?.runs(this.first, end)
    let zero = excluded?.next()
    for (const { start, count } of this.bits.runs(this.first, end)) {
      for (; zero && !zero.done && zero.value.start < start; zero = excluded?.next())
        yield { start: zero.value.start * size, size: zero.value.count * size, zero: true }
      yield { start: start * size, size: count * size }
    }
    for (; zero && !zero.done; zero = excluded?.next()) yield { start: zero.value.start * size, size: zero.value.count * size, zero: true }
  }

  /** Reads every page, so that the diagnostics are complete. */
  *verify(): Generator<void, void, undefined> {
    for (const { start, size, zero } of this.ranges())
      for (let at = start; !zero && at < start + size; at += this.#size) {
        this.#page(at / this.#size)
        yield
      }
  }

  #page(frame: number): Uint8Array {
    let found = this.#cache.get(frame)
    if (!found) {
      found = this.#load(frame)
      if (this.#cache.size >= CACHED_PAGES) {
        const oldest = this.#cache.keys().next()
        if (!oldest.done) this.#cache.delete(oldest.value)
      }
      this.#cache.set(frame, found)
    }
    return found
  }

  #load(frame: number): Uint8Array {
    if (frame < this.first || frame >= this.last) return none
    if (!this.bits.has(frame)) return this.#isExcludedZero(frame) ? this.#zeros : none
    const layout = pageDesc.for(this.facts.of)
    const at = this.facts.descriptors + (this.bits.rank(frame) - this.#before) * layout.size
    const bytes = this.source.read(at, layout.size)
    if (bytes.byteLength < layout.size) return this.#truncated(at, frame)
    const { offset, size: length, flags } = layout.decode(bytes)
    // A descriptor that was never written: the dump is incomplete.
    if (offset === 0n)
      return this.#fail({ code: 'TRUNCATED', offset: at, path: 'page_desc', message: 'its descriptor was never written' }, frame)
    const data = length <= 2 * this.#size ? this.source.read(Number(offset), length) : none
    if (data.byteLength < length || length === 0) return this.#truncated(at, frame)
    try {
      return decompressPage(data, flags, this.#size)
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      return this.#fail({ ...error.toDiagnostic(), offset: Number(offset) }, frame)
    }
  }

  /** The pages of zeros that dump level 1 left out. */
  #excludedZeros(): BitSet | undefined {
    if (this.facts.sub.dump_level !== 1) return undefined
    return new BitSet(this.#ram.map((byte, index) => byte & ~(this.bits.bytes[index] ?? 0)))
  }

  /** Dump level 1 excludes pages of zeros only: a page in the machine's memory but not in the dump is zero. */
  #isExcludedZero(frame: number): boolean {
    return this.facts.sub.dump_level === 1 && ((this.#ram[Math.floor(frame / 8)] ?? 0) & (1 << (frame % 8))) !== 0
  }

  #truncated(offset: number, frame: number): Uint8Array {
    return this.#fail({ code: 'TRUNCATED', offset, path: 'page_desc', message: 'it is truncated' }, frame)
  }

  #fail(diagnostic: Diagnostic, frame: number): Uint8Array {
    this.#failures.add(diagnostic, frame * this.#size)
    return none
  }
}

const named = (machine: string): boolean => findAbi(machines[machine] ?? machine) !== undefined

/** Where the header does not name the machine (QEMU), VMCOREINFO has keys that only one machine has. */
function guessedAbi(of: Abi, machine: string, text: Uint8Array | undefined): Abi {
  const kernel = kernelAbi(of, text)
  if (kernel !== of || named(machine) || !text) return kernel
  const { values } = readVmcoreinfo(text)
  const guess = values.has('NUMBER(kimage_voffset)') ? abi.aarch64 : values.has('NUMBER(va_kernel_pa_offset)') ? abi.riscv64 : of
  return guess.bits === of.bits && guess.endian === of.endian ? guess : of
}

/** Header versions before 4 have VMCOREINFO outside of the notes; kernels write it as a note. */
function withVmcoreinfo(notes: readonly DumpNote[], text: Uint8Array | undefined): readonly DumpNote[] {
  const { VMCOREINFO } = noteOwner
  return text && !notes.some(({ owner }) => owner === VMCOREINFO) ? [...notes, { owner: VMCOREINFO, type: 0, descriptor: text }] : notes
}

/** The page frames of a part of a split dump, the end exclusive; undefined for a complete file. */
function splitRange({ sub }: KdumpFacts): { first: number; end: number } | undefined {
  if (sub.split !== 1) return undefined
  return { first: Number(sub.start_pfn_64 ?? sub.start_pfn ?? 0n), end: Number(sub.end_pfn_64 ?? sub.end_pfn ?? 0n) }
}

/** Memory of all given parts of a split dump, or of the one complete file. What the parts lack is a diagnostic. */
function partsMemory(source: ByteSource, facts: KdumpFacts, options: DumpOptions): PhysicalMemory {
  const { diagnostics, otherParts = [] } = options
  const failures = new PageFailures(diagnostics)
  const parts = [new KdumpMemory(pageCache(source), facts, failures)]
  for (const raw of otherParts) {
    const other = isFlattened(raw) ? unflattened(raw, diagnostics) : raw
    const otherFacts = factsOf(other)
    checkSameDump(facts, otherFacts, raw)
    parts.push(new KdumpMemory(pageCache(other), otherFacts, failures))
  }
  if (splitRange(facts)) checkParts(parts, facts, diagnostics)
  return parts.length === 1 ? (parts[0] as KdumpMemory) : joinedMemory(parts)
}

/** @throws FormatError `INCONSISTENT` for a file that is no part of the same split dump */
function checkSameDump(facts: KdumpFacts, other: KdumpFacts, { name = 'a file' }: ByteSource): void {
  const key = ({ header, frames, bitmapSize, sub }: KdumpFacts): string =>
    JSON.stringify([header.utsname, header.block_size, frames, bitmapSize, sub.split === 1])
  if (splitRange(other) && key(facts) === key(other)) return
  const message = splitRange(other) ? `${name} is a part of another dump` : `${name} is no part of a split dump`
  throw new FormatError({ code: 'INCONSISTENT', path: 'kdump_sub_header.split', message })
}

/** Memory of several parts; where two contain the same page, the first counts. */
function joinedMemory(parts: readonly KdumpMemory[]): PhysicalMemory {
  const sorted = [...parts].sort((a, b) => a.first - b.first)
  return {
    read(address, length) {
      for (const part of parts) {
        const bytes = part.read(address, length)
        if (bytes.byteLength > 0) return bytes
      }
      return none
    },
    *ranges() {
      let open: PhysicalRange | undefined
      for (const part of sorted)
        for (const next of part.ranges()) {
          const end = open ? open.start + open.size : -1
          if (open && next.start <= end && open.zero === next.zero)
            open = { ...open, size: Math.max(end, next.start + next.size) - open.start }
          else {
            if (open) yield open
            open = next
          }
        }
      if (open) yield open
    },
    *verify() {
      for (const part of parts) yield* part.verify()
    },
  }
}

/** Names the page frames that the dump has and no given part contains. */
function checkParts(parts: readonly KdumpMemory[], facts: KdumpFacts, diagnostics: Diagnostics): void {
  const missing: string[] = []
  const { bits } = parts[0] as KdumpMemory
  let at = 0
  const miss = (end: number): void => {
    if (end > at && bits.rank(end) > bits.rank(at)) missing.push(`${at} to ${end - 1}`)
  }
  for (const { first, last } of [...parts].sort((a, b) => a.first - b.first)) {
    miss(first)
    at = Math.max(at, last)
  }
  miss(facts.frames)
  if (missing.length === 0) return
  const ranges = parts.filter(({ first, last }) => last > first).map(({ first, last }) => `${first} to ${last - 1}`)
  const has = ranges.length > 0 ? `page frames ${ranges.join(', ')}` : 'no page frames'
  const what = parts.length === 1 ? 'this is one part of a split dump: it contains' : 'parts of a split dump are missing: these contain'
  diagnostics.add({
    code: 'TRUNCATED',
    offset: facts.header.block_size,
    path: 'kdump_sub_header.split',
    message: `${what} ${has} of ${facts.frames}; the part with page frames ${missing.join(', ')} is missing`,
  })
}

function checkComplete(facts: KdumpFacts, diagnostics: Diagnostics): void {
  if ((facts.header.status & INCOMPLETE) === 0) return
  const message = 'the writer marked the dump as incomplete'
  diagnostics.add({ code: 'TRUNCATED', offset: 0, path: 'disk_dump_header.status', message })
}

/** Flag of `status` in a dump whose writer ran out of space. */
const INCOMPLETE = 8

export function openKdump(raw: ByteSource, options: DumpOptions): KernelDump {
  const { kernel, diagnostics, limits, otherParts } = options
  const flattened = isFlattened(raw)
  const source = flattened ? unflattened(raw, diagnostics) : raw
  const facts = factsOf(source)
  const { header, sub } = facts
  const memory = partsMemory(source, facts, options)
  checkComplete(facts, diagnostics)
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
      : list.find(({ owner }) => owner === noteOwner.VMCOREINFO)?.descriptor
  const of = guessedAbi(facts.of, header.utsname.machine, text)
  const more = linuxFacts({ abi: of, memory, vmcoreinfo: text, kernel, diagnostics })
  const block = header.block_size
  const parts: Part[] = flattened
    ? [{ offset: 0, path: 'makedumpfile_header', struct: flattenedHeader, abi: abi.powerpc64 }]
    : [{ offset: 0, path: 'disk_dump_header', struct: diskDumpHeader, abi: facts.of }]
  if (!flattened && header.header_version >= 6)
    parts.push({ offset: block, path: 'kdump_sub_header', struct: kdumpSubHeader, abi: facts.of })
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
    ...(otherParts && { otherParts }),
    cpus: (kvm) => linuxCpus(kvm, list),
    notes: withVmcoreinfo(list, text),
    parts,
    areas: areas.filter(({ length }) => length > 0),
    facts: {
      version: header.header_version,
      ...(flattened && { container: 'flattened' }),
      pageSize: block,
      frames: facts.frames,
      dumpLevel: sub.dump_level ?? 0,
      processors: header.nr_cpus,
      complete: (header.status & INCOMPLETE) === 0 ? 'yes' : 'no',
      notes: list.map(({ owner, type, descriptor }) => `${owner}/${type}(${descriptor.byteLength})`),
      ...more.facts,
    },
    diagnostics,
  }
}
