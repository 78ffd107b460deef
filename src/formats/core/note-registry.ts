/**
 * Note types: how they are identified, what their descriptor holds and what it says about the process.
 *
 * A note means something only by owner, type, system and machine together: number 33 of `NetBSD-CORE@1` is the general
 * registers on amd64 and nothing on aarch64, number 0x406 of `LINUX` is not that of `FreeBSD`.
 */
import type { Abi, AbiName, Struct } from '../../schema/base.js'
import type { NoteInfo } from './process-info.js'
import type { RegisterSet } from './register-set.js'

/** A number that differs from machine to machine; no entry: the note does not occur there. */
export interface PerMachine<T> {
  readonly byAbi: Readonly<Partial<Record<AbiName, T>>>
}

export const perMachine = <T>(byAbi: Readonly<Partial<Record<AbiName, T>>>): PerMachine<T> => ({ byAbi })

/** The structure of a descriptor where it depends on ABI or size. */
export interface DescriptorChoice<T> {
  /**
   * @param size bytes of the descriptor; undefined when a document does not say
   */
  choose(abi: Abi, size: number | undefined): Struct<T> | undefined
  /** Every structure that may be chosen on an ABI. */
  all(abi: Abi): readonly Struct<T>[]
}

export type Descriptor<T> = Struct<T> | DescriptorChoice<T>

/** One structure for each ABI. */
export const perAbi = <T>(choose: (abi: Abi) => Struct<T> | undefined): DescriptorChoice<T> => ({
  choose,
  all: (abi) => {
    const one = choose(abi)
    return one ? [one] : []
  },
})

/**
 * One structure for each size in bytes that the descriptor has had. A size between them is taken for the largest that fits in
 * it; one below all of them for the smallest, cut.
 */
export function bySize<T>(structures: Readonly<Record<number, Struct<T>>>): DescriptorChoice<T> {
  const sizes = Object.keys(structures).map(Number)
  const all = Object.values(structures)
  return {
    choose(_abi, size) {
      if (size === undefined) return all.at(-1)
      const fitting = sizes.filter((each) => each <= size).at(-1) ?? sizes[0]
      return fitting === undefined ? undefined : structures[fitting]
    },
    all: () => all,
  }
}

/** What `describe` may need beside the note's value. */
export interface NoteContext {
  readonly abi: Abi
  /** Groups of the owner's pattern. */
  readonly owner: readonly string[]
  /** Value of another note of the file by its name, such as one that describes this one's layout. */
  other(name: string): unknown
  /** The descriptor, as much of it as the file holds. */
  bytes(): Uint8Array
}

/**
 * Where a note belongs: to the process; to a thread that it begins, which goes on to the next such note; to the thread that is under way;
 * to the thread whose id is in the owner.
 */
export type NoteScope = 'process' | 'begins-thread' | 'thread' | 'owner-thread'

export interface NoteDeclaration<T = unknown> {
  /** A pattern's first group is the thread id where the scope is `owner-thread`. */
  readonly owner: string | RegExp
  /** Owner in files of earlier releases. */
  readonly formerOwner?: string
  readonly type: number | PerMachine<number>
  /** Machines on which it occurs; all without it. */
  readonly abis?: readonly AbiName[]
  /** Absent: known by name only, the descriptor stays bytes. */
  readonly descriptor?: Descriptor<T>
  /** `process` without it. */
  readonly scope?: NoteScope
  /** Registers of its thread that the descriptor holds; read on demand. Undefined where the machine has none that are known. */
  readonly registers?: (abi: Abi) => RegisterSet | undefined
  /** Those registers are the general ones. */
  readonly general?: true
  /** The note holds registers of its thread and nothing else; they are decoded on demand. */
  readonly registersOnly?: true
  /** What the value says. Fields that a cut descriptor does not hold are missing from it. */
  readonly describe?: (value: Partial<T>, context: NoteContext) => NoteInfo
  readonly doc?: string
}

/** A note type whose descriptor is known, with the type of its value. */
export type TypedNote<T> = NoteDeclaration & { readonly descriptor: Descriptor<T> }

/** Gives a declaration the type of its descriptor. */
export const note = <T>(declaration: NoteDeclaration<T>): TypedNote<T> => declaration as unknown as TypedNote<T>

export type NoteDeclarations = Readonly<Record<string, NoteDeclaration>>

export interface FoundNote {
  readonly name: string
  readonly declaration: NoteDeclaration
  /** Groups of the owner's pattern. */
  readonly owner: readonly string[]
}

/** The note types of a system. */
export class NoteRegistry<out D extends NoteDeclarations = NoteDeclarations> {
  readonly #byType = new Map<number, [string, NoteDeclaration][]>()

  constructor(
    readonly system: string,
    /** By their names in the system's headers. */
    readonly declarations: D,
  ) {
    for (const [name, declaration] of Object.entries(declarations)) {
      const numbers = typeof declaration.type === 'number' ? [declaration.type] : Object.values(declaration.type.byAbi)
      for (const number of new Set(numbers)) {
        const same = this.#byType.get(number) ?? []
        same.push([name, declaration])
        this.#byType.set(number, same)
      }
    }
  }

  /** The declaration of a note on a machine; undefined when it is not known there. */
  find(owner: string, type: number, abi: Abi): FoundNote | undefined {
    for (const [name, declaration] of this.#byType.get(type) ?? []) {
      if (typeof declaration.type !== 'number' && declaration.type.byAbi[abi.name as AbiName] !== type) continue
      if (declaration.abis && !declaration.abis.includes(abi.name as AbiName)) continue
      if (typeof declaration.owner === 'string') {
        if (declaration.owner === owner || declaration.formerOwner === owner) return { name, declaration, owner: [] }
      } else {
        const match = declaration.owner.exec(owner)
        if (match) return { name, declaration, owner: match.slice(1) }
      }
    }
    return undefined
  }

  /** A note's number on a machine; undefined when it does not occur there, or is not known. */
  typeOf(name: string, abi: Abi): number | undefined {
    const declaration = Object.hasOwn(this.declarations, name) ? (this.declarations as NoteDeclarations)[name] : undefined
    if (!declaration) return undefined
    return typeof declaration.type === 'number' ? declaration.type : declaration.type.byAbi[abi.name as AbiName]
  }
}

/** Declares the note types of a system by their names in its headers. */
export const notes = <const D extends NoteDeclarations>(system: string, declarations: D): NoteRegistry<D> =>
  new NoteRegistry(system, declarations)

/** The structure of a note's descriptor; undefined when there is none. */
export function structOf(declaration: NoteDeclaration, abi: Abi, size: number | undefined): Struct<unknown> | undefined {
  const { descriptor } = declaration
  return descriptor && 'choose' in descriptor ? descriptor.choose(abi, size) : descriptor
}
