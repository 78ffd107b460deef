/** Sections of mapped objects in illumos cores: CTF types, symbols and debugging information. */

import type { Core } from '../../families/core.js'
import { sectionType } from '../../formats/elf/index.js'
import { type ByteSource, sliceSource } from '../../io/source.js'
import type { BuildDebugSection, BuildObject } from '../../writers/core/build/build-core.js'
import { contentBits } from '../../writers/policy/content-set.js'
import type { ReportLoss } from '../losses.js'

type Section = Core['sections'][number]

const isSymbols = ({ type }: Section): boolean => type === 'SHT_SYMTAB' || type === 'SHT_DYNSYM'

/**
 * The objects whose sections a core contains; an empty list for systems whose cores have none.
 *
 * @param source the bytes that the core was opened from
 */
export function objectsOf(core: Core, source: ByteSource, lose: ReportLoss): BuildObject[] {
  if (!core.system.hasObjectSections) return []
  const byIndex = new Map(core.sections.map((section) => [section.index, section]))
  const linkOf = ({ index }: Section): number => core.sectionHeaders[index]?.sh_link ?? 0
  /** Sections that overlap must not turn a small file into a large one. */
  let room = BigInt(source.size)
  const held = ({ offset, size }: Section): boolean => {
    if (offset + size > BigInt(source.size) || size > room) return false
    room -= size
    return true
  }
  const contentOf = ({ offset, size }: Section): ByteSource => sliceSource(source, Number(offset), Number(size))
  const objects = new Map<bigint, { -readonly [K in keyof BuildObject]: BuildObject[K] } & { debug: BuildDebugSection[] }>()
  const objectAt = (address: bigint) => {
    let object = objects.get(address)
    if (!object) {
      // Section addresses are final: no load address is added.
      object = { address, fixed: true, debug: [] }
      objects.set(address, object)
    }
    return object
  }
  const alignOf = (index: number): number => Number(core.sectionHeaders[index]?.sh_addralign ?? 1n)
  let missing = 0
  /** Symbol tables that a CTF section refers to belong to the object of that section; their own address may lie inside it. */
  const ownerOf = new Map<number, bigint>()
  for (const section of core.sections) if (section.name === '.SUNW_ctf') ownerOf.set(linkOf(section), section.address)
  for (const section of core.sections) {
    const { name = '', address, index } = section
    // The section name table is the last in the file; without it, the other sections cannot be identified.
    const nameless = section.name === undefined && section.type === 'SHT_PROGBITS'
    if (name !== '.SUNW_ctf' && !name.startsWith('.debug_') && !isSymbols(section) && !nameless) continue
    const strings = isSymbols(section) ? byIndex.get(linkOf(section)) : undefined
    if (nameless || !held(section) || (isSymbols(section) && !(strings && held(strings)))) {
      missing++
      continue
    }
    const object = objectAt(ownerOf.get(index) ?? address)
    const header = core.sectionHeaders[index]
    if (name === '.SUNW_ctf') {
      object.ctf = contentOf(section)
      object.ctfLinked = linkOf(section) !== 0
    } else if (strings) {
      const { address: stringsAddress } = strings
      const info = header?.sh_info ?? 0
      const dynamic = section.type === 'SHT_DYNSYM'
      const align = alignOf(index)
      const stringsAlign = alignOf(strings.index)
      object.symbols = {
        content: contentOf(section),
        strings: contentOf(strings),
        dynamic,
        address,
        stringsAddress,
        info,
        align,
        stringsAlign,
      }
    } else object.debug.push(debugOf(section, contentOf(section), core))
  }
  if (missing > 0) lose('sections', `${missing} section${missing === 1 ? ' is' : 's are'} missing or truncated in the file`)
  return [...objects.values()]
}

function debugOf({ name = '', index }: Section, content: ByteSource, core: Core): BuildDebugSection {
  const { sh_type = sectionType.SHT_PROGBITS, sh_addralign = 1n, sh_entsize = 0n, sh_info = 0 } = core.sectionHeaders[index] ?? {}
  return { name, content, type: sh_type, align: Number(sh_addralign), entrySize: Number(sh_entsize), info: sh_info }
}

/** Indices of the sections that a content set excludes. Symbols that CTF refers to stay with it. */
export function unselectedSections(core: Core, content: bigint): ReadonlySet<number> {
  const has = (bit: bigint): boolean => (content & bit) !== 0n
  const stays = new Set<number>()
  const linkOf = ({ index }: Section): number => core.sectionHeaders[index]?.sh_link ?? 0
  const symbols = new Map(core.sections.filter(isSymbols).map((section) => [section.index, section]))
  const keep = (table: Section | undefined): void => {
    if (table) for (const index of [table.index, linkOf(table)]) stays.add(index)
  }
  for (const section of core.sections) {
    const { name = '', index } = section
    if (name === '.SUNW_ctf' && has(contentBits.ctf)) {
      stays.add(index)
      keep(symbols.get(linkOf(section)))
    }
    if (isSymbols(section) && has(contentBits.symtab)) keep(section)
    if (name.startsWith('.debug_') && has(contentBits.debug)) stays.add(index)
  }
  const named = /^\.(?:SUNW_ctf|debug_.*|symtab|dynsym|strtab|dynstr)$/
  return new Set(core.sections.flatMap(({ name = '', index }) => (named.test(name) && !stays.has(index) ? [index] : [])))
}
