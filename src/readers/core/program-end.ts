/** Where the program of a process ends in memory, with its .bss: the heap begins there or behind it. */
import { elfHeader, type ProgramHeader, programHeader, segmentType } from '../../formats/elf/index.js'
import { PAGE_SIZE } from '../../systems/machines/page-sizes.js'
import { MemoryView } from './image/memory-view.js'
import type { Core } from './model.js'

const PAGE = BigInt(PAGE_SIZE)
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const pageEnd = (address: bigint): bigint => ((address + PAGE - 1n) / PAGE) * PAGE

/** The value of an entry of the auxiliary vector, by its name. */
export const auxValue = ({ auxv, system, abi }: Core, name: string): bigint | undefined =>
  auxv.find(({ type }) => system.auxv?.name(Number(type), abi) === name)?.value

export interface ProgramEnd {
  readonly address: bigint
  /** Whether program headers say so. Otherwise it is the end of the last file mapping, and .bss may follow. */
  readonly exact: boolean
}

/** Undefined when the core has neither program headers nor a list of files. */
export function programEnd(core: Core): ProgramEnd | undefined {
  const end = byHeaders(core)
  if (end !== undefined) return { address: end, exact: true }
  const entry = auxValue(core, 'AT_ENTRY')
  const program = entry === undefined ? undefined : core.files.find((file) => entry >= file.start && entry < file.end)?.path
  if (program === undefined) return undefined
  const address = core.files.reduce((most, file) => (file.path === program && file.end > most ? file.end : most), 0n)
  return { address, exact: false }
}

/** By the program headers at AT_PHDR. */
function byHeaders(core: Core): bigint | undefined {
  const { abi, limits, memory } = core
  const address = auxValue(core, 'AT_PHDR')
  const count = Number(auxValue(core, 'AT_PHNUM') ?? 0n)
  if (!address || count === 0 || count > limits.objectHeaders) return undefined
  const layout = programHeader(abi).for(abi)
  const table = new MemoryView(memory, abi, limits).bytes(address, count * layout.size)
  if (!table) return undefined
  const headers = Array.from({ length: count }, (_, i) => layout.decode(table, { offset: i * layout.size }) as ProgramHeader)
  const loads = headers.filter(({ p_type }) => p_type === segmentType.PT_LOAD)
  if (loads.length === 0) return undefined
  const own = headers.find(({ p_type }) => p_type === segmentType.PT_PHDR)?.p_vaddr
  const first = loads.find(({ p_offset }) => p_offset === 0n)
  // The headers stand behind the ELF header, at the beginning of the first segment.
  const stated = own ?? (first && first.p_vaddr + BigInt(elfHeader.for(abi).size))
  if (stated === undefined) return undefined
  const bias = BigInt.asUintN(abi.bits, address - stated)
  const end = loads.reduce((most, { p_vaddr, p_memsz }) => larger(most, p_vaddr + p_memsz), 0n)
  return pageEnd(BigInt.asUintN(abi.bits, bias + end))
}
