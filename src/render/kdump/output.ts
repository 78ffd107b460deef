/** Where the lines of a text gather: a buffer that is written to directly, and handed on when it is full. */

/** Bytes handed on at once. */
const SIZE = 256 * 1024

export class Output {
  /** To be written to from `pos` on, as far as `room` was asked for. */
  bytes = new Uint8Array(SIZE)
  pos = 0
  readonly #ready: Uint8Array[] = []

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
    this.pos = 0
    // A record of many megabytes is rare; the room for it is not kept.
    if (this.bytes.length > SIZE) this.bytes = new Uint8Array(SIZE)
  }

  /** Whether something is ready. */
  get full(): boolean {
    return this.#ready.length > 0
  }

  /** What is ready. */
  take(): Uint8Array[] {
    return this.#ready.splice(0)
  }
}
