/** Backtraces and names of addresses of one process, from its core and the files that are at hand. */
import { FormatError } from '../../errors.js'
import { memorySource } from '../../io/source.js'
import type { BacktraceFrame, StackTracer, SymbolizedAddress } from '../core/frames.js'
import type { Module } from '../core/image/modules.js'
import type { Core } from '../core/model.js'
import type { Thread } from '../core/threads.js'
import { ElfFile } from '../debug/elf-file.js'
import type { SourceLocation } from '../debug/source-location.js'
import type { FrameState } from './frame-state.js'
import { ModuleImage } from './module-image.js'
import { Unwinder } from './unwinder.js'

/** Finds the files of a module: the program or library, and its separate debug file. */
export interface SymbolFiles {
  filesOf(module: Module, core: Core): readonly ElfFile[]
  close(): void
}

export interface ProcessSymbolsOptions {
  readonly files?: SymbolFiles
  /** Turns a mangled name into a readable one; gives the name back if it is none. */
  readonly demangle?: (name: string) => string
}

export class ProcessSymbols implements StackTracer {
  readonly #unwinder: Unwinder
  readonly #demangled = new Map<string, string>()
  readonly #symbolized = new Map<string, readonly SymbolizedAddress[]>()

  constructor(
    private readonly core: Core,
    private readonly options: ProcessSymbolsOptions = {},
  ) {
    const { abi, memory, mappings, files, image, system, limits, diagnostics } = core
    const modules = [...image.modules]
      .sort((a, b) => (a.start < b.start ? -1 : 1))
      .map((module) => new ModuleImage({ module, abi, memory, limits, diagnostics, findFiles: () => this.#filesOf(module) }))
    // Systems that do not save code have its ranges only in the list of files.
    const executable = [...mappings, ...files].filter(({ permissions }) => permissions?.includes('x'))
    this.#unwinder = new Unwinder({
      abi,
      system: system.name,
      memory,
      modules,
      executable: [...executable].sort((a, b) => (a.start < b.start ? -1 : 1)),
      limits,
      diagnostics,
    })
  }

  /** The calls of a thread, the innermost first, with inlined ones; empty where the thread's registers are not known. */
  backtrace(thread: Pick<Thread, 'registers'> & Partial<Pick<Thread, 'extra'>>): BacktraceFrame[] {
    const { machine } = this.#unwinder
    return this.#unwinder.frames(thread).flatMap((frame) => this.#describe(frame, machine && frame.registers[machine.sp]))
  }

  /**
   * What is at an address.
   *
   * @returns one entry, or several where functions were inlined: the innermost first
   */
  symbolize(address: bigint): readonly SymbolizedAddress[] {
    return this.#lookUp(address, address)
  }

  /** The address of a function by its name, in the first module that has it. */
  addressOf(name: string): bigint | undefined {
    for (const module of this.#unwinder.modules) {
      const found = module.symbols.named(name)
      if (found) return module.start + BigInt(found.start)
    }
    return undefined
  }

  close(): void {
    this.options.files?.close()
  }

  #filesOf(module: Module): readonly ElfFile[] {
    const found = this.options.files?.filesOf(module, this.core) ?? []
    if (found.length > 0 || module.path !== undefined) return found
    const image = kernelLibrary(module, this.core)
    return image ? [image] : []
  }

  #describe(frame: FrameState, sp: bigint | undefined): BacktraceFrame[] {
    const { pc, trust, interrupted, signalFrame } = frame
    const places = this.#lookUp(pc, interrupted || signalFrame ? pc : pc - 1n)
    return places.map(({ address: _, ...place }, i) => ({
      pc,
      ...(sp !== undefined && { sp }),
      ...place,
      trust,
      ...(i < places.length - 1 && { inlined: true as const }),
      ...(signalFrame && i === places.length - 1 && { signalFrame: true as const }),
    }))
  }

  /** @param inside an address in the instruction: of a return address, the call before it */
  #lookUp(address: bigint, inside: bigint): readonly SymbolizedAddress[] {
    const key = address === inside ? `${address}` : `${address}-`
    let found = this.#symbolized.get(key)
    if (!found) {
      found = this.#symbolizeUncached(address, inside)
      this.#symbolized.set(key, found)
    }
    return found
  }

  #symbolizeUncached(address: bigint, inside: bigint): readonly SymbolizedAddress[] {
    const image = this.#unwinder.moduleAt(inside) ?? this.#unwinder.moduleAt(address)
    if (!image) return [{ address }]
    const { module } = image.sources
    const offset = Number(inside - image.start)
    const name = module.path ?? module.soname
    const base: SymbolizedAddress = {
      address,
      ...(name !== undefined && { module: name }),
      moduleOffset: address - image.start,
      ...(module.buildId !== undefined && { buildId: module.buildId }),
    }
    const symbol = image.functionAt(offset)
    const own = symbol && { ...this.#name(symbol.name), functionOffset: Number(address - image.start) - symbol.start }
    const calls = image.sourceAt(offset)
    if (calls.length === 0) return [{ ...base, ...own }]
    return calls.map((call, i) => {
      const outermost = i === calls.length - 1
      const named = call.function === undefined ? undefined : this.#name(call.function)
      return { ...base, ...(outermost ? (own ?? named) : named), ...location(call) }
    })
  }

  #name(raw: string): { function: string; rawFunction?: string } {
    const { demangle } = this.options
    if (!demangle) return { function: raw }
    let name = this.#demangled.get(raw)
    if (name === undefined) {
      name = demangle(raw)
      this.#demangled.set(raw, name)
    }
    return name === raw ? { function: raw } : { function: name, rawFunction: raw }
  }
}

const location = ({ file, line, column }: SourceLocation): Pick<SymbolizedAddress, 'file' | 'line' | 'column'> => ({
  ...(file !== undefined && { file }),
  ...(line !== undefined && { line }),
  ...(column !== undefined && { column }),
})

/** The largest library that a kernel maps. */
const KERNEL_LIBRARY = 1024 * 1024

/** A library that is in no file, such as Linux' vDSO: memory holds all of it, with section headers. */
function kernelLibrary({ start, end, soname }: Module, { memory }: Core): ElfFile | undefined {
  const size = Number(end - start)
  if (size > KERNEL_LIBRARY) return undefined
  const bytes = memory.read(start, size)
  if (bytes.length < size) return undefined
  try {
    return ElfFile.open(memorySource(bytes), soname ?? 'library of the kernel')
  } catch (error) {
    if (error instanceof FormatError) return undefined
    throw error
  }
}
