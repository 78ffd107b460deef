/** The symbol table of an ELF kernel. Source: the System V gABI; nlist types as NetBSD's libkvm maps them. */

import { type Diagnostic, FormatError } from '../../../errors.js'
import { elfHeader, elfIdent, hasElfMagic, noteHeader, programHeader, sectionHeader } from '../../../formats/elf/headers.js'
import { sectionType, segmentType } from '../../../formats/elf/index.js'
import { selectAbi } from '../../../formats/elf/machine-abi.js'
import { fileOffset } from '../../../io/file-offset.js'
import type { ByteSource } from '../../../io/source.js'
import { type Abi, abi } from '../../../schema/base.js'
import type { KernelSymbol, SymbolTable } from './table.js'

/** What is known of a kernel file. */
export interface KernelFile {
  /** Absent where the file does not state it. */
  readonly abi?: Abi
  /** e_machine of an ELF file. */
  readonly machine?: number
  readonly flags?: number
  readonly symbols?: SymbolTable
  /** The system that made it, from its notes; undefined where nothing says it. */
  readonly system?: string
  /** End of what it occupies in kernel memory. */
  readonly end?: bigint
  readonly diagnostics: readonly Diagnostic[]
  /** The bytes that the file has at a symbol, such as its version text; undefined where it has none. */
  text?(symbol: string): Uint8Array | undefined
}

interface Section {
  readonly type: number
  readonly offset: number
  readonly size: number
  readonly link: number
}

/**
 * Reads headers, sections and the last symbol table of an ELF kernel.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when it is no ELF file, `TRUNCATED` when its header is cut
 */
export function readElfKernel(source: ByteSource): KernelFile {
  const head = source.read(0, 64)
  if (!hasElfMagic(head)) throw new FormatError({ code: 'UNKNOWN_FORMAT', offset: 0, message: 'the kernel is no ELF file' })
  const ident = elfIdent.for(abi.amd64).decode(head)
  const facts = { class: ident.ei_class, data: ident.ei_data, flags: 0, machine: 0 }
  const plain = elfHeader.for(selectAbi(facts)).decode(head)
  const of = withArmAbi(selectAbi({ ...facts, machine: plain.e_machine, flags: plain.e_flags }), plain.e_flags)
  const header = elfHeader.for(of).decode(head)
  const diagnostics: Diagnostic[] = []
  const sections = readSections(source, of, header, diagnostics)
  const symtab = [...sections].reverse().find(({ type }) => type === sectionType.SHT_SYMTAB)
  const strtab = symtab && sections[symtab.link]
  const symbols = symtab && strtab ? elfSymbols(source, of, symtab, strtab) : undefined
  if (!symbols) diagnostics.push({ code: 'BAD_VALUE', path: 'kernel', message: 'the kernel has no symbol table' })
  const system = systemOf(source, of, sections, ident.ei_osabi)
  const end = imageEnd(source, of, header)
  return {
    abi: of,
    machine: header.e_machine,
    flags: header.e_flags,
    diagnostics,
    ...(symbols && { symbols, text: (name: string) => contentsAt(source, of, header, symbols.get(name)?.value) }),
    ...(system !== undefined && { system }),
    ...(end !== undefined && { end }),
  }
}

/** EF_ARM_EABIMASK: kernels before EABI have 0 there. */
const EABI_VERSION = 0xff000000

function withArmAbi(of: Abi, flags: number): Abi {
  if ((flags & EABI_VERSION) !== 0) return of
  return of.name === 'arm' ? abi['arm-oabi'] : of.name === 'armeb' ? abi['arm-oabi-eb'] : of
}

interface Header {
  readonly e_phoff: bigint
  readonly e_phnum: number
  readonly e_shoff: bigint
  readonly e_shnum: number
}

function readSections(source: ByteSource, of: Abi, header: Header, diagnostics: Diagnostic[]): Section[] {
  const layout = sectionHeader.for(of)
  const start = Number(header.e_shoff)
  const list: Section[] = []
  const many = Math.min(header.e_shnum, Math.floor(Math.max(0, source.size - start) / layout.size))
  if (many < header.e_shnum)
    diagnostics.push({
      code: 'TRUNCATED',
      path: 'kernel',
      offset: start,
      message: `the kernel's ${header.e_shnum} section headers are cut`,
    })
  for (let index = 0; index < many; index++) {
    const value = layout.decode(source.read(start + index * layout.size, layout.size))
    list.push({ type: value.sh_type, offset: Number(value.sh_offset), size: Number(value.sh_size), link: value.sh_link })
  }
  return list
}

/** The end of the last segment that is loaded. */
function imageEnd(source: ByteSource, of: Abi, header: Header): bigint | undefined {
  const layout = programHeader(of).for(of)
  let end: bigint | undefined
  for (let index = 0; index < header.e_phnum; index++) {
    const bytes = source.read(fileOffset(header.e_phoff + BigInt(index * layout.size), source.size), layout.size)
    if (bytes.byteLength < layout.size) break
    const value = layout.decode(bytes)
    const last = value.p_vaddr + value.p_memsz
    if (value.p_type === segmentType.PT_LOAD && (end === undefined || last > end)) end = last
  }
  return end
}

/** Bytes of a text. */
const LONGEST_TEXT = 256

/** What the file has at a kernel address. */
function contentsAt(source: ByteSource, of: Abi, header: Header, address: bigint | undefined): Uint8Array | undefined {
  if (address === undefined) return undefined
  const layout = programHeader(of).for(of)
  for (let index = 0; index < header.e_phnum; index++) {
    const bytes = source.read(fileOffset(header.e_phoff + BigInt(index * layout.size), source.size), layout.size)
    if (bytes.byteLength < layout.size) return undefined
    const { p_type, p_vaddr, p_filesz, p_offset } = layout.decode(bytes)
    const within = address - p_vaddr
    if (p_type !== segmentType.PT_LOAD || within < 0n || within >= p_filesz) continue
    const length = Math.min(LONGEST_TEXT, Number(p_filesz - within))
    const found = source.read(fileOffset(p_offset + within, source.size), length)
    return found.byteLength > 0 ? found : undefined
  }
  return undefined
}

const owners: Readonly<Record<string, string>> = { NetBSD: 'netbsd', OpenBSD: 'openbsd', FreeBSD: 'freebsd', DragonFly: 'dragonfly' }

function systemOf(source: ByteSource, of: Abi, sections: readonly Section[], osabi: number): string | undefined {
  const layout = noteHeader.for(of)
  for (const { type, offset, size } of sections) {
    if (type !== sectionType.SHT_NOTE || size > 65_536) continue
    const bytes = source.read(offset, Math.min(size, 256))
    if (bytes.byteLength < layout.size) continue
    const { n_namesz } = layout.decode(bytes)
    const name = new TextDecoder().decode(bytes.subarray(layout.size, layout.size + n_namesz)).replace(/\0.*$/s, '')
    const system = owners[name]
    if (system) return system
  }
  return osabi === 9 ? 'freebsd' : osabi === 12 ? 'openbsd' : osabi === 2 ? 'netbsd' : undefined
}

/** STT_ numbers as n_type. */
const types: Readonly<Record<number, number>> = { 0: 0, 1: 6, 2: 4, 4: 0x1e, 5: 6 }

function elfSymbols(source: ByteSource, of: Abi, symtab: Section, strtab: Section): SymbolTable {
  let index: Map<string, KernelSymbol> | undefined
  function* named(): Generator<KernelSymbol & { readonly defined: boolean }, void, undefined> {
    const wide = of.bits === 64
    const little = of.endian === 'little'
    const size = wide ? 24 : 16
    const names = source.read(strtab.offset, strtab.size)
    const bytes = source.read(symtab.offset, symtab.size)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const decoder = new TextDecoder()
    for (let at = 0; at + size <= bytes.byteLength; at += size) {
      const name = view.getUint32(at, little)
      if (name === 0 || name >= names.byteLength) continue
      const info = bytes[at + (wide ? 4 : 12)] ?? 0
      const section = view.getUint16(at + (wide ? 6 : 14), little)
      const kind = types[info & 15] ?? 0
      const value = wide ? view.getBigUint64(at + 8, little) : BigInt(view.getUint32(at + 4, little))
      const extent = wide ? Number(view.getBigUint64(at + 16, little)) : view.getUint32(at + 8, little)
      const end = names.indexOf(0, name)
      const text = decoder.decode(names.subarray(name, end < 0 ? names.byteLength : end))
      yield {
        name: text,
        value,
        type: kind | (info >> 4 === 0 ? 0 : 1),
        size: extent,
        defined: section !== 0 && types[info & 15] !== undefined,
      }
    }
  }
  return {
    kind: 'elf',
    underscores: false,
    get(name) {
      if (!index) {
        index = new Map()
        for (const symbol of named()) if (!index.has(symbol.name)) index.set(symbol.name, symbol)
      }
      return index.get(name)
    },
    *all() {
      for (const { defined, ...symbol } of named()) if (defined) yield symbol
    },
  }
}
