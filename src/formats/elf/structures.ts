/** The declared structures of the ELF container. Their verified layouts are among Linux's. */
import type { DeclaredStructure } from '../declared-structure.js'
import { dynamicEntry, linkMap, psStrings, rDebug } from './dynamic.js'
import { elf32ProgramHeader, elf64ProgramHeader, elfHeader, elfIdent, headerAbis, noteHeader, sectionHeader } from './headers.js'
import { elf32CompressionHeader, elf32Symbol, elf64CompressionHeader, elf64Symbol } from './symbols.js'

export const structures: readonly DeclaredStructure[] = [
  {
    system: 'linux',
    struct: elfIdent,
    abis: [...headerAbis[32], ...headerAbis[64]],
    unverified: 'the verified layouts have e_ident as 16 bytes',
  },
  ...([32, 64] as const).flatMap((bits): DeclaredStructure[] => [
    { system: 'linux', struct: elfHeader, abis: headerAbis[bits], verified: { struct: `Elf${bits}_Ehdr` } },
    {
      system: 'linux',
      struct: bits === 32 ? elf32ProgramHeader : elf64ProgramHeader,
      abis: headerAbis[bits],
      verified: { struct: `Elf${bits}_Phdr` },
    },
    { system: 'linux', struct: sectionHeader, abis: headerAbis[bits], verified: { struct: `Elf${bits}_Shdr` } },
    { system: 'linux', struct: noteHeader, abis: headerAbis[bits], verified: { struct: `Elf${bits}_Nhdr` } },
  ]),
  ...[rDebug, linkMap].map(
    (struct): DeclaredStructure => ({
      system: 'linux',
      struct,
      abis: [...headerAbis[32], ...headerAbis[64]],
      unverified: 'the beginning of structures that differ behind it; its test reads those of real processes',
    }),
  ),
  {
    system: 'linux',
    struct: dynamicEntry,
    abis: [...headerAbis[32], ...headerAbis[64]],
    unverified: 'two words',
  },
  {
    system: 'freebsd',
    struct: psStrings,
    abis: ['amd64', 'i386'],
    unverified: 'from the description of its offsets; see the test of arguments',
  },
  ...([32, 64] as const).flatMap((bits) =>
    (bits === 32 ? [elf32Symbol, elf32CompressionHeader] : [elf64Symbol, elf64CompressionHeader]).map(
      (struct): DeclaredStructure => ({
        system: 'linux',
        struct,
        abis: headerAbis[bits],
        unverified: "offsets as the reference of symbols gives them; its test reads files of the system's linker",
      }),
    ),
  ),
]
