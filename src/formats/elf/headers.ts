/**
 * The headers of an ELF file. Source: the System V gABI, elf.h. One declaration serves both classes where only the
 * width of addresses differs; the program header has its flags at another place in each class.
 */
import { type Abi, type AbiName, c, type Infer, struct } from '../../schema/base.js'
import { elfClass, elfData, fileType, machine, osabi, processorSegmentType, sectionType, segmentFlags, segmentType } from './constants.js'

/** The first four bytes of every ELF file. */
export const ELF_MAGIC = [0x7f, 0x45, 0x4c, 0x46] as const

/** Whether bytes begin with the ELF magic number. */
export const hasElfMagic = (head: Uint8Array): boolean => ELF_MAGIC.every((byte, i) => head[i] === byte)

export const elfIdent = struct(
  'e_ident',
  {
    ei_mag: c.bytes(4).doc('7f 45 4c 46'),
    ei_class: c.enum(c.uint8, elfClass),
    ei_data: c.enum(c.uint8, elfData),
    ei_version: c.uint8.doc('1; illumos wrote 0 until 2021'),
    ei_osabi: c.enum(c.uint8, osabi),
    ei_abiversion: c.uint8,
    ei_pad: c.bytes(7),
  },
  { source: 'System V gABI' },
)

export const elfHeader = struct(
  'Elf_Ehdr',
  {
    e_ident: elfIdent,
    e_type: c.enum(c.uint16, fileType),
    e_machine: c.enum(c.uint16, machine),
    e_version: c.uint32,
    e_entry: c.pointer,
    e_phoff: c.size_t.doc('file offset of the program headers'),
    e_shoff: c.size_t.doc('file offset of the section headers'),
    e_flags: c.uint32.hex,
    e_ehsize: c.uint16,
    e_phentsize: c.uint16,
    e_phnum: c.uint16.doc('0xffff: the number is sh_info of section header 0'),
    e_shentsize: c.uint16,
    e_shnum: c.uint16,
    e_shstrndx: c.uint16,
  },
  { doc: 'The start of every ELF file.', source: 'System V gABI' },
)

export type ElfHeader = Infer<typeof elfHeader>

const pType = c.perAbi('Elf_Word', (abi) => c.enum(c.uint32, { ...segmentType, ...processorSegmentType[abi.name] }))
const pFlags = c.flags(c.uint32, segmentFlags)

export const elf32ProgramHeader = struct(
  'Elf32_Phdr',
  {
    p_type: pType,
    p_offset: c.size_t.doc('file offset of the contents'),
    p_vaddr: c.pointer,
    p_paddr: c.pointer,
    p_filesz: c.size_t.doc('bytes in the file'),
    p_memsz: c.size_t.doc('bytes of memory'),
    p_flags: pFlags,
    p_align: c.size_t,
  },
  { doc: 'A range of memory, or of notes, and where its contents are in the file.', source: 'System V gABI' },
)

export const elf64ProgramHeader = struct(
  'Elf64_Phdr',
  {
    p_type: pType,
    p_flags: pFlags,
    p_offset: c.size_t.doc('file offset of the contents'),
    p_vaddr: c.pointer,
    p_paddr: c.pointer,
    p_filesz: c.size_t.doc('bytes in the file'),
    p_memsz: c.size_t.doc('bytes of memory'),
    p_align: c.size_t,
  },
  { doc: 'A range of memory, or of notes, and where its contents are in the file.', source: 'System V gABI' },
)

export type ProgramHeader = Infer<typeof elf64ProgramHeader>

/** The program header of an ABI's class. */
export const programHeader = (abi: Abi) => (abi.bits === 32 ? elf32ProgramHeader : elf64ProgramHeader)

export const sectionHeader = struct(
  'Elf_Shdr',
  {
    sh_name: c.uint32.doc('offset in the section name table'),
    sh_type: c.enum(c.uint32, sectionType),
    sh_flags: c.perAbi('Elf_Xword', (abi) => (abi.bits === 32 ? c.ulong.hex : c.uint64.hex)),
    sh_addr: c.pointer,
    sh_offset: c.size_t,
    sh_size: c.size_t,
    sh_link: c.uint32,
    sh_info: c.uint32,
    sh_addralign: c.size_t,
    sh_entsize: c.size_t,
  },
  { doc: 'Cores mostly have none, or one that carries numbers too large for the ELF header.', source: 'System V gABI' },
)

export type SectionHeader = Infer<typeof sectionHeader>

export const noteHeader = struct(
  'Elf_Nhdr',
  {
    n_namesz: c.uint32.doc('bytes of the name, its NUL included'),
    n_descsz: c.uint32.doc('bytes of the descriptor'),
    n_type: c.uint32.doc('means something only together with the name'),
  },
  { doc: 'Followed by the name and the descriptor, each padded to 4 bytes; three 32-bit words in both classes.', source: 'System V gABI' },
)

/** Bytes of `Elf_Nhdr`, in both classes. */
export const NOTE_HEADER_SIZE = 12

const abis32: readonly AbiName[] = ['i386', 'x32', 'arm', 'armeb', 'powerpc', 'm68k', 'mips-n32', 'csky', 'sh', 'vax']
const abis64: readonly AbiName[] = ['amd64', 'aarch64', 'powerpc64', 's390x', 'sparc64']
/** ABIs of each class, for tests and pages: the headers are the same on all of a class. */
export const headerAbis = { 32: abis32, 64: abis64 } as const
