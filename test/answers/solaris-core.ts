/** Cores in the terms of the recorded answers: positions are relative to the first segment, contents are hashes. */
import { createHash } from 'node:crypto'
import { elfHeader, type ProgramHeader, programHeader, type SectionHeader, sectionHeader } from '../../src/formats/elf/index.js'
import { roundUp } from '../../src/io/bytes.js'
import type { Abi, Layout } from '../../src/schema/base.js'
import type { Position } from './solaris-files.js'

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16)
const PT_LOAD = 1
const PT_NOTE = 4
/** Marks of the segment at which a signal arrived; the record has its number, which is not compared. */
const INTERRUPTED = 0x700000

/** The layout of a core that contains everything. */
export interface CoreLayout {
  readonly abi: Abi
  readonly program: Layout<ProgramHeader>
  readonly programs: readonly (ProgramHeader & { readonly at: number })[]
  readonly sections: readonly SectionHeader[]
  readonly sectionsAt: number
  readonly notesAt: number
  readonly memoryAt: number
  readonly memoryEnd: number
  readonly length: number
}

export function layoutOf(bytes: Uint8Array, abi: Abi): CoreLayout {
  const header = elfHeader.for(abi).decode(bytes)
  const program = programHeader(abi).for(abi) as Layout<ProgramHeader>
  const section = sectionHeader.for(abi)
  const programs = Array.from({ length: header.e_phnum }, (_, i) => {
    const at = Number(header.e_phoff) + i * program.size
    return { ...program.decode(bytes, { offset: at }), at }
  })
  const notes = programs.filter(({ p_type }) => p_type === PT_NOTE)
  const notesEnd = Math.max(...notes.map(endOf))
  const held = programs.filter(({ p_type, p_filesz }) => p_type === PT_LOAD && p_filesz > 0n)
  return {
    abi,
    program,
    programs,
    sections: Array.from({ length: header.e_shnum }, (_, i) =>
      section.decode(bytes, { offset: Number(header.e_shoff) + i * section.size }),
    ),
    sectionsAt: Number(header.e_shoff),
    notesAt: Math.min(...notes.map(({ p_offset }) => Number(p_offset))),
    memoryAt: held.length > 0 ? Math.min(...held.map(({ p_offset }) => Number(p_offset))) : notesEnd,
    memoryEnd: held.length > 0 ? Math.max(...held.map(endOf)) : notesEnd,
    length: bytes.length,
  }
}

const endOf = ({ p_offset, p_filesz }: ProgramHeader): number => Number(p_offset + p_filesz)

/** The position in bytes of the file. */
export function offsetOf(position: Position, { notesAt, memoryAt, sections, length }: CoreLayout): number {
  switch (position[0]) {
    case 'head':
      return position[1]
    case 'notes':
      return notesAt + Math.floor((memoryAt - notesAt) * position[1])
    case 'memory':
      return memoryAt + position[1]
    case 'section':
      return Number(sections[position[1]]?.sh_offset) + position[2]
    case 'end':
      return length + position[1]
  }
}

/** The last position of a file, in the part that it is in. */
export function lastPosition(length: number, { notesAt, memoryAt, memoryEnd }: CoreLayout): [string, number] {
  if (length < notesAt) return ['head', length]
  if (length < memoryAt) return ['notes', length - notesAt]
  return length <= memoryEnd ? ['memory', length - memoryAt] : ['sections', length - memoryEnd]
}

/** `[address, flags, size in the file, size, offset from the first segment, hash of the contents]` of each segment. */
export function segmentsOf(file: Uint8Array, layout: CoreLayout): unknown[] {
  if (file.length < elfHeader.for(layout.abi).size) return []
  const padded = new Uint8Array(Math.max(file.length, layout.memoryEnd))
  padded.set(file)
  return layout.programs.flatMap((plan) => {
    if (plan.p_type !== PT_LOAD || plan.at + layout.program.size > file.length) return []
    const now = layout.program.decode(padded, { offset: plan.at })
    const contents = padded.slice(Number(plan.p_offset), endOf(plan))
    if ((now.p_flags & INTERRUPTED) === INTERRUPTED) contents.fill(0, 8, 12)
    const offset = now.p_offset === 0n ? 0 : Number(now.p_offset) - layout.memoryAt
    const held = plan.p_filesz > 0n ? hash(contents) : ''
    return [[`0x${now.p_vaddr.toString(16)}`, `0x${now.p_flags.toString(16)}`, Number(now.p_filesz), Number(now.p_memsz), offset, held]]
  })
}

/** `[type, size, bytes behind the end of the one before, hash]` of each section; null without sections. */
export function sectionsOf(file: Uint8Array, { abi, sections, sectionsAt, memoryEnd }: CoreLayout): unknown[] | null {
  if (sections.length === 0 || file.length < elfHeader.for(abi).size) return null
  const layout = sectionHeader.for(abi)
  const padded = new Uint8Array(Math.max(file.length, memoryEnd))
  padded.set(file)
  let before = memoryEnd
  return sections.map((_, i) => {
    const { sh_type, sh_size, sh_offset, sh_addralign } = layout.decode(padded, { offset: sectionsAt + i * layout.size })
    const [offset, size] = [Number(sh_offset), Number(sh_size)]
    before = roundUp(before, Math.max(1, Number(sh_addralign)))
    if (size === 0) return [sh_type, size, offset, '']
    const gap = offset - before
    before = offset + size
    return [sh_type, size, gap, hash(file.subarray(offset, offset + size))]
  })
}

/** The hash of everything behind the memory. */
export const restOf = (file: Uint8Array, { memoryEnd }: CoreLayout): string =>
  file.length > memoryEnd ? hash(file.subarray(memoryEnd)) : ''
