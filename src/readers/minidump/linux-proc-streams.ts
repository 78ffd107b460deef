/** Streams of Linux that are copies of files of /proc. */

import { auxv } from '../../formats/core/linux/auxv.js'
import type { AuxEntry, ProcessInfo } from '../../formats/core/process-info.js'
import { streamType } from '../../formats/minidump/headers.js'
import type { Abi } from '../../schema/base.js'
import type { Region } from './stream-lists.js'
import type { Streams } from './streams.js'

function textOf({ file, find }: Streams, type: number, path: string): string | undefined {
  const location = find(type)
  return location && new TextDecoder().decode(file.bytes(location, path))
}

/** Texts with a NUL behind each. */
const split = (text: string | undefined): string[] | undefined => {
  const parts = text?.split('\0')
  if (parts?.at(-1) === '') parts.pop()
  return parts && parts.length > 0 ? parts : undefined
}

export const argvOf = (streams: Streams): string[] | undefined => split(textOf(streams, streamType.LinuxCmdLine, 'LinuxCmdLine'))
export const environmentOf = (streams: Streams): string[] | undefined => split(textOf(streams, streamType.LinuxEnviron, 'LinuxEnviron'))

/** `name:<tab>value` lines of /proc/PID/status. */
export function statusOf(streams: Streams): ProcessInfo {
  const text = textOf(streams, streamType.LinuxProcStatus, 'LinuxProcStatus') ?? ''
  const values = new Map([...text.matchAll(/^(\w+):[ \t]*(.*)$/gm)].map(([, name, value]) => [name, value ?? '']))
  const ids = (name: string): (number | undefined)[] =>
    (values.get(name) ?? '').split(/\s+/).map((each) => (/^\d+$/.test(each) ? Number(each) : undefined))
  const [pid] = ids('Pid')
  const [ppid] = ids('PPid')
  const [ruid, euid, svuid] = ids('Uid')
  const [rgid, egid, svgid] = ids('Gid')
  const name = values.get('Name')
  return {
    ...(pid !== undefined && { pid }),
    ...(ppid !== undefined && { ppid }),
    ...(name !== undefined && { name }),
    ...(ruid !== undefined && { uid: ruid }),
    ...(rgid !== undefined && { gid: rgid }),
    ...(euid !== undefined && ruid !== undefined && { credentials: withoutUndefined({ ruid, euid, svuid, rgid, egid, svgid }) }),
  }
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }
}

const LINE = /^([0-9a-f]+)-([0-9a-f]+) ([r-][w-][x-])\S? ([0-9a-f]+) \S+ \d+ *(.*)$/

/** Lines of /proc/PID/maps. */
export function mapsOf(streams: Streams): Region[] {
  const text = textOf(streams, streamType.LinuxMaps, 'LinuxMaps') ?? ''
  return text.split('\n').flatMap((line): Region[] => {
    const found = LINE.exec(line)
    if (!found) return []
    const [, start = '0', end = '0', permissions = '---', offset = '0', path = ''] = found
    const region = { start: BigInt(`0x${start}`), end: BigInt(`0x${end}`), permissions }
    if (region.end <= region.start || region.end > 1n << 64n) return []
    return [{ ...region, ...(path !== '' && { path, offset: BigInt(`0x${offset}`) }) }]
  })
}

/** The auxiliary vector, in words of the process. */
export function auxvOf({ file, find }: Streams, abi: Abi): AuxEntry[] {
  const location = find(streamType.LinuxAuxv)
  if (!location) return []
  const { entries } = auxv.for(abi).decode(file.bytes(location, 'LinuxAuxv'))
  return entries.map(({ a_type, a_val }) => ({ type: a_type, value: a_val }))
}
