/** The reader of a.out process cores, for the command line and the conversions; `openAoutCore` is the one for programs. */

import { idOf } from '../formats/core/netbsd/aout/structure-ids.js'
import { aoutAbiOf, openAoutCore } from '../readers/aout/open.js'
import { report } from '../readers/core/report.js'
import { coreParts } from '../readers/core/report-parts.js'
import { documentParts, partFields } from '../readers/file-parts.js'
import type { FormatReader, OpenedFile } from '../readers/format-reader.js'
import { coreText } from '../render/core/core-text.js'
import { machineName } from '../systems/machines/machine-ids.js'
import { coreQuestions } from './core-questions.js'

export { type AoutCore, openAoutCore } from '../readers/aout/open.js'

const FORMAT = 'aout-core/netbsd'

export const reader: FormatReader = {
  formats: [{ name: FORMAT, title: 'NetBSD a.out core file', read: true, write: true }],

  detect(source) {
    const found = aoutAbiOf(source)
    return (
      found && { format: FORMAT, confidence: 0.93, reasons: ['magic 0507', `machine id ${found.machine} (${machineName(found.machine)})`] }
    )
  },

  open(source, options = {}): OpenedFile {
    const core = openAoutCore(source, options)
    const parted = { source, abi: core.abi, parts: core.aout.parts, areas: core.aout.areas, idOf }
    return {
      format: FORMAT,
      parts: coreParts,
      diagnostics: core.diagnostics.list,
      report: (readOptions) => report(core, readOptions),
      text: (readOptions) => coreText(core, readOptions),
      fields: () => partFields(parted),
      ...coreQuestions(core),
      document: (documentOptions) => ({
        format: FORMAT,
        abi: core.abi.name,
        size: source.size,
        parts: documentParts(parted, documentOptions),
      }),
    }
  },
}
