/** The contents of a core in system-independent terms, the same that readers return. */
import type { Diagnostic } from '../../../errors.js'
import type { AuxEntry, MappedFile, OpenFile, ProcessInfo, Registers } from '../../../formats/core/process-info.js'
import type { ByteSource } from '../../../io/source.js'
import type { Abi, Struct } from '../../../schema/base.js'
import type { ContentKind } from '../../policy/content-set.js'
import type { IllumosInfo, SparcRegisters } from './illumos-facts.js'

export interface BuildThread {
  readonly tid: number
  readonly name?: string
  /** General registers by gdb's names; missing ones are zero. */
  readonly registers: Registers
  /** Floating-point, vector and other registers by gdb's names. Without them, the core states that the thread had none. */
  readonly floating?: Registers
  /** illumos on SPARC: registers with notes of their own. */
  readonly sparc?: SparcRegisters
}

export interface BuildMemory {
  readonly address: bigint
  /** Size of the memory in bytes (default: the size of `content`). Memory after the end of `content` is not in the core. */
  readonly size?: bigint
  /** Contents of the memory. */
  readonly content?: Uint8Array | ByteSource
  /** Default: `rw-`. */
  readonly permissions?: string
  /** What it is, if permissions do not determine it. illumos cores record where heap and stack are. */
  readonly kind?: ContentKind
}

/** The symbol table of an object and its string table, as in its file. */
export interface BuildSymbols {
  readonly content: Uint8Array | ByteSource
  readonly strings: Uint8Array | ByteSource
  /** `.dynsym` and `.dynstr` instead of `.symtab` and `.strtab`. */
  readonly dynamic?: boolean
  /** sh_addr of both in the object's file (default: 0, not loaded). */
  readonly address?: bigint
  readonly stringsAddress?: bigint
  /** sh_info: index of the first non-local symbol. */
  readonly info?: number
  /** sh_addralign of both in the object's file (default: the size of a pointer, and 1). */
  readonly align?: number
  readonly stringsAlign?: number
}

/** A section of debugging information. */
export interface BuildDebugSection {
  /** `.debug_info`. */
  readonly name: string
  readonly content: Uint8Array | ByteSource
  /** sh_type (default: SHT_PROGBITS). */
  readonly type?: number
  readonly align?: number
  readonly entrySize?: number
  readonly info?: number
}

/** A mapped program or library, with the types and symbols of its file. */
export interface BuildObject {
  /** Its first address. */
  readonly address: bigint
  /** The object has type ET_EXEC: its addresses are those in its file. */
  readonly fixed?: boolean
  /** `.SUNW_ctf`. */
  readonly ctf?: Uint8Array | ByteSource
  /** Whether `.SUNW_ctf` is linked to `symbols` (default: true). */
  readonly ctfLinked?: boolean
  readonly symbols?: BuildSymbols
  readonly debug?: readonly BuildDebugSection[]
}

export interface CoreContents {
  readonly process: ProcessInfo
  /** The crashed thread is first. */
  readonly threads: readonly BuildThread[]
  readonly memory: readonly BuildMemory[]
  readonly auxv?: readonly AuxEntry[]
  readonly files?: readonly MappedFile[]
  /** Open files. */
  readonly descriptors?: readonly OpenFile[]
  /** illumos: content set as bits of core_content_t (NT_CONTENT); without it, the note is omitted. */
  readonly content?: bigint
  /** illumos: objects whose sections are in the core, limited to `content` if present. In address order. */
  readonly objects?: readonly BuildObject[]
  /** illumos: zone, node, privileges and other information that only its cores store. */
  readonly illumos?: IllumosInfo
}

/** A section and its contents. */
export interface BuiltSection {
  readonly header: Readonly<Record<string, unknown>>
  /** Undefined for section 0. */
  readonly content?: Uint8Array | ByteSource
}

/** A note with an encoded descriptor, which needs less memory than decoded values. */
export interface BuiltNote {
  readonly owner: string
  readonly type: number
  readonly name: string
  readonly struct: Struct<unknown>
  readonly bytes: Uint8Array
}

/** Builds the parts of a system's cores. Information that they cannot store is added to `lost`. */
export interface CoreBuilder {
  /** Whether segments are in address order, whatever the order of the input. */
  readonly sortsMemory?: true
  /** The kernel writes no program header for memory that is not dumped. */
  readonly omitsEmptyMemory?: true
  /** Whether cores can store open files. */
  readonly descriptors?: true
  /** The notes of each note segment. */
  notes(facts: CoreContents, abi: Abi, lost: Diagnostic[]): readonly (readonly BuiltNote[])[]
  /** Bytes after the notes that no program header covers. */
  behindNotes?(facts: CoreContents, abi: Abi): Uint8Array
  /** Segment flags in addition to the permissions. */
  segmentFlags?(memory: BuildMemory, facts: CoreContents): number
  /** The sections; the last one is the section name table. Empty if no object has sections. */
  sections?(facts: CoreContents, abi: Abi): readonly BuiltSection[]
}
