/** Helpers that the systems' note builders share. */
import type { Diagnostic } from '../../../errors.js'
import type { Registers } from '../../../formats/core/facts.js'
import type { NoteRegistry } from '../../../formats/core/notes.js'
import { putRegisters, type RegisterNames } from '../../../formats/core/registers.js'
import { type Abi, type Struct, toJson } from '../../../schema/base.js'
import type { BuiltNote } from './facts.js'

/** Makes notes of a system on a machine. */
export const noteMaker =
  (registry: NoteRegistry, abi: Abi) =>
  <T>(owner: string, name: string, struct: Struct<T>, value: unknown): BuiltNote => ({
    owner,
    type: registry.typeOf(name, abi) ?? 0,
    name,
    fields: toJson(struct.planFor(abi), value),
  })

/** Registers that gdb makes of others: they are written as those. */
const DERIVED = new Set(['pc', 'sp'])

/** Fills a register set in; says which registers the system has no place for. */
export function fill(names: RegisterNames, value: unknown, registers: Registers, abi: Abi, where: string, lost: Diagnostic[]): void {
  const unknown = putRegisters(names, value, registers, abi).filter((name) => !DERIVED.has(name))
  if (unknown.length === 0) return
  lost.push({ code: 'LOST', path: where, message: `${where}: no place for the registers ${unknown.join(', ')}` })
}
