/** The memory that a checkpoint holds, as its program headers tell it. */
import type { Diagnostics } from '../../errors.js'
import type { ProgramHeader } from '../../formats/elf/index.js'
import { permissionsOf } from '../../formats/elf/segment-permissions.js'
import type { ByteSource } from '../../io/source.js'
import type { CheckpointSegment } from './model.js'

/** All but the first, which is that of the notes. */
export const segmentsOf = (programHeaders: readonly ProgramHeader[]): CheckpointSegment[] =>
  programHeaders.slice(1).map(({ p_vaddr, p_filesz, p_flags, p_offset }, i) => ({
    segment: i + 1,
    start: p_vaddr,
    end: p_vaddr + p_filesz,
    permissions: permissionsOf(p_flags),
    offset: p_offset,
    fileSize: p_filesz,
  }))

/** Names segments that reach past the end of the file. */
export function checkSegments(segments: readonly CheckpointSegment[], source: ByteSource, diagnostics: Diagnostics): void {
  const size = BigInt(source.size)
  const cut = segments.filter(({ offset, fileSize }) => fileSize > 0n && offset + fileSize > size)
  const [first] = cut
  if (!first) return
  let needed = 0n
  for (const { offset, fileSize } of cut) if (offset + fileSize > needed) needed = offset + fileSize
  const which =
    cut.length === 1
      ? `the segment programHeaders[${first.segment}] reaches`
      : `${cut.length} segments, from programHeaders[${first.segment}] on, reach`
  diagnostics.add({
    code: 'TRUNCATED',
    offset: source.size,
    path: `programHeaders[${first.segment}].p_filesz`,
    message: `${which} past the end of the file: ${needed} bytes are needed, the file has ${source.size}`,
    expected: `${needed} bytes`,
    found: `${source.size} bytes`,
  })
}
