/** DragonFly cores: behind their notes are the structures of a checkpoint, because the same kernel routine writes both. */

import { permissionsOf } from '../formats/elf/segment-permissions.js'
import { formatHex } from '../io/text-format.js'
import type { FileMap } from '../readers/checkpoint/file-map.js'
import { visibleFiles } from '../readers/checkpoint/mapped-files.js'
import type { Checkpoint } from '../readers/checkpoint/model.js'
import { openCheckpoint } from '../readers/checkpoint/open.js'
import { handleReport, signalsReport } from '../readers/checkpoint/report.js'
import type { Mapping } from '../readers/core/mappings.js'
import type { Core } from '../readers/core/model.js'
import { report } from '../readers/core/report.js'
import { coreParts } from '../readers/core/report-parts.js'
import { hasCheckpointTrailer } from '../readers/elf/checkpoint-trailer.js'
import type { OpenedFile, ReadOptions } from '../readers/format-reader.js'
import { signalsText } from '../render/checkpoint/checkpoint-text.js'
import { coreText } from '../render/core/core-text.js'
import { descriptorsOf } from './open-files-of-checkpoint.js'
import { fileMapOf, verdicts } from './thaw-verdict.js'

/** Adds the structures that follow the notes to the report and text of a core. */
export function withCheckpoint(core: Core, opened: OpenedFile): OpenedFile {
  const { source } = core.container
  if (!hasCheckpointTrailer(source, core.abi)) return opened
  const checkpoint = openCheckpoint(source)
  const { siginfo, vminfo } = checkpoint
  const shown = (options?: ReadOptions): Core => coreWithFiles(core, checkpoint, fileMapOf(options))
  return {
    ...opened,
    parts: [...coreParts, 'signals'],
    report(options = {}) {
      const wanted = (part: string): boolean => options.only === undefined || options.only.includes(part)
      return {
        ...report(shown(options), options),
        ...(wanted('process') &&
          vminfo && {
            text: { pages: vminfo.cvm_tsize, address: formatHex(vminfo.cvm_taddr) },
            data: { pages: vminfo.cvm_dsize, address: formatHex(vminfo.cvm_daddr) },
          }),
        ...(wanted('signals') && siginfo && { signals: signalsReport(siginfo) }),
      }
    },
    *text(options = {}) {
      const { only } = options
      const own = only?.filter((part) => part !== 'signals')
      yield* coreText(shown(options), { ...options, ...(own && { only: own }) })
      if (options.full || only?.includes('signals')) yield* signalsText({ siginfo })
    },
    ...verdicts({ ...checkpoint, diagnostics: core.diagnostics }),
    verdictOnRequest: true,
  }
}

/** The core with mapped files that are known by handle, and open files. */
function coreWithFiles(core: Core, checkpoint: Checkpoint, files: FileMap): Core {
  const mapped = visibleFiles(checkpoint)
  const mappings = mapped.map(({ start, end, handle, header }, i): Mapping => {
    const { fsid, inode, handle: hex, path } = handleReport(handle, files)
    const file = path ?? (inode === undefined ? `file ${hex} on ${fsid}` : `inode ${inode} on ${fsid}`)
    return {
      start,
      end,
      permissions: permissionsOf(header.p_flags),
      offset: 0n,
      fileSize: 0n,
      file,
      segment: core.programHeaders.length + i,
    }
  })
  return {
    ...core,
    descriptors: descriptorsOf(checkpoint, files),
    // Where memory of the core has the size 0, the kernel wrote no header; a file is mapped there.
    programHeaders: [
      ...core.programHeaders,
      ...mapped.map(({ header, start, end }) => ({ ...header, p_vaddr: start, p_filesz: 0n, p_memsz: end - start })),
    ],
    mappings: [...core.mappings, ...mappings].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0)),
  }
}
