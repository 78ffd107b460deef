/** What a conversion of a trace could not carry over, counted by what it is. */
import type { Diagnostic } from '../../errors.js'

/** More kinds than this are counted as one: numbers in a hostile file are names too. */
const KINDS = 300

interface Loss {
  count: number
  readonly offset: number
}

export class Losses {
  readonly #kinds = new Map<string, Loss>()
  #others = 0

  /** @param what names it: `system call pledge: NetBSD has none of that name` */
  add(what: string, offset: number): void {
    const known = this.#kinds.get(what)
    if (known) known.count++
    else if (this.#kinds.size < KINDS) this.#kinds.set(what, { count: 1, offset })
    else this.#others++
  }

  /** One for each kind, with the place of the first. */
  diagnostics(): Diagnostic[] {
    const list = [...this.#kinds].map(
      ([what, { count, offset }]): Diagnostic => ({ code: 'LOST', offset, message: `${what} (${records(count)})` }),
    )
    if (this.#others > 0) list.push({ code: 'LOST', message: `further things of other kinds (${records(this.#others)})` })
    return list
  }
}

const records = (count: number): string => (count === 1 ? '1 record' : `${count} records`)
