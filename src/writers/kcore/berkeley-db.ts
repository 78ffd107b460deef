/** Writes Berkeley DB 1.85 hash files and kernel name databases (kvm_mkdb). Source: lib/libc/db/hash, kvm_mkdb of NetBSD. */
import { FormatError } from '../../errors.js'
import { HASH_MAGIC, hashHeader, nlist, symbolType } from '../../formats/kcore/netbsd/aout.js'
import { type Abi, abi } from '../../schema/base.js'

export interface HashOptions {
  /** Page size in bytes, a power of two from 64 to 32768 (default: 4096). */
  readonly pageSize?: number
  /** Desired records per bucket (default: 128). */
  readonly fillFactor?: number
  /** Expected number of records (default: 1024). */
  readonly expected?: number
  readonly little?: boolean
}

/** 32 bits. */
function defaultHash(key: Uint8Array): number {
  let hash = 0
  for (const byte of key) hash = (Math.imul(hash, 33) + byte) >>> 0
  return hash
}

type Pair = readonly [key: Uint8Array, data: Uint8Array]

/** Maximum number of overflow pages per split point: 11 bits, 0 is unused. */
const MOST_OVERFLOW = 0x7ff

/**
 * Builds a hash file; of equal keys, the last record is used.
 *
 * @throws FormatError `OUT_OF_RANGE` for an invalid page size, or for records that need more than the format's 2047 overflow pages
 */
export function hashFile(records: Iterable<Pair>, options: HashOptions = {}): Uint8Array {
  const { pageSize = 4096, fillFactor = 128, expected = 1024, little = true } = options
  if (!Number.isInteger(Math.log2(pageSize)) || pageSize < 64 || pageSize > 32_768)
    throw new FormatError({
      code: 'OUT_OF_RANGE',
      path: 'pageSize',
      message: `expected a page size from 64 to 32768 that is a power of two, found ${pageSize}`,
    })
  const unique = new Map<string, Pair>()
  for (const pair of records) unique.set(String.fromCharCode(...pair[0]), pair)
  const pairs = [...unique.values()]
  let shift = Math.max(0, Math.ceil(Math.log2(Math.max(1, Math.max(expected, pairs.length) / fillFactor))))
  // Long records need more buckets, until the overflow pages can be numbered.
  for (; ; shift++) {
    const made = build(pairs, shift, pageSize, little)
    if (made) return withHeader(made, { pairs: pairs.length, shift, pageSize, fillFactor, little })
    if (shift > 20)
      throw new FormatError({ code: 'OUT_OF_RANGE', message: `${pairs.length} records do not fit in pages of ${pageSize} bytes` })
  }
}

interface Built {
  /** One page for each bucket. */
  readonly buckets: Uint8Array[]
  /** The first overflow page is the bitmap of used pages. */
  readonly overflow: Uint8Array[]
}

/** A page that is being filled: slots from the start, items from the end. */
class Page {
  readonly bytes: Uint8Array
  readonly #view: DataView
  slots: number[] = []
  low: number
  constructor(
    size: number,
    private readonly little: boolean,
  ) {
    this.bytes = new Uint8Array(size)
    this.#view = new DataView(this.bytes.buffer)
    this.low = size
  }
  /** Free bytes for items after `more` slots are added. */
  room(more: number): number {
    return this.low - (this.slots.length + more + 3) * 2
  }
  item(bytes: Uint8Array): number {
    this.low -= bytes.byteLength
    this.bytes.set(bytes, this.low)
    return this.low
  }
  finish(): Uint8Array {
    const count = this.slots.length
    const words = [count, ...this.slots, this.low - (count + 3) * 2, this.low]
    for (const [index, word] of words.entries()) this.#view.setUint16(index * 2, word, this.little)
    return this.bytes
  }
}

function build(pairs: readonly Pair[], shift: number, pageSize: number, little: boolean): Built | undefined {
  const count = 2 ** shift
  const lists: Pair[][] = Array.from({ length: count }, () => [])
  for (const pair of pairs) lists[defaultHash(pair[0]) & (count - 1)]?.push(pair)
  const overflow: Page[] = [new Page(pageSize, little)]
  const fresh = (from: Page): Page => {
    const page = new Page(pageSize, little)
    overflow.push(page)
    from.slots.push((shift << 11) | overflow.length, 0)
    return page
  }
  const buckets = lists.map((list) => {
    const first = new Page(pageSize, little)
    let page = first
    // Long records are last: after one, the bucket continues only on a new page.
    const fits = ([key, data]: Pair): boolean => key.byteLength + data.byteLength <= pageSize - 2 * 7
    for (const pair of list.filter(fits)) {
      const [key, data] = pair
      // A pair needs two slots; two more are reserved for a link.
      if (page.room(4) < key.byteLength + data.byteLength) page = fresh(page)
      const start = page.item(key)
      page.slots.push(start, page.item(data))
    }
    for (const pair of list.filter((each) => !fits(each))) page = bigPair(fresh(page), pair, fresh)
    return first
  })
  if (overflow.length > MOST_OVERFLOW || overflow.length > pageSize * 8) return undefined
  const map = new Uint8Array(pageSize)
  const view = new DataView(map.buffer)
  for (let used = 0; used < overflow.length; used++) {
    const at = Math.floor(used / 32) * 4
    view.setUint32(at, (view.getUint32(at, little) | (1 << (used % 32))) >>> 0, little)
  }
  return { buckets: buckets.map((page) => page.finish()), overflow: [map, ...overflow.slice(1).map((page) => page.finish())] }
}

/** Key pages with flag 1, the last with 2; data pages with flag 2, the last with 3. Returns the last page. */
function bigPair(start: Page, [key, data]: Pair, fresh: (from: Page) => Page): Page {
  let page = start
  const parts = [...cut(key, page.room(4)).map((bytes, index, all) => ({ bytes, flag: index < all.length - 1 ? 1 : 2 }))]
  parts.push(...cut(data, page.room(4)).map((bytes, index, all) => ({ bytes, flag: index < all.length - 1 ? 2 : 3 })))
  for (const [index, { bytes, flag }] of parts.entries()) {
    page.slots.push(page.item(bytes), flag)
    if (index < parts.length - 1) page = fresh(page)
  }
  return page
}

function cut(bytes: Uint8Array, length: number): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let at = 0; at < bytes.byteLength; at += length) parts.push(bytes.subarray(at, at + length))
  return parts.length > 0 ? parts : [bytes]
}

interface Facts {
  readonly pairs: number
  readonly shift: number
  readonly pageSize: number
  readonly fillFactor: number
  readonly little: boolean
}

function withHeader({ buckets, overflow }: Built, { pairs, shift, pageSize, fillFactor, little }: Facts): Uint8Array {
  const layout = hashHeader.for(abi.sparc)
  const hdrpages = Math.ceil(layout.size / pageSize)
  const bytes = new Uint8Array((hdrpages + buckets.length + overflow.length) * pageSize)
  const bits = Math.log2(pageSize)
  bytes.set(
    layout.encode({
      magic: HASH_MAGIC,
      version: 2,
      lorder: little ? 1234 : 4321,
      bsize: pageSize,
      bshift: bits,
      dsize: 256,
      ssize: 256,
      sshift: 8,
      ovfl_point: shift,
      last_freed: overflow.length,
      max_bucket: buckets.length - 1,
      high_mask: buckets.length * 2 - 1,
      low_mask: buckets.length - 1,
      ffactor: fillFactor,
      nkeys: pairs,
      hdrpages,
      h_charkey: defaultHash(new TextEncoder().encode('%$sniglet^&\0')) | 0,
      spares: Array.from({ length: 32 }, (_, index) => (index < shift ? 0 : overflow.length)),
      bitmaps: Array.from({ length: 32 }, (_, index) => (index === 0 ? (shift << 11) | 1 : 0)),
    }),
  )
  for (const [index, page] of [...buckets, ...overflow].entries()) bytes.set(page, (hdrpages + index) * pageSize)
  return bytes
}

export interface DatabaseSymbol {
  readonly name: string
  readonly value: bigint
  /** n_type of the symbol; debugger symbols are omitted. */
  readonly type: number
}

/**
 * Builds a kernel name database like kvm_mkdb.
 *
 * @param options.version first line of the kernel version: with newline for an a.out kernel, without for an ELF kernel
 * @param options.underscore whether to prefix every name with an underscore, for ELF kernels
 */
export function kernelDatabase(symbols: Iterable<DatabaseSymbol>, of: Abi, options: { version: string; underscore: boolean }): Uint8Array {
  const encoder = new TextEncoder()
  const layout = nlist.for(of)
  function* records(): Generator<Pair, void, undefined> {
    for (const { name, value, type } of symbols) {
      if (name === '' || (type & symbolType.N_STAB) !== 0) continue
      const data = layout.encode({ n_strx: 0n, n_type: type, n_other: 0, n_desc: 0, n_value: BigInt.asUintN(of.bits, value) })
      yield [encoder.encode(options.underscore ? `_${name}` : name), data]
    }
    yield [encoder.encode('VERSION'), encoder.encode(options.version)]
  }
  return hashFile(records(), { little: of.endian === 'little' })
}
