/** What a kernel developer asks a dump first: processors, mappings, the way from an address to a byte of the file. As plain data. */
import { programCounterOf } from '../../formats/core/register-names.js'
import { formatHex } from '../../io/text-format.js'
import { accessText } from './access-rights.js'
import type { CpuState } from './cpus/cpu-state.js'
import { frameChain, type KernelFrame } from './cpus/frame-chain.js'
import type { KernelDump } from './kernel-dump.js'
import type { Kvm } from './kvm.js'
import { offsetOf } from './libkvm-headers.js'
import { nearestSymbol } from './symbols/nearest-symbol.js'
import { joined, type MappedRange, type TableEntry } from './translation.js'

/** A processor with its calls, where frame pointers lead to them. */
export interface DescribedCpu extends CpuState {
  readonly frames: readonly KernelFrame[]
}

/** The processors of a dump; empty where it does not tell their registers. */
export function describedCpus(dump: KernelDump, kvm: Kvm): DescribedCpu[] {
  return (dump.cpus?.(kvm) ?? []).map((cpu) => ({ ...cpu, frames: cpu.mode === 'user' ? [] : frameChain(kvm, cpu.registers) }))
}

export function cpuReport({ frames, registers, thread, ...cpu }: DescribedCpu): Record<string, unknown> {
  return {
    ...cpu,
    thread: thread === undefined ? undefined : formatHex(thread),
    registers: Object.fromEntries(Object.entries(registers).map(([name, value]) => [name, formatHex(value)])),
    frames: frames.length === 0 ? undefined : frames.map(frameReport),
  }
}

const frameReport = ({ pc, function: name, functionOffset, trust }: KernelFrame): Record<string, unknown> => ({
  pc: formatHex(pc),
  function: name,
  functionOffset: functionOffset === undefined ? undefined : formatHex(functionOffset),
  trust,
})

/** Where a processor was: its program counter. */
export const positionOf = ({ registers }: CpuState): bigint | undefined => programCounterOf(registers)

/** All mapped ranges with their access rights, ascending within each part. The generator returns true when a limit ended it. */
export function mappingsOf({ translation }: KernelDump): Generator<MappedRange, boolean, undefined> | undefined {
  return translation?.mapped && joined(translation.mapped(), true)
}

export function mappingReport({ virtual, physical, length, access }: MappedRange): Record<string, unknown> {
  return {
    start: formatHex(virtual),
    end: formatHex(virtual + BigInt(length)),
    permissions: access === undefined ? undefined : accessText(access),
    physical: formatHex(physical),
    size: length,
  }
}

/** How an address is translated, down to the offset in the file. */
export interface AddressTranslation {
  readonly virtual: bigint
  readonly symbol?: string
  readonly entries: readonly TableEntry[]
  readonly physical?: number
  /** Offset in the file; absent where the page is compressed, or not in the dump. */
  readonly offset?: number
  readonly permissions?: string
  /** `unmapped`: the tables do not map it; `unknown`: the dump lacks a table; `missing`: mapped, but the dump does not contain the page. */
  readonly problem?: 'unmapped' | 'unknown' | 'missing'
}

/** @throws FormatError `UNMAPPED` when the translation of this dump is not known */
export function translationOf(dump: KernelDump, kvm: Kvm, address: bigint): AddressTranslation {
  const mapping = kvm.translate(address)
  const walk = kvm.translation?.walk?.(address)
  const near = nearestSymbol(kvm.symbols, address)
  const base = {
    virtual: address,
    ...(near && { symbol: near.offset === 0n ? near.name : `${near.name}+${formatHex(near.offset)}` }),
    entries: walk?.entries ?? [],
  }
  if (!mapping) return { ...base, problem: walk?.incomplete ? 'unknown' : 'unmapped' }
  const { physical } = mapping
  const offset = offsetOf(dump, physical)
  const there = dump.memory.read(physical, 1).byteLength > 0
  return {
    ...base,
    physical,
    ...(walk?.access !== undefined && { permissions: accessText(walk.access) }),
    ...(there ? offset !== undefined && { offset } : { problem: 'missing' as const }),
  }
}

/** The JSON form; entries with the offset at which they are in the file. */
export function translationReport(dump: KernelDump, found: AddressTranslation): Record<string, unknown> {
  const { virtual, symbol, entries, physical, offset, permissions } = found
  return {
    virtual: formatHex(virtual),
    symbol,
    physical: physical === undefined ? undefined : formatHex(physical),
    offset,
    permissions,
    entries: entries.map(({ level, address, index, value }) => ({
      level,
      index,
      address: formatHex(address),
      value: formatHex(value),
      offset: offsetOf(dump, address),
    })),
  }
}

/** Why an address has no byte in the file; undefined where it has one. */
export function translationProblem({ virtual, physical, problem }: AddressTranslation): string | undefined {
  switch (problem) {
    case 'unmapped':
      return `${formatHex(virtual)} is not mapped`
    case 'unknown':
      return `${formatHex(virtual)} cannot be translated: the dump does not contain a page table that it needs`
    case 'missing':
      return `${formatHex(virtual)} is mapped to ${formatHex(physical ?? 0)}, but the dump does not contain that page`
    default:
      return undefined
  }
}
