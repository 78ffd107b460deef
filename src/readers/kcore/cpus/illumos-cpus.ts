/** The panicking processor of an illumos dump: names and values in panicbuf. Source: illumos usr/src/uts/common/sys/panic.h. */
import type { Kvm } from '../kvm.js'
import type { CpuState } from './cpu-state.js'

const SIZE = 8192
/** Where the records begin, by version of the buffer. */
const FIRST: Readonly<Record<number, number>> = { 1: 8, 2: 48 }
const RECORD = 24

/** Names of panicbuf that are no registers. */
const OTHERS = new Set(['cpu', 'thread', 'trapno', 'err'])

export function illumosCpus(kvm: Kvm): CpuState[] {
  const at = kvm.symbol('panicbuf')?.value
  if (at === undefined || !kvm.translates) return []
  const bytes = kvm.read(at, SIZE)
  if (bytes.byteLength < 8) return []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = kvm.abi.endian === 'little'
  const first = FIRST[view.getUint32(0, little)]
  const end = Math.min(view.getUint32(4, little), bytes.byteLength)
  if (first === undefined) return []
  const values: Record<string, bigint> = {}
  for (let record = first; record + RECORD <= end; record += RECORD) {
    const name = new TextDecoder().decode(bytes.subarray(record, record + 16)).replace(/\0.*$/s, '')
    if (/^[\w%]+$/.test(name)) values[name] = view.getBigUint64(record + 16, little)
  }
  const registers = Object.fromEntries(Object.entries(values).filter(([name]) => !OTHERS.has(name)))
  if (Object.keys(registers).length === 0) return []
  const { cpu, thread } = values
  return [
    {
      ...(cpu !== undefined && cpu < 4096n && { id: Number(cpu) }),
      source: 'panicbuf',
      panicked: true,
      mode: 'kernel',
      ...(thread !== undefined && { thread }),
      registers,
    },
  ]
}
