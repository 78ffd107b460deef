/**
 * Berkeley DB 1.85 hash files: records by key, and all of them. Every page and every link is checked: a damaged file
 * ends in a FormatError, in bounded time. Source: lib/libc/db/hash of NetBSD.
 */

import { createError } from '../../../errors.js'
import { HASH_MAGIC, hashHeader } from '../../../formats/kcore/netbsd/aout.js'
import { concatenate, equalBytes } from '../../../io/bytes.js'
import type { ByteSource } from '../../../io/source.js'
import { abi, type Infer } from '../../../schema/base.js'
import { defaultLimits } from '../../limits.js'

export type HashHeader = Infer<typeof hashHeader>

export interface HashRecord {
  readonly key: Uint8Array
  readonly data: Uint8Array
}

/** The default hash function: 32 bits. */
function defaultHash(key: Uint8Array): number {
  let hash = 0
  for (const byte of key) hash = (Math.imul(hash, 33) + byte) >>> 0
  return hash
}

/** Smallest i with 2^i >= n. */
const log2Up = (n: number): number => (n <= 1 ? 0 : 32 - Math.clz32(n - 1))

/** Second values of a pair that are no offsets. */
const LINK = 0
const PART_KEY = 1
const FULL_KEY = 2
const FULL_KEY_DATA = 3
const REAL_KEY = 4

export class HashFile {
  readonly #pages: number

  /** Byte order of pages; the header is big-endian always. */
  private constructor(
    private readonly source: ByteSource,
    readonly header: HashHeader,
    private readonly little: boolean,
  ) {
    this.#pages = Math.ceil(source.size / header.bsize)
  }

  /**
   * @throws FormatError `UNKNOWN_FORMAT` when it is no hash file of version 2; `BAD_VALUE`, `TRUNCATED` for its header
   */
  static open(source: ByteSource): HashFile {
    const layout = hashHeader.for(abi.sparc)
    const bytes = source.read(0, layout.size)
    if (bytes.byteLength < layout.size)
      throw createError('TRUNCATED', 'HASHHDR', `the header takes ${layout.size} bytes, ${bytes.byteLength} are there`, { offset: 0 })
    const header = layout.decode(bytes)
    if (header.magic !== HASH_MAGIC || header.version !== 2)
      throw createError('UNKNOWN_FORMAT', 'magic', `no hash file: magic 0x${header.magic.toString(16)}, version ${header.version}`, {
        offset: 0,
      })
    if (header.lorder !== 1234 && header.lorder !== 4321)
      throw createError('BAD_VALUE', 'lorder', `byte order ${header.lorder}`, { offset: 8 })
    const { bsize, hdrpages, max_bucket } = header
    if (bsize < 64 || bsize > 65_536 || !Number.isInteger(Math.log2(bsize)))
      throw createError('BAD_VALUE', 'bsize', `pages of ${bsize} bytes`, { offset: 12 })
    if (hdrpages < 0 || hdrpages * bsize > source.size + bsize || max_bucket < 0)
      throw createError('BAD_VALUE', 'hdrpages', `${hdrpages} header pages, ${max_bucket + 1} buckets`, { offset: 60 })
    return new HashFile(source, header, header.lorder === 1234)
  }

  /** The value of a key; undefined where there is none. @throws FormatError for a damaged bucket */
  get(key: Uint8Array): Uint8Array | undefined {
    const { high_mask, low_mask, max_bucket } = this.header
    const hash = defaultHash(key)
    let bucket = (hash & high_mask) >>> 0
    if (bucket > max_bucket) bucket = (hash & low_mask) >>> 0
    for (const record of this.#bucket(bucket)) if (equalBytes(record.key, key)) return record.data
    return undefined
  }

  /** Every record, bucket by bucket. @throws FormatError for a damaged one */
  *records(): Generator<HashRecord, void, undefined> {
    // Buckets that have no page in the file are empty.
    const last = Math.min(this.header.max_bucket, this.#pages)
    for (let bucket = 0; bucket <= last; bucket++) yield* this.#bucket(bucket)
  }

  #bucketPage(bucket: number): number {
    const more = bucket === 0 ? 0 : (this.header.spares[log2Up(bucket + 1) - 1] ?? 0)
    return bucket + this.header.hdrpages + more
  }

  #overflowPage(address: number): number {
    return this.#bucketPage(2 ** (address >>> 11) - 1) + (address & 0x7ff)
  }

  /** A page's numbers; undefined for an empty one. */
  #page(number: number): Page | undefined {
    const { bsize } = this.header
    const offset = number * bsize
    if (number < 0 || offset >= this.source.size) return undefined
    const bytes = this.source.read(offset, bsize)
    if (bytes.byteLength < bsize)
      throw createError('TRUNCATED', `page ${number}`, `the page has ${bytes.byteLength} of ${bsize} bytes`, { offset: offset })
    const page = new Page(bytes, offset, this.little)
    if (page.count === 0) return undefined
    if (page.count % 2 !== 0 || (page.count + 3) * 2 > bsize)
      throw createError('BAD_VALUE', `page ${number}`, `the page says that it has ${page.count} slots`, { offset: offset })
    return page
  }

  *#bucket(bucket: number): Generator<HashRecord, void, undefined> {
    // A chain that is longer than the file goes round in a circle.
    const walk = { left: this.#pages + 1 }
    let page = this.#page(this.#bucketPage(bucket))
    while (page) {
      if (walk.left-- <= 0)
        throw createError('INCONSISTENT', `bucket ${bucket}`, 'the chain of pages goes round in a circle', { offset: page.offset })
      const flag = page.slot(2)
      let next: number | undefined
      if (flag > LINK && flag < REAL_KEY) {
        const big = this.#big(page, walk)
        yield big.record
        next = big.next
      } else {
        let end = page.size
        for (let slot = 1; slot < page.count; slot += 2) {
          const key = page.end(slot)
          const second = page.slot(slot + 1)
          if (second === LINK) {
            next = page.slot(slot)
            break
          }
          const data = page.end(slot + 1)
          if (second < REAL_KEY || key > end || data > key)
            throw createError('BAD_BOUNDS', `bucket ${bucket}`, `the pair at slot ${slot} lies at ${key} and ${data}`, {
              offset: page.offset,
            })
          yield { key: page.bytes.slice(key, end), data: page.bytes.slice(data, key) }
          end = data
        }
      }
      page = next === undefined ? undefined : this.#page(this.#overflowPage(next))
    }
  }

  /** A key or value that does not fit into a page: `next` is the overflow address at which the bucket goes on. */
  #big(first: Page, walk: { left: number }): { record: HashRecord; next: number | undefined } {
    const key: Uint8Array[] = []
    const data: Uint8Array[] = []
    let total = 0
    let page = first
    const add = (to: Uint8Array[], start: number, end: number): void => {
      if (start > end) throw createError('BAD_BOUNDS', 'big pair', `a part lies from ${start} to ${end}`, { offset: page.offset })
      total += end - start
      if (total > defaultLimits.databaseEntry)
        throw createError('LIMIT', 'big pair', `more than ${defaultLimits.databaseEntry} bytes`, { offset: page.offset })
      to.push(page.bytes.slice(start, end))
    }
    const follow = (): void => {
      const address = page.slot(page.count - 1)
      const found = this.#page(this.#overflowPage(address))
      if (!found || walk.left-- <= 0)
        throw createError('INCONSISTENT', 'big pair', `there is no next page at 0x${address.toString(16)}`, { offset: page.offset })
      page = found
    }
    add(key, page.end(1), page.size)
    while (page.slot(2) === PART_KEY) {
      follow()
      add(key, page.end(1), page.size)
    }
    let whole = false
    if (page.slot(2) === FULL_KEY_DATA) {
      add(data, page.end(page.count), page.end(1))
      whole = page.slot(page.count + 1) !== 0
    }
    if (!whole) {
      do {
        follow()
        add(data, page.end(1), page.size)
      } while (page.slot(2) === FULL_KEY)
    }
    return { record: { key: concatenate(key), data: concatenate(data) }, next: page.count > 2 ? page.slot(page.count - 1) : undefined }
  }
}

class Page {
  readonly #view: DataView
  readonly size: number
  constructor(
    readonly bytes: Uint8Array,
    readonly offset: number,
    private readonly little: boolean,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.size = bytes.byteLength
  }
  /** Used slots. */
  get count(): number {
    return this.slot(0)
  }
  slot(index: number): number {
    return this.#view.getUint16(index * 2, this.little)
  }
  /** An offset in the page: of pages of 64 KiB, 0 means their end. */
  end(index: number): number {
    const value = this.slot(index)
    return value === 0 && this.size === 65_536 ? 65_536 : Math.min(value, this.size)
  }
}
