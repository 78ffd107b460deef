/** Symbol tables and compressed sections of ELF files. Source: the System V gABI, "Symbol Table" and "Compressed Sections". */
import { type Abi, c, struct } from '../../schema/base.js'

export const elf32Symbol = struct(
  'Elf32_Sym',
  {
    st_name: c.uint32.doc('offset in the string table'),
    st_value: c.uint32.hex,
    st_size: c.uint32,
    st_info: c.uint8.doc('binding << 4 | type'),
    st_other: c.uint8.doc('low two bits: visibility'),
    st_shndx: c.uint16.doc('section that defines it'),
  },
  { doc: 'A symbol of a 32-bit file.', source: 'System V gABI' },
)

export const elf64Symbol = struct(
  'Elf64_Sym',
  {
    st_name: c.uint32.doc('offset in the string table'),
    st_info: c.uint8.doc('binding << 4 | type'),
    st_other: c.uint8.doc('low two bits: visibility'),
    st_shndx: c.uint16.doc('section that defines it'),
    st_value: c.uint64.hex,
    st_size: c.uint64,
  },
  { doc: 'A symbol of a 64-bit file.', source: 'System V gABI' },
)

/** The symbol of an ABI's class. */
export const elfSymbol = (abi: Abi) => (abi.bits === 32 ? elf32Symbol : elf64Symbol)

export const elf32CompressionHeader = struct(
  'Elf32_Chdr',
  { ch_type: c.uint32, ch_size: c.uint32.doc('bytes when decompressed'), ch_addralign: c.uint32 },
  { doc: 'The start of a section with SHF_COMPRESSED in a 32-bit file.', source: 'System V gABI' },
)

export const elf64CompressionHeader = struct(
  'Elf64_Chdr',
  { ch_type: c.uint32, ch_reserved: c.uint32, ch_size: c.uint64.doc('bytes when decompressed'), ch_addralign: c.uint64 },
  { doc: 'The start of a section with SHF_COMPRESSED in a 64-bit file.', source: 'System V gABI' },
)

export const compressionHeader = (abi: Abi) => (abi.bits === 32 ? elf32CompressionHeader : elf64CompressionHeader)

export const SHF_COMPRESSED = 0x800n
export const compressionType = { ELFCOMPRESS_ZLIB: 1, ELFCOMPRESS_ZSTD: 2 } as const

export const symbolBinding = { STB_LOCAL: 0, STB_GLOBAL: 1, STB_WEAK: 2, STB_GNU_UNIQUE: 10 } as const
export const symbolType = {
  STT_NOTYPE: 0,
  STT_OBJECT: 1,
  STT_FUNC: 2,
  STT_SECTION: 3,
  STT_FILE: 4,
  STT_COMMON: 5,
  STT_TLS: 6,
  STT_GNU_IFUNC: 10,
  /** Thumb functions of old ARM tools; register symbols on SPARC. */
  STT_LOPROC: 13,
} as const

export const SHN_UNDEF = 0
export const SHN_ABS = 0xfff1
export const SHN_COMMON = 0xfff2
export const SHF_EXECINSTR = 4n
