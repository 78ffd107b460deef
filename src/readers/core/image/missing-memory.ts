/** Memory that the process had and the file does not have. */
import type { CoreSystem } from '../../../formats/core/core-system.js'
import { type ProgramHeader, segmentType } from '../../../formats/elf/index.js'
import { bytesInFile } from '../mappings.js'

/** A range of addresses; `end` is exclusive. */
export interface MissingRange {
  readonly start: bigint
  readonly end: bigint
  /** `cut`: the file ends before it. `not dumped`: whoever wrote the core left it out. */
  readonly why: 'cut' | 'not dumped'
}

/** By ascending address; neighbours that miss for the same reason are one. */
export function missingRanges(
  programHeaders: readonly ProgramHeader[],
  fileSize: number,
  system: Pick<CoreSystem, 'zeroFilled'>,
): readonly MissingRange[] {
  const ranges: MissingRange[] = []
  for (const header of programHeaders) {
    if (header.p_type !== segmentType.PT_LOAD) continue
    const { p_vaddr: start, p_offset, p_filesz, p_memsz } = header
    const held = bytesInFile(p_offset, p_filesz, fileSize)
    if (held < p_filesz) ranges.push({ start: start + held, end: start + p_filesz, why: 'cut' })
    if (p_memsz > p_filesz && !system.zeroFilled?.(header))
      ranges.push({ start: start + p_filesz, end: start + p_memsz, why: 'not dumped' })
  }
  ranges.sort((a, b) => (a.start < b.start ? -1 : 1))
  const joined: MissingRange[] = []
  for (const range of ranges) {
    const last = joined.at(-1)
    if (last && last.why === range.why && last.end === range.start) joined[joined.length - 1] = { ...last, end: range.end }
    else joined.push(range)
  }
  return joined
}
