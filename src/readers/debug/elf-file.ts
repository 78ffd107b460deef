/** An ELF file of code or debug data: its segments and sections, decompressed, and what identifies it. */
import { Diagnostics, FormatError } from '../../errors.js'
import { fileType, type ProgramHeader, type SectionHeader, SHN_XINDEX, sectionType, segmentType } from '../../formats/elf/index.js'
import { compressionHeader, compressionType, SHF_COMPRESSED } from '../../formats/elf/symbols.js'
import { type ByteSource, memorySource } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'
import { buildIdIn } from '../elf/build-id.js'
import { type ElfContainer, readElfContainer } from '../elf/elf-container.js'
import { defaultLimits, type Limits } from '../limits.js'

/** Unpacks data of a known size; throws when it is damaged. */
export type Decompress = (bytes: Uint8Array, size: number) => Uint8Array

export interface Decompressors {
  readonly zlib?: Decompress
  readonly zstd?: Decompress
  readonly xz?: (bytes: Uint8Array, limit: number) => Uint8Array
}

/** A section; `address` is the link-time one. */
export interface DebugSection {
  readonly name: string
  readonly header: SectionHeader
  readonly index: number
}

/** Bytes that a decompressed section may have for each byte in the file: zlib cannot give more. */
const MAX_RATIO = 1032
const decoder = new TextDecoder()

export class ElfFile {
  readonly abi: Abi
  readonly programHeaders: readonly ProgramHeader[]
  readonly sections: readonly DebugSection[]
  /** What was found wrong with it. */
  readonly diagnostics: Diagnostics
  readonly #byName = new Map<string, DebugSection>()
  readonly #contents = new Map<number, Uint8Array>()
  #buildId: string | undefined | null = null

  private constructor(
    readonly source: ByteSource,
    readonly path: string,
    private readonly container: ElfContainer,
    diagnostics: Diagnostics,
    private readonly decompressors: Decompressors,
    private readonly limits: Limits,
  ) {
    this.abi = container.abi
    this.programHeaders = container.programHeaders
    this.diagnostics = diagnostics
    this.sections = sectionsOf(container, limits)
    for (const section of this.sections) if (!this.#byName.has(section.name)) this.#byName.set(section.name, section)
  }

  /**
   * Opens a program, library, object or separate debug file.
   *
   * @throws FormatError `UNKNOWN_FORMAT` when it is not an ELF file of code
   */
  static open(source: ByteSource, path: string, decompressors: Decompressors = {}, limits: Limits = defaultLimits): ElfFile {
    const diagnostics = new Diagnostics()
    const container = readElfContainer(source, limits, diagnostics)
    const type = container.header.e_type
    if (type !== fileType.ET_EXEC && type !== fileType.ET_DYN && type !== fileType.ET_REL)
      throw new FormatError({
        code: 'UNKNOWN_FORMAT',
        path: 'header.e_type',
        message: `${path}: expected a program, library or object (e_type 1 to 3), found e_type ${type ?? 'cut'}`,
      })
    return new ElfFile(source, path, container, diagnostics, decompressors, limits)
  }

  get machine(): number | undefined {
    return this.container.header.e_machine
  }

  /** Link-time address that offsets in this file's module are relative to: where the file's first byte is loaded. */
  get base(): bigint {
    const first = this.programHeaders.find(({ p_type }) => p_type === segmentType.PT_LOAD)
    return first ? BigInt.asUintN(this.abi.bits, first.p_vaddr - first.p_offset) : 0n
  }

  /** GNU build ID in hex. */
  get buildId(): string | undefined {
    if (this.#buildId === null) this.#buildId = this.#findBuildId()
    return this.#buildId
  }

  /** File name and CRC-32 of the separate debug file that `.gnu_debuglink` names. */
  get debugLink(): { readonly name: string; readonly crc: number } | undefined {
    const bytes = this.contents('.gnu_debuglink')
    const nul = bytes?.indexOf(0) ?? -1
    if (!bytes || nul < 1) return undefined
    const at = (nul + 4) & ~3
    if (at + 4 > bytes.length) return undefined
    const crc = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, this.abi.endian === 'little')
    return { name: decoder.decode(bytes.subarray(0, nul)), crc }
  }

  section(name: string): DebugSection | undefined {
    return this.#byName.get(name)
  }

  /** Bytes of a section, decompressed; undefined where the file has none of it. */
  contents(name: string): Uint8Array | undefined {
    const section = this.#byName.get(name)
    if (section) return this.contentsOf(section)
    // Before SHF_COMPRESSED, GNU tools renamed compressed sections.
    const old = name.startsWith('.debug_') ? this.#byName.get(`.z${name.slice(1)}`) : undefined
    return old && this.contentsOf(old)
  }

  contentsOf(section: DebugSection): Uint8Array | undefined {
    const known = this.#contents.get(section.index)
    if (known) return known
    const bytes = this.#readContents(section)
    if (bytes) this.#contents.set(section.index, bytes)
    return bytes
  }

  #readContents({ header, name }: DebugSection): Uint8Array | undefined {
    if (header.sh_type === sectionType.SHT_NOBITS || header.sh_size === 0n) return undefined
    if (header.sh_offset + header.sh_size > BigInt(this.source.size)) {
      this.#report(
        'TRUNCATED',
        name,
        `expected ${header.sh_size} bytes at 0x${header.sh_offset.toString(16)}, the file has ${this.source.size}`,
      )
      return undefined
    }
    const bytes = this.source.read(Number(header.sh_offset), Number(header.sh_size))
    if ((header.sh_flags & SHF_COMPRESSED) !== 0n) return this.#decompress(bytes, name)
    return name.startsWith('.zdebug_') ? this.#decompressOld(bytes, name) : bytes
  }

  #decompress(bytes: Uint8Array, name: string): Uint8Array | undefined {
    const layout = compressionHeader(this.abi).for(this.abi)
    if (bytes.length < layout.size)
      return this.#report('TRUNCATED', name, `expected a compression header of ${layout.size} bytes, found ${bytes.length}`)
    const { ch_type, ch_size } = layout.decode(bytes)
    return this.#unpack(bytes.subarray(layout.size), ch_type, Number(ch_size), name)
  }

  #decompressOld(bytes: Uint8Array, name: string): Uint8Array | undefined {
    if (bytes.length < 12 || decoder.decode(bytes.subarray(0, 4)) !== 'ZLIB')
      return this.#report('BAD_VALUE', name, 'expected the magic ZLIB')
    const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(4))
    return this.#unpack(bytes.subarray(12), compressionType.ELFCOMPRESS_ZLIB, size, name)
  }

  #unpack(packed: Uint8Array, type: number, size: number, name: string): Uint8Array | undefined {
    const most = Math.min(this.limits.debugSection, packed.length * MAX_RATIO)
    if (size > most) return this.#report('LIMIT', name, `expected at most ${most} decompressed bytes, the header states ${size}`)
    const unpack =
      type === compressionType.ELFCOMPRESS_ZLIB
        ? this.decompressors.zlib
        : type === compressionType.ELFCOMPRESS_ZSTD
          ? this.decompressors.zstd
          : undefined
    if (!unpack) return this.#report('BAD_VALUE', name, `no decompressor for compression type ${type}`)
    try {
      const bytes = unpack(packed, size)
      if (bytes.length === size) return bytes
      return this.#report('INCONSISTENT', name, `expected ${size} decompressed bytes, found ${bytes.length}`)
    } catch (error) {
      return this.#report('BAD_VALUE', name, `cannot be decompressed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  #report(code: 'TRUNCATED' | 'BAD_VALUE' | 'LIMIT' | 'INCONSISTENT', section: string, message: string): undefined {
    this.diagnostics.add({ code, path: section, message: `${this.path}: section ${section}: ${message}` })
    return undefined
  }

  /** Bytes of loaded segments from an offset of the module's base on; fewer where the file holds no more. */
  readLoaded(offset: number, length: number): Uint8Array {
    const address = this.base + BigInt(offset)
    for (const { p_type, p_vaddr, p_filesz, p_offset } of this.programHeaders) {
      if (p_type !== segmentType.PT_LOAD || address < p_vaddr || address >= p_vaddr + p_filesz) continue
      // A separate debug file has the headers of segments that it does not hold.
      if (this.#isStripped(p_offset, p_filesz)) continue
      const left = p_vaddr + p_filesz - address
      return this.source.read(Number(p_offset + (address - p_vaddr)), left < BigInt(length) ? Number(left) : length)
    }
    return new Uint8Array(0)
  }

  #isStripped(offset: bigint, size: bigint): boolean {
    if (offset + size > BigInt(this.source.size)) return true
    return this.isDebugOnly
  }

  /** Whether code was removed, as by `objcopy --only-keep-debug`. */
  get isDebugOnly(): boolean {
    const text = this.#byName.get('.text')
    return text?.header.sh_type === sectionType.SHT_NOBITS
  }

  /** The ELF file with further symbols that `.gnu_debugdata` holds, compressed with xz. */
  get miniDebugInfo(): ElfFile | undefined {
    const packed = this.contents('.gnu_debugdata')
    const { xz } = this.decompressors
    if (!packed || !xz) return undefined
    try {
      return ElfFile.open(
        memorySource(xz(packed, this.limits.debugSection)),
        `${this.path} (.gnu_debugdata)`,
        this.decompressors,
        this.limits,
      )
    } catch (error) {
      return this.#report('BAD_VALUE', '.gnu_debugdata', error instanceof Error ? error.message : String(error))
    }
  }

  #findBuildId(): string | undefined {
    const section = this.#byName.get('.note.gnu.build-id')
    const bytes = section && this.contentsOf(section)
    const found = bytes && buildIdIn(bytes, this.abi)
    if (found !== undefined) return found
    for (const { p_type, p_offset, p_filesz } of this.programHeaders) {
      if (p_type !== segmentType.PT_NOTE || p_offset + p_filesz > BigInt(this.source.size)) continue
      const id = buildIdIn(this.source.read(Number(p_offset), Math.min(Number(p_filesz), this.limits.objectTable)), this.abi)
      if (id !== undefined) return id
    }
    return undefined
  }
}

function sectionsOf({ header, sectionHeaders, source }: ElfContainer, limits: Limits): DebugSection[] {
  const { e_shstrndx = 0 } = header
  const names = sectionHeaders[e_shstrndx === SHN_XINDEX ? (sectionHeaders[0]?.sh_link ?? 0) : e_shstrndx]
  if (!names || names.sh_offset + names.sh_size > BigInt(source.size)) return []
  const table = source.read(Number(names.sh_offset), Math.min(Number(names.sh_size), limits.debugSection))
  return sectionHeaders.map((each, index) => {
    const end = table.indexOf(0, each.sh_name)
    return { name: end < 0 ? '' : decoder.decode(table.subarray(each.sh_name, end)), header: each, index }
  })
}
