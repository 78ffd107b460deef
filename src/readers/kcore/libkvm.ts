/**
 * libkvm's operations on a dump. Source: lib/libkvm/kvm.c of NetBSD; where the original returns -1 and keeps a message,
 * a FormatError with the meaning of that message is thrown here.
 */
import { type Diagnostic, Diagnostics, FormatError } from '../../errors.js'
import type { ByteSource } from '../../io/source.js'
import type { MemoryReader } from '../format-reader.js'
import { type KernelDump, kvmOf } from './kernel-dump.js'
import { readKernel } from './kernel-file.js'
import type { Kvm, NlistEntry } from './kvm.js'
import { fileHeaderOf, memorySizeOf, offsetOf, readMagic } from './libkvm-headers.js'
import { type KcoreHead, readHead } from './netbsd/kcore-headers.js'
import { type Kcore, openKcore } from './netbsd/open.js'
import type { KernelFile } from './symbols/elf.js'
import { openDatabase } from './symbols/kvm-database.js'
import { type KernelSymbol, lookUpSymbol, type SymbolTable } from './symbols/table.js'
import type { Mapping } from './translation.js'

export interface KvmOptions {
  /** The kernel that the dump is of, ELF or a.out. */
  readonly kernel?: ByteSource | undefined
  /** A database of kernel names (kvm.db); used only if it is of the dumped kernel. */
  readonly names?: ByteSource | undefined
  /** The first thing that is wrong is thrown. */
  readonly strict?: boolean
  /** Bytes of memory for the cache of blocks, 64 MiB where not said. */
  readonly cache?: number
}

/** What can be written to at a place: a copy of a dump in memory, or a file. */
export interface WritableBytes {
  write(offset: number, bytes: Uint8Array): void
}

/**
 * A writable view of bytes in memory. Its write() throws FormatError `BAD_BOUNDS` outside of them, as in a dump that was cut.
 */
export function writableBytes(target: Uint8Array): WritableBytes {
  return {
    write(offset, bytes) {
      if (offset < 0 || offset + bytes.byteLength > target.byteLength) {
        const message = `cannot write ${bytes.byteLength} bytes at ${offset}: there are ${target.byteLength}`
        throw new FormatError({ code: 'BAD_BOUNDS', offset, message })
      }
      target.set(bytes, offset)
    },
  }
}

/** An opened dump, as kvm_t. */
export class KvmDump implements MemoryReader {
  readonly #source: ByteSource
  readonly #options: KvmOptions
  readonly #kernel: KernelFile | undefined
  readonly #diagnostics: Diagnostics
  #dump: KernelDump & Pick<Kcore, 'head'>
  #kvm: Kvm
  #database: SymbolTable | undefined
  #open = true

  constructor(
    source: ByteSource,
    dump: KernelDump & Pick<Kcore, 'head'>,
    kernel: KernelFile | undefined,
    diagnostics: Diagnostics,
    options: KvmOptions,
  ) {
    this.#source = source
    this.#options = options
    this.#kernel = kernel
    this.#diagnostics = diagnostics
    this.#dump = dump
    this.#kvm = kvmOf(dump)
    this.#useDatabase()
  }

  /** What was wrong with the dump, the kernel and the database. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics.list
  }

  /** The dump itself: headers, physical memory, translation. */
  get dump(): KernelDump {
    return this.#dump
  }

  /** Headers of a kcore file; undefined while there are none that are valid. */
  get header(): KcoreHead | undefined {
    return this.#dump.head
  }

  /** The database is good only if the kernel's version text in the dump is the one in it. */
  #useDatabase(): void {
    const { names } = this.#options
    if (!names || this.#database || !this.#kvm.translates) return
    try {
      const database = openDatabase(names, this.#dump.abi)
      if (database.matches((address, length) => this.#kvm.read(address, length))) this.#database = database
      else
        this.#diagnostics.add({
          code: 'INCONSISTENT',
          path: 'names',
          message: 'the database of names is of another kernel; it is not used',
        })
    } catch (error) {
      if (!(error instanceof FormatError) || error.code === 'IO') throw error
      this.#diagnostics.add({ ...error.toDiagnostic(), path: 'names' })
    }
  }

  #checkOpen(): void {
    if (!this.#open) throw new FormatError({ code: 'IO', message: 'the dump was closed' })
  }

  /**
   * Takes a dump as it is on a dump device, from `offset` on: a made-up header is kept in memory, and kernel addresses can be read.
   *
   * @returns bytes of the segment header and the CPU data; 0 with the diagnostic "invalid magic in cpu_hdr" when there is no dump
   * @throws FormatError `INCONSISTENT` "already has a dump header"; what is wrong with the CPU data
   */
  makeHeader(offset: number): number {
    this.#checkOpen()
    if (this.#dump.head || this.#dump.translation)
      throw new FormatError({ code: 'INCONSISTENT', message: 'this dump already has a dump header' })
    let head: KcoreHead
    try {
      head = readHead(this.#source, { offset, form: 'device', abi: this.#kernel?.abi })
    } catch (error) {
      if (!(error instanceof FormatError) || error.code !== 'UNKNOWN_FORMAT') throw error
      return this.#invalidMagic(offset)
    }
    const other = this.#kernel?.abi && !head.machine.abis.some(({ name }) => name === this.#kernel?.abi?.name)
    if (other) return this.#invalidMagic(offset)
    const { cache } = this.#options
    this.#dump = openKcore(this.#source, {
      kernel: this.#kernel,
      offset,
      form: 'device',
      diagnostics: this.#diagnostics,
      ...(cache !== undefined && { cache }),
    })
    this.#kvm = kvmOf(this.#dump)
    this.#useDatabase()
    return head.segmentHeaderSize + head.cpuSize
  }

  #invalidMagic(offset: number): number {
    const { magic, flags } = { ...readMagic(this.#source, offset) }
    const message = `invalid magic in cpu_hdr: 0x${magic.toString(16)} with flags ${flags}`
    this.#diagnostics.add({ code: 'BAD_VALUE', offset, path: 'cpu_hdr', message })
    return 0
  }

  /**
   * Writes everything in front of the memory of a file as savecore makes it; the memory is the caller's to copy.
   *
   * @param memorySize bytes of memory that follow; all ranges of memory where not said
   * @returns bytes written
   * @throws FormatError `INCONSISTENT` "no valid dump header(s)"
   */
  writeHeader(sink: { write(bytes: Uint8Array): void }, memorySize?: number): number {
    this.#checkOpen()
    const { head } = this.#dump
    if (!head) throw new FormatError({ code: 'INCONSISTENT', message: 'no valid dump header(s)' })
    const bytes = fileHeaderOf(this.#source, head, memorySize ?? memorySizeOf(this.#dump))
    sink.write(bytes)
    return bytes.byteLength
  }

  /**
   * Kernel memory: fewer bytes where it ends.
   *
   * @throws FormatError `UNMAPPED` "no valid dump header" while there is none, or when translation is not known
   */
  read(address: bigint, length: number): Uint8Array {
    this.#checkOpen()
    return this.#kvm.read(address, length)
  }

  /** Exactly so many bytes. @throws FormatError `UNMAPPED` "invalid address" */
  readExactly(address: bigint, length: number): Uint8Array {
    this.#checkOpen()
    return this.#kvm.readExactly(address, length)
  }

  /** Physical memory: fewer bytes where a range ends. */
  readPhysical(address: number, length: number): Uint8Array {
    this.#checkOpen()
    return this.#dump.memory.read(address, length)
  }

  /** Where a kernel address is in physical memory. */
  translate(address: bigint): Mapping | undefined {
    this.#checkOpen()
    return this.#kvm.translate(address)
  }

  /** Values of names, from the database where there is one that is good, else from the kernel file. @throws FormatError "bad namelist" */
  nlist(names: readonly string[]): NlistEntry[] {
    this.#checkOpen()
    const database = this.#database
    if (!database) return this.#kvm.nlist(names)
    return names.map((name) => {
      const symbol = database.get(name)
      return { name, value: symbol?.value ?? 0n, type: symbol?.type ?? 0, found: symbol !== undefined }
    })
  }

  symbol(name: string): KernelSymbol | undefined {
    return (this.#database && lookUpSymbol(this.#database, name)) ?? this.#kvm.symbol(name)
  }

  /** @throws FormatError always: "kvm_write not implemented for dead kernels" */
  write(_address: bigint, _bytes: Uint8Array): never {
    throw new FormatError({ code: 'OUT_OF_RANGE', message: 'kvm_write is not implemented for dead kernels' })
  }

  /**
   * Marks the dump as saved: writes a zero `unsigned long` where the kernel's variable `dumpmag` is.
   *
   * @param target the same bytes as the dump's, writable
   * @returns the offset in the file that was written to
   * @throws FormatError `UNMAPPED` when its address is not mapped; `BAD_VALUE` "bad namelist" without symbols
   */
  invalidate(target: WritableBytes): number {
    this.#checkOpen()
    const [entry] = this.nlist(['_dumpmag'])
    if (!entry?.found) throw new FormatError({ code: 'BAD_VALUE', path: 'kernel', message: 'bad namelist: there is no dumpmag' })
    const mapping = this.#kvm.translate(entry.value)
    const offset = mapping && offsetOf(this.#dump, mapping.physical)
    if (offset === undefined)
      throw new FormatError({ code: 'UNMAPPED', message: `invalid address 0x${entry.value.toString(16)} of dumpmag` })
    target.write(offset, new Uint8Array(this.#dump.abi.long))
    return offset
  }

  /** Nothing can be read afterwards. Sources stay the caller's. */
  close(): void {
    this.#open = false
  }
}

/**
 * Opens a kcore file or a raw dump of NetBSD or OpenBSD. Without a valid header the dump opens all the same, as the original does; what is
 * wrong is in `diagnostics`, and `makeHeader` may find the dump at another offset.
 *
 * @throws FormatError with `strict`, the first error of the kernel file or the dump
 */
export function openKvm(dump: ByteSource, options: KvmOptions = {}): KvmDump {
  const diagnostics = new Diagnostics({ strict: options.strict ?? false })
  const kernel = usableKernel(options.kernel, diagnostics)
  const { cache } = options
  // The original reads a header only in the form of a file; the other form is makeHeader's.
  const opened = openKcore(dump, { kernel, diagnostics, form: 'file', ...(cache !== undefined && { cache }) })
  return new KvmDump(dump, opened, kernel, diagnostics, options)
}

/** The kernel file; one that cannot be read is a diagnostic, as memory can be read without it. */
function usableKernel(source: ByteSource | undefined, diagnostics: Diagnostics): KernelFile | undefined {
  if (!source) return undefined
  try {
    return readKernel(source)
  } catch (error) {
    if (!(error instanceof FormatError) || error.code === 'IO') throw error
    diagnostics.add({ ...error.toDiagnostic(), path: error.path ?? 'kernel' })
    return undefined
  }
}
