/** What a NetBSD or OpenBSD kernel tells of itself in its memory: version, message buffer, panic. Source: savecore, dmesg of NetBSD. */

import { kernMsgbuf, MSG_MAGIC } from '../../../formats/kcore/netbsd/headers.js'
import { concatenate } from '../../../io/bytes.js'
import type { Kvm } from '../kvm.js'

/** A larger message buffer is a damaged one. */
const LARGEST = 16 * 1024 * 1024

/** The raw ring of the message buffer and its header. */
interface Ring {
  /** Kernel address of the text. */
  readonly text: bigint
  readonly size: number
  /** Offset of the next write, which is also that of the oldest byte. */
  readonly write: number
}

function ringOf(kvm: Kvm): Ring | undefined {
  const symbol = kvm.symbol('msgbufp')
  if (!symbol || !kvm.translates) return undefined
  const layout = kernMsgbuf.for(kvm.abi)
  const pointer = kvm.read(symbol.value, kvm.abi.pointer)
  if (pointer.byteLength < kvm.abi.pointer) return undefined
  const at = kvm.readWord(symbol.value)
  const bytes = kvm.read(at, layout.size)
  if (bytes.byteLength < layout.size) return undefined
  const { msg_magic, msg_bufx, msg_bufs } = layout.decode(bytes)
  const size = Number(msg_bufs)
  if (Number(msg_magic) !== MSG_MAGIC || size <= 0 || size > LARGEST) return undefined
  const write = Number(msg_bufx)
  return { text: at + BigInt(layout.offsets.msg_bufc), size, write: write >= size || write < 0 ? 0 : write }
}

/** The messages from the oldest on, without NULs and without the priorities in front of lines; undefined where there is no buffer. */
export function netbsdMessages(kvm: Kvm): Uint8Array | undefined {
  const ring = ringOf(kvm)
  if (!ring) return undefined
  const bytes = kvm.read(ring.text, ring.size)
  return withoutPriorities(concatenate([bytes.subarray(ring.write), bytes.subarray(0, ring.write)]))
}

const NEWLINE = 0x0a
const LESS = 0x3c
const GREATER = 0x3e

/** Leaves out NULs and every `<...>` directly behind a newline, up to the `>`; ends with a newline. */
function withoutPriorities(bytes: Uint8Array): Uint8Array {
  const text = new Uint8Array(bytes.byteLength + 1)
  let length = 0
  let skipping = false
  let startsLine = false
  for (const byte of bytes) {
    if (byte === 0) continue
    if (skipping) {
      if (byte === GREATER) skipping = false
      continue
    }
    if (startsLine && byte === LESS) {
      skipping = true
      startsLine = false
      continue
    }
    startsLine = byte === NEWLINE
    text[length++] = byte
  }
  if (length > 0 && text[length - 1] !== NEWLINE) text[length++] = NEWLINE
  return text.subarray(0, length)
}

/** What `version` holds; undefined where there is no such symbol. */
export function netbsdVersion(kvm: Kvm): string | undefined {
  const symbol = kvm.symbol('version')
  if (!symbol || !kvm.translates) return undefined
  const text = kvm.readText(symbol.value, 512).trim()
  return text === '' ? undefined : text
}

const LONGEST_PANIC = 1023

/** The panic message without the word in front of it; as {@link panicText} finds it. */
export const netbsdPanic = (kvm: Kvm): string | undefined => panicText(kvm)?.replace(/^panic: /, '')

/** The panic message: the part of the message buffer that the kernel marked, else the text that `panicstr` points to. */
function panicText(kvm: Kvm): string | undefined {
  if (!kvm.translates) return undefined
  const int = (name: string): number => {
    const symbol = kvm.symbol(name)
    const bytes = symbol && kvm.read(symbol.value, 4)
    if (!bytes || bytes.byteLength < 4) return 0
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0, kvm.abi.endian === 'little')
  }
  const start = int('panicstart')
  const end = int('panicend')
  const ring = ringOf(kvm)
  if (start !== 0 && end !== 0 && ring) {
    const bytes: number[] = []
    for (let at = start; at !== end && bytes.length < LONGEST_PANIC; at = (at + 1) % ring.size)
      bytes.push(kvm.read(ring.text + BigInt(at % ring.size), 1)[0] ?? 0)
    return new TextDecoder().decode(Uint8Array.from(bytes)).replace(/\n$/, '')
  }
  const symbol = kvm.symbol('panicstr')
  if (!symbol || kvm.read(symbol.value, kvm.abi.pointer).byteLength < kvm.abi.pointer) return undefined
  const at = kvm.readWord(symbol.value)
  return at === 0n ? undefined : kvm.readText(at, LONGEST_PANIC)
}
