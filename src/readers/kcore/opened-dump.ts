/** A kernel dump as an opened file: report, fields, memory, symbols and document. */
import type { Diagnostic } from '../../errors.js'
import { idOf } from '../../formats/kcore/structure-ids.js'
import { concatenate } from '../../io/bytes.js'
import { formatHex } from '../../io/text-format.js'
import { documentParts, partFields } from '../file-parts.js'
import type { DocumentOptions, MemoryReader, OpenedFile, ReadOptions } from '../format-reader.js'
import { cpuReport, type DescribedCpu, describedCpus, mappingReport, mappingsOf } from './dump-questions.js'
import { type KernelDump, kvmOf } from './kernel-dump.js'
import { kernelMismatch } from './kernel-match.js'
import type { Kvm } from './kvm.js'
import { symbolText } from './symbols/nearest-symbol.js'
import type { MappedRange } from './translation.js'

/** An opened kernel dump: what every opened file offers, and the dump itself for conversions and programs. */
export interface OpenedKernelDump extends OpenedFile {
  readonly dump: KernelDump
  readonly kvm: Kvm
}

/** Whether an opened file is a kernel dump: physical memory, translation and notes are in its `dump` then, kernel memory in `kvm`. */
export const isKernelDump = (file: OpenedFile): file is OpenedKernelDump => 'dump' in file && 'kvm' in file

/** An opened dump without its text, which `render` adds. */
export interface ReportedDump extends Omit<OpenedKernelDump, 'text' | 'translate'> {
  /** The processors with their calls. */
  cpus(): readonly DescribedCpu[]
  /** Mapped ranges; where they cannot be listed, a diagnostic says so. */
  mappings(): Iterable<MappedRange>
  /** The kernel message buffer; read once. Where it was requested by name and is not found, a diagnostic says so. */
  messages(requested?: boolean): Uint8Array | undefined
}

/** Parts of report and text that `--only` can name. */
const PARTS: readonly string[] = ['kernel', 'dump', 'translation', 'segments', 'panic', 'cpus', 'dmesg', 'symbols', 'mappings']

/** Opens a dump; the caller adds the text. */
export function openDump(given: KernelDump): ReportedDump {
  const kvm = kvmOf(given)
  const dump = withMatchingKernel(given, kvm)
  const parted = { ...dump, idOf }
  let messages: Uint8Array | undefined | null = null
  const opened: ReportedDump = {
    dump,
    kvm,
    format: dump.format,
    parts: PARTS,
    diagnostics: dump.diagnostics.list,
    messages(requested) {
      if (messages === null) messages = dump.messages?.(kvm)
      if (requested && !messages) reportMissingMessages(dump)
      return messages
    },
    cpus: () => describedCpus(dump, kvm),
    mappings: () => listMappings(dump),
    report: (options) => reportOf(opened, options),
    fields: () => partFields(parted),
    memory: memoryOf(dump, kvm),
    physicalMemory: physicalOf(dump),
    nearestSymbol: (address) => symbolText(kvm.symbols, address),
    ...(dump.memory.verify && { verify: () => dump.memory.verify?.() ?? [] }),
    symbol(name) {
      const found = kvm.symbol(name)
      return found && { address: found.value, ...(found.size && { size: found.size }) }
    },
    // A document is of one file.
    ...(!dump.otherParts && { document: (options) => documentOf(dump, parted, options) }),
  }
  return opened
}

function documentOf(dump: KernelDump, parted: Parameters<typeof documentParts>[0], options: DocumentOptions): Record<string, unknown> {
  return { format: dump.format, abi: dump.abi.name, size: dump.source.size, parts: documentParts(parted, options) }
}

/** Nothing is read through symbols of another kernel; `--symbol` still finds their addresses. */
function withMatchingKernel(dump: KernelDump, kvm: Kvm): KernelDump {
  const mismatch = kernelMismatch(dump, kvm)
  if (!mismatch) return dump
  dump.diagnostics.add(mismatch)
  const { kernel: _, ...without } = dump
  const plain = kvmOf(without)
  return {
    ...dump,
    messages: () => dump.messages?.(plain),
    panic: () => dump.panic?.(plain),
    version: () => dump.version?.(plain),
    cpus: () => dump.cpus?.(plain) ?? [],
  }
}

function reportOf({ dump, kvm, messages, cpus, mappings }: ReportedDump, { only }: ReadOptions = {}): Record<string, unknown> {
  const wanted = (part: string): boolean => !only || only.includes(part)
  const { bytes, ranges } = wanted('dump') ? memoryTotal(dump) : { bytes: 0, ranges: 0 }
  return {
    format: dump.format,
    abi: dump.abi.name,
    bits: dump.abi.bits,
    endian: dump.abi.endian,
    machine: dump.machine,
    kernel: wanted('kernel') ? kernelOf(dump, kvm) : undefined,
    dump: wanted('dump') ? { ...factsOf(dump), memorySize: bytes, segments: ranges } : undefined,
    translation: wanted('translation') ? (dump.translation ? 'known' : `unknown: ${untranslatedReason(dump)}`) : undefined,
    segments: wanted('segments') ? segmentsOf(dump) : undefined,
    panic: wanted('panic') ? dump.panic?.(kvm) : undefined,
    cpus: wanted('cpus') ? listCpus(dump, cpus(), only) : undefined,
    dmesg: wanted('dmesg') ? decodeText(messages(only?.includes('dmesg'))) : undefined,
    // Tens of thousands: only on request.
    symbols: only?.includes('symbols') ? symbolsOf(kvm) : undefined,
    mappings: only?.includes('mappings') ? reports(mappings()) : undefined,
    diagnostics: dump.diagnostics.list,
  }
}

function listCpus(dump: KernelDump, cpus: readonly DescribedCpu[], only: readonly string[] | undefined): unknown {
  if (cpus.length === 0) {
    if (only) reportMissingCpus(dump)
    return undefined
  }
  return cpus.map(cpuReport)
}

/** Says that the registers are not known: they were asked for. */
export function reportMissingCpus(dump: KernelDump): void {
  const hint = dump.kernel?.symbols ? '' : '; --kernel FILE may help'
  addOnce(dump, { code: 'UNMAPPED', path: 'cpus', message: `the dump does not tell the registers of its processors${hint}` })
}

function addOnce(dump: KernelDump, diagnostic: Diagnostic): void {
  if (!dump.diagnostics.list.some(({ message }) => message === diagnostic.message)) dump.diagnostics.add(diagnostic)
}

function* listMappings(dump: KernelDump): Generator<MappedRange, void, undefined> {
  const ranges = mappingsOf(dump)
  if (!ranges) {
    const why = dump.translation ? 'this machine has no list of them' : untranslatedReason(dump)
    addOnce(dump, { code: 'UNMAPPED', path: 'mappings', message: `mapped addresses cannot be listed: ${why}` })
    return
  }
  if (yield* ranges)
    addOnce(dump, { code: 'LIMIT', path: 'mappings', message: 'more page tables than the limit; some mappings are omitted' })
}

function* reports(ranges: Iterable<MappedRange>): Generator<Record<string, unknown>, void, undefined> {
  for (const range of ranges) yield mappingReport(range)
}

/** Physical memory, also across the borders of ranges. */
function physicalOf({ memory }: KernelDump): MemoryReader {
  return {
    read(address, length) {
      if (address < 0n || address >= 1n << 52n) return new Uint8Array(0)
      const first = memory.read(Number(address), length)
      if (first.byteLength === length || first.byteLength === 0) return first
      const pieces = [first]
      for (let done = first.byteLength; done < length; ) {
        const more = memory.read(Number(address) + done, length - done)
        if (more.byteLength === 0) break
        pieces.push(more)
        done += more.byteLength
      }
      return concatenate(pieces)
    },
  }
}

function reportMissingMessages(dump: KernelDump): void {
  const known = dump.diagnostics.list.some(({ path }) => path === 'dmesg')
  if (known) return
  const why = dump.translation
    ? `the dump${dump.kernel?.symbols ? '' : ' without --kernel'} does not tell where it is`
    : `cannot translate kernel addresses: ${untranslatedReason(dump)}`
  dump.diagnostics.add({ code: 'UNMAPPED', path: 'dmesg', message: `kernel message buffer not found: ${why}` })
}

/** Memory by kernel address. Without a translation every read is empty, with one diagnostic. */
function memoryOf(dump: KernelDump, kvm: Kvm): MemoryReader {
  return {
    read(address, length) {
      if (kvm.translates) return kvm.read(address, length)
      const message = `cannot translate kernel addresses: ${untranslatedReason(dump)}`
      if (!dump.diagnostics.list.some((each) => each.message === message)) dump.diagnostics.add({ code: 'UNMAPPED', message })
      return new Uint8Array(0)
    },
  }
}

/** Why kernel addresses cannot be translated. */
export const untranslatedReason = ({ untranslatedReason: reason }: KernelDump): string => reason ?? 'no valid dump header'

/** Header values as JSON: big integers are addresses. */
export function factsOf(dump: KernelDump): Record<string, unknown> {
  return Object.fromEntries(Object.entries(dump.facts).map(([key, value]) => [key, typeof value === 'bigint' ? formatHex(value) : value]))
}

/** Bytes and number of the memory ranges of a dump. */
export function memoryTotal(dump: KernelDump): { bytes: number; ranges: number } {
  let bytes = 0
  let ranges = 0
  for (const { size } of dump.memory.ranges()) {
    bytes += size
    ranges++
  }
  return { bytes, ranges }
}

function* segmentsOf(dump: KernelDump): Generator<Record<string, unknown>, void, undefined> {
  for (const { start, size, offset } of dump.memory.ranges()) yield { start: formatHex(start), end: formatHex(start + size), size, offset }
}

function* symbolsOf(kvm: Kvm): Generator<Record<string, unknown>, void, undefined> {
  for (const { name, value, type, size } of kvm.symbols?.all() ?? [])
    yield { name, address: formatHex(value), type, size: size || undefined }
}

function kernelOf(dump: KernelDump, kvm: Kvm): Record<string, unknown> | undefined {
  const version = dump.version?.(kvm)
  const { kernel } = dump
  if (!kernel && version === undefined) return undefined
  return { version, symbols: kernel?.symbols?.kind }
}

const decodeText = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes)
