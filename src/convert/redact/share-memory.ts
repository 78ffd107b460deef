/** The memory that a shared core keeps: return addresses and frame pointers of stacks, and what debuggers find modules by. */
import type { Core } from '../../families/core.js'
import { stackPointerOf } from '../../formats/core/register-names.js'
import {
  dynamicEntry,
  dynamicTag,
  elfHeader,
  linkMap,
  type ProgramHeader,
  programHeader,
  rDebug,
  segmentType,
} from '../../formats/elf/index.js'
import { memorySource } from '../../io/source.js'
import { MemoryView } from '../../readers/core/image/memory-view.js'
import { auxValue } from '../../readers/core/program-end.js'
import { isBuildId } from '../../readers/elf/build-id.js'
import { iterateNotes } from '../../readers/elf/note-iterator.js'
import { PAGE_SIZE } from '../../systems/machines/page-sizes.js'
import { sharedName } from './share-names.js'

/** Bytes at an address. */
export interface Fragment {
  readonly address: bigint
  readonly bytes: Uint8Array
}

export interface SharedStack extends Fragment {
  /** Words that were kept. */
  readonly words: number
}

/** Most bytes of one stack that are looked at, and bytes below a stack pointer that functions may use. */
const DEEPEST = 16 * 1024 * 1024
const RED_ZONE = 128n
const PAGE = BigInt(PAGE_SIZE)

/** The used part of each thread's stack, with return addresses and pointers up the stack; all other words are zero. */
export function sharedStacks(core: Core): SharedStack[] {
  const { abi, threads, mappings, memory } = core
  const code = codeRanges(core)
  const mask = abi.name.startsWith('aarch64') ? (1n << 48n) - 1n : (1n << BigInt(abi.bits)) - 1n
  const isCode = (word: bigint): boolean => code.some(({ start, end }) => (word & mask) >= start && (word & mask) < end)
  const word = abi.bits / 8
  const stacks = new Map<bigint, SharedStack>()
  for (const { registers } of threads) {
    const pointer = stackPointerOf(registers, abi)
    const mapping = pointer === undefined ? undefined : mappings.find(({ start, end }) => pointer >= start && pointer < end)
    if (pointer === undefined || !mapping) continue
    const lowest = pointer - RED_ZONE > mapping.start ? pointer - RED_ZONE : mapping.start
    const start = lowest - (lowest % PAGE) > mapping.start ? lowest - (lowest % PAGE) : mapping.start
    // A copy: what a source gives may be its own bytes.
    const bytes = new Uint8Array(memory.read(start, Math.min(DEEPEST, Number(mapping.end - start))))
    const view = new DataView(bytes.buffer)
    const little = abi.endian === 'little'
    let words = 0
    let last = 0
    for (let at = 0; at < bytes.length; at += word) {
      const address = start + BigInt(at)
      const whole = at + word <= bytes.length
      const value = !whole ? 0n : word === 8 ? view.getBigUint64(at, little) : BigInt(view.getUint32(at, little))
      const keeps =
        address + BigInt(word) > lowest && (isCode(value) || (value > address && value < mapping.end && value % BigInt(word) === 0n))
      if (keeps && value !== 0n) {
        words++
        last = at + word
      } else bytes.fill(0, at, Math.min(at + word, bytes.length))
    }
    const used = Math.max(last, Number(pointer - start) + word)
    const kept = bytes.subarray(0, Math.min(bytes.length, Math.ceil(used / PAGE_SIZE) * PAGE_SIZE))
    const other = stacks.get(start)
    if (!other || other.bytes.length < kept.length) stacks.set(start, { address: start, bytes: kept, words })
  }
  return [...stacks.values()]
}

interface Range {
  readonly start: bigint
  readonly end: bigint
}

/** Where code may be: executable mappings, and parts of modules that the core has no mapping of, as debuggers do not dump code. */
function codeRanges({ mappings, files, image }: Core): readonly Range[] {
  const executable = mappings.filter(({ permissions }) => permissions.includes('x'))
  const within = (outer: Range, { start, end }: Range): boolean => start < outer.end && end > outer.start
  const undumped = files.filter((file) => image.modules.some((each) => within(each, file)) && !mappings.some((each) => within(each, file)))
  const unmapped = image.modules.filter((module) => ![...executable, ...undumped].some((each) => within(module, each)))
  return [...executable, ...undumped, ...unmapped]
}

/** Headers and build IDs of the modules, and the run-time linker's list of them with names that may be shared. */
export function moduleFragments(core: Core): Fragment[] {
  const { abi, memory, limits, image } = core
  const view = new MemoryView(memory, abi, limits)
  const fragments: Fragment[] = []
  for (const { start } of image.modules) fragments.push(...headersAt(view, start))
  const program = programHeaders(core, view)
  const dynamic = program?.headers.find(({ p_type }) => p_type === segmentType.PT_DYNAMIC)
  if (program && dynamic)
    fragments.push(...linkFragments(view, BigInt.asUintN(abi.bits, program.bias + dynamic.p_vaddr), Number(dynamic.p_memsz)))
  return fragments
}

/** The ELF header, the program headers and the build ID of the object at an address. */
function headersAt(view: MemoryView, start: bigint): Fragment[] {
  const { abi } = view
  const head = view.bytes(start, elfHeader.for(abi).size)
  const header = head?.[0] === 0x7f && head[1] === 0x45 ? view.struct(elfHeader, start) : undefined
  const layout = programHeader(abi).for(abi)
  if (!head || !header || header.e_phnum > view.limits.objectHeaders || header.e_phentsize !== layout.size) return []
  const table = view.bytes(start + header.e_phoff, header.e_phnum * layout.size)
  if (!table) return []
  const headers = Array.from({ length: header.e_phnum }, (_, i) => layout.decode(table, { offset: i * layout.size }) as ProgramHeader)
  const first = headers.find(({ p_type }) => p_type === segmentType.PT_LOAD)
  const bias = first ? start - (first.p_vaddr - first.p_offset) : start
  const notes = headers
    .filter(({ p_type }) => p_type === segmentType.PT_NOTE)
    .flatMap((note) => buildIdNotes(view, BigInt.asUintN(abi.bits, bias + note.p_vaddr), note))
  const { offsets } = elfHeader.for(abi)
  const plain = new Uint8Array(head)
  // The sections are not kept.
  plain.fill(0, offsets.e_shoff, offsets.e_shoff + abi.bits / 8)
  plain.fill(0, offsets.e_shnum, offsets.e_shnum + 4)
  return [{ address: start, bytes: plain }, { address: start + header.e_phoff, bytes: table }, ...notes]
}

/** The notes of an object; descriptors other than the build ID are zero. */
function buildIdNotes(view: MemoryView, address: bigint, { p_filesz, p_align }: ProgramHeader): Fragment[] {
  const read = view.bytes(address, Math.min(Number(p_filesz), view.limits.objectTable))
  if (!read) return []
  const bytes = new Uint8Array(read)
  let has = false
  const notes = iterateNotes(
    memorySource(new Uint8Array(read)),
    view.abi,
    { start: 0, end: bytes.length, segment: -1 },
    { padding: p_align === 8n ? 8 : 4, gap: 0 },
  )
  let end = 0
  for (const note of notes) {
    const { descriptorOffset, size, available } = note
    if (isBuildId(note)) has = true
    else bytes.fill(0, descriptorOffset, descriptorOffset + available)
    end = descriptorOffset + Math.min(size, available)
  }
  return has ? [{ address, bytes: bytes.subarray(0, end) }] : []
}

/** The program headers at AT_PHDR. */
function programHeaders(core: Core, view: MemoryView): { headers: readonly ProgramHeader[]; bias: bigint } | undefined {
  const { abi } = core
  const address = auxValue(core, 'AT_PHDR')
  const count = Number(auxValue(core, 'AT_PHNUM') ?? 0n)
  const layout = programHeader(abi).for(abi)
  if (!address || count === 0 || count > view.limits.objectHeaders) return undefined
  const table = view.bytes(address, count * layout.size)
  if (!table) return undefined
  const headers = Array.from({ length: count }, (_, i) => layout.decode(table, { offset: i * layout.size }) as ProgramHeader)
  const own = headers.find(({ p_type }) => p_type === segmentType.PT_PHDR)
  return { headers, bias: own ? BigInt.asUintN(abi.bits, address - own.p_vaddr) : 0n }
}

/** The dynamic section, r_debug and the list of objects, whose names are shortened. */
function linkFragments(view: MemoryView, dynamic: bigint, size: number): Fragment[] {
  const layout = dynamicEntry.for(view.abi)
  const bytes = view.read(dynamic, Math.min(size, view.limits.objectTable))
  let debug = 0n
  let end = 0
  for (let at = 0; at + layout.size <= bytes.length; at += layout.size) {
    const { d_tag, d_un } = layout.decode(bytes, { offset: at })
    end = at + layout.size
    if (d_tag === BigInt(dynamicTag.DT_DEBUG)) debug = d_un
    if (d_tag === BigInt(dynamicTag.DT_NULL)) break
  }
  const fragments: Fragment[] = [{ address: dynamic, bytes: bytes.subarray(0, end) }]
  const root = debug === 0n ? undefined : view.bytes(debug, rDebug.for(view.abi).size)
  if (!root) return fragments
  fragments.push({ address: debug, bytes: root })
  const seen = new Set<bigint>()
  for (let at = view.struct(rDebug, debug)?.r_map ?? 0n; at !== 0n && !seen.has(at) && seen.size < view.limits.linkedObjects; ) {
    seen.add(at)
    const entry = view.struct(linkMap, at)
    const raw = view.bytes(at, linkMap.for(view.abi).size)
    if (!entry || !raw) break
    fragments.push({ address: at, bytes: raw })
    const name = entry.l_name === 0n ? undefined : view.text(entry.l_name, view.limits.pathLength)
    if (name) fragments.push({ address: entry.l_name, bytes: new TextEncoder().encode(`${sharedName(name)}\0`) })
    at = entry.l_next
  }
  return fragments
}
