/** The open files of a checkpoint. */

import type { Diagnostics } from '../../errors.js'
import type { FileRecord } from '../../formats/checkpoint/dragonfly/index.js'
import { roundUp } from '../../io/bytes.js'
import type { ByteSource } from '../../io/source.js'
import type { Layout } from '../../schema/base.js'
import { PAGE_SIZE } from '../../systems/machines/page-sizes.js'
import type { CheckpointFile } from './model.js'
import type { SequentialReader } from './sequential-reader.js'

interface FilesSketch {
  readonly source: ByteSource
  readonly layout: Layout<FileRecord>
  /** cfh_nfiles. */
  readonly claimed: number
  /** Where memory begins, behind which there are no entries; undefined where there is none. */
  readonly memoryAt: number | undefined
  /** Most entries that are looked at. */
  readonly most: number
  readonly diagnostics: Diagnostics
}

/** Those that are counted, and the slots behind them that the writer made room for. */
export function readOpenFiles(
  parts: SequentialReader,
  { source, layout, claimed, memoryAt, most, diagnostics }: FilesSketch,
): CheckpointFile[] {
  const files: CheckpointFile[] = []
  for (const file of parts.takeAll(layout, claimed, 'files')) files.push({ ...file, beyond: false })
  if (files.length < claimed) return files
  const end = Math.min(source.size, memoryAt ?? roundUp(parts.at, PAGE_SIZE))
  let lost = 0
  while (parts.at + layout.size <= end && files.length < most) {
    const file = layout.decode(source.read(parts.at, layout.size))
    const valid = file.cfi_index === -1 || (file.cfi_index >= 3 && (file.cfi_type ?? 1) === 1)
    if (!valid) break
    if (file.cfi_index >= 0) lost++
    parts.parts.push({ path: `files[${files.length}]`, offset: parts.at, layout })
    files.push({ ...file, beyond: true })
    parts.at += layout.size
  }
  if (lost === 0) return files
  diagnostics.add({
    code: 'LOST',
    offset: parts.at,
    path: 'fileHeader.cfh_nfiles',
    message: `cfh_nfiles is ${claimed}, but there are ${files.length} entries: of placeholders among them, ${lost} descriptors are lost when it is thawed`,
    expected: String(files.length),
    found: String(claimed),
  })
  return files
}
