/** The message buffer and version of a FreeBSD kernel. Source: sys/kern/subr_msgbuf.c, usr.bin of FreeBSD. */
import { msgbuf } from '../../../formats/kcore/freebsd/minidump.js'
import type { Kvm } from '../kvm.js'

const MSG_MAGIC = 0x063062
const WRAPPED = 2

/**
 * The messages of a ring, oldest first, without NULs.
 *
 * @param ring the raw bytes, as a minidump has them
 */
export function freebsdMessages(kvm: Kvm, ring: Uint8Array): Uint8Array | undefined {
  if (ring.byteLength === 0) return undefined
  const start = oldest(kvm, ring.byteLength)
  const ordered = new Uint8Array(ring.byteLength)
  ordered.set(ring.subarray(start))
  ordered.set(ring.subarray(0, start), ring.byteLength - start)
  return ordered.filter((byte) => byte !== 0)
}

/** Offset in the ring of its oldest byte: only the kernel's memory tells whether the ring has wrapped. */
function oldest(kvm: Kvm, size: number): number {
  const symbol = kvm.symbol('msgbufp')
  if (!symbol || !kvm.translates) return 0
  if (kvm.read(symbol.value, kvm.abi.pointer).byteLength < kvm.abi.pointer) return 0
  const layout = msgbuf.for(kvm.abi)
  const bytes = kvm.read(kvm.readWord(symbol.value), layout.size)
  if (bytes.byteLength < layout.size) return 0
  const { msg_magic, msg_size, msg_wseq, msg_flags } = layout.decode(bytes)
  if (msg_magic !== MSG_MAGIC || msg_size !== size || (msg_flags & WRAPPED) === 0) return 0
  return msg_wseq % size
}

/** What `version` holds. */
export function freebsdVersion(kvm: Kvm): string | undefined {
  const symbol = kvm.symbol('version')
  if (!symbol || !kvm.translates) return undefined
  const text = kvm.readText(symbol.value, 512).trim()
  return text === '' ? undefined : text
}

/** The text that `panicstr` points to. */
export function freebsdPanic(kvm: Kvm): string | undefined {
  const symbol = kvm.symbol('panicstr')
  if (!symbol || !kvm.translates || kvm.read(symbol.value, kvm.abi.pointer).byteLength < kvm.abi.pointer) return undefined
  const at = kvm.readWord(symbol.value)
  return at === 0n ? undefined : kvm.readText(at, 1023)
}
