/** An ELF program or library in the memory of a process: where it is, its build ID, its dynamic section. */

import { dynamicEntry, dynamicTag, type ProgramHeader, segmentFlags, segmentType } from '../../../formats/elf/index.js'
import { permissionsOf } from '../../../formats/elf/segment-permissions.js'
import { PAGE_SIZE } from '../../../systems/machines/page-sizes.js'
import { buildIdIn } from '../../elf/build-id.js'
import type { MemoryView } from './memory-view.js'
import { objectHeaders } from './object-headers.js'

export interface LoadedObject {
  /** Address of its ELF header. */
  readonly start: bigint
  /** Behind its last segment. */
  readonly end: bigint
  /** What the addresses in it are shifted by. */
  readonly bias: bigint
  /** Of the GNU linker's build ID, in hex. */
  readonly buildId?: string
  /** Its name in its own dynamic section. */
  readonly soname?: string
  /** Address of its dynamic section. */
  readonly dynamic?: bigint
  /** What a program's dynamic section says where r_debug is. */
  readonly debug?: bigint
}

const PAGE = BigInt(PAGE_SIZE)

/**
 * The object whose ELF header is at an address; undefined when what is there is none, or is of another machine.
 *
 * @param permissions of the mapping that begins there: the page with the header may be mapped once more, as the beginning of the data
 */
export function objectAt(view: MemoryView, at: bigint, permissions: string): LoadedObject | undefined {
  const { abi, limits } = view
  const headers = objectHeaders((address, length) => view.read(address, length), at, abi, limits.objectHeaders)
  if (!headers) return undefined
  const loads = headers.filter(({ p_type }) => p_type === segmentType.PT_LOAD)
  const first = loads[0]
  const here = loads.find((load) => load.p_offset < PAGE && permissionsOf(load.p_flags) === permissions) ?? firstOf(loads, permissions)
  if (!first || !here) return undefined
  const bias = BigInt.asUintN(abi.bits, at - pageOf(here.p_vaddr))
  const start = BigInt.asUintN(abi.bits, bias + first.p_vaddr - first.p_offset)
  const end = loads.reduce((most, { p_vaddr, p_memsz }) => larger(most, p_vaddr + p_memsz), 0n)
  const found = { start, end: pageEnd(BigInt.asUintN(abi.bits, bias + end)), bias }
  const buildId = headers
    .filter(({ p_type }) => p_type === segmentType.PT_NOTE)
    .map((note) => {
      const notes = view.bytes(BigInt.asUintN(abi.bits, bias + note.p_vaddr), Math.min(Number(note.p_filesz), limits.objectTable))
      return notes && buildIdIn(notes, abi, note.p_align === 8n ? 8 : 4)
    })
    .find((id) => id !== undefined)
  const dynamic = headers.find(({ p_type }) => p_type === segmentType.PT_DYNAMIC)
  return {
    ...found,
    ...(buildId !== undefined && { buildId }),
    ...(dynamic && dynamicOf(view, found, BigInt.asUintN(abi.bits, bias + dynamic.p_vaddr), Number(dynamic.p_memsz))),
  }
}

/** The segment of a mapping whose permissions were changed since. */
const firstOf = (loads: readonly ProgramHeader[], permissions: string): ProgramHeader | undefined =>
  (permissions.includes('x')
    ? undefined
    : loads.slice(1).find(({ p_offset, p_flags }) => p_offset < PAGE && !(p_flags & segmentFlags.PF_X))) ?? loads[0]

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const pageOf = (address: bigint): bigint => address - (address % PAGE)
const pageEnd = (address: bigint): bigint => ((address + PAGE - 1n) / PAGE) * PAGE

type Dynamic = Pick<LoadedObject, 'soname' | 'dynamic' | 'debug'>

function dynamicOf(view: MemoryView, object: Pick<LoadedObject, 'start' | 'end' | 'bias'>, address: bigint, size: number): Dynamic {
  const layout = dynamicEntry.for(view.abi)
  const bytes = view.read(address, Math.min(size, view.limits.objectTable))
  const values = new Map<number, bigint>()
  let debug: bigint | undefined
  for (let at = 0; at + layout.size <= bytes.length; at += layout.size) {
    const { d_tag, d_un } = layout.decode(bytes, { offset: at })
    const tag = Number(BigInt.asIntN(64, d_tag))
    if (tag === dynamicTag.DT_NULL) break
    values.set(tag, d_un)
    if (tag === dynamicTag.DT_DEBUG && d_un !== 0n) debug = d_un
    if (tag === dynamicTag.DT_MIPS_RLD_MAP) debug ??= view.pointer(d_un)
    if (tag === dynamicTag.DT_MIPS_RLD_MAP_REL) debug ??= view.pointer(BigInt.asUintN(view.abi.bits, address + BigInt(at) + d_un))
  }
  const soname = sonameOf(view, object, values)
  return { dynamic: address, ...(debug && { debug }), ...(soname !== undefined && soname !== '' && { soname }) }
}

function sonameOf(
  view: MemoryView,
  { start, end, bias }: Pick<LoadedObject, 'start' | 'end' | 'bias'>,
  values: ReadonlyMap<number, bigint>,
): string | undefined {
  const name = values.get(dynamicTag.DT_SONAME)
  const table = values.get(dynamicTag.DT_STRTAB)
  if (name === undefined || table === undefined || name > (values.get(dynamicTag.DT_STRSZ) ?? name)) return undefined
  // Some linkers put the real address there when they load it, some leave the one of the file.
  const at = table >= start && table < end ? table : BigInt.asUintN(view.abi.bits, bias + table)
  return view.text(at + name, view.limits.pathLength)
}
