/** Takes the structures of a checkpoint one behind the other, and notes where each one is. */
import type { Diagnostics } from '../../errors.js'
import type { ByteSource } from '../../io/source.js'
import type { Layout } from '../../schema/base.js'
import type { Limits } from '../limits.js'
import type { Part } from './model.js'

export class SequentialReader {
  /** Where the next structure begins. */
  at = 0
  readonly parts: Part[] = []

  constructor(
    private readonly source: ByteSource,
    private readonly limits: Limits,
    private readonly diagnostics: Diagnostics,
  ) {}

  /** The next structure; undefined, with a diagnostic, where the file ends before its end. */
  take<T>(layout: Layout<T>, path: string): T | undefined {
    const offset = this.at
    const bytes = this.source.read(offset, layout.size)
    if (bytes.length < layout.size) {
      this.#cut(path, offset + layout.size)
      return undefined
    }
    this.parts.push({ path, offset, layout })
    this.at += layout.size
    return layout.decode(bytes, { path })
  }

  /** As many as are claimed, as far as the file and the limit reach. */
  takeAll<T>(layout: Layout<T>, claimed: number, path: string): T[] {
    const room = Math.floor(Math.max(0, this.source.size - this.at) / layout.size)
    const count = Math.max(0, Math.min(claimed, room, this.limits.tableEntries))
    const values: T[] = []
    for (let i = 0; i < count; i++) {
      const value = this.take(layout, `${path}[${i}]`)
      if (value === undefined) break
      values.push(value)
    }
    if (claimed > room) this.#cut(path, this.at + (claimed - count) * layout.size)
    else if (claimed > count) {
      const message = `${path}: ${claimed} entries are more than the limit of ${this.limits.tableEntries}`
      this.diagnostics.add({ code: 'LIMIT', offset: this.at, path, message })
    }
    return values
  }

  #cut(path: string, needed: number): void {
    this.diagnostics.add({
      code: 'TRUNCATED',
      offset: this.source.size,
      path,
      message: `${path}: ${needed} bytes are needed, the file has ${this.source.size}`,
      expected: `${needed} bytes`,
      found: `${this.source.size} bytes`,
    })
  }
}
