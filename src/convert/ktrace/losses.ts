/** Collects what a trace conversion omits, with a count for each kind. */
import type { Diagnostic } from '../../errors.js'

/** Maximum number of kinds; further ones are counted together, because a malformed file can contain arbitrary numbers. */
const KINDS = 300

interface Loss {
  count: number
  readonly offset: number
}

export class Losses {
  readonly #kinds = new Map<string, Loss>()
  #others = 0

  /** @param what description of the kind: `system call pledge: not defined on NetBSD` */
  add(what: string, offset: number): void {
    const known = this.#kinds.get(what)
    if (known) known.count++
    else if (this.#kinds.size < KINDS) this.#kinds.set(what, { count: 1, offset })
    else this.#others++
  }

  /** One diagnostic for each kind, with the offset of the first occurrence. */
  diagnostics(): Diagnostic[] {
    const list = [...this.#kinds].map(
      ([what, { count, offset }]): Diagnostic => ({ code: 'LOST', offset, message: `${what} (${records(count)})` }),
    )
    if (this.#others > 0) list.push({ code: 'LOST', message: `other omissions (${records(this.#others)})` })
    return list
  }
}

const records = (count: number): string => (count === 1 ? '1 record' : `${count} records`)
