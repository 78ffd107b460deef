/** The /proc files that Breakpad copies, generated from the contents. */

import { auxEntry } from '../../formats/core/linux/auxv.js'
import type { AuxEntry, ProcessInfo } from '../../formats/core/process-info.js'
import { type memoryInfo, memoryKind, memoryState } from '../../formats/minidump/headers.js'
import type { Abi, Infer } from '../../schema/base.js'
import type { BuildMemory } from '../core/build/build-core.js'
import type { MinidumpContents } from './minidump-contents.js'

/** The lines of /proc/PID/status that debuggers use. */
export function statusText({ name, pid, ppid, uid, gid, credentials }: ProcessInfo): string {
  const ids = (real: number | undefined, effective?: number, saved?: number): string =>
    [real, effective ?? real, saved ?? real, effective ?? real].join('\t')
  const lines = [
    name === undefined ? undefined : `Name:\t${name}`,
    pid === undefined ? undefined : `Pid:\t${pid}`,
    ppid === undefined ? undefined : `PPid:\t${ppid}`,
    uid === undefined ? undefined : `Uid:\t${ids(uid, credentials?.euid, credentials?.svuid)}`,
    gid === undefined ? undefined : `Gid:\t${ids(gid, credentials?.egid, credentials?.svgid)}`,
  ]
  return lines.map((line) => (line === undefined ? '' : `${line}\n`)).join('')
}

const sizeOf = ({ size, content }: BuildMemory): bigint =>
  size ?? BigInt(content === undefined ? 0 : content instanceof Uint8Array ? content.length : content.size)

/** The lines of /proc/PID/maps; device and inode are unknown. */
export function mapsText({ memory, files = [], abi }: MinidumpContents): string {
  const sorted = [...files].sort((a, b) => (a.start < b.start ? -1 : 1))
  const hex = (value: bigint): string => value.toString(16).padStart(8, '0')
  let next = 0
  return [...memory]
    .sort((a, b) => (a.address < b.address ? -1 : 1))
    .map((each) => {
      const start = each.address
      while (next < sorted.length && (sorted[next]?.end ?? 0n) <= start) next++
      const file = sorted[next]
      const inside = file !== undefined && start >= file.start
      const offset = inside ? file.offset + start - file.start : 0n
      const line = `${hex(start)}-${hex(start + sizeOf(each))} ${each.permissions ?? 'rw-'}p ${hex(offset)} 00:00 0`
      return inside ? `${line.padEnd(abi === 'i386' ? 49 : 73)}${file.path}\n` : `${line}\n`
    })
    .join('')
}

/** The auxiliary vector in words of the process. */
export function auxvBytes(entries: readonly AuxEntry[], abi: Abi): Uint8Array {
  const layout = auxEntry.for(abi)
  const bytes = new Uint8Array(entries.length * layout.size)
  entries.forEach(({ type, value }, i) => {
    bytes.set(layout.encode({ a_type: type, a_val: value }), i * layout.size)
  })
  return bytes
}

const protections: Readonly<Record<string, number>> = {
  '---': 1,
  'r--': 2,
  'rw-': 4,
  '-w-': 4,
  '--x': 0x10,
  'r-x': 0x20,
  rwx: 0x40,
  '-wx': 0x40,
}

/** The memory regions in Windows terms. */
export function regionsOf({ memory, files = [] }: MinidumpContents): Infer<typeof memoryInfo>[] {
  const starts = new Set(files.map(({ start }) => start))
  return memory.map((each) => {
    const protection = protections[each.permissions ?? 'rw-'] ?? 1
    return {
      base_address: each.address,
      allocation_base: each.address,
      allocation_protection: protection,
      __alignment1: 0,
      region_size: sizeOf(each),
      state: memoryState.MEM_COMMIT,
      protection,
      type: starts.has(each.address) ? memoryKind.MEM_MAPPED : memoryKind.MEM_PRIVATE,
      __alignment2: 0,
    }
  })
}
