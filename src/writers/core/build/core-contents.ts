/** What a core is built of, in terms that all systems share: the same that reading one gives. */
import type { Diagnostic } from '../../../errors.js'
import type { AuxEntry, MappedFile, OpenFile, ProcessInfo, Registers } from '../../../formats/core/process-info.js'
import type { ByteSource } from '../../../io/source.js'
import type { Abi, Struct } from '../../../schema/base.js'

export interface BuildThread {
  readonly tid: number
  readonly name?: string
  /** General registers by gdb's names; those that are left out are zero. */
  readonly registers: Registers
  /** Floating-point, vector and further registers by gdb's names; without them, the core says that the thread had none. */
  readonly floating?: Registers
}

export interface BuildMemory {
  readonly address: bigint
  /** Bytes of memory; those of `content` without it. What the content does not have is not in the core. */
  readonly size?: bigint
  /** What was in the memory. */
  readonly content?: Uint8Array | ByteSource
  /** `rw-` without it. */
  readonly permissions?: string
}

/** The symbol table of an object and its strings, as they are in its file. */
export interface BuildSymbols {
  readonly content: Uint8Array | ByteSource
  readonly strings: Uint8Array | ByteSource
  /** They are `.dynsym` and `.dynstr`, not `.symtab` and `.strtab`. */
  readonly dynamic?: boolean
  /** sh_addr of both in the file of the object; 0 without them, as of sections that are not loaded. */
  readonly address?: bigint
  readonly stringsAddress?: bigint
  /** sh_info: index of the first symbol that is not local. */
  readonly info?: number
}

/** A section of debugging information. */
export interface BuildDebugSection {
  /** `.debug_info`. */
  readonly name: string
  readonly content: Uint8Array | ByteSource
  /** sh_type; SHT_PROGBITS without it. */
  readonly type?: number
  readonly align?: number
  readonly entrySize?: number
  readonly info?: number
}

/** A program or library that was mapped, with what its file says of its types and symbols. */
export interface BuildObject {
  /** Its first address. */
  readonly address: bigint
  /** It is of type ET_EXEC: its addresses are those of its file. */
  readonly fixed?: boolean
  /** `.SUNW_ctf`. */
  readonly ctf?: Uint8Array | ByteSource
  /** Whether `.SUNW_ctf` is linked to `symbols`; it is without it. */
  readonly ctfLinked?: boolean
  readonly symbols?: BuildSymbols
  readonly debug?: readonly BuildDebugSection[]
}

export interface CoreContents {
  readonly process: ProcessInfo
  /** The one that died first. */
  readonly threads: readonly BuildThread[]
  readonly memory: readonly BuildMemory[]
  readonly auxv?: readonly AuxEntry[]
  readonly files?: readonly MappedFile[]
  /** The files that it had open. */
  readonly descriptors?: readonly OpenFile[]
  /** illumos: kinds of memory that were to be dumped, as bits of core_content_t (NT_CONTENT); the note is left out without it. */
  readonly content?: bigint
  /** illumos: objects whose sections are in the core, those that `content` has where that is given. In the order of their addresses. */
  readonly objects?: readonly BuildObject[]
}

/** A section and what it holds. */
export interface BuiltSection {
  readonly header: Readonly<Record<string, unknown>>
  /** Undefined for the first section, which is none. */
  readonly content?: Uint8Array | ByteSource
}

/** A note, its descriptor encoded: of many threads, values would take more room than bytes. */
export interface BuiltNote {
  readonly owner: string
  readonly type: number
  readonly name: string
  readonly struct: Struct<unknown>
  readonly bytes: Uint8Array
}

/** What a system's cores are built of; what its structures have no room for is added to `lost`. */
export interface CoreBuilder {
  /** Whether they tell of open files. */
  readonly descriptors?: true
  /** The notes of each note segment. */
  notes(facts: CoreContents, abi: Abi, lost: Diagnostic[]): readonly (readonly BuiltNote[])[]
  /** Bytes that stand behind the notes and that no program header covers. */
  behindNotes?(facts: CoreContents, abi: Abi): Uint8Array
  /** Flags of a segment of memory beside those of its permissions. */
  segmentFlags?(memory: BuildMemory, facts: CoreContents): number
  /** The sections, the last one being that of their names; none where there is nothing for them. */
  sections?(facts: CoreContents, abi: Abi): readonly BuiltSection[]
}
