/** Records of the Mach emulation and of scheduler activations, which kernels up to 5.x wrote. */
import type { RecordWalker } from '../../../readers/ktrace/record-walker.js'

/** A Mach message header; service names are unknown. Undefined when the payload is too short. */
export function messageText({ view, little, payload, stop }: RecordWalker, generation: number): string | undefined {
  if (stop - payload < 24) return undefined
  const id = view.getInt32(payload + 20, little)
  if (generation > 2) return `unknown service [${id}]\n`
  const hex = (offset: number): string => `0x${view.getUint32(payload + offset, little).toString(16)}`
  return `id ${id} [${hex(12)} -> ${hex(8)}] flags ${hex(0)}\n`
}

/** Out-of-line data. */
export function outOfLineText({ view, little, payload, stop }: RecordWalker, wide: boolean): string | undefined {
  if (stop - payload < (wide ? 16 : 8)) return undefined
  const address = wide ? view.getBigUint64(payload, little) : BigInt(view.getUint32(payload, little))
  const size = wide ? view.getBigInt64(payload + 8, little) : BigInt(view.getInt32(payload + 4, little))
  const unsigned = BigInt.asUintN(wide ? 64 : 32, size)
  return `${size}/0x${unsigned.toString(16)} bytes at 0x${address.toString(16)}\n`
}

const UPCALLS = ['newproc', 'preempted', 'blocked', 'unblocked', 'signal', 'sigev']
const SA_UPCALL_USER = 32

/** An upcall and its activations: first the event activations, then the interrupted ones. */
export function upcallText({ view, little, payload, stop }: RecordWalker, wide: boolean): string | undefined {
  const head = wide ? 32 : 20
  if (stop - payload < head) return undefined
  const type = view.getInt32(payload, little)
  const events = view.getInt32(payload + 4, little)
  const interrupted = view.getInt32(payload + 8, little)
  const size = wide ? 16 : 12
  const list: string[] = []
  for (let at = payload + head; at + size <= stop; at += size) {
    const context = wide ? view.getBigUint64(at, little) : BigInt(view.getUint32(at, little))
    const id = view.getInt32(at + size - 8, little)
    const cpu = view.getInt32(at + size - 4, little)
    list.push(`<ctx=0x${context.toString(16)}, id=${id}, cpu=${cpu}>`)
  }
  const name = type === SA_UPCALL_USER ? 'user' : (UPCALLS[type] ?? `*${type}*`)
  // The first one is the activation that runs the upcall.
  const eventList = list.slice(1, 1 + Math.max(0, events))
  const interruptedList = list.slice(1 + Math.max(0, events), 1 + Math.max(0, events) + Math.max(0, interrupted))
  const shown = (label: string, entries: readonly string[]): string => (entries.length > 0 ? `, ${label}=[${entries.join(', ')}]` : '')
  return `${name}${shown('event', eventList)}${shown('intr', interruptedList)}\n`
}
