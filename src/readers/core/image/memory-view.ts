/** Memory of a process as the values of its machine: words, texts, structures. */
import type { Abi, Struct } from '../../../schema/base.js'
import type { MemoryReader } from '../../format-reader.js'
import { defaultLimits, type Limits } from '../../limits.js'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
/** Bytes read at a time where it is not known how long a text is. */
const STEP = 256
/** What a call counts at least. */
const CALL = 64

export class MemoryView {
  /** Bytes of an address. */
  readonly word: number
  /** Bytes that may still be read: a damaged file may make its memory repeat the same data a million times. */
  #left: number

  constructor(
    private readonly memory: MemoryReader,
    readonly abi: Abi,
    readonly limits: Limits = defaultLimits,
  ) {
    this.#left = limits.imageBudget
    this.word = abi.bits / 8
  }

  /** The bytes from an address on: fewer where the file has no more, none when as much as may be read was read. */
  read(address: bigint, length: number): Uint8Array {
    const bytes = this.memory.read(address, Math.min(length, this.#left))
    // What is not there costs as well.
    this.#left -= Math.min(this.#left, Math.max(bytes.length, CALL))
    return bytes
  }

  /** The bytes at an address; undefined where the file does not have all of them. */
  bytes(address: bigint, length: number): Uint8Array | undefined {
    const bytes = this.read(address, length)
    return bytes.length === length ? bytes : undefined
  }

  /** The address at an address. */
  pointer(address: bigint): bigint | undefined {
    const bytes = this.bytes(address, this.word)
    return bytes && this.words(bytes)[0]
  }

  /** Bytes as a row of words; what is left over at the end is not looked at. */
  words(bytes: Uint8Array): bigint[] {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const little = this.abi.endian === 'little'
    const count = Math.floor(bytes.length / this.word)
    return Array.from({ length: count }, (_, i) =>
      this.word === 8 ? view.getBigUint64(i * 8, little) : BigInt(view.getUint32(i * 4, little)),
    )
  }

  /**
   * The text at an address, up to its NUL.
   *
   * @param limit most bytes of it; a longer one is undefined, as is one whose end the file does not have
   */
  text(address: bigint, limit: number): string | undefined {
    const parts: Uint8Array[] = []
    let length = 0
    while (length < limit) {
      const part = this.read(address + BigInt(length), Math.min(STEP << Math.min(parts.length, 8), limit - length))
      if (part.length === 0) return undefined
      const nul = part.indexOf(0)
      if (nul >= 0) {
        parts.push(part.subarray(0, nul))
        return decoder.decode(joined(parts))
      }
      parts.push(part)
      length += part.length
    }
    return undefined
  }

  /** The structure at an address; undefined where the file does not have all of it. */
  struct<T>(struct: Struct<T>, address: bigint): T | undefined {
    const layout = struct.for(this.abi)
    const bytes = this.bytes(address, layout.size)
    return bytes && layout.decode(bytes)
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
