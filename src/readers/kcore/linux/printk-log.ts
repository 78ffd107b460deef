/** The kernel log of a Linux dump, by VMCOREINFO alone. Source: Linux, kernel/printk/printk_ringbuffer.c (since 5.10). */
import { type Diagnostics, FormatError } from '../../../errors.js'
import { defaultLimits } from '../../limits.js'
import type { Kvm } from '../kvm.js'
import { LogMemory, recordText } from './log-memory.js'
import { ringOfRecords, ringOfText } from './old-logs.js'
import type { Vmcoreinfo } from './vmcoreinfo.js'

/**
 * The log as dmesg(1) prints it; undefined where VMCOREINFO does not lead to it. Where memory of the log is missing, it ends there, with a
 * diagnostic.
 */
export function linuxMessages(kvm: Kvm, info: Vmcoreinfo, diagnostics: Diagnostics): Uint8Array | undefined {
  if (!kvm.translates) return undefined
  const records = recordsOf(new LogMemory(kvm, info), info)
  if (!records) return undefined
  const list: string[] = []
  try {
    for (const text of records) list.push(text)
  } catch (error) {
    if (!(error instanceof FormatError) || error.code !== 'UNMAPPED') throw error
    diagnostics.add({ ...error.toDiagnostic(), path: 'dmesg', message: `the kernel log is incomplete: ${error.message}` })
    if (list.length === 0) return undefined
  }
  return new TextEncoder().encode(list.join(''))
}

/** The records of the log in the way of this kernel's version. */
function recordsOf(memory: LogMemory, info: Vmcoreinfo): Iterable<string> | undefined {
  const prb = info.symbol('prb')
  const [descriptorSize, infoSize] = [info.size('prb_desc'), info.size('printk_info')]
  if (prb !== undefined && descriptorSize && infoSize) return lines(memory, prb, descriptorSize, infoSize)
  if (info.symbol('log_first_idx') !== undefined) return ringOfRecords(memory, info)
  return info.symbol('log_buf') === undefined ? undefined : ringOfText(memory, info)
}

function* lines(read: LogMemory, prb: bigint, descriptorSize: number, infoSize: number): Generator<string, void, undefined> {
  const { bits } = read.kvm.abi
  const idBits = BigInt(bits - 2)
  const idMask = (1n << idBits) - 1n
  const rb = read.word(prb)
  const ring = rb + read.member('printk_ringbuffer.desc_ring')
  const text = rb + read.member('printk_ringbuffer.text_data_ring')
  const countBits = read.u32(ring + read.member('prb_desc_ring.count_bits'))
  const sizeBits = read.u32(text + read.member('prb_data_ring.size_bits'))
  if (countBits > 31 || sizeBits > 31) return
  const descriptors = read.word(ring + read.member('prb_desc_ring.descs'))
  const infos = read.word(ring + read.member('prb_desc_ring.infos'))
  const data = read.word(text + read.member('prb_data_ring.data'))
  const head = read.word(ring + read.member('prb_desc_ring.head_id') + read.member('atomic_long_t.counter')) & idMask
  const tail = read.word(ring + read.member('prb_desc_ring.tail_id') + read.member('atomic_long_t.counter')) & idMask
  const size = 2 ** sizeBits
  const position = read.member('prb_desc.text_blk_lpos')
  for (let id = tail, left = defaultLimits.logRecords; left > 0; id = (id + 1n) & idMask, left--) {
    const slot = id & ((1n << BigInt(countBits)) - 1n)
    const descriptor = descriptors + slot * BigInt(descriptorSize)
    const state = read.word(descriptor + read.member('prb_desc.state_var') + read.member('atomic_long_t.counter'))
    const kind = state >> idBits
    if ((state & idMask) === id && (kind === 1n || kind === 2n)) {
      const begin = read.word(descriptor + position + read.member('prb_data_blk_lpos.begin'))
      const next = read.word(descriptor + position + read.member('prb_data_blk_lpos.next'))
      const about = infos + slot * BigInt(infoSize)
      const nanoseconds = read.u64(about + read.member('printk_info.ts_nsec'))
      let line = ''
      if (((begin | next) & 1n) === 0n) {
        // A block that does not fit at the end begins anew at the start.
        const wraps = begin >> BigInt(sizeBits) !== next >> BigInt(sizeBits)
        const start = wraps ? 0 : Number(begin % BigInt(size))
        const end = Number(next % BigInt(size))
        const idSize = bits / 8
        const room = (end > start ? end : size) - start - idSize
        const length = Math.min(read.u16(about + read.member('printk_info.text_len')), Math.max(0, room))
        line = read.text(data + BigInt(start + idSize), length)
      }
      yield recordText(nanoseconds, line)
    }
    if (id === head) return
  }
}
