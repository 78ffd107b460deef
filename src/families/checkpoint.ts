/** The reader of DragonFly checkpoints; `openCheckpoint` and `thaw` are for programs. */
import { FormatError } from '../errors.js'
import { noteLayout, noteType, SIGCKPT } from '../formats/checkpoint/dragonfly/index.js'
import { elfHeader, fileType, noteHeader, programHeader } from '../formats/elf/index.js'
import type { ByteSource } from '../io/source.js'
import { checkpointDocument } from '../readers/checkpoint/document.js'
import { fields } from '../readers/checkpoint/field-map.js'
import { abiOf, openCheckpoint } from '../readers/checkpoint/open.js'
import { checkpointParts, report } from '../readers/checkpoint/report.js'
import { type ThawResult, thaw } from '../readers/checkpoint/thaw/thaw.js'
import { parseThawSystem, systemFor } from '../readers/checkpoint/thaw/thaw-system.js'
import { typeOf } from '../readers/elf/elf-container.js'
import type { Detection, FormatReader, OpenedFile } from '../readers/format-reader.js'
import { checkpointText, thawLines } from '../render/checkpoint/checkpoint-text.js'
import type { Abi } from '../schema/base.js'

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
    const machine = abiOf(head)
    if (!machine || typeOf(head) !== fileType.ET_CORE || !beginsAsCheckpoint(source, machine, head)) return undefined
    const checkpoint = openCheckpoint(source, { limits: { notes: LOOK, tableEntries: LOOK, diagnostics: 0 } })
    const { notes, threads, process, form, siginfo, abi } = checkpoint
    if (!process || threads[0]?.status.pr_cursig !== SIGCKPT) return undefined
    if (notes.some(({ type, layout }) => !layout && Object.values<number>(noteType).includes(type))) return undefined
    const reasons = ['ET_CORE', `machine ${abi.name}`, 'signal SIGCKPT']
    // No DragonFly core is of that signal; one of FreeBSD might be.
    if (!siginfo || !form) return { format: FORMAT, confidence: notes[0]?.owner === 'CORE' ? 0.97 : 0.7, reasons }
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

/** Whether the first note stands behind the program headers and has the size of DragonFly's: a look that costs little. */
function beginsAsCheckpoint(source: ByteSource, machine: Abi, head: Uint8Array): boolean {
  const header = elfHeader.for(machine)
  if (head.length < header.size) return false
  const offset = header.size + header.decode(head).e_phnum * programHeader(machine).for(machine).size
  const layout = noteHeader.for(machine)
  const bytes = source.read(offset, layout.size)
  if (bytes.length < layout.size) return false
  const { n_type, n_descsz } = layout.decode(bytes)
  return (['NT_PRPSINFO', 'NT_PRSTATUS'] as const).some((name) => n_type === noteType[name] && n_descsz === noteLayout(name, machine).size)
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
