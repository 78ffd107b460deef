/** The open files of a checkpoint in the shape of those of a core. */
import type { OpenFile } from '../formats/core/process-info.js'
import { type FileMap, noFiles } from '../readers/checkpoint/file-map.js'
import type { Checkpoint } from '../readers/checkpoint/model.js'
import { handleReport } from '../readers/checkpoint/report.js'

const FREAD = 1
const FWRITE = 2

/** The descriptors that a restore opens, without placeholders. Only files are saved; their kind is not. */
export function descriptorsOf({ files }: Pick<Checkpoint, 'files'>, map: FileMap = noFiles): OpenFile[] {
  return files.flatMap(({ cfi_index, cfi_flags, cfi_offset, cfi_fh }): OpenFile[] => {
    if (cfi_index < 0) return []
    const { fsid, handle, path } = handleReport(cfi_fh, map)
    const flags = [...(cfi_flags & FREAD ? ['read'] : []), ...(cfi_flags & FWRITE ? ['write'] : [])]
    return [{ fd: cfi_index, kind: 'file', ...(path !== undefined && { path }), flags, offset: cfi_offset, fsid, handle }]
  })
}
