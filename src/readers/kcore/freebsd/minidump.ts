/** Opens FreeBSD's minidumps: header, message buffer, list of ranges, bitmap, page tables, pages. Source: FreeBSD's minidump_machdep. */

import { Diagnostics, FormatError } from '../../../errors.js'
import { roundUp } from '../../../io/bytes.js'
import { type ByteSource, sliceSource } from '../../../io/source.js'
import type { Abi } from '../../../schema/base.js'
import type { Area } from '../../file-parts.js'
import { defaultLimits } from '../../limits.js'
import { freebsdCpus } from '../cpus/saved-context.js'
import type { KernelDump } from '../kernel-dump.js'
import { type BitRange, BitSet, bitmapMemory } from '../page-bitmap.js'
import { pageCache } from '../page-cache.js'
import type { KernelFile } from '../symbols/elf.js'
import { dumpOnDevice } from './dump-device.js'
import { freebsdMessages, freebsdPanic, freebsdVersion } from './message-buffer.js'
import { type MinidumpHead, readMinidumpHead } from './minidump-header.js'
import { minidumpTranslation } from './minidump-page-tables.js'
import { openTextDump } from './text-dump.js'

export interface MinidumpOptions {
  readonly kernel?: KernelFile | undefined
  /** Where the minidump begins in the source. */
  readonly offset?: number
  readonly format?: string | undefined
  readonly cache?: number
  readonly diagnostics?: Diagnostics
}

/** Where the sections are, in bytes from the start of the file. */
export interface Sections {
  readonly pageSize: number
  readonly msgbuf: Area
  readonly dumpavail: Area
  readonly bitmap: Area
  readonly tables: Area
  /** Up to the end of the file. */
  readonly pages: Area
}

/** Where the sections of a minidump are, by its header. */
export function sectionsOf(head: MinidumpHead, size: number): Sections {
  const { fields, offset } = head
  const pageSize = head.kind.machine === 'arm64' && ((fields.flags ?? 0) & 3) === 1 ? 16_384 : 4096
  let at = offset + pageSize
  const next = (path: string, length: number): Area => {
    const area = { offset: at, length, path }
    at += roundUp(length, pageSize)
    return area
  }
  const msgbuf = next('msgbuf', Number(fields.msgbufsize))
  const dumpavail = next('dumpavail', fields.dumpavailsize ?? 0)
  const bitmap = next('bitmap', Number(fields.bitmapsize))
  const tables = next('page_tables', Number(fields.pmapsize ?? fields.ptesize ?? 0))
  return { pageSize, msgbuf, dumpavail, bitmap, tables, pages: { offset: at, length: Math.max(0, size - at), path: 'memory' } }
}

/**
 * Opens a minidump.
 *
 * @throws FormatError `UNKNOWN_FORMAT`, `TRUNCATED` for the header; `BAD_BOUNDS` when the bitmap is not in the file
 */
export function openMinidump(source: ByteSource, options: MinidumpOptions = {}): KernelDump {
  const { kernel, diagnostics = new Diagnostics(), format = 'minidump/freebsd' } = options
  const device = options.offset === undefined ? dumpOnDevice(source, diagnostics) : undefined
  if (device?.text) return openTextDump(source, device, { ...options, kernel, diagnostics, format, limits: defaultLimits })
  const head = readMinidumpHead(source, options.offset ?? device?.offset ?? 0, kernel?.abi)
  const sections = sectionsOf(head, source.size)
  for (const area of [sections.msgbuf, sections.dumpavail, sections.bitmap, sections.tables]) checkArea(area, source, diagnostics)
  if (sections.bitmap.offset + sections.bitmap.length > source.size)
    throw new FormatError({
      code: 'BAD_BOUNDS',
      offset: sections.bitmap.offset,
      path: 'minidumphdr.bitmapsize',
      message: `the bitmap of ${sections.bitmap.length} bytes does not fit into the file of ${source.size}`,
    })
  const cached = pageCache(source, { bytes: options.cache, phase: sections.pages.offset })
  const bits = new BitSet(bitmapBytes(source, sections.bitmap, head.abi))
  const ranges = head.fields.dumpavailsize
    ? availableRanges(source, sections.dumpavail, head.abi, sections.pageSize)
    : [{ page: 0, bit: 0, count: bits.bytes.byteLength * 8 }]
  const memory = bitmapMemory({ source: cached, bits, ranges, pageSize: sections.pageSize, offset: sections.pages.offset })
  checkPages(bits, ranges, sections, source, diagnostics)
  const tables = sliceSource(cached, sections.tables.offset, sections.tables.length)
  const translation = minidumpTranslation(head, { tables, memory, pageSize: sections.pageSize, elfFlags: kernel?.flags ?? 0 })
  const { fields } = head
  return {
    format,
    abi: head.abi,
    machine: head.kind.machine,
    source,
    memory,
    notes: [],
    ...(typeof translation === 'string' ? { untranslatedReason: translation } : { translation }),
    parts: [{ offset: head.offset, path: 'minidumphdr', struct: head.struct, abi: head.abi }, ...(device?.parts ?? [])],
    areas: [sections.msgbuf, sections.dumpavail, sections.bitmap, sections.tables, sections.pages].filter(({ length }) => length > 0),
    facts: {
      version: fields.version,
      pageSize: sections.pageSize,
      kernbase: BigInt(fields.kernbase),
      ...(fields.dmapbase !== undefined && { dmapbase: fields.dmapbase, dmapend: fields.dmapend }),
      msgbufSize: Number(fields.msgbufsize),
      bitmapSize: Number(fields.bitmapsize),
      tablesSize: sections.tables.length,
      pages: bits.total,
      ...device?.facts,
    },
    diagnostics,
    kernel,
    messages: (kvm) => freebsdMessages(kvm, source.read(sections.msgbuf.offset, sections.msgbuf.length)),
    version: freebsdVersion,
    cpus: freebsdCpus,
    panic: (kvm) => device?.panic ?? freebsdPanic(kvm),
  }
}

function checkArea({ offset, length, path }: Area, source: ByteSource, diagnostics: Diagnostics): void {
  if (offset + length <= source.size) return
  diagnostics.add({
    code: 'TRUNCATED',
    offset,
    path,
    message: `${path} takes ${length} bytes at 0x${offset.toString(16)}, the file ends at 0x${source.size.toString(16)}`,
    expected: String(length),
    found: String(Math.max(0, source.size - offset)),
  })
}

/** The bitmap with bit n in byte n / 8. The kernel writes words of `unsigned long`, which on big-endian machines are turned round. */
function bitmapBytes(source: ByteSource, { offset, length }: Area, of: Abi): Uint8Array {
  const bytes = source.read(offset, length)
  if (of.endian === 'little') return bytes
  // powerpc64 has words of 8 bytes; mips kernels used words of 4, also those of 64 bits.
  const word = of.name.startsWith('mips') ? 4 : of.long
  const turned = new Uint8Array(bytes.byteLength)
  for (let index = 0; index < bytes.byteLength; index++) turned[index] = bytes[index - (index % word) + (word - 1 - (index % word))] ?? 0
  return turned
}

/** The ranges of physical memory that the bits of the bitmap are of: pairs of start and end, up to one whose end is 0. */
function availableRanges(source: ByteSource, { offset, length }: Area, of: Abi, pageSize: number): BitRange[] {
  const bytes = source.read(offset, length)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = of.endian === 'little'
  const list: BitRange[] = []
  let bit = 0
  for (let at = 0; at + 16 <= bytes.byteLength; at += 16) {
    const start = Number(view.getBigUint64(at, little))
    const end = Number(view.getBigUint64(at + 8, little))
    if (end === 0) break
    const page = Math.floor(start / pageSize)
    const count = Math.max(0, Math.ceil(end / pageSize) - page)
    list.push({ page, bit, count })
    bit += count
  }
  return list.filter(({ count }) => count > 0).sort((a, b) => a.page - b.page)
}

function checkPages(bits: BitSet, ranges: readonly BitRange[], sections: Sections, source: ByteSource, diagnostics: Diagnostics): void {
  // Bits past the last range mean nothing.
  const last = ranges.reduce((most, { bit, count }) => Math.max(most, bit + count), 0)
  const pages = bits.rank(last)
  const needed = pages * sections.pageSize
  const there = source.size - sections.pages.offset
  if (needed <= there) return
  diagnostics.add({
    code: 'TRUNCATED',
    offset: source.size,
    path: 'memory',
    message: `the bitmap names ${pages} pages, which take ${needed} bytes; ${Math.max(0, there)} are left`,
    expected: String(needed),
    found: String(Math.max(0, there)),
  })
}
