/** What the memory of a core says about its process, beyond the notes. Each part is looked for on demand. */

import type { CoreSystem } from '../../../formats/core/core-system.js'
import type { AuxEntry, MappedFile, ProcessInfo } from '../../../formats/core/process-info.js'
import { stackPointerOf } from '../../../formats/core/register-names.js'
import type { ProgramHeader } from '../../../formats/elf/index.js'
import type { Abi } from '../../../schema/base.js'
import type { MemoryReader } from '../../format-reader.js'
import type { Limits } from '../../limits.js'
import type { Mapping } from '../mappings.js'
import type { Thread } from '../threads.js'
import { type InitialStack, readInitialStack } from './initial-stack.js'
import { MemoryView } from './memory-view.js'
import { type MissingRange, missingRanges } from './missing-memory.js'
import { type Module, modulesOf } from './modules.js'

export type { MissingRange } from './missing-memory.js'
export type { Module } from './modules.js'

export interface ImageSources {
  readonly memory: MemoryReader
  readonly abi: Abi
  readonly system: CoreSystem
  readonly limits: Limits
  readonly fileSize: number
  readonly programHeaders: readonly ProgramHeader[]
  readonly mappings: readonly Mapping[]
  readonly files: readonly MappedFile[]
  readonly auxv: readonly AuxEntry[]
  readonly threads: readonly Thread[]
  readonly process: ProcessInfo
  readonly told?: KnownImageInfo
}

/** What a file tells itself of what is otherwise looked for in memory. */
export interface KnownImageInfo extends Partial<InitialStack> {
  readonly modules?: readonly Module[]
}

export class ProcessImage {
  #startup: InitialStack | undefined | null = null
  #modules: readonly Module[] | undefined
  #missing: readonly MissingRange[] | undefined

  constructor(private readonly sources: ImageSources) {}

  /** The arguments that the program was started with; undefined where the core does not have them. */
  get argv(): readonly string[] | undefined {
    return this.sources.told?.argv ?? this.#started?.argv
  }

  /** The environment that the program was started with, `NAME=value`; undefined where the core does not have it. */
  get environment(): readonly string[] | undefined {
    return this.sources.told?.environment ?? this.#started?.environment
  }

  /** The program and its libraries, with the build IDs that memory has. */
  get modules(): readonly Module[] {
    const { mappings, files, auxv, memory, abi, limits, told } = this.sources
    if (told?.modules) return told.modules
    const program = this.executable
    const debug = this.#auxValue('AT_SUN_LDDATA')
    this.#modules ??= modulesOf({
      view: new MemoryView(memory, abi, limits),
      mappings,
      files,
      auxv,
      ...(program !== undefined && { program }),
      ...(debug !== undefined && { debug }),
    })
    return this.#modules
  }

  /** Memory that the process had and the file does not have. */
  get missing(): readonly MissingRange[] {
    const { programHeaders, fileSize, system } = this.sources
    this.#missing ??= missingRanges(programHeaders, fileSize, system)
    return this.#missing
  }

  /** Path of the program: as a note tells it, or as the auxiliary vector points to it. */
  get executable(): string | undefined {
    const { process, limits, memory, abi } = this.sources
    if (process.executable !== undefined) return process.executable
    const address = EXECUTABLE.map((name) => this.#auxValue(name)).find((value) => value !== undefined)
    // Of a stack that was left out, zeros may be in the file.
    return address === undefined ? undefined : new MemoryView(memory, abi, limits).text(address, limits.stringLength) || undefined
  }

  #auxValue(name: string): bigint | undefined {
    const { auxv, system, abi } = this.sources
    return auxv.find(({ type }) => system.auxv?.name(Number(type), abi) === name)?.value
  }

  get #started(): InitialStack | undefined {
    if (this.#startup === null) {
      const { mappings, auxv, threads, abi, limits, process, memory } = this.sources
      const address = process.psStrings ?? this.#auxValue('AT_PS_STRINGS')
      this.#startup = readInitialStack({
        view: new MemoryView(memory, abi, limits),
        mappings,
        auxv,
        stackPointers: threads.flatMap(({ registers }) => stackPointerOf(registers, abi) ?? []),
        textLimit: limits.stringLength,
        ...(address !== undefined && { psStrings: address }),
      })
    }
    return this.#startup
  }
}

/** Entries of the auxiliary vector that point to the path of the program. */
const EXECUTABLE = ['AT_EXECFN', 'AT_EXECPATH', 'AT_SUN_EXECNAME']
