/** The streams that are lists: threads, modules, memory, names, what is known of memory. */
import {
  count,
  type Location,
  memory64List,
  memoryDescriptor,
  memoryDescriptor64,
  memoryInfo,
  memoryInfoList,
  memoryState,
  module,
  streamType,
  thread,
  threadName,
} from '../../formats/minidump/headers.js'
import type { Infer, Struct } from '../../schema/base.js'
import type { Streams } from './streams.js'

/** Bytes of a process in the file. */
export interface MemoryRange {
  readonly start: bigint
  /** In bytes, and where in the file. */
  readonly size: number
  readonly offset: number
}

/** A region of the address space; `end` is exclusive. */
export interface Region {
  readonly start: bigint
  readonly end: bigint
  /** `rw-`. */
  readonly permissions: string
  /** The file that is mapped there, from which byte on. */
  readonly path?: string
  readonly offset?: bigint
}

/** A list behind its number of entries, which some writers align to 8 bytes. */
function list<T>({ file, find }: Streams, type: number, entry: Struct<T>, path: string): T[] {
  const location = find(type)
  if (!location) return []
  const head = file.take(count, location.rva, `${path}.count`)
  if (!head) return []
  const { size } = entry.for(file.abi)
  const start = location.data_size === 8 + head.number_of_entries * size ? 8 : 4
  return file.takeAll(entry, location.rva + start, head.number_of_entries, roomOf(location, start), path)
}

const roomOf = ({ data_size }: Location, start: number): number => Math.max(0, data_size - start)

export const threadsOf = (streams: Streams): Infer<typeof thread>[] => list(streams, streamType.ThreadListStream, thread, 'threads')
export const modulesOf = (streams: Streams): Infer<typeof module>[] => list(streams, streamType.ModuleListStream, module, 'modules')

/** Names of threads by their id. */
export function threadNamesOf(streams: Streams): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  for (const { thread_id, thread_name_rva } of list(streams, streamType.ThreadNamesStream, threadName, 'threadNames')) {
    const name = streams.file.string(Number(thread_name_rva), `threadNames[${names.size}].name`)
    if (name !== undefined) names.set(thread_id, name)
  }
  return names
}

/** Memory of both kinds of list; that of threads' stacks too, which may be nowhere else. Ranges may overlap. */
export function memoryOf(streams: Streams, threads: readonly Infer<typeof thread>[]): MemoryRange[] {
  const { file } = streams
  const small = [
    ...list(streams, streamType.MemoryListStream, memoryDescriptor, 'memory'),
    ...threads.map(({ stack }) => stack).filter(({ memory }) => memory.data_size > 0),
  ].map(({ start_of_memory_range, memory }): MemoryRange => ({ start: start_of_memory_range, size: memory.data_size, offset: memory.rva }))
  const large: MemoryRange[] = []
  const location = streams.find(streamType.Memory64ListStream)
  const head = location && file.take(memory64List, location.rva, 'memory64')
  if (location && head) {
    const start = memory64List.for(file.abi).size
    const entries = file.takeAll(
      memoryDescriptor64,
      location.rva + start,
      Number(head.number_of_memory_ranges),
      roomOf(location, start),
      'memory64',
    )
    let offset = Number(head.base_rva)
    for (const { start_of_memory_range, data_size } of entries) {
      const size = Number(data_size)
      // What is no number of bytes that a file may have is behind its end.
      if (!Number.isSafeInteger(offset + size)) break
      large.push({ start: start_of_memory_range, size, offset })
      offset += size
    }
  }
  // What is all of memory comes first: stacks are in it too.
  return [...large, ...small].filter(({ size }) => size > 0)
}

const protections: Readonly<Record<number, string>> = {
  1: '---',
  2: 'r--',
  4: 'rw-',
  8: 'rw-',
  16: '--x',
  32: 'r-x',
  64: 'rwx',
  128: 'rwx',
}

/** Regions of MemoryInfoList that are in use. */
export function regionsOf({ file, find }: Streams): Region[] {
  const location = find(streamType.MemoryInfoListStream)
  const head = location && file.take(memoryInfoList, location.rva, 'memoryInfo')
  if (!location || !head) return []
  const { size } = memoryInfo.for(file.abi)
  if (head.size_of_entry !== size) {
    const message = `memoryInfo: entries of ${head.size_of_entry} bytes are not known, those of ${size} are`
    file.diagnostics.add({ code: 'BAD_VALUE', offset: location.rva + 4, path: 'memoryInfo.size_of_entry', message })
    return []
  }
  const start = head.size_of_header
  const entries = file.takeAll(memoryInfo, location.rva + start, Number(head.number_of_entries), roomOf(location, start), 'memoryInfo')
  return entries
    .filter(({ state }) => state !== memoryState.MEM_FREE)
    .map(({ base_address, region_size, protection }) => ({
      start: base_address,
      end: base_address + region_size,
      permissions: protections[protection & 0xff] ?? '---',
    }))
}
