/** Holds what the program headers claim against the file, the address space and each other. */

import type { Diagnostic, Diagnostics } from '../../errors.js'
import { type ProgramHeader, segmentType } from '../../formats/elf/index.js'
import { formatHex } from '../../io/text-format.js'
import type { ElfContainer } from '../elf/elf-container.js'
import { checkSections } from './sections.js'

export function checkSegments(container: ElfContainer, diagnostics: Diagnostics): void {
  // A file that is cut is cut once: sections are behind the segments.
  if (!checkEnd(container, diagnostics)) checkSections(container, diagnostics)
  checkAddresses(container, diagnostics)
  checkOverlaps(container, diagnostics)
  checkSharedBytes(container, diagnostics)
}

/** Reports segments that reach past the end of the file: once for all of them, a cut core of ten thousand mappings is cut once. */
function checkEnd({ programHeaders, source }: ElfContainer, diagnostics: Diagnostics): boolean {
  let first: number | undefined
  let count = 0
  let needed = 0n
  programHeaders.forEach(({ p_type, p_offset, p_filesz }, index) => {
    // Notes say themselves where they are cut.
    if (p_filesz === 0n || p_type === segmentType.PT_NOTE || p_type === segmentType.PT_NULL) return
    const end = p_offset + p_filesz
    if (end <= BigInt(source.size)) return
    first ??= index
    count++
    if (end > needed) needed = end
  })
  if (first === undefined) return false
  diagnostics.add({
    code: 'TRUNCATED',
    offset: source.size,
    path: `programHeaders[${first}].p_filesz`,
    message: `${count === 1 ? 'a segment reaches' : `${count} segments reach`} past the end of the file, ${
      count === 1 ? '' : 'the first of them '
    }programHeaders[${first}]: ${needed} bytes are needed, the file has ${source.size}`.replace('  ', ' '),
    expected: `${needed} bytes`,
    found: `${source.size} bytes`,
  })
  return true
}

/** Says a thing once, of the first header of which it is true, and how many there are. */
class Once {
  #first: Diagnostic | undefined
  #more = 0

  add(diagnostic: () => Diagnostic): void {
    if (this.#first) this.#more++
    else this.#first = diagnostic()
  }

  to(diagnostics: Diagnostics): void {
    if (!this.#first) return
    const { message } = this.#first
    diagnostics.add({ ...this.#first, message: this.#more === 0 ? message : `${message} (and ${this.#more} more like it)` })
  }
}

const TOP = { 32: 1n << 32n, 64: 1n << 64n } as const
/** Reports memory that reaches past the end of the address space, and segments with more bytes in the file than in memory. */
function checkAddresses({ programHeaders, abi }: ElfContainer, diagnostics: Diagnostics): void {
  const above = new Once()
  const larger = new Once()
  programHeaders.forEach(({ p_type, p_vaddr, p_memsz, p_filesz }, index) => {
    if (p_type !== segmentType.PT_LOAD) return
    if (p_vaddr + p_memsz > TOP[abi.bits])
      above.add(() => ({
        code: 'BAD_BOUNDS',
        path: `programHeaders[${index}].p_memsz`,
        message: `programHeaders[${index}]: ${formatHex(p_memsz)} bytes from ${formatHex(p_vaddr)} on reach past the end of the address space`,
        found: formatHex(p_memsz),
      }))
    // Some writers leave p_memsz out.
    if (p_memsz > 0n && p_filesz > p_memsz)
      larger.add(() => ({
        code: 'INCONSISTENT',
        path: `programHeaders[${index}].p_filesz`,
        message: `programHeaders[${index}]: ${p_filesz} bytes in the file are more than the ${p_memsz} of memory`,
        expected: `at most ${p_memsz}`,
        found: String(p_filesz),
      }))
  })
  above.to(diagnostics)
  larger.to(diagnostics)
}

/** Reports memory that two segments claim; the one that begins first counts. */
function checkOverlaps({ programHeaders }: ElfContainer, diagnostics: Diagnostics): void {
  const overlap = new Once()
  const loads = programHeaders.flatMap((header, index) => (hasMemory(header) ? [{ ...header, index }] : []))
  loads.sort((a, b) => (a.p_vaddr < b.p_vaddr ? -1 : a.p_vaddr > b.p_vaddr ? 1 : 0))
  let last: (typeof loads)[number] | undefined
  for (const load of loads) {
    const before = last
    if (before && load.p_vaddr < before.p_vaddr + before.p_memsz)
      overlap.add(() => ({
        code: 'BAD_BOUNDS',
        path: `programHeaders[${load.index}].p_vaddr`,
        message: `programHeaders[${load.index}]: memory from ${formatHex(load.p_vaddr)} on is also that of programHeaders[${before.index}]`,
        found: formatHex(load.p_vaddr),
      }))
    if (!before || load.p_vaddr + load.p_memsz > before.p_vaddr + before.p_memsz) last = load
  }
  overlap.to(diagnostics)
}

/** Reports contents that two segments claim: a file that is converted grows by what is there once. */
function checkSharedBytes({ programHeaders }: ElfContainer, diagnostics: Diagnostics): void {
  const shared = new Once()
  const loads = programHeaders.flatMap((header, index) =>
    header.p_type === segmentType.PT_LOAD && header.p_filesz > 0n ? [{ ...header, index }] : [],
  )
  loads.sort((a, b) => (a.p_offset < b.p_offset ? -1 : a.p_offset > b.p_offset ? 1 : a.index - b.index))
  let last: (typeof loads)[number] | undefined
  for (const load of loads) {
    const before = last
    if (before && load.p_offset < before.p_offset + before.p_filesz)
      shared.add(() => ({
        code: 'INCONSISTENT',
        path: `programHeaders[${load.index}].p_offset`,
        message: `programHeaders[${load.index}]: the bytes at offset ${formatHex(load.p_offset)} are also those of programHeaders[${before.index}]`,
        found: formatHex(load.p_offset),
      }))
    if (!before || load.p_offset + load.p_filesz > before.p_offset + before.p_filesz) last = load
  }
  shared.to(diagnostics)
}

const hasMemory = ({ p_type, p_memsz }: ProgramHeader): boolean => p_type === segmentType.PT_LOAD && p_memsz > 0n
