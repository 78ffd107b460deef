/** Opens kcore files of NetBSD and OpenBSD. */
import { Diagnostics, FormatError } from '../../../errors.js'
import type { ByteSource } from '../../../io/source.js'
import { abi } from '../../../schema/base.js'
import { machineName } from '../../../systems/machines/machine-ids.js'
import { netbsdCpus } from '../cpus/saved-context.js'
import type { KernelDump } from '../kernel-dump.js'
import { type PhysicalMemory, type PhysicalRange, rangeMemory } from '../physical-memory.js'
import type { KernelFile } from '../symbols/elf.js'
import { lookUpSymbol } from '../symbols/table.js'
import { type KcoreHead, readHead } from './kcore-headers.js'
import { netbsdMessages, netbsdPanic, netbsdVersion } from './message-buffer.js'

export interface KcoreOptions {
  readonly kernel?: KernelFile | undefined
  /** Where the dump begins in the source, in bytes. */
  readonly offset?: number
  /** `kcore/netbsd` or `kcore/openbsd`; from machine id and kernel where absent. */
  readonly format?: string | undefined
  /** Bytes of memory for the cache of blocks. */
  readonly cache?: number
  readonly diagnostics?: Diagnostics
  /** Only this form is taken; either where absent. */
  readonly form?: 'file' | 'device'
}

/** A dump and its headers; `head` is absent where there are none that are valid. */
export interface Kcore extends KernelDump {
  readonly head?: KcoreHead
}

const systems = ['kcore/netbsd', 'kcore/openbsd']

/**
 * Opens a kcore file. Without a valid header it opens all the same, as libkvm does: `head` is absent then, nothing can be translated,
 * and a diagnostic says why.
 */
export function openKcore(source: ByteSource, options: KcoreOptions = {}): Kcore {
  const { kernel, offset = 0, diagnostics = new Diagnostics() } = options
  let head: KcoreHead
  try {
    head = readHead(source, { offset, form: options.form, abi: kernel?.abi })
  } catch (error) {
    if (!(error instanceof FormatError) || error.code === 'IO') throw error
    diagnostics.add(error.toDiagnostic())
    return withoutHead(source, error.message, { ...options, diagnostics })
  }
  const openbsd = head.openbsd || kernel?.system === 'openbsd'
  const format = openbsd ? 'kcore/openbsd' : (options.format ?? 'kcore/netbsd')
  const cpu = source.read(head.cpuOffset, head.cpuSize)
  const memorySize = Math.max(0, source.size - head.memoryOffset)
  const data = head.machine.read(cpu, head.abi, { memorySize, ...kernelEndOf(kernel) })
  for (const { offset: at, path, message } of data.problems)
    diagnostics.add({ code: 'BAD_BOUNDS', offset: head.cpuOffset + at, path, message })
  checkKernel(head, kernel, diagnostics)
  const segments = data.segments ? placed(head, data.segments) : [{ start: 0, size: memorySize, offset: head.memoryOffset }]
  checkSize(head, segments, source, diagnostics)
  const memory = rangeMemory(source, segments, { bytes: options.cache })
  const { translation } = data
  const of = { ...translationOf(translation, memory) }
  return {
    format: systems.includes(format) ? format : 'kcore/netbsd',
    abi: head.abi,
    machine: head.machine.name,
    head,
    source,
    memory,
    ...of,
    underscores: true,
    notes: [],
    parts: [...head.parts, ...data.parts.map((part) => ({ ...part, offset: part.offset + head.cpuOffset }))],
    areas: [{ offset: head.memoryOffset, length: memorySize, path: 'memory' }],
    facts: {
      form: head.form,
      ...(head.offset > 0 && { deviceOffset: head.offset }),
      machineId: { number: head.midmag.machine, name: machineName(head.midmag.machine, head.openbsd) },
      headerSize: head.headerSize,
      segmentHeaderSize: head.segmentHeaderSize,
      cpuSize: head.cpuSize,
      memoryOffset: head.memoryOffset,
      ...(head.dataSize !== undefined && { dataSize: head.dataSize }),
      ...data.facts,
    },
    diagnostics,
    kernel,
    messages: netbsdMessages,
    panic: netbsdPanic,
    version: netbsdVersion,
    cpus: netbsdCpus,
  }
}

/** libkvm takes the symbol `_end` as the end of the kernel's image; without symbols, its last segment says it. */
function kernelEndOf(kernel: KernelFile | undefined): { kernelEnd?: bigint } {
  const end = (kernel?.symbols && lookUpSymbol(kernel.symbols, '_end')?.value) || kernel?.end
  return end === undefined ? {} : { kernelEnd: end }
}

function translationOf(
  given: { readonly untranslatedReason: string } | ((memory: PhysicalMemory) => KernelDump['translation']),
  memory: PhysicalMemory,
) {
  return typeof given === 'function' ? { translation: given(memory) } : { untranslatedReason: given.untranslatedReason }
}

/** The ranges stand one behind another, in the order of the list. */
function placed(head: KcoreHead, list: readonly { readonly start: number; readonly size: number }[]): PhysicalRange[] {
  let offset = head.memoryOffset
  return list.map(({ start, size }) => {
    const range = { start, size, offset }
    offset += size
    return range
  })
}

function checkKernel(head: KcoreHead, kernel: KernelFile | undefined, diagnostics: Diagnostics): void {
  if (!kernel?.abi || head.machine.abis.some(({ name }) => name === kernel.abi?.name)) return
  diagnostics.add({
    code: 'INCONSISTENT',
    path: 'kernel',
    message: `the dump is of ${head.machine.name}, the kernel of ${kernel.abi.name}`,
    expected: head.machine.name,
    found: kernel.abi.name,
  })
}

function checkSize(head: KcoreHead, segments: readonly PhysicalRange[], source: ByteSource, diagnostics: Diagnostics): void {
  const announced = segments.reduce((sum, { size }) => sum + size, 0)
  const there = source.size - head.memoryOffset
  if (announced > there)
    diagnostics.add({
      code: 'TRUNCATED',
      offset: source.size,
      path: 'memory',
      message: `the ranges of memory take ${announced} bytes, ${Math.max(0, there)} are left`,
      expected: String(announced),
      found: String(there),
    })
  // The size in the header is cut to 32 bits, and to whole pages of what there was room for.
  if (head.dataSize !== undefined && head.dataSize !== announced % 2 ** 32)
    diagnostics.add({
      code: 'INCONSISTENT',
      offset: head.memoryOffset - head.segmentHeaderSize + 4,
      path: 'data_segment.c_size',
      message: `the data segment says ${head.dataSize} bytes, the ranges of memory take ${announced} (${announced % 2 ** 32} modulo 4 GiB)`,
      expected: String(announced % 2 ** 32),
      found: String(head.dataSize),
    })
}

function withoutHead(source: ByteSource, why: string, options: KcoreOptions & { diagnostics: Diagnostics }): Kcore {
  const { kernel, diagnostics, format } = options
  return {
    format: format !== undefined && systems.includes(format) ? format : 'kcore/netbsd',
    abi: kernel?.abi ?? abi.amd64,
    machine: kernel?.abi?.name ?? 'unknown',
    source,
    memory: { read: () => new Uint8Array(0), ranges: () => [] },
    untranslatedReason: `no valid dump header: ${why}`,
    underscores: true,
    notes: [],
    parts: [],
    areas: [],
    facts: {},
    diagnostics,
    kernel,
  }
}
