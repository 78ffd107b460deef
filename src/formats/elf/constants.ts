/** Names of the numbers in ELF headers. Source: the System V gABI and its processor supplements, as elf.h has them. */

/** Places in e_ident. */
export const EI_CLASS = 4
export const EI_DATA = 5
export const EI_OSABI = 7

export const elfClass = { ELFCLASSNONE: 0, ELFCLASS32: 1, ELFCLASS64: 2 } as const

export const elfData = { ELFDATANONE: 0, ELFDATA2LSB: 1, ELFDATA2MSB: 2 } as const

/** EI_OSABI. Linux, NetBSD, OpenBSD, DragonFly and illumos cores all say SYSV: it does not tell the system. */
export const osabi = {
  ELFOSABI_SYSV: 0,
  ELFOSABI_NETBSD: 2,
  ELFOSABI_LINUX: 3,
  ELFOSABI_SOLARIS: 6,
  ELFOSABI_FREEBSD: 9,
  ELFOSABI_OPENBSD: 12,
} as const

export const fileType = { ET_NONE: 0, ET_REL: 1, ET_EXEC: 2, ET_DYN: 3, ET_CORE: 4 } as const

export const machine = {
  EM_NONE: 0,
  EM_SPARC: 2,
  EM_386: 3,
  EM_68K: 4,
  EM_MIPS: 8,
  EM_PARISC: 15,
  EM_SPARC32PLUS: 18,
  EM_PPC: 20,
  EM_PPC64: 21,
  EM_S390: 22,
  /** The number that C-SKY used before it was given 252. */
  EM_CSKY_OLD: 39,
  EM_ARM: 40,
  EM_SH: 42,
  EM_SPARCV9: 43,
  EM_IA_64: 50,
  EM_X86_64: 62,
  EM_VAX: 75,
  EM_OPENRISC: 92,
  EM_AARCH64: 183,
  EM_RISCV: 243,
  EM_CSKY: 252,
  EM_LOONGARCH: 258,
  EM_ALPHA: 0x9026,
} as const

export const segmentType = {
  PT_NULL: 0,
  PT_LOAD: 1,
  PT_DYNAMIC: 2,
  PT_INTERP: 3,
  PT_NOTE: 4,
  PT_SHLIB: 5,
  PT_PHDR: 6,
  PT_TLS: 7,
} as const

/** Program header types of one processor only: the numbers from 0x70000000 mean something else on each. */
export const processorSegmentType: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  /** Allocation tags of a tagged range, four bits for each 16 bytes. */
  aarch64: { PT_AARCH64_MEMTAG_MTE: 0x70000002 },
}

export const segmentFlags = { PF_R: 4, PF_W: 2, PF_X: 1 } as const

export const sectionType = {
  SHT_NULL: 0,
  SHT_PROGBITS: 1,
  SHT_SYMTAB: 2,
  SHT_STRTAB: 3,
  SHT_RELA: 4,
  SHT_HASH: 5,
  SHT_DYNAMIC: 6,
  SHT_NOTE: 7,
  SHT_NOBITS: 8,
  SHT_REL: 9,
  SHT_SHLIB: 10,
  SHT_DYNSYM: 11,
} as const

/** In e_phnum: the real number is in section header 0, sh_info. */
export const PN_XNUM = 0xffff
/** In e_shnum: from here on the real number is in section header 0, sh_size, and e_shnum is 0. */
export const SHN_LORESERVE = 0xff00
/** In e_shstrndx: the real index is in section header 0, sh_link. */
export const SHN_XINDEX = 0xffff

/** e_flags of MIPS: the n32 calling convention (in a 32-bit file). */
export const EF_MIPS_ABI2 = 0x20
