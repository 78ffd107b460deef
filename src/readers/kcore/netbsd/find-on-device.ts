/**
 * Finds a dump in the image of a dump device. The kernel writes it at the end of the device, so that swapping after the reboot overwrites it
 * last. Source: dumpsys() of NetBSD's ports; real dump partitions.
 */
import { FormatError } from '../../../errors.js'
import { KCORE_MAGIC, readMidmag, segmentFlag } from '../../../formats/kcore/midmag.js'
import type { ByteSource } from '../../../io/source.js'
import { type KcoreHead, readHead } from './kcore-headers.js'

const BLOCK = 512
/** Bytes that are searched at once; a multiple of a block. */
const CHUNK = 4 * 1024 * 1024
/** Headers that are examined; a device has one or two. */
const MOST = 256
/** Larger CPU data would make a search of a hostile file slow. */
const LARGEST_CPU = 1024 * 1024

interface Candidate {
  readonly start: number
  /** End of its memory. */
  readonly end: number
}

const known = new WeakMap<ByteSource, { readonly offset: number | undefined }>()

/**
 * Where the dump on a device begins, in bytes; undefined where there is none. A header within the memory of another dump is a copy that the
 * kernel had in memory, and is no dump.
 */
export function findKcore(source: ByteSource): number | undefined {
  let found = known.get(source)
  if (!found) {
    found = { offset: search(source) }
    known.set(source, found)
  }
  return found.offset
}

function search(source: ByteSource): number | undefined {
  let last: Candidate | undefined
  let count = 0
  for (const start of headers(source)) {
    if (last && start < last.end) continue
    const candidate = candidateAt(source, start)
    if (candidate) last = candidate
    if (++count >= MOST) break
  }
  return last?.start
}

/** Blocks that begin with the magic word of the device form, ascending. */
function* headers(source: ByteSource): Generator<number, void, undefined> {
  const flag = segmentFlag.CORE_CPU << 2
  for (let at = 0; at < source.size; at += CHUNK) {
    const bytes = source.read(at, Math.min(CHUNK, source.size - at))
    for (let block = 0; block + 8 <= bytes.byteLength; block += BLOCK) {
      if (bytes[block + 2] !== KCORE_MAGIC >> 8 || bytes[block + 3] !== (KCORE_MAGIC & 0xff)) continue
      if (((bytes[block] as number) & 0xfc) === flag && readMidmag(bytes.subarray(block, block + 4)).magic === KCORE_MAGIC) yield at + block
    }
  }
}

/** The dump at an offset, if its headers are valid and its memory ends within the device. */
function candidateAt(source: ByteSource, start: number): Candidate | undefined {
  let head: KcoreHead
  try {
    head = readHead(source, { offset: start, form: 'device' })
  } catch (error) {
    if (!(error instanceof FormatError) || error.code === 'IO') throw error
    return undefined
  }
  const { cpuOffset, cpuSize, memoryOffset } = head
  if (cpuSize > LARGEST_CPU) return undefined
  const { problems, segments } = head.machine.read(source.read(cpuOffset, cpuSize), head.abi, { memorySize: source.size - memoryOffset })
  if (problems.length > 0) return undefined
  const size = segments ? segments.reduce((sum, each) => sum + each.size, 0) : source.size - memoryOffset
  const end = memoryOffset + size
  return size > 0 && end <= source.size ? { start, end } : undefined
}
