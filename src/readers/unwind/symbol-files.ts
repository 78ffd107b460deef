/** Files with code and debug data for the modules of a core: named by the user, below a copy of the system's root, and by build ID. */
import { type Diagnostic, FormatError } from '../../errors.js'
import { baseName } from '../../io/base-name.js'
import { type CloseableSource, fileSource } from '../../io/file-source.js'
import { nodeBuiltin } from '../../io/node-builtins.js'
import { regularFileInRoot } from '../../io/path-in-root.js'
import type { ByteSource } from '../../io/source.js'
import type { Module } from '../core/image/modules.js'
import type { Core } from '../core/model.js'
import { type Decompressors, ElfFile } from '../debug/elf-file.js'
import type { SymbolFiles } from './process-symbols.js'

export interface SymbolFileOptions {
  /** Directory with the files of the system that wrote the core, by their paths there. */
  readonly sysroot?: string
  /** Files that the user named: their bytes, and what to call them. */
  readonly given?: readonly { readonly path: string; readonly source: CloseableSource }[]
  readonly decompressors?: Decompressors
  /** Takes what is wrong with files, and which ones are not used because they are of another build. */
  readonly report?: (diagnostic: Diagnostic) => void
}

/** Directories with separate debug files, below the root. */
const DEBUG_DIRECTORIES = ['/usr/lib/debug', '/usr/libdata/debug']

/**
 * Searches the files of modules. A file whose build ID is not the module's is not used, and a diagnostic says so.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when a given file is not an ELF file of code
 */
export class SymbolFileFinder implements SymbolFiles {
  readonly #given: readonly ElfFile[]
  readonly #used = new Set<ElfFile>()
  readonly #found = new Map<Module, readonly ElfFile[]>()
  readonly #opened: CloseableSource[] = []

  constructor(private readonly options: SymbolFileOptions) {
    const { given = [], decompressors } = options
    this.#given = given.map(({ path, source }) => ElfFile.open(source, path, decompressors))
  }

  filesOf(module: Module, core: Core): readonly ElfFile[] {
    let files = this.#found.get(module)
    if (!files) {
      files = this.#search(module, core)
      this.#found.set(module, files)
    }
    return files
  }

  #search(module: Module, core: Core): readonly ElfFile[] {
    const found = [...this.#givenFor(module, core), ...this.#belowRoot(module)]
    const debug = found.map((file) => this.#debugFileOf(file, module)).filter((file) => file !== undefined)
    // Code first: what was stripped of it has only symbols.
    return [...found, ...debug].sort((a, b) => Number(a.isDebugOnly) - Number(b.isDebugOnly))
  }

  /** Files that the user named and no module has. */
  unused(): readonly ElfFile[] {
    return this.#given.filter((file) => !this.#used.has(file))
  }

  close(): void {
    for (const source of [...this.#opened, ...(this.options.given ?? []).map((each) => each.source)]) source.close()
  }

  /** By build ID; without one, by the name of the file. */
  #givenFor(module: Module, core: Core): ElfFile[] {
    const name = baseName(module.path ?? module.soname ?? '')
    return this.#given.filter((file) => {
      if (file.abi.bits !== core.abi.bits || file.abi.endian !== core.abi.endian) return false
      const { buildId } = file
      const matches =
        buildId !== undefined && module.buildId !== undefined
          ? buildId === module.buildId
          : baseName(file.path).replace(/\.(debug|dbg)$/, '') === name
      if (matches) this.#used.add(file)
      else if (buildId !== undefined && module.buildId !== undefined && baseName(file.path) === name) {
        this.#used.add(file)
        this.#refuse(file, module)
      }
      return matches
    })
  }

  #belowRoot(module: Module): ElfFile[] {
    const { sysroot } = this.options
    if (sysroot === undefined) return []
    const found = module.path?.startsWith('/') ? this.#open(module.path, module) : undefined
    const debug =
      module.buildId === undefined ? undefined : this.#open(`${DEBUG_DIRECTORIES[0]}/.build-id/${idPath(module.buildId)}.debug`, module)
    return [found, debug].filter((file) => file !== undefined)
  }

  /** The separate debug file that a program names. */
  #debugFileOf(file: ElfFile, module: Module): ElfFile | undefined {
    const link = this.options.sysroot === undefined ? undefined : file.debugLink
    if (!link || !module.path || link.name.includes('/')) return undefined
    const directory = module.path.slice(0, module.path.lastIndexOf('/'))
    const places = [
      `${directory}/${link.name}`,
      `${directory}/.debug/${link.name}`,
      ...DEBUG_DIRECTORIES.map((each) => `${each}${directory}/${link.name}`),
    ]
    for (const place of places) {
      if (place === module.path) continue
      const found = this.#open(place, module, link.crc)
      if (found) return found
    }
    return undefined
  }

  /** @param crc of the whole file, where a debug link states it: it counts where neither file has a build ID */
  #open(path: string, module: Module, crc?: number): ElfFile | undefined {
    const place = regularFileInRoot(this.options.sysroot ?? '/', path)
    if (place === undefined) return undefined
    let source: CloseableSource | undefined
    try {
      source = fileSource(place)
      this.#opened.push(source)
      const file = ElfFile.open(source, place, this.options.decompressors)
      if (file.buildId !== undefined && module.buildId !== undefined)
        return file.buildId === module.buildId ? file : this.#refuse(file, module)
      if (crc !== undefined && checksum(source) !== crc) return this.#refuseChecksum(file, crc)
      return file
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      this.options.report?.(error.toDiagnostic())
      return undefined
    }
  }

  #refuse(file: ElfFile, { buildId }: Module): undefined {
    this.options.report?.({
      code: 'INCONSISTENT',
      path: 'buildId',
      message: `${file.path} is not used: its build ID is ${file.buildId}, that of the module in the core is ${buildId}`,
      ...(buildId !== undefined && { expected: buildId }),
      ...(file.buildId !== undefined && { found: file.buildId }),
    })
    return undefined
  }

  #refuseChecksum(file: ElfFile, crc: number): undefined {
    this.options.report?.({
      code: 'INCONSISTENT',
      path: '.gnu_debuglink',
      message: `${file.path} is not used: expected CRC-32 0x${crc.toString(16)} of .gnu_debuglink, found another`,
    })
    return undefined
  }
}

const idPath = (id: string): string => `${id.slice(0, 2)}/${id.slice(2)}`

const CHUNK = 1024 * 1024

function checksum(source: ByteSource): number {
  const { crc32 } = nodeBuiltin('node:zlib')
  let value = 0
  for (let at = 0; at < source.size; at += CHUNK) value = crc32(source.read(at, CHUNK), value)
  return value
}
