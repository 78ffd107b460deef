/** USER records that the C library and the run-time linker write with utrace(2). */
import { utraceMalloc, utraceMalloc32, utraceRtld, utraceRtld32 } from '../../../formats/ktrace/freebsd/user-payloads.js'
import type { RecordWalker } from '../../../readers/ktrace/record-walker.js'
import type { Abi } from '../../../schema/abi.js'
import type { Struct } from '../../../schema/struct.js'

/** A run-time linker event. */
export interface Loading {
  readonly event: number
  readonly handle: bigint | number
  readonly mapbase: bigint | number
  readonly mapsize: bigint | number
  readonly refcnt: number
  readonly name: string
}

/** `%p` */
const pointer = (value: bigint | number): string => `0x${value.toString(16)}`

/** Undefined for data in an unknown format. */
export function userText({ bytes, payload, stop }: RecordWalker, abi: Abi): string | undefined {
  const length = stop - payload
  const where = { offset: payload, end: stop }
  const is = (one: Struct<unknown>): boolean => length === one.planFor(abi).size
  const linker = bytes[payload] === 0x52 && bytes[payload + 1] === 0x54 && bytes[payload + 2] === 0x4c && bytes[payload + 3] === 0x44
  if (linker && is(utraceRtld)) return loadingText(utraceRtld.for(abi).decode(bytes, where))
  if (is(utraceMalloc)) {
    const { p, s, r } = utraceMalloc.for(abi).decode(bytes, where)
    return allocationText(p, s, r, abi.bits)
  }
  if (linker && is(utraceRtld32)) return loadingText(utraceRtld32.for(abi).decode(bytes, where))
  if (!is(utraceMalloc32)) return undefined
  const { p, s, r } = utraceMalloc32.for(abi).decode(bytes, where)
  return allocationText(BigInt(p), BigInt(s), BigInt(r), 32)
}

function allocationText(p: bigint, s: bigint, r: bigint, bits: number): string {
  if (p === BigInt.asUintN(bits, -1n)) return 'malloc_init()'
  if (s === 0n) return `free(${pointer(p)})`
  return p === 0n ? `${pointer(r)} = malloc(${s})` : `${pointer(r)} = realloc(${pointer(p)}, ${s})`
}

const RTLD_GLOBAL = 0x100
const RTLD_TRACE = 0x200

function modeText(mode: number): string {
  const kind = mode & 3
  let text = kind === 1 ? 'RTLD_LAZY' : kind === 2 ? 'RTLD_NOW' : kind === 0 ? '0' : `0x${kind.toString(16)}`
  if ((mode & RTLD_GLOBAL) !== 0) text += ' | RTLD_GLOBAL'
  if ((mode & RTLD_TRACE) !== 0) text += ' | RTLD_TRACE'
  const left = (mode & ~(3 | RTLD_GLOBAL | RTLD_TRACE)) >>> 0
  return left === 0 ? text : `${text} | 0x${left.toString(16)}`
}

/** Undefined for an unknown event. */
export function loadingText({ event, handle, mapbase, mapsize, refcnt, name }: Loading): string | undefined {
  const object = pointer(handle)
  const base = pointer(mapbase)
  const range = `${object} @ ${base} - ${pointer(BigInt(mapbase) + BigInt(mapsize) - 1n)} (${name})`
  switch (event) {
    case 1:
      return `dlopen(${name}, ${modeText(refcnt)})`
    case 2:
      return `${object} = dlopen(${name}) ref ${refcnt}`
    case 3:
      return `dlclose(${object}) (${name}, ${refcnt})`
    case 4:
      return `dlclose(${object}) finished`
    case 5:
      return `RTLD: loaded   ${range}`
    case 6:
      return `RTLD: unloaded ${range}`
    case 7:
      return `RTLD: ${base} now depends on ${object} (${name}, ${refcnt})`
    case 8:
      return 'RTLD: LD_PRELOAD finished'
    case 9:
      return `RTLD: init ${base} for ${object} (${name})`
    case 10:
      return `RTLD: fini ${base} for ${object} (${name})`
    case 11:
      return `RTLD: dlsym(${object}, ${name})`
    case 12:
      return `RTLD: ${base} = dlsym(${object}, ${name})`
    case 13:
      return `RTLD: error: ${name}\n`
    default:
      return undefined
  }
}
