/** The kernel log before Linux 5.10: records one behind another in a ring (since 3.5), and plain text in a ring. Source: Linux, kernel/printk.c. */
import type { LogMemory } from './log-memory.js'
import { recordText } from './log-memory.js'
import type { Vmcoreinfo } from './vmcoreinfo.js'

/** A larger buffer is a damaged one. */
const LARGEST = 256 * 1024 * 1024
/** Bytes of a record without text. */
const SMALLEST_RECORD = 16

/** Where the ring is: the variables point to it and say its size. */
function bufferOf(memory: LogMemory, info: Vmcoreinfo): { at: bigint; size: number } | undefined {
  const pointer = info.symbol('log_buf')
  const length = info.symbol('log_buf_len')
  if (pointer === undefined || length === undefined) return undefined
  const size = memory.u32(length)
  return size === 0 || size > LARGEST ? undefined : { at: memory.word(pointer), size }
}

/** Kernels 3.5 to 5.9. A length of 0 means that the next record is at the start of the ring. */
export function* ringOfRecords(memory: LogMemory, info: Vmcoreinfo): Generator<string, void, undefined> {
  const buffer = bufferOf(memory, info)
  const [first, next] = [info.symbol('log_first_idx'), info.symbol('log_next_idx')]
  if (!buffer || first === undefined || next === undefined) return
  const name = info.offset('printk_log.len') === undefined ? 'log' : 'printk_log'
  const offset = (member: string, usual: number): bigint => BigInt(info.offset(`${name}.${member}`) ?? usual)
  const at = { time: offset('ts_nsec', 0), length: offset('len', 8), text: offset('text_len', 10) }
  const header = BigInt(info.size(name) ?? SMALLEST_RECORD)
  const end = memory.u32(next)
  let index = memory.u32(first)
  for (let left = Math.floor(buffer.size / SMALLEST_RECORD) + 1; left > 0 && index !== end && index < buffer.size; left--) {
    const record = buffer.at + BigInt(index)
    const length = memory.u16(record + at.length)
    if (length === 0) {
      index = 0
      continue
    }
    const text = Math.min(memory.u16(record + at.text), length)
    yield recordText(memory.u64(record + at.time), memory.text(record + header, text))
    index += length
  }
}

/** Kernels up to 3.4: the last bytes of all that was ever written, with a level such as `<6>` in front of each line. */
export function* ringOfText(memory: LogMemory, info: Vmcoreinfo): Generator<string, void, undefined> {
  const buffer = bufferOf(memory, info)
  const written = info.symbol('log_end')
  if (!buffer || written === undefined) return
  const end = memory.u32(written)
  const length = Math.min(end, buffer.size)
  const start = (end - length) % buffer.size
  const front = Math.min(length, buffer.size - start)
  const text = memory.text(buffer.at + BigInt(start), front) + memory.text(buffer.at, length - front)
  for (const line of text.replace(/\n$/, '').split('\n')) yield `${line.replace(/^<\d+>/, '')}\n`
}
