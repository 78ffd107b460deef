/** LZO1X blocks, as the Linux kernel and makedumpfile write them: no header, one block for each page. */
import { FormatError } from '../errors.js'

const damaged = (why: string): FormatError => new FormatError({ code: 'BAD_VALUE', message: `invalid LZO data: ${why}` })

/** Distance that ends the data where an instruction for far matches has it. */
const END_DISTANCE = 16_384

/** What the last instruction was: the number of literals that ended a match (0 to 3), or a run of literals. */
const LITERAL_RUN = 4

/**
 * Decompresses a block.
 *
 * @param size bytes of the result
 * @throws FormatError `BAD_VALUE` when the data is damaged or its result has another size
 */
export function decompressLzo1x(input: Uint8Array, size: number): Uint8Array {
  const block = new Lzo1xBlock(input, size)
  block.run()
  return block.output
}

class Lzo1xBlock {
  readonly output: Uint8Array
  #at = 0
  #done = 0
  #state = 0

  constructor(
    private readonly input: Uint8Array,
    size: number,
  ) {
    this.output = new Uint8Array(size)
  }

  run(): void {
    const first = this.input[0] ?? 0
    if (first > 17) {
      this.#at = 1
      this.#literals(first - 17)
      this.#state = Math.min(first - 17, LITERAL_RUN)
    }
    while (this.#instruction());
    if (this.#done !== this.output.byteLength) throw damaged(`expected ${this.output.byteLength} bytes, found ${this.#done}`)
    if (this.#at !== this.input.byteLength) throw damaged(`${this.input.byteLength - this.#at} bytes follow the end`)
  }

  /** Executes an instruction; false at the end. */
  #instruction(): boolean {
    const t = this.#byte()
    if (t < 16) return this.#nearOrLiterals(t)
    if (t < 64) return this.#far(t)
    const length = t < 128 ? 3 + ((t >> 5) & 1) : 5 + ((t >> 5) & 3)
    this.#match(length, (this.#byte() << 3) + ((t >> 2) & 7) + 1, t & 3)
    return true
  }

  #nearOrLiterals(t: number): true {
    if (this.#state === 0) {
      this.#literals(t === 0 ? this.#extended(18) : t + 3)
      this.#state = LITERAL_RUN
      return true
    }
    const afterRun = this.#state === LITERAL_RUN
    this.#match(afterRun ? 3 : 2, (this.#byte() << 2) + (t >> 2) + (afterRun ? 2049 : 1), t & 3)
    return true
  }

  /** Matches whose distance takes two bytes. */
  #far(t: number): boolean {
    const near = t >= 32
    const length = near ? this.#length(t & 31, 33) : this.#length(t & 7, 9)
    const word = this.#byte() | (this.#byte() << 8)
    const distance = near ? (word >> 2) + 1 : END_DISTANCE + ((t & 8) << 11) + (word >> 2)
    if (!near && distance === END_DISTANCE) return false
    this.#match(length, distance, word & 3)
    return true
  }

  #length(bits: number, extended: number): number {
    return bits === 0 ? this.#extended(extended) : bits + 2
  }

  /** A length of several bytes: 255 for each zero, then the last one. */
  #extended(base: number): number {
    for (let total = base; ; total += 255) {
      const byte = this.#byte()
      if (byte !== 0) return total + byte
    }
  }

  #byte(): number {
    const byte = this.input[this.#at++]
    if (byte === undefined) throw damaged('it is truncated')
    return byte
  }

  #literals(count: number): void {
    if (this.#at + count > this.input.byteLength) throw damaged('it is truncated')
    if (this.#done + count > this.output.byteLength) throw damaged(`more than ${this.output.byteLength} bytes`)
    this.output.set(this.input.subarray(this.#at, this.#at + count), this.#done)
    this.#at += count
    this.#done += count
  }

  /** Copies earlier output, which may overlap the new, and then literals. */
  #match(length: number, distance: number, literals: number): void {
    const { output } = this
    if (distance > this.#done) throw damaged(`a match of distance ${distance} begins before the start`)
    if (this.#done + length > output.byteLength) throw damaged(`more than ${output.byteLength} bytes`)
    for (let left = length; left > 0; left--, this.#done++) output[this.#done] = output[this.#done - distance] as number
    this.#literals(literals)
    this.#state = literals
  }
}
