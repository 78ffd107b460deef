/**
 * Kinds of a core's mappings, for `--strip-memory`, `--redact` and content sets. A core contains less than its kernel knew, so kinds are
 * inferred: the stack contains the stack pointer, the heap is recorded (illumos) or follows the program, shared memory has a typical name.
 */

import type { Core, Mapping } from '../../families/core.js'
import { stackPointerOf } from '../../formats/core/register-names.js'
import { type ContentMapping, contentBits, contentOf } from '../../writers/policy/content-set.js'

export const memoryKinds = ['stack', 'heap', 'anon', 'data', 'rodata', 'text', 'shm', 'shanon', 'shfile'] as const

/** The kinds of content sets; here `stack` is the stack of any thread. */
export type MemoryKind = (typeof memoryKinds)[number]

/** The kind of each mapping, in order; undefined for a mapping that no content set selects. */
export function memoryKindsOf(core: Core): (MemoryKind | undefined)[] {
  const { mappings, threads, abi } = core
  const kindOf = contentMappingOf(core)
  const stacks = threads.flatMap(({ registers }) => stackPointerOf(registers, abi) ?? [])
  return mappings.map((mapping) => {
    const { start, end, file } = mapping
    if (file === undefined && stacks.some((pointer) => pointer >= start && pointer < end)) return 'stack'
    const bits = contentOf(kindOf(mapping))
    return memoryKinds.find((word) => contentBits[word] === bits)
  })
}

/** Returns a function that classifies the mappings of a core for content sets. */
export function contentMappingOf(core: Core): (mapping: Mapping) => ContentMapping {
  const stack = stackPointer(core)
  const heap = heapOf(core)
  const named = core.files.length > 0
  return (mapping) => {
    const { permissions, file, start, end } = mapping
    const flags = {
      readable: permissions.includes('r'),
      writable: permissions.includes('w'),
      executable: permissions.includes('x'),
    }
    if (stack !== undefined && stack >= start && stack < end) return { ...flags, kind: 'stack' }
    if (heap && start < heap.end && end > heap.start) return { ...flags, kind: 'heap' }
    if (file === undefined) {
      // Without file names in the core, memory that is not writable counts as a file.
      return { ...flags, file: !named && !flags.writable }
    }
    if (/^\/SYSV[0-9a-f]{8}\b/.test(file)) return { ...flags, kind: 'shm' }
    if (/^\/(?:dev\/zero|dev\/shm\/|memfd:)/.test(file)) return { ...flags, shared: true }
    if (file.startsWith('/dev/')) return { ...flags, kind: 'device' }
    return { ...flags, file: true }
  }
}

/** Stack pointer of the initial thread. */
function stackPointer({ threads, process, abi }: Core): bigint | undefined {
  const first = threads.find(({ tid }) => tid === process.pid) ?? [...threads].sort((a, b) => (a.tid ?? 0) - (b.tid ?? 0))[0]
  return first && stackPointerOf(first.registers, abi)
}

interface Range {
  readonly start: bigint
  readonly end: bigint
}

function heapOf(core: Core): Range | undefined {
  const status = core.notes.find(({ name }) => name === 'NT_PSTATUS')?.value as { pr_brkbase?: unknown; pr_brksize?: unknown } | undefined
  const { pr_brkbase: base, pr_brksize: size } = status ?? {}
  if (typeof base === 'bigint' && typeof size === 'bigint' && size > 0n) return { start: base, end: base + size }
  return behindProgram(core)
}

/** Anonymous memory between the program and the next file: the range that does not touch the program, else the one that continues it (bss and heap). */
function behindProgram({ auxv, files, mappings, system, abi }: Core): Range | undefined {
  const entry = auxv.find(({ type }) => system.auxv?.name(Number(type), abi) === 'AT_ENTRY')?.value
  const program = entry === undefined ? undefined : files.find(({ start, end }) => entry >= start && entry < end)?.path
  if (program === undefined) return undefined
  let end = 0n
  for (const file of files) if (file.path === program && file.end > end) end = file.end
  let next: bigint | undefined
  for (const { start } of files) if (start >= end && (next === undefined || start < next)) next = start
  const behind = mappings
    .filter(
      ({ start, file, permissions }) =>
        file === undefined && start >= end && (next === undefined || start < next) && permissions.startsWith('rw'),
    )
    .sort((a, b) => (a.start < b.start ? -1 : 1))
  return behind.find(({ start }) => start > end) ?? behind[0]
}
