/**
 * Kinds of a core's memory, by evidence: stacks hold a stack pointer or what the kernel put on the initial stack, the heap is recorded
 * (illumos) or lies behind the program, arenas and large blocks of malloc are known by their headers, mappings of files by their names.
 */
import { stackPointerOf } from '../../formats/core/register-names.js'
import { MemoryView } from './image/memory-view.js'
import type { Mapping } from './mappings.js'
import type { MemoryKind } from './memory-kind-names.js'
import type { Core } from './model.js'
import { auxValue, programEnd } from './program-end.js'

interface Range {
  readonly start: bigint
  readonly end: bigint
}

const known = new WeakMap<Core, readonly (MemoryKind | 'device' | 'unknown')[]>()

/** The kind of each mapping, in order; `unknown` where the core has nothing to tell it by. */
export function kindsOf(core: Core): readonly (MemoryKind | 'device' | 'unknown')[] {
  let kinds = known.get(core)
  if (!kinds) {
    const stacks = stackAnchors(core)
    const heaps = heapRanges(core)
    kinds = core.mappings.map((mapping) => kindOf(core, mapping, stacks, heaps))
    known.set(core, kinds)
  }
  return kinds
}

function kindOf(core: Core, mapping: Mapping, stacks: readonly bigint[], heaps: readonly Range[]): MemoryKind | 'device' | 'unknown' {
  const { start, end, file, permissions } = mapping
  const writable = permissions.includes('w')
  if (file === undefined && stacks.some((address) => address >= start && address < end)) return 'stack'
  if (file === undefined && heaps.some((heap) => start < heap.end && end > heap.start)) return 'heap'
  if (file === undefined) {
    if (writable && isMallocMapping(core, mapping)) return 'heap'
    if (core.files.length > 0) return 'anon'
    // Without a list of files, anonymous memory and data of files cannot be told apart.
    if (writable) return core.image.modules.some((module) => start >= module.start && start < module.end) ? 'data' : 'unknown'
    return permissions.includes('x') ? 'text' : permissions.includes('r') ? 'rodata' : 'unknown'
  }
  if (/^\/SYSV[0-9a-f]{8}\b/.test(file)) return 'shm'
  if (/^\/(?:dev\/zero|dev\/shm\/|memfd:)/.test(file)) return 'shanon'
  if (file.startsWith('/dev/')) return 'device'
  if (file.startsWith('anon_inode:')) return 'shanon'
  if (writable) return 'data'
  if (!permissions.includes('r')) return 'data'
  return permissions.includes('x') ? 'text' : 'rodata'
}

/** Addresses that are on a stack: the stack pointers of all threads, and what the kernel put on the initial one. */
function stackAnchors(core: Core): bigint[] {
  const pointers = core.threads.flatMap(({ registers }) => stackPointerOf(registers, core.abi) ?? [])
  const initial = ['AT_RANDOM', 'AT_EXECFN', 'AT_PLATFORM', 'AT_PS_STRINGS', 'AT_EXECPATH', 'AT_SUN_EXECNAME', 'AT_ARGV', 'AT_ENVV']
  const told = initial.flatMap((name) => auxValue(core, name) ?? [])
  return [...pointers, ...told, ...(core.process.psStrings === undefined ? [] : [core.process.psStrings])].filter((each) => each !== 0n)
}

/** The farthest that a kernel moves the heap behind the program. */
const FARTHEST = { 64: 1n << 30n, 32: 32n << 20n } as const

/** Where the heap is: empty when nothing tells it. */
function heapRanges(core: Core): Range[] {
  const status = core.notes.find(({ name }) => name === 'NT_PSTATUS')?.value as { pr_brkbase?: unknown; pr_brksize?: unknown } | undefined
  const { pr_brkbase: base, pr_brksize: size } = status ?? {}
  if (typeof base === 'bigint' && typeof size === 'bigint' && size > 0n) return [{ start: base, end: base + size }]
  const program = programEnd(core)
  if (!program) return []
  const anonymous = core.mappings
    .filter(({ file, permissions, end }) => file === undefined && permissions.startsWith('rw') && end > program.address)
    .sort((a, b) => (a.start < b.start ? -1 : 1))
  const adjoining = runFrom(anonymous, 0, program.address)
  const next = anonymous.findIndex(({ start }) => start > (adjoining?.end ?? program.address))
  const moved = next < 0 ? undefined : runFrom(anonymous, next, (anonymous[next] as Mapping).start)
  const limit = (adjoining?.end ?? program.address) + FARTHEST[core.abi.bits]
  const ranges = adjoining ? [adjoining] : []
  // Where the heap adjoins the program, it was not moved. Without program headers, what adjoins may be .bss only.
  const seek = !adjoining || !program.exact
  if (seek && moved && moved.start <= limit && !isBeforeFile(core, moved) && !isFileBetween(core, program.address, moved.start))
    ranges.push(moved)
  return ranges
}

/** Mappings from one on that touch each other; undefined if the first does not reach the address. */
function runFrom(sorted: readonly Mapping[], first: number, from: bigint): Range | undefined {
  const begin = sorted[first]
  if (!begin || begin.start > from) return undefined
  let end = begin.end
  for (let i = first + 1; i < sorted.length && (sorted[i] as Mapping).start === end; i++) end = (sorted[i] as Mapping).end
  return { start: from, end }
}

/** What lies right before a library belongs to it, or to a thread. */
const isBeforeFile = ({ files }: Core, { end }: Range): boolean => files.some(({ start }) => start === end)
const isFileBetween = ({ files }: Core, from: bigint, to: bigint): boolean => files.some(({ start }) => start >= from && start < to)

/** Alignment of the arenas of glibc. */
const ARENA = { 64: 64n << 20n, 32: 1n << 20n } as const
const IS_MMAPPED = 2n

/**
 * Whether glibc's malloc mapped this memory: an arena begins with a pointer to its state, at an aligned address; a large block begins
 * with its own size and a flag.
 */
function isMallocMapping({ memory, abi, limits }: Core, { start, end, fileSize }: Mapping): boolean {
  if (fileSize === 0n) return false
  const view = new MemoryView(memory, abi, limits)
  const [first = 0n, second = 0n, third = 0n] = view.words(view.read(start, 4 * view.word))
  const length = end - start
  if (start % ARENA[abi.bits] === 0n) {
    const own = first > start && first < start + length
    if (
      (own || (first !== 0n && second !== 0n && second % ARENA[abi.bits] === 0n)) &&
      third % 4096n === 0n &&
      third > 0n &&
      third <= ARENA[abi.bits]
    )
      return true
  }
  const size = second & ~7n
  return first === 0n && (second & 7n) === IS_MMAPPED && size >= 4096n && size % 4096n === 0n && size <= length
}
