/**
 * Tables of names as text, and look-up in both directions.
 *
 * A table is one string of names in the order of their numbers: `HUP INT QUIT`. `-` leaves a number out, and
 * `NAME=33` gives a number of its own, from which the names after it count on. Of several names of one number
 * the first is the one that is shown; the others are only understood.
 */

import type { Abi } from '../schema/base.js'

/** What a table needs to know of a machine. */
export type Machine = Pick<Abi, 'name'>

/** A name with its number. */
export type NumberedName = readonly [number: number, name: string]

/**
 * Reads a table of names.
 *
 * @param text names, separated by white space
 * @param first number of the first name
 * @param prefix put before each name, such as `SIG`
 */
export function parseNumberedNames(text: string, first = 1, prefix = ''): NumberedName[] {
  const list: NumberedName[] = []
  let next = first
  for (const token of text.split(/\s+/)) {
    if (token === '') continue
    const [name, number] = token.split('=') as [string, string?]
    if (number !== undefined) next = Number(number)
    if (name !== '-') list.push([next, `${prefix}${name}`])
    next++
  }
  return list
}

/** Names by number and numbers by name. */
export class NameTable {
  readonly #names = new Map<number, string>()
  readonly #numbers = new Map<string, number>()

  /** Of several names of a number, and of several numbers of a name, the first counts. */
  constructor(list: Iterable<NumberedName>) {
    for (const [number, name] of list) {
      if (!this.#names.has(number)) this.#names.set(number, name)
      if (!this.#numbers.has(name)) this.#numbers.set(name, number)
    }
  }

  /** The name of a number; undefined when it has none. */
  name(number: number): string | undefined {
    return this.#names.get(number)
  }

  /** The number of a name; undefined when no number has it. */
  number(name: string): number | undefined {
    return this.#numbers.get(name)
  }

  /** All numbers that have a name, in the order of the table. */
  get numbers(): Iterable<number> {
    return this.#names.keys()
  }
}

/** Names by number and numbers by name, which may depend on the machine. */
export interface NumberedTable {
  /** The name of a number; undefined when it has none. */
  name(number: number, abi?: Machine): string | undefined
  /** The number of a name; undefined when no number has it. */
  number(name: string, abi?: Machine): number | undefined
}

/**
 * A table that is parsed on first use.
 *
 * @param namesFor the names of a machine as text; the usual ones where no machine is given
 * @param first number of the first name
 * @param prefix put before each name
 */
export function numberedTable(namesFor: (abi: Machine | undefined) => string, first = 1, prefix = ''): NumberedTable {
  const parsed = new Map<string, NameTable>()
  const tableFor = (abi: Machine | undefined): NameTable => {
    const names = namesFor(abi)
    let table = parsed.get(names)
    if (!table) {
      table = new NameTable(parseNumberedNames(names, first, prefix))
      parsed.set(names, table)
    }
    return table
  }
  return {
    name: (number, abi) => tableFor(abi).name(number),
    number: (name, abi) => tableFor(abi).number(name),
  }
}
