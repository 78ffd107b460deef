/** Pages of a dump that cannot be read: one diagnostic for each reason, with a count. */
import type { Diagnostic, Diagnostics } from '../../../errors.js'
import { formatHex, plural } from '../../../io/text-format.js'

interface Failure {
  /** Index of its diagnostic in the list; undefined where the list is full. */
  readonly index: number | undefined
  readonly diagnostic: Diagnostic
  /** Physical addresses of the pages. */
  readonly pages: Set<number>
}

export class PageFailures {
  readonly #byReason = new Map<string, Failure>()

  constructor(private readonly diagnostics: Diagnostics) {}

  /**
   * Records a page. A page that fails again does not count again.
   *
   * @param diagnostic its message is the reason
   * @param address physical
   * @throws FormatError in strict mode
   */
  add(diagnostic: Diagnostic, address: number): void {
    const key = `${diagnostic.code} ${diagnostic.message}`
    const known = this.#byReason.get(key)
    if (known) {
      known.pages.add(address)
      const { index, pages } = known
      if (index !== undefined) this.diagnostics.list[index] = this.#described(known.diagnostic, pages)
      return
    }
    const pages = new Set([address])
    const { list } = this.diagnostics
    const before = list.length
    this.diagnostics.add(this.#described(diagnostic, pages))
    this.#byReason.set(key, { index: list.length > before ? before : undefined, diagnostic, pages })
  }

  #described(diagnostic: Diagnostic, pages: ReadonlySet<number>): Diagnostic {
    const [first = 0] = pages
    const which =
      pages.size === 1
        ? `the page at physical address ${formatHex(first)}`
        : `${plural(pages.size, 'page')}, the first at ${formatHex(first)}`
    return { ...diagnostic, message: `cannot read ${which}: ${diagnostic.message}` }
  }
}
