/** Which declared structures and arms of unions occur in the files of a corpus. */
import { structureLists } from '../formats/structures.js'
import type { OpenedFile } from '../readers/format-reader.js'
import { abi as abis } from '../schema/abi.js'
import { observeDeclarations } from '../schema/field-map.js'
import type { Node, StructPlan, UnionNode } from '../schema/node.js'

interface Tally {
  readonly all: Set<string>
  readonly seen: Set<string>
}

/** One line of the table: the structures of a folder of declarations. */
export interface CoverageRow {
  readonly folder: string
  readonly structures: { readonly seen: number; readonly all: number }
  /** Structures on each ABI that they occur on. */
  readonly layouts: { readonly seen: number; readonly all: number }
  readonly arms: { readonly seen: number; readonly all: number }
  /** Structures and arms that no file has. */
  readonly missing: readonly string[]
}

const tally = (): Tally => ({ all: new Set(), seen: new Set() })

interface Folder {
  readonly structures: Tally
  readonly layouts: Tally
  readonly arms: Tally
}

export class Coverage {
  readonly #folders = new Map<string, Folder>()
  /** What each plan is in the folders. */
  readonly #plans = new Map<StructPlan, { readonly folder: Folder; readonly structure: string; readonly layout: string }[]>()
  readonly #unions = new Map<UnionNode, { readonly folder: Folder; readonly prefix: string }[]>()
  #fresh = 0

  constructor() {
    for (const [name, list] of Object.entries(structureLists)) {
      const folder: Folder = { structures: tally(), layouts: tally(), arms: tally() }
      this.#folders.set(name, folder)
      for (const { system, struct, abis: names } of list) {
        const structure = `${system} ${struct.name}`
        for (const abi of names) this.#declare(folder, structure, abi, struct.planFor(abis[abi]))
      }
    }
  }

  #declare(folder: Folder, structure: string, abi: string, plan: StructPlan): void {
    const layout = `${structure} on ${abi}, ${plan.size} bytes`
    folder.structures.all.add(structure)
    folder.layouts.all.add(layout)
    append(this.#plans, plan, { folder, structure, layout })
    for (const node of unionsOf(plan)) {
      const prefix = `${structure}.`
      for (const arm of node.arms.keys()) folder.arms.all.add(prefix + arm)
      append(this.#unions, node, { folder, prefix })
    }
  }

  /** Adds a file. @returns how many structures, layouts and arms no earlier file had */
  add(file: OpenedFile): number {
    this.#fresh = 0
    const note = ({ all, seen }: Tally, key: string): void => {
      if (!all.has(key) || seen.has(key)) return
      seen.add(key)
      this.#fresh++
    }
    const observer = {
      struct: (plan: StructPlan): void => {
        for (const { folder, structure, layout } of this.#plans.get(plan) ?? []) {
          note(folder.structures, structure)
          note(folder.layouts, layout)
        }
      },
      arm: (node: UnionNode, arm: string | undefined): void => {
        if (arm === undefined) return
        for (const { folder, prefix } of this.#unions.get(node) ?? []) note(folder.arms, prefix + arm)
      },
    }
    observeDeclarations(observer, () => {
      for (const _ of file.fields());
    })
    return this.#fresh
  }

  rows(): CoverageRow[] {
    const count = ({ all, seen }: Tally) => ({ seen: seen.size, all: all.size })
    const missing = ({ all, seen }: Tally): string[] => [...all].filter((key) => !seen.has(key))
    return [...this.#folders].map(([folder, { structures, layouts, arms }]) => ({
      folder,
      structures: count(structures),
      layouts: count(layouts),
      arms: count(arms),
      missing: [...missing(structures), ...missing(arms)],
    }))
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

function unionsOf(plan: StructPlan): UnionNode[] {
  return plan.fields.flatMap(({ node }) => unionsIn(node))
}

function unionsIn(node: Node): UnionNode[] {
  switch (node.kind) {
    case 'struct':
      return unionsOf(node.plan)
    case 'array':
    case 'list':
      return unionsIn(node.element)
    case 'when':
      return unionsIn(node.inner)
    case 'union':
      return [node, ...[...node.arms.values()].flatMap(unionsIn)]
    default:
      return []
  }
}
