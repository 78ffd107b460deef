/** A cache of pieces of 4 KiB of a file, for scattered reads of kernel memory. */
import { type ByteSource, readInto } from '../../io/source.js'

const SLOT_SHIFT = 12
const SLOT = 2 ** SLOT_SHIFT
/** Slots whose memory is taken at once. */
const SLAB_SHIFT = 8
const SLAB = 2 ** SLAB_SHIFT
/** Longer reads bypass the cache. */
const LONGEST = 64 * 1024
const DEFAULT_BYTES = 64 * 1024 * 1024

export interface PageCacheOptions {
  /** Bytes of memory that the cache may take, 64 MiB where absent; at least 1 MiB. Taken as needed. */
  readonly bytes?: number | undefined
  /** Offset in the file of any page of memory: pieces begin at this offset modulo 4 KiB, so that a page is in one piece. */
  readonly phase?: number | undefined
}

const POOL = 64 * 1024
/** Results that are larger than this have memory of their own. */
const LARGEST_POOLED = 8 * 1024
let pool = new Uint8Array(0)
let used = 0

/** Memory for a result. Small ones share blocks of 64 KiB, which is faster than one allocation each. */
export function allocateResult(length: number): Uint8Array {
  if (length > LARGEST_POOLED) return new Uint8Array(length)
  if (used + length > pool.byteLength) {
    pool = new Uint8Array(POOL)
    used = 0
  }
  const result = pool.subarray(used, used + length)
  used += length
  return result
}

/** The source with a cache in front of it. A source in memory is returned as it is. Results are copies and stay valid. */
export function pageCache(source: ByteSource, { bytes = DEFAULT_BYTES, phase = 0 }: PageCacheOptions = {}): ByteSource {
  return source.readInto ? new PageCache(source, bytes, phase % SLOT) : source
}

class PageCache implements ByteSource {
  readonly size: number
  readonly name?: string
  readonly #slots: number
  /** Number of the piece in each slot. */
  readonly #tags: Float64Array
  /** Bytes in each slot: fewer than 4096 only at the end of the file. */
  readonly #lengths: Uint16Array
  readonly #slabs: (Uint8Array | undefined)[]
  /** Added to an offset so that pieces begin at multiples of 4096. */
  readonly #shift: number

  constructor(
    private readonly source: ByteSource,
    bytes: number,
    phase: number,
  ) {
    this.size = source.size
    if (source.name !== undefined) this.name = source.name
    this.#slots = SLAB * Math.max(1, Math.floor(bytes / (SLAB * SLOT)))
    this.#tags = new Float64Array(this.#slots).fill(-1)
    this.#lengths = new Uint16Array(this.#slots)
    this.#slabs = new Array<Uint8Array | undefined>(this.#slots / SLAB).fill(undefined)
    this.#shift = phase === 0 ? 0 : SLOT - phase
  }

  read(offset: number, length: number): Uint8Array {
    if (length > LONGEST || !(offset >= 0) || !(length >= 0)) return this.source.read(offset, length)
    const target = allocateResult(Math.max(0, Math.min(length, this.size - offset)))
    const count = this.readInto(offset, target)
    return count === target.byteLength ? target : target.subarray(0, count)
  }

  readInto(offset: number, target: Uint8Array): number {
    const length = target.byteLength
    if (length > LONGEST || !(offset >= 0)) return readInto(this.source, offset, target)
    let done = 0
    while (done < length) {
      const at = offset + done + this.#shift
      const piece = Math.floor(at / SLOT)
      const within = at - piece * SLOT
      const slot = this.#slotOf(piece)
      const there = Math.min((this.#lengths[slot] ?? 0) - within, length - done)
      if (there <= 0) break
      const from = (slot & (SLAB - 1)) * SLOT + within
      const slab = this.#slabs[slot >> SLAB_SHIFT] as Uint8Array
      if (there <= 16) for (let index = 0; index < there; index++) target[done + index] = slab[from + index] as number
      else target.set(slab.subarray(from, from + there), done)
      done += there
    }
    return done
  }

  /** The slot with a piece of the file, filled where it had another. */
  #slotOf(piece: number): number {
    const slot = piece % this.#slots
    if (this.#tags[slot] === piece) return slot
    const index = slot >> SLAB_SHIFT
    let slab = this.#slabs[index]
    if (!slab) {
      slab = new Uint8Array(SLAB * SLOT)
      this.#slabs[index] = slab
    }
    const start = (slot & (SLAB - 1)) * SLOT
    // The first piece of a file may begin before its start.
    const before = Math.max(0, this.#shift - piece * SLOT)
    this.#tags[slot] = -1
    const count = readInto(this.source, piece * SLOT - this.#shift + before, slab.subarray(start + before, start + SLOT))
    this.#lengths[slot] = count === 0 ? 0 : count + before
    this.#tags[slot] = piece
    return slot
  }
}
