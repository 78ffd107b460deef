/** LZMA2, the compression of .xz files. Source: "The .xz File Format" 1.1 and the facts of the LZMA SDK about its range coder. */
import { FormatError } from '../errors.js'

const STATES = 12
const START = 1024

/**
 * Decodes chunks up to the one that ends the data.
 *
 * @param limit bytes of the result at most
 * @returns the data, and the offset behind the chunks
 * @throws FormatError `BAD_VALUE`, `TRUNCATED` or `LIMIT`
 */
export function decodeLzma2(bytes: Uint8Array, start: number, limit: number): { data: Uint8Array; end: number } {
  const output = new Output(limit)
  const decoder = new LzmaDecoder(output)
  const at = (i: number): number => {
    const byte = bytes[i]
    if (byte === undefined) throw damaged('TRUNCATED', 'the data ends early')
    return byte
  }
  let place = start
  for (;;) {
    const control = at(place++)
    if (control === 0) return { data: output.bytes(), end: place }
    const size = ((at(place) << 8) | at(place + 1)) + 1
    if (control < 0x80) {
      if (control > 2) throw damaged('BAD_VALUE', `chunk control byte 0x${control.toString(16)}`)
      if (control === 1) output.resetDictionary()
      output.append(bytes, place + 2, size)
      place += 2 + size
      continue
    }
    const unpacked = size + ((control & 0x1f) << 16)
    const packed = ((at(place + 2) << 8) | at(place + 3)) + 1
    place += 4
    const reset = (control >> 5) & 3
    if (reset === 3) output.resetDictionary()
    if (reset >= 2) decoder.setProperties(at(place++))
    if (reset >= 1) decoder.resetState()
    if (place + packed > bytes.length) throw damaged('TRUNCATED', 'the data ends early')
    decoder.decode(bytes.subarray(place, place + packed), unpacked)
    place += packed
  }
}

const damaged = (code: 'BAD_VALUE' | 'TRUNCATED' | 'LIMIT', what: string): FormatError =>
  new FormatError({ code, message: `LZMA2 data: ${what}` })

/** The output, which is also the dictionary. */
class Output {
  #buffer = new Uint8Array(65_536)
  length = 0
  /** Where the dictionary begins. */
  #from = 0

  constructor(private readonly limit: number) {}

  bytes(): Uint8Array {
    return this.#buffer.slice(0, this.length)
  }

  resetDictionary(): void {
    this.#from = this.length
  }

  /** Bytes since the dictionary was reset. */
  get position(): number {
    return this.length - this.#from
  }

  reserve(more: number): void {
    const needed = this.length + more
    if (needed > this.limit) throw damaged('LIMIT', `more than ${this.limit} bytes`)
    if (needed <= this.#buffer.length) return
    const larger = new Uint8Array(Math.max(needed, this.#buffer.length * 2))
    larger.set(this.#buffer.subarray(0, this.length))
    this.#buffer = larger
  }

  append(source: Uint8Array, start: number, size: number): void {
    if (start + size > source.length) throw damaged('TRUNCATED', 'the data ends early')
    this.reserve(size)
    this.#buffer.set(source.subarray(start, start + size), this.length)
    this.length += size
  }

  put(byte: number): void {
    this.#buffer[this.length++] = byte
  }

  /** The byte at a distance back; 0 in front of everything. */
  back(distance: number): number {
    return distance <= this.position ? (this.#buffer[this.length - distance] as number) : 0
  }

  copy(distance: number, count: number): void {
    if (distance > this.position) throw damaged('BAD_VALUE', `distance ${distance} of ${this.position} bytes`)
    const buffer = this.#buffer
    let to = this.length
    for (let from = to - distance, end = to + count; to < end; ) buffer[to++] = buffer[from++] as number
    this.length = to
  }
}

/** Bits with adaptive probabilities. */
class RangeCoder {
  #bytes: Uint8Array = new Uint8Array(0)
  #at = 0
  #range = 0
  #code = 0

  start(bytes: Uint8Array): void {
    if (bytes.length < 5 || bytes[0] !== 0) throw damaged('BAD_VALUE', 'a chunk does not begin with 0')
    this.#bytes = bytes
    this.#range = 0xffffffff
    this.#code = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1)
    this.#at = 5
  }

  #normalize(): void {
    if (this.#range >= 0x1000000) return
    this.#range = (this.#range << 8) >>> 0
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw damaged('TRUNCATED', 'a chunk ends early')
    this.#code = ((this.#code << 8) | byte) >>> 0
  }

  bit(probabilities: Uint16Array, index: number): number {
    this.#normalize()
    const probability = probabilities[index] as number
    const bound = (this.#range >>> 11) * probability
    if (this.#code < bound) {
      this.#range = bound
      probabilities[index] = probability + ((2048 - probability) >> 5)
      return 0
    }
    this.#range -= bound
    this.#code -= bound
    probabilities[index] = probability - (probability >> 5)
    return 1
  }

  /** Bits of equal probability. */
  direct(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++) {
      this.#normalize()
      this.#range >>>= 1
      const bit = this.#code >= this.#range ? 1 : 0
      if (bit) this.#code -= this.#range
      value = (value << 1) | bit
    }
    return value
  }

  tree(probabilities: Uint16Array, base: number, bits: number): number {
    let node = 1
    for (let i = 0; i < bits; i++) node = (node << 1) | this.bit(probabilities, base + node)
    return node - (1 << bits)
  }

  reverseTree(probabilities: Uint16Array, base: number, bits: number): number {
    let node = 1
    let value = 0
    for (let i = 0; i < bits; i++) {
      const bit = this.bit(probabilities, base + node)
      node = (node << 1) | bit
      value |= bit << i
    }
    return value
  }
}

const fresh = (size: number): Uint16Array => new Uint16Array(size).fill(START)

/** Lengths of matches: 2 to 9, 10 to 17, 18 to 273. */
class LengthCoder {
  readonly #choice = fresh(2)
  readonly #low = fresh(16 * 8)
  readonly #middle = fresh(16 * 8)
  readonly #high = fresh(256)

  reset(): void {
    for (const table of [this.#choice, this.#low, this.#middle, this.#high]) table.fill(START)
  }

  decode(coder: RangeCoder, positionState: number): number {
    if (coder.bit(this.#choice, 0) === 0) return 2 + coder.tree(this.#low, positionState * 8, 3)
    if (coder.bit(this.#choice, 1) === 0) return 10 + coder.tree(this.#middle, positionState * 8, 3)
    return 18 + coder.tree(this.#high, 0, 8)
  }
}

class LzmaDecoder {
  readonly #coder = new RangeCoder()
  readonly #match = fresh(STATES * 16)
  readonly #repeat = fresh(STATES)
  readonly #repeat0 = fresh(STATES)
  readonly #repeat1 = fresh(STATES)
  readonly #repeat2 = fresh(STATES)
  readonly #repeat0Long = fresh(STATES * 16)
  readonly #slots = fresh(4 * 64)
  readonly #special = fresh(128)
  readonly #align = fresh(16)
  readonly #matchLength = new LengthCoder()
  readonly #repeatLength = new LengthCoder()
  #literals = fresh(0x300)
  #literalContextBits = 0
  #literalPositionMask = 0
  #positionMask = 0
  #state = 0
  #distances: [number, number, number, number] = [0, 0, 0, 0]

  constructor(private readonly output: Output) {}

  setProperties(byte: number): void {
    const positionBits = Math.floor(byte / 45)
    const literalPositionBits = Math.floor(byte / 9) % 5
    const contextBits = byte % 9
    if (positionBits > 4 || literalPositionBits + contextBits > 4) throw damaged('BAD_VALUE', `properties byte ${byte}`)
    this.#literalContextBits = contextBits
    this.#literalPositionMask = (1 << literalPositionBits) - 1
    this.#positionMask = (1 << positionBits) - 1
    this.#literals = fresh(0x300 << (literalPositionBits + contextBits))
  }

  resetState(): void {
    this.#state = 0
    this.#distances = [0, 0, 0, 0]
    const tables = [
      this.#match,
      this.#repeat,
      this.#repeat0,
      this.#repeat1,
      this.#repeat2,
      this.#repeat0Long,
      this.#slots,
      this.#special,
      this.#align,
      this.#literals,
    ]
    for (const table of tables) table.fill(START)
    this.#matchLength.reset()
    this.#repeatLength.reset()
  }

  decode(bytes: Uint8Array, size: number): void {
    const { output } = this
    this.#coder.start(bytes)
    output.reserve(size)
    const end = output.length + size
    while (output.length < end) {
      const positionState = output.position & this.#positionMask
      if (this.#coder.bit(this.#match, this.#state * 16 + positionState) === 0) {
        this.#literal()
        continue
      }
      const length = this.#coder.bit(this.#repeat, this.#state) === 0 ? this.#newMatch(positionState) : this.#repeatedMatch(positionState)
      if (output.length + length > end) throw damaged('BAD_VALUE', 'a match reaches past the end of its chunk')
      output.copy(this.#distances[0] + 1, length)
    }
  }

  #literal(): void {
    const { output } = this
    const previous = output.back(1)
    const context =
      ((output.position & this.#literalPositionMask) << this.#literalContextBits) + (previous >> (8 - this.#literalContextBits))
    const base = context * 0x300
    let node = 1
    if (this.#state >= 7) {
      let match = output.back(this.#distances[0] + 1)
      while (node < 0x100) {
        const matchBit = (match >> 7) & 1
        match <<= 1
        const bit = this.#coder.bit(this.#literals, base + ((1 + matchBit) << 8) + node)
        node = (node << 1) | bit
        if (bit !== matchBit) break
      }
    }
    while (node < 0x100) node = (node << 1) | this.#coder.bit(this.#literals, base + node)
    output.put(node & 0xff)
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6
  }

  #newMatch(positionState: number): number {
    const length = this.#matchLength.decode(this.#coder, positionState)
    const [first, second, third] = this.#distances
    this.#distances = [this.#distance(length), first, second, third]
    this.#state = this.#state < 7 ? 7 : 10
    return length
  }

  #distance(length: number): number {
    const slot = this.#coder.tree(this.#slots, Math.min(length - 2, 3) * 64, 6)
    if (slot < 4) return slot
    const bits = (slot >> 1) - 1
    const base = ((2 | (slot & 1)) << bits) >>> 0
    if (slot < 14) return base + this.#coder.reverseTree(this.#special, base - slot, bits)
    return base + this.#coder.direct(bits - 4) * 16 + this.#coder.reverseTree(this.#align, 0, 4)
  }

  #repeatedMatch(positionState: number): number {
    const [first, second, third, fourth] = this.#distances
    if (this.#coder.bit(this.#repeat0, this.#state) === 0) {
      if (this.#coder.bit(this.#repeat0Long, this.#state * 16 + positionState) === 0) {
        this.#state = this.#state < 7 ? 9 : 11
        return 1
      }
    } else if (this.#coder.bit(this.#repeat1, this.#state) === 0) this.#distances = [second, first, third, fourth]
    else if (this.#coder.bit(this.#repeat2, this.#state) === 0) this.#distances = [third, first, second, fourth]
    else this.#distances = [fourth, first, second, third]
    const length = this.#repeatLength.decode(this.#coder, positionState)
    this.#state = this.#state < 7 ? 8 : 11
    return length
  }
}
