/** The reader of DragonFly checkpoints; `openCheckpoint` and `thaw` are for programs. */

import { FormatError } from '../errors.js'
import { noteType } from '../formats/checkpoint/dragonfly/index.js'
import type { Prstatus } from '../formats/core/dragonfly/procfs.js'
import { fileType } from '../formats/elf/index.js'
import { noteOwner } from '../formats/elf/note-owners.js'
import type { ByteSource } from '../io/source.js'
import { beginsAsCheckpoint, findProcessNote } from '../readers/checkpoint/begins-as-checkpoint.js'
import { readCheckpointNotes } from '../readers/checkpoint/checkpoint-notes.js'
import { checkpointDocument } from '../readers/checkpoint/document.js'
import { fields } from '../readers/checkpoint/field-map.js'
import { openCheckpoint } from '../readers/checkpoint/open.js'
import { checkpointParts, report } from '../readers/checkpoint/report.js'
import { thaw } from '../readers/checkpoint/thaw/thaw.js'
import { systemFor } from '../readers/checkpoint/thaw/thaw-system.js'
import { typeOf } from '../readers/elf/elf-container.js'
import type { Detection, FormatReader, OpenedFile } from '../readers/format-reader.js'
import { defaultLimits } from '../readers/limits.js'
import { checkpointText } from '../render/checkpoint/checkpoint-text.js'
import type { Abi } from '../schema/base.js'
import { dragonflySignals } from '../systems/dragonfly/signals.js'
import { addRefusal, fileMapOf, verdicts } from './thaw-verdict.js'

export type * from '../readers/checkpoint/model.js'
export { openCheckpoint } from '../readers/checkpoint/open.js'
export { statedSystem } from '../readers/checkpoint/thaw/stated-system.js'
export { type RestorePlan, type ThawDescriptor, type ThawFailure, type ThawResult, thaw } from '../readers/checkpoint/thaw/thaw.js'
export { systemFor, type ThawMapping, type ThawSystem } from '../readers/checkpoint/thaw/thaw-system.js'

const FORMAT = 'checkpoint/dragonfly'
/** Whether the notes that follow the uncounted program headers are of a checkpoint. */
function isCheckpointWithoutHeaders(source: ByteSource, abi: Abi): boolean {
  const start = findProcessNote(source, abi)
  if (start === undefined) return false
  const { notes } = readCheckpointNotes(source, abi, start, source.size, 4, { ...defaultLimits, notes: 3 })
  const status = notes.find(({ name, layout }) => name === 'NT_PRSTATUS' && layout)
  if (!status?.layout) return false
  const { pr_cursig } = status.layout.decode(source.read(status.descriptorOffset, status.size)) as Prstatus
  return dragonflySignals.name(pr_cursig) === 'SIGCKPT'
}

/** Entries looked at to tell a checkpoint. */
const LOOK = 100_000

export const reader: FormatReader = {
  formats: [{ name: FORMAT, title: 'DragonFly process checkpoint', read: true, write: true }],

  /** A core has the same structures: what makes a checkpoint is its signal. */
  detect(source): Detection | undefined {
    const head = source.read(0, 64)
    if (typeOf(head) !== fileType.ET_CORE || !beginsAsCheckpoint(source)) return undefined
    const checkpoint = openCheckpoint(source, { limits: { notes: LOOK, tableEntries: LOOK, diagnostics: 0 } })
    const { notes, threads, process, form, siginfo, abi, header } = checkpoint
    if (header.e_phnum === 0)
      return isCheckpointWithoutHeaders(source, abi)
        ? { format: FORMAT, confidence: 0.97, reasons: ['ET_CORE', `machine ${abi.name}`, 'signal SIGCKPT', 'e_phnum 0'] }
        : undefined
    if (!process || dragonflySignals.name(threads[0]?.status.pr_cursig ?? 0) !== 'SIGCKPT') return undefined
    if (notes.some(({ type, layout }) => !layout && Object.values<number>(noteType).includes(type))) return undefined
    const reasons = ['ET_CORE', `machine ${abi.name}`, 'signal SIGCKPT']
    // No DragonFly core is of that signal; one of FreeBSD might be.
    if (!siginfo || !form) return { format: FORMAT, confidence: notes[0]?.owner === noteOwner.CORE ? 0.97 : 0.7, reasons }
    return {
      format: FORMAT,
      confidence: 1,
      reasons: [...reasons, `csi_ckptpisz ${siginfo.csi_ckptpisz}`],
    }
  },

  open(source, options = {}): OpenedFile {
    if (options.as !== undefined && options.as !== FORMAT)
      throw new FormatError({ code: 'UNKNOWN_FORMAT', message: `no checkpoint format is called ${options.as}`, found: options.as })
    const checkpoint = openCheckpoint(source, options)
    const thawed = thaw(source, systemFor(checkpoint))
    addRefusal(checkpoint, thawed)
    return {
      format: FORMAT,
      parts: checkpointParts,
      diagnostics: checkpoint.diagnostics.list,
      report: (readOptions) => report(checkpoint, thawed, readOptions, fileMapOf(readOptions)),
      text: (readOptions) => checkpointText(checkpoint, thawed, readOptions, fileMapOf(readOptions)),
      fields: () => fields(checkpoint),
      memory: checkpoint.memory,
      ...verdicts(checkpoint),
      document: (documentOptions) => checkpointDocument(checkpoint, documentOptions),
    }
  },
}
