/** The kernel log of a Linux dump, by VMCOREINFO alone (kernels since 5.10). Source: Linux, kernel/printk/printk_ringbuffer.c. */
import { defaultLimits } from '../../limits.js'
import type { Kvm } from '../kvm.js'
import type { Vmcoreinfo } from './vmcoreinfo.js'

class Reader {
  constructor(
    private readonly kvm: Kvm,
    private readonly info: Vmcoreinfo,
  ) {}
  #view(at: bigint, size: number): DataView {
    const bytes = this.kvm.readExactly(at, size)
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  get little(): boolean {
    return this.kvm.abi.endian === 'little'
  }
  word(at: bigint): bigint {
    return this.kvm.readWord(at)
  }
  u32(at: bigint): number {
    return this.#view(at, 4).getUint32(0, this.little)
  }
  u16(at: bigint): number {
    return this.#view(at, 2).getUint16(0, this.little)
  }
  u64(at: bigint): bigint {
    return this.#view(at, 8).getBigUint64(0, this.little)
  }
  member(name: string): bigint {
    return BigInt(this.info.offset(name) ?? 0)
  }
}

/** The log as dmesg(1) prints it; undefined where VMCOREINFO does not lead to it, or its memory is not in the dump. */
export function linuxMessages(kvm: Kvm, info: Vmcoreinfo): Uint8Array | undefined {
  const prb = info.symbol('prb')
  const descriptorSize = info.size('prb_desc')
  const infoSize = info.size('printk_info')
  if (prb === undefined || !descriptorSize || !infoSize || !kvm.translates) return undefined
  try {
    return new TextEncoder().encode([...lines(kvm, new Reader(kvm, info), prb, descriptorSize, infoSize)].join(''))
  } catch {
    return undefined
  }
}

function* lines(kvm: Kvm, read: Reader, prb: bigint, descriptorSize: number, infoSize: number): Generator<string, void, undefined> {
  const bits = kvm.abi.bits
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
        line = new TextDecoder().decode(kvm.readExactly(data + BigInt(start + idSize), length))
      }
      const stamp = `${nanoseconds / 1_000_000_000n}.${String((nanoseconds / 1000n) % 1_000_000n).padStart(6, '0')}`
      yield `[${stamp.padStart(12)}] ${line}\n`
    }
    if (id === head) return
  }
}
