/** A kernel dump as the command line and the conversions see every file. */

import { idOf } from '../../formats/kcore/structure-ids.js'
import { formatHex } from '../../io/text-format.js'
import { bigintToJson } from '../../schema/json.js'
import { documentParts, partFields } from '../file-parts.js'
import type { OpenedFile, ReadOptions } from '../format-reader.js'
import { type KernelDump, kvmOf } from './kernel-dump.js'
import type { Kvm } from './kvm.js'

/** An opened kernel dump: what every file offers, and the dump itself for conversions and programs. */
export interface OpenedKernelDump extends OpenedFile {
  readonly dump: KernelDump
  readonly kvm: Kvm
}

function* segmentsOf(dump: KernelDump): Generator<Record<string, unknown>, void, undefined> {
  for (const { start, size, offset } of dump.memory.ranges()) yield { start: formatHex(start), end: formatHex(start + size), size, offset }
}

function* symbolsOf(kvm: Kvm): Generator<Record<string, unknown>, void, undefined> {
  for (const { name, value, type, size } of kvm.symbols?.all() ?? [])
    yield { name, address: formatHex(value), type, size: size || undefined }
}

/** Facts as JSON: big integers are addresses. */
function factsOf(dump: KernelDump): Record<string, unknown> {
  return Object.fromEntries(Object.entries(dump.facts).map(([key, value]) => [key, typeof value === 'bigint' ? formatHex(value) : value]))
}

function total(dump: KernelDump): { bytes: number; ranges: number } {
  let bytes = 0
  let ranges = 0
  for (const { size } of dump.memory.ranges()) {
    bytes += size
    ranges++
  }
  return { bytes, ranges }
}

/** Wraps a dump as an opened file. */
export function openDump(dump: KernelDump): OpenedKernelDump {
  const kvm = kvmOf(dump)
  let messages: Uint8Array | undefined | null = null
  const dmesg = (): Uint8Array | undefined => {
    if (messages === null) messages = dump.messages?.(kvm)
    return messages
  }

  function report({ only }: ReadOptions = {}): Record<string, unknown> {
    const wanted = (part: string): boolean => !only || only.includes(part)
    const asked = (part: string): boolean => only?.includes(part) ?? false
    return {
      format: dump.format,
      abi: dump.abi.name,
      bits: dump.abi.bits,
      endian: dump.abi.endian,
      machine: dump.machine,
      kernel: wanted('kernel') ? kernelOf(dump, kvm) : undefined,
      dump: wanted('dump') ? { ...factsOf(dump), memorySize: total(dump).bytes, segments: total(dump).ranges } : undefined,
      translation: wanted('translation') ? (dump.translation ? 'known' : `unknown: ${dump.unknown ?? 'no valid dump header'}`) : undefined,
      segments: wanted('segments') ? segmentsOf(dump) : undefined,
      panic: wanted('panic') ? dump.panic?.(kvm) : undefined,
      dmesg: wanted('dmesg') ? textOf(dmesg()) : undefined,
      // Tens of thousands: only when they are asked for.
      symbols: asked('symbols') ? symbolsOf(kvm) : undefined,
      diagnostics: dump.diagnostics.list,
    }
  }

  function* text({ only }: ReadOptions = {}): Generator<string | Uint8Array, void, undefined> {
    const wanted = (part: string): boolean => !only || only.includes(part)
    if (!only) yield* heading(dump)
    yield* summary(dump, kvm, wanted)
    if (wanted('segments')) yield* segmentLines(dump, only !== undefined)
    if (only?.includes('symbols')) yield* symbolLines(kvm)
    if (wanted('dmesg')) {
      const bytes = dmesg()
      if (bytes && bytes.byteLength > 0) {
        if (!only) yield '\nkernel messages:\n'
        yield bytes
      }
    }
  }

  const parted = { ...dump, idOf }
  return {
    dump,
    kvm,
    format: dump.format,
    parts: ['kernel', 'dump', 'translation', 'segments', 'panic', 'dmesg', 'symbols'],
    diagnostics: dump.diagnostics.list,
    report,
    text,
    fields: () => partFields(parted),
    memory: {
      read(address, length) {
        if (!kvm.translates) {
          const message = `kernel addresses cannot be translated: ${dump.unknown ?? 'no valid dump header'}`
          if (!dump.diagnostics.list.some((each) => each.message === message)) dump.diagnostics.add({ code: 'UNMAPPED', message })
          return new Uint8Array(0)
        }
        return kvm.read(address, length)
      },
    },
    symbol(name) {
      const found = kvm.symbol(name)
      return found && { address: found.value, ...(found.size && { size: found.size }) }
    },
    document: (options) => ({ format: dump.format, abi: dump.abi.name, size: dump.source.size, parts: documentParts(parted, options) }),
  }
}

function kernelOf(dump: KernelDump, kvm: Kvm): Record<string, unknown> | undefined {
  const version = dump.version?.(kvm)
  const { kernel } = dump
  if (!kernel && version === undefined) return undefined
  return { version, symbols: kernel?.symbols?.kind }
}

const textOf = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes)

const line = (name: string, value: unknown): string => `${name.padEnd(18)}${value}\n`

function* heading(dump: KernelDump): Generator<string, void, undefined> {
  yield line('format', dump.format)
  yield line('machine', `${dump.machine} (${dump.abi.name}, ${dump.abi.bits} bits, ${dump.abi.endian}-endian)`)
}

function* summary(dump: KernelDump, kvm: Kvm, wanted: (part: string) => boolean): Generator<string, void, undefined> {
  const version = wanted('kernel') ? dump.version?.(kvm) : undefined
  if (version !== undefined) yield line('kernel', version.split('\n', 1)[0])
  const panic = wanted('panic') ? dump.panic?.(kvm) : undefined
  if (panic !== undefined) yield line('panic', panic)
  if (wanted('dump')) yield* factLines(dump)
  if (wanted('translation'))
    yield line(
      'kernel addresses',
      dump.translation ? 'can be translated' : `cannot be translated: ${dump.unknown ?? 'no valid dump header'}`,
    )
}

function* factLines(dump: KernelDump): Generator<string, void, undefined> {
  for (const [name, value] of Object.entries(factsOf(dump))) {
    if (typeof value === 'string' || typeof value === 'number') yield line(name, value)
    else if (typeof value === 'object' && value !== null) yield line(name, Object.values(value).map(plain).join(' ') || 'none')
  }
  const { bytes, ranges } = total(dump)
  yield line('memory', `${bytes} bytes in ${ranges} ${ranges === 1 ? 'range' : 'ranges'}`)
}

const plain = (value: unknown): string => (typeof value === 'bigint' ? String(bigintToJson(value)) : String(value))

/** Of more ranges than these, a summary for people shows the first. */
const SHOWN = 16

function* segmentLines(dump: KernelDump, all: boolean): Generator<string, void, undefined> {
  yield '\nphysical memory:\n'
  let count = 0
  for (const { start, size, offset } of dump.memory.ranges()) {
    count++
    if (!all && count > SHOWN) continue
    yield `  ${formatHex(start).padStart(18)} - ${formatHex(start + size).padEnd(18)} ${String(size).padStart(14)} bytes${offset === undefined ? '' : ` at ${formatHex(offset)}`}\n`
  }
  if (!all && count > SHOWN) yield `  ... ${count - SHOWN} more (--only segments)\n`
}

function* symbolLines(kvm: Kvm): Generator<string, void, undefined> {
  for (const { name, value } of kvm.symbols?.all() ?? []) yield `${value.toString(16).padStart(kvm.abi.bits / 4, '0')} ${name}\n`
}
