/** The reader of DragonFly checkpoints; `openCheckpoint` and `thaw` are for programs. */

import { FormatError } from '../errors.js'
import { noteType } from '../formats/checkpoint/dragonfly/index.js'
import { fileType } from '../formats/elf/index.js'
import { noteOwner } from '../formats/elf/note-owners.js'
import { beginsAsCheckpoint } from '../readers/checkpoint/begins-as-checkpoint.js'
import { checkpointDocument } from '../readers/checkpoint/document.js'
import { fields } from '../readers/checkpoint/field-map.js'
import { openCheckpoint } from '../readers/checkpoint/open.js'
import { checkpointParts, report } from '../readers/checkpoint/report.js'
import { type ThawResult, thaw } from '../readers/checkpoint/thaw/thaw.js'
import { parseThawSystem, systemFor } from '../readers/checkpoint/thaw/thaw-system.js'
import { typeOf } from '../readers/elf/elf-container.js'
import type { Detection, FormatReader, OpenedFile } from '../readers/format-reader.js'
import { checkpointText, thawLines } from '../render/checkpoint/checkpoint-text.js'
import { dragonflySignals } from '../systems/dragonfly/signals.js'

export type * from '../readers/checkpoint/model.js'
export { openCheckpoint } from '../readers/checkpoint/open.js'
export { type RestorePlan, type ThawDescriptor, type ThawFailure, type ThawResult, thaw } from '../readers/checkpoint/thaw/thaw.js'
export { parseThawSystem, systemFor, type ThawMapping, type ThawSystem } from '../readers/checkpoint/thaw/thaw-system.js'

const FORMAT = 'checkpoint/dragonfly'
/** Entries looked at to tell a checkpoint. */
const LOOK = 100_000

export const reader: FormatReader = {
  formats: [{ name: FORMAT, title: 'DragonFly process checkpoint', read: true, write: true }],

  /** A core has the same structures: what makes a checkpoint is its signal. */
  detect(source): Detection | undefined {
    const head = source.read(0, 64)
    if (typeOf(head) !== fileType.ET_CORE || !beginsAsCheckpoint(source)) return undefined
    const checkpoint = openCheckpoint(source, { limits: { notes: LOOK, tableEntries: LOOK, diagnostics: 0 } })
    const { notes, threads, process, form, siginfo, abi } = checkpoint
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
    if (!thawed.ok) addRefusal(checkpoint, thawed)
    return {
      format: FORMAT,
      parts: checkpointParts,
      diagnostics: checkpoint.diagnostics.list,
      report: (readOptions) => report(checkpoint, thawed, readOptions),
      text: (readOptions) => checkpointText(checkpoint, thawed, readOptions),
      fields: () => fields(checkpoint),
      memory: checkpoint.memory,
      verdict: ({ thawOn } = {}) => {
        if (typeof thawOn !== 'string') return thawLines(thawed, checkpoint.abi.bits)
        const there = thaw(source, parseThawSystem(thawOn)(checkpoint))
        if (!there.ok) addRefusal(checkpoint, there)
        return thawLines(there, checkpoint.abi.bits)
      },
      document: (documentOptions) => checkpointDocument(checkpoint, documentOptions),
    }
  },
}

/** What a kernel would not take is wrong with the file. */
function addRefusal(
  { diagnostics }: ReturnType<typeof openCheckpoint>,
  { errno, step, offset, message, oldSpaceGone }: Extract<ThawResult, { ok: false }>,
): void {
  const gone = oldSpaceGone ? ', when the memory of the caller is gone' : ''
  diagnostics.add({
    code: 'BAD_VALUE',
    ...(offset !== undefined && { offset }),
    path: `thaw.${step}`,
    message: `a kernel refuses to thaw this: ${errno} in ${step}${gone}: ${message}`,
    found: errno,
  })
}
