import { concatenate } from './bytes.js'

/** Bytes handed on at once. */
const SIZE = 256 * 1024

export class OutputBuffer {
  /** Writable from `pos` on, for as many bytes as `room` reserved. */
  bytes = new Uint8Array(SIZE)
  pos = 0
  readonly #ready: Uint8Array[] = []
  #handed = 0

  /** Bytes written since the beginning. */
  get written(): number {
    return this.#handed + this.pos
  }

  /** Makes sure that so many bytes can be written. `bytes` and `pos` may change. */
  room(length: number): void {
    if (this.pos + length <= this.bytes.length) return
    this.flush()
    if (length > this.bytes.length) this.bytes = new Uint8Array(length)
  }

  /** Makes everything ready to be taken. */
  flush(): void {
    if (this.pos === 0) return
    this.#ready.push(this.bytes.slice(0, this.pos))
    this.#handed += this.pos
    this.pos = 0
    // A record of many megabytes is rare; the room for it is not kept.
    if (this.bytes.length > SIZE) this.bytes = new Uint8Array(SIZE)
  }

  /** Whether something is ready. */
  get full(): boolean {
    return this.#ready.length > 0
  }

  /** Everything that was written, at once. */
  all(): Uint8Array {
    if (!this.full) {
      const bytes = this.bytes.slice(0, this.pos)
      this.#handed += this.pos
      this.pos = 0
      return bytes
    }
    this.flush()
    return concatenate(this.take())
  }

  /** What is ready. */
  take(): Uint8Array[] {
    return this.#ready.splice(0)
  }
}
