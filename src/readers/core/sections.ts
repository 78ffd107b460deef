/** The sections of a core: illumos adds symbol tables and CTF of what was mapped; on other systems there are seldom any. */

import type { Diagnostics } from '../../errors.js'
import { type SectionHeader, SHN_XINDEX, sectionType } from '../../formats/elf/index.js'
import { fileOffset } from '../../io/file-offset.js'
import type { ElfContainer } from '../elf/elf-container.js'
import { defaultLimits } from '../limits.js'

/** A section. Address, size and offset in bytes. */
export interface Section {
  /** `.SUNW_ctf`; undefined where the table of names does not have it. */
  readonly name?: string
  /** `SHT_SYMTAB`, or its number. */
  readonly type: string | number
  /** Of the object that it describes, where it describes one. */
  readonly address: bigint
  readonly size: bigint
  readonly offset: bigint
  /** Index of the section header. */
  readonly index: number
}

const typeNames = new Map<number, string>(Object.entries(sectionType).map(([name, number]) => [number, name]))

/** All but those of type SHT_NULL. */
export function sectionsOf({ source, header, sectionHeaders }: ElfContainer): readonly Section[] {
  const { e_shstrndx = 0 } = header
  const names = sectionHeaders[e_shstrndx === SHN_XINDEX ? (sectionHeaders[0]?.sh_link ?? 0) : e_shstrndx]
  const nameOf = ({ sh_name }: SectionHeader): string | undefined => {
    if (names?.sh_type !== sectionType.SHT_STRTAB || BigInt(sh_name) >= names.sh_size) return undefined
    const left = Number(names.sh_size) - sh_name
    const bytes = source.read(fileOffset(names.sh_offset + BigInt(sh_name), source.size), Math.min(left, defaultLimits.sectionName))
    const end = bytes.indexOf(0)
    return end < 1 ? undefined : new TextDecoder().decode(bytes.subarray(0, end))
  }
  return sectionHeaders.flatMap((section, index) => {
    if (section.sh_type === sectionType.SHT_NULL) return []
    const name = nameOf(section)
    const { sh_type, sh_addr: address, sh_size: size, sh_offset: offset } = section
    return [{ ...(name !== undefined && { name }), type: typeNames.get(sh_type) ?? sh_type, address, size, offset, index }]
  })
}

/** Reports sections that reach past the end of the file, once for all of them. */
export function checkSections({ sectionHeaders, source }: ElfContainer, diagnostics: Diagnostics): void {
  const past = sectionHeaders.flatMap(({ sh_type, sh_offset, sh_size }, index) => {
    const empty = sh_size === 0n || sh_type === sectionType.SHT_NULL || sh_type === sectionType.SHT_NOBITS
    return !empty && sh_offset + sh_size > BigInt(source.size) ? [{ index, end: sh_offset + sh_size }] : []
  })
  const [first] = past
  if (!first) return
  let needed = 0n
  for (const { end } of past) if (end > needed) needed = end
  diagnostics.add({
    code: 'TRUNCATED',
    offset: source.size,
    path: `sectionHeaders[${first.index}].sh_size`,
    message: `${past.length === 1 ? 'a section reaches' : `${past.length} sections reach`} past the end of the file: ${needed} bytes are needed, it has ${source.size}`,
    expected: `${needed} bytes`,
    found: `${source.size} bytes`,
  })
}
