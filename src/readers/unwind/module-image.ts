/**
 * One program or library of a process for unwinding and symbols: its bytes from the core's memory and from files, its unwind tables
 * and its functions. Everything is read when it is first asked for. Offsets are bytes from the module's base, where its first byte is.
 */
import { type Diagnostics, FormatError } from '../../errors.js'
import { PT_ARM_EXIDX, PT_GNU_EH_FRAME, PT_SUNW_UNWIND } from '../../formats/debug/call-frame-opcodes.js'
import { type ProgramHeader, sectionType, segmentFlags, segmentType } from '../../formats/elf/index.js'
import { SHF_EXECINSTR } from '../../formats/elf/symbols.js'
import type { Abi } from '../../schema/base.js'
import { objectHeaders } from '../core/image/object-headers.js'
import { CallFrameTable, readFrameHeader } from '../debug/call-frame-table.js'
import { dynamicSymbols, type ModuleBytes } from '../debug/dynamic-symbols.js'
import type { DebugSection, ElfFile } from '../debug/elf-file.js'
import { SourceIndex } from '../debug/source-index.js'
import type { SourceLocation } from '../debug/source-location.js'
import { type FunctionSymbol, SymbolIndex, type SymbolTableBytes } from '../debug/symbol-index.js'
import type { MemoryReader } from '../format-reader.js'
import type { Limits } from '../limits.js'

/** Where a module is, and what it is called. */
export interface ModuleRange {
  readonly start: bigint
  readonly end: bigint
  readonly path?: string
  readonly soname?: string
  readonly buildId?: string
}

export interface ModuleSources {
  readonly module: ModuleRange
  readonly abi: Abi
  readonly memory: MemoryReader
  /** The module's own file and its separate debug file, as far as they are at hand; asked once. */
  readonly findFiles: () => readonly ElfFile[]
  readonly limits: Limits
  /** Takes what is wrong with the tables. */
  readonly diagnostics: Diagnostics
}

export class ModuleImage implements ModuleBytes {
  readonly abi: Abi
  readonly start: bigint
  readonly length: number
  #files: readonly ElfFile[] | undefined
  #programHeaders: readonly ProgramHeader[] | undefined
  #base: bigint | undefined
  #callFrames: readonly CallFrameTable[] | undefined
  #symbols: SymbolIndex | undefined
  #sources: readonly SourceIndex[] | undefined

  constructor(readonly sources: ModuleSources) {
    const { module, abi } = sources
    this.abi = abi
    this.start = module.start
    this.length = Number(module.end - module.start)
    this.read = this.read.bind(this)
  }

  /** The module's files, code first. */
  get files(): readonly ElfFile[] {
    this.#files ??= this.sources.findFiles()
    return this.#files
  }

  get programHeaders(): readonly ProgramHeader[] {
    if (!this.#programHeaders) {
      const { memory, module, abi, limits } = this.sources
      const ofFile = (): readonly ProgramHeader[] => (this.files.find((file) => !file.isDebugOnly) ?? this.files[0])?.programHeaders ?? []
      const inMemory = objectHeaders((address, length) => memory.read(address, length), module.start, abi, limits.objectHeaders)
      this.#programHeaders = inMemory ?? ofFile()
    }
    return this.#programHeaders
  }

  get base(): bigint {
    if (this.#base === undefined) {
      const first = this.programHeaders.find(({ p_type }) => p_type === segmentType.PT_LOAD)
      this.#base = first ? BigInt.asUintN(this.abi.bits, first.p_vaddr - first.p_offset) : 0n
    }
    return this.#base
  }

  /** Bytes of the module, from memory where the core has them and from files elsewhere; fewer where neither has more. */
  read(offset: number, length: number): Uint8Array {
    if (length <= 0 || offset < 0) return new Uint8Array(0)
    const inMemory = this.sources.memory.read(this.start + BigInt(offset), length)
    if (inMemory.length === length) return inMemory
    for (const file of this.files) {
      const inFile = file.readLoaded(offset, length)
      if (inFile.length > inMemory.length) return inFile
    }
    return inMemory
  }

  /** Whether an offset is in a segment that may be executed. */
  isCode(offset: number): boolean {
    const address = this.base + BigInt(offset)
    return this.programHeaders.some(
      ({ p_type, p_flags, p_vaddr, p_memsz }) =>
        p_type === segmentType.PT_LOAD && (p_flags & segmentFlags.PF_X) !== 0 && address >= p_vaddr && address < p_vaddr + p_memsz,
    )
  }

  /** Tables of call frame information, the best first. */
  get callFrames(): readonly CallFrameTable[] {
    this.#callFrames ??= this.#findCallFrames()
    return this.#callFrames
  }

  get symbols(): SymbolIndex {
    this.#symbols ??= new SymbolIndex(this.#symbolTables())
    return this.#symbols
  }

  functionAt(offset: number): FunctionSymbol | undefined {
    return this.symbols.at(offset)
  }

  /** Where an instruction comes from, with the calls that were inlined: the innermost first. Empty without debug data. */
  sourceAt(offset: number): readonly SourceLocation[] {
    for (const index of this.#sourceIndexes) {
      const found = index.at(this.base + BigInt(offset))
      if (found.length > 0) return found
    }
    return []
  }

  get #sourceIndexes(): readonly SourceIndex[] {
    this.#sources ??= this.files.flatMap((file) => SourceIndex.of(file, (error) => this.report(error)) ?? [])
    return this.#sources
  }

  /** The table of `.ARM.exidx`, and where it begins. */
  get armIndex(): { readonly bytes: Uint8Array; readonly offset: number } | undefined {
    const header = this.programHeaders.find(({ p_type }) => p_type === PT_ARM_EXIDX)
    if (!header) return undefined
    const offset = this.#offsetOf(header.p_vaddr)
    return { bytes: this.read(offset, Number(header.p_memsz)), offset }
  }

  #offsetOf(address: bigint): number {
    return Number(BigInt.asUintN(this.abi.bits, address - this.base))
  }

  #findCallFrames(): CallFrameTable[] {
    const found = [this.#framesByHeader() ?? this.#framesBySection(), this.#debugFrames()]
    return found.filter((table) => table !== undefined)
  }

  /** By PT_GNU_EH_FRAME, which is in memory. */
  #framesByHeader(): CallFrameTable | undefined {
    const header = this.programHeaders.find(({ p_type }) => p_type === PT_GNU_EH_FRAME || p_type === PT_SUNW_UNWIND)
    if (!header || header.p_memsz === 0n) return undefined
    const { abi, base } = this
    const offset = this.#offsetOf(header.p_vaddr)
    const bytes = this.read(offset, Math.min(Number(header.p_memsz), this.sources.limits.debugSection))
    try {
      const { frameOffset, table } = readFrameHeader(bytes, offset, base, abi)
      const frames = this.read(frameOffset, this.#lengthOfFrames(frameOffset))
      return frames.length === 0 ? undefined : new CallFrameTable({ kind: 'eh', bytes: frames, offset: frameOffset, base, abi }, table)
    } catch (error) {
      // A header that was not saved is no damage; the section may be in a file.
      if (error instanceof FormatError && bytes.length > 0) this.report(error)
      return undefined
    }
  }

  /** The end of `.eh_frame` is stated only by section headers; without them it ends with its segment. */
  #lengthOfFrames(offset: number): number {
    const address = this.base + BigInt(offset)
    for (const file of this.files) {
      const section = file.section('.eh_frame')?.header
      if (section && this.#offsetOf(section.sh_addr) === offset) return Number(section.sh_size)
    }
    const segment = this.programHeaders.find(
      ({ p_type, p_vaddr, p_filesz }) => p_type === segmentType.PT_LOAD && address >= p_vaddr && address < p_vaddr + p_filesz,
    )
    return segment ? Math.min(Number(segment.p_vaddr + segment.p_filesz - address), this.sources.limits.debugSection) : 0
  }

  #framesBySection(): CallFrameTable | undefined {
    const { abi, base } = this
    for (const file of this.files) {
      const section = file.section('.eh_frame')
      const bytes = section && file.contentsOf(section)
      if (bytes) return new CallFrameTable({ kind: 'eh', bytes, offset: this.#offsetOf(section.header.sh_addr), base, abi })
    }
    return undefined
  }

  #debugFrames(): CallFrameTable | undefined {
    const { abi, base } = this
    for (const file of this.files) {
      const bytes = file.contents('.debug_frame')
      if (bytes) return new CallFrameTable({ kind: 'debug', bytes, offset: 0, base, abi })
    }
    return undefined
  }

  *#symbolTables(): Generator<SymbolTableBytes, void, undefined> {
    let found = false
    for (const file of this.files) {
      for (const table of [...symbolTables(file), ...(file.miniDebugInfo ? symbolTables(file.miniDebugInfo) : [])]) {
        found = true
        yield { ...table, ...this.#descriptors() }
      }
    }
    if (found) return
    const dynamic = this.programHeaders.find(({ p_type }) => p_type === segmentType.PT_DYNAMIC)
    if (!dynamic) return
    const table = dynamicSymbols(this, { offset: this.#offsetOf(dynamic.p_vaddr), size: Number(dynamic.p_memsz) })
    if (table) yield { ...table, ...this.#descriptors() }
  }

  /** Of PowerPC64 before ELFv2, function symbols are addresses of descriptors. */
  #descriptors(): Pick<SymbolTableBytes, 'descriptor'> {
    if (this.abi.name !== 'powerpc64') return {}
    return {
      descriptor: (offset) => {
        if (this.isCode(offset)) return undefined
        const bytes = this.read(offset, 8)
        if (bytes.length < 8) return undefined
        const entry = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0)
        // Relocated in memory, not in files.
        const code = entry >= this.start && entry < this.start + BigInt(this.length) ? entry - this.start : entry - this.base
        return code >= 0n && code < BigInt(this.length) ? Number(code) : undefined
      },
    }
  }

  report(error: FormatError): void {
    const { module, diagnostics } = this.sources
    diagnostics.add({ ...error.toDiagnostic(), message: `${module.path ?? module.soname ?? 'module'}: ${error.message}` })
  }
}

function* symbolTables(file: ElfFile): Generator<SymbolTableBytes, void, undefined> {
  const { abi, base, sections } = file
  for (const section of sections) {
    const { sh_type, sh_link } = section.header
    if (sh_type !== sectionType.SHT_SYMTAB && sh_type !== sectionType.SHT_DYNSYM && sh_type !== SHT_SUNW_LDYNSYM) continue
    const names: DebugSection | undefined = sections[sh_link]
    const entries = file.contentsOf(section)
    const strings = names && file.contentsOf(names)
    if (!entries || !strings) continue
    const isCode = (index: number): boolean => ((sections[index]?.header.sh_flags ?? 0n) & SHF_EXECINSTR) !== 0n
    yield { entries, strings, abi, base, isCode, oddCode: /^(arm|mips)/.test(abi.name) }
  }
}

/** Local functions of stripped illumos files. */
const SHT_SUNW_LDYNSYM = 0x6ffffff3
