/**
 * The sections that illumos adds to a core: types (CTF), symbols and debugging information of the mapped objects, so that a debugger on
 * another machine does not need their files. Source: illumos usr/src/uts/common/exec/elf/elf.c, 2024-09, by behaviour.
 */

import { sectionType } from '../../../formats/elf/index.js'
import { formatHex } from '../../../io/text-format.js'
import type { Abi } from '../../../schema/base.js'
import { contentBits } from '../../policy/content-set.js'
import type { BuildObject, BuildSymbols, BuiltSection, CoreContents } from './core-contents.js'

const SHF_STRINGS = 0x20
const CTF_ALIGN = 4
const NO_BYTES = new Uint8Array(0)
const encoder = new TextEncoder()

/** Names of sections, each stored once. */
class Names {
  #text = '\0'
  readonly #places = new Map<string, number>()

  place(name: string): number {
    let place = this.#places.get(name)
    if (place === undefined) {
      place = encoder.encode(this.#text).length
      this.#places.set(name, place)
      this.#text += `${name}\0`
    }
    return place
  }

  bytes(): Uint8Array {
    return encoder.encode(this.#text)
  }
}

/** Section 0, the sections of the objects, and the section name table; empty if the content set includes no section. */
export function objectSections({ objects = [], content }: CoreContents, abi: Abi): readonly BuiltSection[] {
  const names = new Names()
  const sections: BuiltSection[] = [{ header: {} }]
  const add = (name: string, header: Record<string, unknown>, held: BuiltSection['content']): void =>
    void sections.push({ header: { sh_name: names.place(name), ...header }, content: held ?? NO_BYTES })
  for (const object of objects) addObject(object, wantedOf(object, content), abi, sections, add)
  if (sections.length === 1) return []
  const sh_name = names.place('.shstrtab')
  const header = { sh_name, sh_type: sectionType.SHT_STRTAB, sh_flags: SHF_STRINGS, sh_addralign: 1 }
  return [...sections, { header, content: names.bytes() }]
}

interface Wanted {
  readonly debug: boolean
  readonly ctf: boolean
  readonly symbols: boolean
  /** Whether CTF refers to the symbols of the object. */
  readonly linked: boolean
}

/** The parts of an object that a content set includes (default: all). Symbols that CTF refers to are included with it. */
function wantedOf({ ctf, symbols, ctfLinked = true }: BuildObject, content: bigint | undefined): Wanted {
  const has = (bit: bigint): boolean => content === undefined || (content & bit) !== 0n
  const types = ctf !== undefined && has(contentBits.ctf)
  const linked = types && ctfLinked && symbols !== undefined
  return { debug: has(contentBits.debug), ctf: types, linked, symbols: symbols !== undefined && (linked || has(contentBits.symtab)) }
}

type Add = (name: string, header: Record<string, unknown>, content: BuiltSection['content']) => void

/** The order since 2021: debugging information, CTF, symbols, strings. */
function addObject(object: BuildObject, wanted: Wanted, abi: Abi, sections: readonly BuiltSection[], add: Add): void {
  const { address, ctf, symbols, debug = [] } = object
  const sh_addr = formatHex(address)
  if (wanted.debug) {
    for (const { name, content, type = sectionType.SHT_PROGBITS, align = 1, entrySize = 0, info = 0 } of debug)
      add(name, { sh_type: type, sh_addr, sh_info: info, sh_addralign: align, sh_entsize: entrySize }, content)
  }
  if (wanted.ctf) {
    const sh_link = wanted.linked ? sections.length + 1 : 0
    add('.SUNW_ctf', { sh_type: sectionType.SHT_PROGBITS, sh_addr, sh_link, sh_addralign: CTF_ALIGN }, ctf)
  }
  if (wanted.symbols && symbols) addSymbols(object, symbols, abi, sections, add)
}

function addSymbols({ address, fixed }: BuildObject, symbols: BuildSymbols, abi: Abi, sections: readonly BuiltSection[], add: Add): void {
  const {
    content,
    strings,
    dynamic = false,
    address: own = 0n,
    stringsAddress = 0n,
    info = 0,
    align = abi.pointer,
    stringsAlign = 1,
  } = symbols
  // In the file, sections that are not loaded have address 0; those of shared objects are relative to a load address of 0.
  const placed = (at: bigint): string => formatHex(at === 0n || !fixed ? BigInt.asUintN(abi.bits, at + address) : at)
  const table = {
    sh_type: dynamic ? sectionType.SHT_DYNSYM : sectionType.SHT_SYMTAB,
    sh_addr: placed(own),
    sh_link: sections.length + 1,
    sh_info: info,
    sh_addralign: align,
    sh_entsize: abi.bits === 64 ? 24 : 16,
  }
  add(dynamic ? '.dynsym' : '.symtab', table, content)
  const text = { sh_type: sectionType.SHT_STRTAB, sh_flags: SHF_STRINGS, sh_addr: placed(stringsAddress), sh_addralign: stringsAlign }
  add(dynamic ? '.dynstr' : '.strtab', text, strings)
}
