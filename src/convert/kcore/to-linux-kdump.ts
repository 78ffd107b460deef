/** Converts Linux dumps to kdump-compressed files, as makedumpfile writes them. Source: makedumpfile's IMPLEMENTATION and diskdump_mod.h. */
import { type Diagnostic, FormatError } from '../../errors.js'
import { noteOwner } from '../../formats/elf/note-owners.js'
import { diskDumpHeader, kdumpSubHeader, pageDesc, pageFlag } from '../../formats/kcore/linux/diskdump.js'
import { isZero, roundUp } from '../../io/bytes.js'
import { nodeBuiltin } from '../../io/node-builtins.js'
import type { ByteSink } from '../../io/sink.js'
import { type Spool, spool } from '../../io/spool.js'
import type { DumpNote } from '../../readers/kcore/dump-notes.js'
import type { Vmcoreinfo } from '../../readers/kcore/linux/vmcoreinfo.js'
import type { OpenedKernelDump } from '../../readers/kcore/opened-dump.js'
import type { Abi } from '../../schema/base.js'
import { zeroValue } from '../../schema/zero-value.js'
import type { Convert } from '../conversion.js'
import { copyRange } from './copy-range.js'
import { withDump } from './dump-input.js'
import { encodeNoteList } from './elf-headers.js'
import { linuxInfo } from './linux-input.js'
import { dumpLevel, type FrameSet, filteredFrames } from './linux-page-filter.js'

const SIGNATURE = 'KDUMP   '
const VERSION = 6
/** Larger bitmaps than those of 4 TiB of memory are those of a damaged dump. */
const MOST_FRAMES = 2 ** 30

type Method = 'zlib' | 'zstd' | 'none'

/** Compression of a page, and its flag; undefined leaves the page as it is. */
type Compress = { readonly flag: number; readonly compress?: (bytes: Uint8Array) => Uint8Array }

function compressionOf(method: Method): Compress {
  if (method === 'none') return { flag: 0 }
  const zlib = nodeBuiltin('node:zlib') as typeof import('node:zlib') & { zstdCompressSync?: (bytes: Uint8Array) => Uint8Array }
  if (method === 'zlib') return { flag: pageFlag.ZLIB, compress: (bytes) => zlib.deflateSync(bytes, { level: 1 }) }
  const { zstdCompressSync } = zlib
  if (!zstdCompressSync)
    throw new FormatError({
      code: 'IO',
      message: `--pages zstd: this Node (${process.version}) cannot compress with zstd; 22.15 and later can`,
    })
  return { flag: pageFlag.ZSTD, compress: (bytes) => zstdCompressSync(bytes) }
}

/** `convert DUMP OUT --to kdump-compressed/linux`. */
export const toLinuxKdump: Convert = (input, sink) => {
  const { pages = 'zlib', dropZeros, level } = input.options as { pages?: Method; dropZeros?: boolean; level?: string }
  const bits = levelOption(level) | (dropZeros === true ? dumpLevel.ZERO : 0)
  return withDump(input, 'a kdump-compressed file', (opened) => writeKdump(opened, sink, { pages, level: bits, turn: input.turn }))
}

interface KdumpOptions {
  readonly pages: Method
  /** Dump level of makedumpfile: which pages are left out. */
  readonly level: number
  readonly turn: () => Promise<void> | undefined
}

/** @throws FormatError `BAD_VALUE` */
function levelOption(text: string | undefined): number {
  if (text === undefined) return 0
  const level = /^\d{1,2}$/.test(text) ? Number(text) : 32
  if (level <= 31) return level
  throw new FormatError({
    code: 'BAD_VALUE',
    path: 'level',
    message: `--level: expected a dump level from 0 to 31, found ${JSON.stringify(text)}`,
  })
}

/** Pages that were written, in ascending order. */
class PageList {
  readonly #size: number
  /** Bit n: memory of page n exists. */
  readonly ram: Uint8Array
  /** Bit n: page n is in the file. */
  readonly present: Uint8Array
  readonly descriptors: { offset: number; size: number; flags: number }[] = []
  #zero: { offset: number; size: number; flags: number } | undefined
  missing = 0

  constructor(
    private readonly data: Spool,
    private readonly method: Compress,
    frames: number,
    bitmapSize: number,
    readonly pageSize: number,
  ) {
    this.#size = frames
    this.ram = new Uint8Array(bitmapSize)
    this.present = new Uint8Array(bitmapSize)
  }

  /** @param bytes of the page; `excluded` where the level leaves it out, undefined where the dump does not contain it */
  add(frame: number, bytes: Uint8Array | 'excluded' | undefined, dropZeros: boolean): void {
    if (frame >= this.#size) return
    if (!bytes) {
      this.missing++
      return
    }
    const at = Math.floor(frame / 8)
    const bit = 1 << (frame % 8)
    this.ram[at] = (this.ram[at] as number) | bit
    if (bytes === 'excluded') return
    const zero = isZero(bytes, 0, bytes.byteLength)
    if (zero && dropZeros) return
    this.present[at] = (this.present[at] as number) | bit
    // Pages of zeros share their data.
    const descriptor = (zero ? this.#zero : undefined) ?? this.#store(bytes)
    if (zero) this.#zero = descriptor
    this.descriptors.push(descriptor)
  }

  #store(bytes: Uint8Array): { offset: number; size: number; flags: number } {
    const packed = this.method.compress?.(bytes)
    const [data, flags] = packed && packed.byteLength < bytes.byteLength ? [packed, this.method.flag] : [bytes, 0]
    const offset = this.data.size
    this.data.write(data)
    return { offset, size: data.byteLength, flags }
  }
}

async function writeKdump(opened: OpenedKernelDump, sink: ByteSink, options: KdumpOptions): Promise<Diagnostic[]> {
  const { dump } = opened
  const { info, notes } = linuxInfo(opened, 'a kdump-compressed file')
  const pageSize = info?.pageSize ?? 4096
  const ranges = [...dump.memory.ranges()]
  const frames = Math.ceil(ranges.reduce((end, { start, size }) => Math.max(end, start + size), 0) / pageSize)
  if (frames > MOST_FRAMES)
    throw new FormatError({ code: 'LIMIT', path: 'memory', message: `${frames} page frames are more than ${MOST_FRAMES}` })
  const bitmapSize = roundUp(Math.ceil(frames / 8), pageSize)
  const data = spool('compressed pages', { limit: Number.MAX_SAFE_INTEGER })
  try {
    const list = new PageList(data, compressionOf(options.pages), frames, bitmapSize, pageSize)
    const excluded = info && (await filteredFrames(opened, info, options.level, frames, options.turn))
    if (!info && options.level > dumpLevel.ZERO)
      throw new FormatError({ code: 'LOST', path: 'level', message: '--level: the dump has no VMCOREINFO' })
    for (const { start, size } of ranges) await addRange(opened, list, start, start + size, options, excluded)
    writeHeaders(opened, sink, { info, notes, frames, list, level: options.level, status: compressionOf(options.pages).flag })
    const source = data.finish()
    try {
      await copyRange(source, 0, source.size, sink, { turn: options.turn })
    } finally {
      source.close()
    }
    if (list.missing === 0) return []
    const message = `${list.missing} pages are missing or incomplete; omitted`
    return [{ code: 'LOST', path: 'memory', message }]
  } catch (error) {
    data.discard()
    throw error
  }
}

/** Adds the whole pages of a range. A page that lies in two ranges is added by the first. */
async function addRange(
  opened: OpenedKernelDump,
  list: PageList,
  start: number,
  end: number,
  options: KdumpOptions,
  excluded?: FrameSet,
): Promise<void> {
  const { pageSize } = list
  for (let at = Math.floor(start / pageSize) * pageSize; at < end; at += pageSize) {
    if (at < start && opened.dump.memory.read(at, 1).byteLength > 0) continue
    if (excluded?.has(at / pageSize)) {
      list.add(at / pageSize, 'excluded', false)
      continue
    }
    const page = opened.physicalMemory?.read(BigInt(at), pageSize)
    list.add(at / pageSize, page?.byteLength === pageSize ? page : undefined, (options.level & dumpLevel.ZERO) !== 0)
    if (at % (256 * pageSize) === 0) await options.turn()
  }
}

interface HeaderFacts {
  readonly info: Vmcoreinfo | undefined
  readonly notes: readonly DumpNote[]
  readonly frames: number
  readonly list: PageList
  readonly level: number
  readonly status: number
}

/** Everything in front of the data of the pages. */
function writeHeaders(opened: OpenedKernelDump, sink: ByteSink, { info, notes, frames, list, level, status }: HeaderFacts): void {
  const { dump } = opened
  const { abi } = dump
  const { pageSize } = list
  const subHeader = kdumpSubHeader.for(abi)
  const noteBytes = encodeNoteList(notes, abi)
  const noteOffset = pageSize + roundUp(subHeader.size, 8)
  const subBlocks = Math.ceil((noteOffset - pageSize + noteBytes.byteLength) / pageSize)
  const bitmapBlocks = (2 * list.present.byteLength) / pageSize
  const descriptorsAt = (1 + subBlocks + bitmapBlocks) * pageSize
  const dataAt = descriptorsAt + list.descriptors.length * pageDesc.for(abi).size
  const crashed = Number(info?.values.get('CRASHTIME') ?? 0)
  const base = zeroValue(diskDumpHeader, abi) as Parameters<ReturnType<typeof diskDumpHeader.for>['encode']>[0]
  sink.write(
    diskDumpHeader.for(abi).encode({
      ...base,
      signature: SIGNATURE,
      header_version: VERSION,
      utsname: utsnameOf(opened),
      timestamp: { tv_sec: BigInt(crashed), tv_usec: 0n },
      status,
      block_size: pageSize,
      sub_hdr_size: subBlocks,
      bitmap_blocks: bitmapBlocks,
      max_mapnr: Math.min(frames, 0xffffffff),
      nr_cpus: Math.max(1, notes.filter(({ owner, type }) => owner === noteOwner.CORE && type === 1).length),
    }),
  )
  padTo(sink, pageSize)
  const [infoOffset, infoSize] = vmcoreinfoPlace(notes, abi)
  const wide = BigInt(frames)
  sink.write(
    subHeader.encode({
      ...(zeroValue(kdumpSubHeader, abi) as Parameters<typeof subHeader.encode>[0]),
      phys_base: BigInt.asUintN(abi.bits, info?.number('phys_base') ?? 0n),
      dump_level: level,
      offset_vmcoreinfo: infoSize === 0 ? 0n : BigInt(noteOffset + infoOffset),
      size_vmcoreinfo: BigInt(infoSize),
      offset_note: BigInt(noteOffset),
      size_note: BigInt(noteBytes.byteLength),
      max_mapnr_64: wide,
    }),
  )
  padTo(sink, noteOffset)
  sink.write(noteBytes)
  padTo(sink, (1 + subBlocks) * pageSize)
  sink.write(list.ram)
  sink.write(list.present)
  for (const bytes of encodeDescriptors(list, abi, dataAt)) sink.write(bytes)
}

const padTo = (sink: ByteSink, offset: number): void => sink.write(new Uint8Array(offset - sink.position))

/** Descriptors that are encoded at once. */
const BATCH = 4096

function* encodeDescriptors({ descriptors }: PageList, abi: Abi, dataAt: number): Generator<Uint8Array, void, undefined> {
  const layout = pageDesc.for(abi)
  for (let at = 0; at < descriptors.length; at += BATCH) {
    const part = descriptors.slice(at, at + BATCH)
    const bytes = new Uint8Array(part.length * layout.size)
    for (const [index, { offset, size, flags }] of part.entries())
      bytes.set(layout.encode({ offset: BigInt(dataAt + offset), size, flags, page_flags: 0n }), index * layout.size)
    yield bytes
  }
}

/** Offset and size of the text of VMCOREINFO among the encoded notes. */
function vmcoreinfoPlace(notes: readonly DumpNote[], abi: Abi): [offset: number, size: number] {
  const index = notes.findIndex(({ owner }) => owner === noteOwner.VMCOREINFO)
  const note = notes[index]
  if (!note) return [0, 0]
  const before = encodeNoteList(notes.slice(0, index), abi).byteLength
  return [before + 12 + roundUp(note.owner.length + 1, 4), note.descriptor.byteLength]
}

/** Machines as uname(1) of Linux says them, which crash(8) compares. */
const machines: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  i386: 'i686',
  aarch64: 'aarch64',
  arm: 'armv7l',
  powerpc64le: 'ppc64le',
  powerpc64: 'ppc64',
}

function utsnameOf({ dump, kvm }: OpenedKernelDump) {
  const [sysname = '', nodename = '', release = '', ...rest] = (dump.version?.(kvm) ?? '').split(' ')
  const machine = machines[dump.abi.name] ?? dump.abi.name
  const version = rest.at(-1) === machine ? rest.slice(0, -1).join(' ') : rest.join(' ')
  const osrelease = String(dump.facts.release ?? release)
  return { sysname: sysname || 'Linux', nodename, release: osrelease.slice(0, 64), version: version.slice(0, 64), machine, domainname: '' }
}
