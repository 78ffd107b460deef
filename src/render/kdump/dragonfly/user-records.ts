/** USER records of the run-time linker and the C library of DragonFly. */
import { utraceRtldShort } from '../../../formats/ktrace/dragonfly/payloads.js'
import { utraceMalloc } from '../../../formats/ktrace/freebsd/user-payloads.js'
import type { RecordWalker } from '../../../readers/ktrace/record-walker.js'
import { textUpToNul } from '../bsd44-renderer.js'
import { loadingText } from '../freebsd/utrace-text.js'

const pointer = (value: bigint): string => `0x${value.toString(16)}`

/** Bytes of `RTLD`, and events that there are. */
const MARK = 4
const LAST_EVENT = 10

function linkerText(record: RecordWalker, decimal: boolean): string | undefined {
  const { bytes, view, little, payload, stop, file } = record
  const event = view.getInt32(payload + MARK, little)
  if (event < 1 || event > LAST_EVENT) {
    const others = Array.from(bytes.subarray(payload + MARK, stop), (byte) =>
      decimal ? ` ${byte}` : ` ${byte.toString(16).padStart(2, '0')}`,
    )
    return `RTLD: ${stop - payload - MARK} ${others.join('')}`
  }
  const linker = utraceRtldShort.for(file.abi)
  // kdump shows what its buffer held before for a record that is shorter.
  if (stop - payload < linker.size) return undefined
  const loading = linker.decode(bytes, { offset: payload, end: stop })
  return loadingText({ ...loading, name: textUpToNul(bytes, payload + linker.size, stop) })
}

/** Undefined for data of a program. */
export function userText(record: RecordWalker, decimal: boolean): string | undefined {
  const { bytes, payload, stop, file } = record
  const where = { offset: payload, end: stop }
  if (stop - payload >= 8 && textUpToNul(bytes, payload, payload + MARK) === 'RTLD') return linkerText(record, decimal)
  const allocation = utraceMalloc.for(file.abi)
  if (stop - payload !== allocation.size) return undefined
  const { p, s, r } = allocation.decode(bytes, where)
  if (p === 0n) return s === 0n && r === 0n ? 'malloc_init()' : `${pointer(r)} = malloc(${s})`
  return s === 0n ? `free(${pointer(p)})` : `${pointer(r)} = realloc(${pointer(p)}, ${s})`
}
