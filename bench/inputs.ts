/** Input files of the benchmarks, made by exhume's own writers; the same bytes in every run. */
import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { amd64 as cpuHeader } from '../src/formats/kcore/netbsd/cpu-kcore-hdr.js'
import { headerSizes, kcoreFileHeader } from '../src/formats/kcore/netbsd/header-bytes.js'
import { physRamSeg } from '../src/formats/kcore/netbsd/headers.js'
import { fileSink } from '../src/io/file-sink.js'
import type { ByteSource } from '../src/io/source.js'
import { abi } from '../src/schema/index.js'
import { type BuildOptions, buildCore } from '../src/writers/core/build/build-core.js'
import { makeBlock } from './trace-block.js'

const KIB = 1024
const MIB = 1024 * KIB
const PAGE = 4 * KIB

/** How large the inputs are. `tiny` only shows that everything runs. */
export interface Sizes {
  readonly traceRecords: number
  readonly threads: number
  readonly memory: number
  readonly kernelMemory: number
  readonly kernelReads: number
  readonly headers: number
}

export const sizes: Readonly<Record<'normal' | 'tiny', Sizes>> = {
  normal: { traceRecords: 500_000, threads: 20_000, memory: 256 * MIB, kernelMemory: 256 * MIB, kernelReads: 200_000, headers: 1_000_000 },
  tiny: { traceRecords: 500, threads: 5, memory: MIB, kernelMemory: 4 * MIB, kernelReads: 100, headers: 100 },
}

/** Makes each input once, when it is first asked for. */
export class Inputs {
  constructor(
    readonly folder: string,
    readonly size: Sizes,
  ) {}

  #once(name: string, make: (path: string) => void): string {
    const path = join(this.folder, name)
    if (!existsSync(path)) make(path)
    return path
  }

  /** A NetBSD trace of a busy system, record version 2, amd64. */
  trace(): string {
    return this.#once('trace', (path) => writeTrace(path, this.size.traceRecords))
  }

  /** Linux, amd64: many threads with general and floating-point registers, no memory. */
  threads(): string {
    return this.#once('threads.core', (path) => writeCore(path, { system: 'linux', threads: threadsOf(this.size.threads), memory: [] }))
  }

  /** NetBSD, amd64: one thread and dense memory. */
  memory(): string {
    const content = noise(this.size.memory)
    return this.#once('memory.core', (path) =>
      writeCore(path, { system: 'netbsd', threads: threadsOf(1), memory: [{ address: 0x10000000n, content }] }),
    )
  }

  zipped(): string {
    return this.#once('memory.core.gz', (path) => writeFileSync(path, gzipSync(readFileSync(this.memory()), { level: 1 })))
  }

  /** A NetBSD/amd64 kernel dump, as savecore writes it. */
  kernel(): string {
    return this.#once('kernel', (path) => writeKernelDump(path, this.size.kernelMemory))
  }

  /** A name for output. */
  output(name: string): string {
    return join(this.folder, `out-${name}`)
  }
}

function writeTrace(path: string, records: number): void {
  const block = makeBlock(Math.min(records, 20_000))
  const file = openSync(path, 'w')
  for (let made = 0; made < records; made += block.records) writeSync(file, block.bytes)
  closeSync(file)
}

const GENERAL = 'rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip eflags cs ss'.split(' ')

function threadsOf(count: number): BuildOptions['threads'] {
  return Array.from({ length: count }, (_, i) => ({
    tid: 1000 + i,
    registers: Object.fromEntries(GENERAL.map((name, at) => [name, BigInt(i * 100 + at)])),
    floating: { mxcsr: 0x1f80n, fctrl: 0x37fn, ftag: 0xffffn, xmm0: BigInt(i) },
  }))
}

/** Bytes without runs of zeros, made when they are read. */
function noise(size: number): ByteSource {
  const pattern = new Uint8Array(2 * MIB)
  for (let index = 0; index < pattern.byteLength; index++) pattern[index] = ((index * 2654435761) >>> 13) | 1
  return { size, read: (offset, length) => pattern.subarray(offset % MIB, (offset % MIB) + Math.min(length, MIB)) }
}

function writeCore(path: string, options: Omit<BuildOptions, 'abi' | 'process'>): void {
  const sink = fileSink(path)
  buildCore({ abi: 'amd64', process: { pid: 1000, name: 'bench', signal: { number: 11, code: 1 } }, ...options }).write(sink)
  sink.commit()
}

/** The kernel address from which {@link mappedBytes} bytes are mapped page by page, in scattered order. */
export const KERNEL_BASE = 0xffffffff80000000n

/** Kernel memory that a dump of a size maps: three quarters, in whole tables of 512 pages. */
export function mappedBytes(size: number): number {
  const table = 512 * PAGE
  return Math.floor((size - 2 * MIB) / table) * table
}

/** Four levels of page tables in the first 2 MiB, then memory with a pattern. */
function writeKernelDump(path: string, size: number): void {
  const of = abi.amd64
  const cpu = new Uint8Array(504)
  cpu.set(cpuHeader.for(of).encode({ ptdpaddr: 0n, nmemsegs: 1n }))
  cpu.set(physRamSeg.for(of).encode({ start: 0n, size: BigInt(size) }), 16)
  const tables = new Uint8Array(2 * MIB)
  const view = new DataView(tables.buffer)
  const entry = (table: number, index: number, value: number): void => view.setBigUint64(table * PAGE + index * 8, BigInt(value) | 3n, true)
  entry(0, 511, PAGE)
  entry(1, 510, 2 * PAGE)
  const pages = mappedBytes(size) / PAGE
  for (let index = 0; index < pages / 512; index++) entry(2, index, (3 + index) * PAGE)
  // An order that no read-ahead guesses.
  for (let index = 0; index < pages; index++) entry(3 + Math.floor(index / 512), index % 512, 2 * MIB + ((index * 5003) % pages) * PAGE)
  const file = openSync(path, 'w')
  const header = kcoreFileHeader({ abi: of, machine: 157, unit: 8, ...headerSizes(8), cpu, memorySize: size })
  writeSync(file, header)
  writeSync(file, tables)
  const pattern = noise(MIB).read(0, MIB)
  for (let left = size - tables.byteLength; left > 0; left -= MIB) writeSync(file, pattern, 0, Math.min(left, MIB))
  ftruncateSync(file, header.byteLength + size)
  closeSync(file)
}
