/** The verdict of a simulated restore, for checkpoints and DragonFly cores. */

import { type FileMap, noFiles, readFileMap } from '../readers/checkpoint/file-map.js'
import type { Checkpoint } from '../readers/checkpoint/model.js'
import { thawReport } from '../readers/checkpoint/report.js'
import { statedSystem } from '../readers/checkpoint/thaw/stated-system.js'
import { type ThawResult, thaw } from '../readers/checkpoint/thaw/thaw.js'
import { systemFor } from '../readers/checkpoint/thaw/thaw-system.js'
import type { OpenedFile, ReadOptions } from '../readers/format-reader.js'
import { thawLines } from '../render/checkpoint/checkpoint-text.js'

/** The map that `--files` names. */
export const fileMapOf = ({ files }: ReadOptions = {}): FileMap => (typeof files === 'string' ? readFileMap(files) : noFiles)

/** What a restore comes to on a stated system, or on the one that wrote the file. Losses and refusals become diagnostics. */
function verdictOf(checkpoint: Checkpoint, { thawOn }: ReadOptions = {}): ThawResult {
  const system = typeof thawOn === 'string' ? statedSystem(thawOn)(checkpoint) : systemFor(checkpoint)
  const thawed = thaw(checkpoint.source, system)
  addRefusal(checkpoint, thawed)
  if (thawed.ok && thawed.plan.descriptorsLost !== undefined) {
    const { descriptorsLost } = thawed.plan
    checkpoint.diagnostics.add({ code: 'BAD_VALUE', path: 'thaw.files', message: `a restore does not open all files: ${descriptorsLost}` })
  }
  return thawed
}

/** The verdict of `check`, as text and as JSON. */
export const verdicts = (checkpoint: Checkpoint): Pick<OpenedFile, 'verdict' | 'verdictReport'> => ({
  verdict: (options) => thawLines(verdictOf(checkpoint, options), checkpoint.abi.bits, fileMapOf(options)),
  verdictReport(options) {
    const thawed = verdictOf(checkpoint, options)
    return { ok: thawed.ok, ...thawReport(thawed, fileMapOf(options)) }
  },
})

/** Reports that a kernel would refuse the file. */
export function addRefusal({ diagnostics }: Checkpoint, thawed: ThawResult): void {
  if (thawed.ok) return
  const { errno, step, offset, message, oldSpaceGone, undefinedBehavior } = thawed
  const gone = oldSpaceGone ? ', after the memory of the caller is gone' : ''
  const undefinedText = undefinedBehavior === undefined ? '' : `; ${undefinedBehavior}`
  diagnostics.add({
    code: 'BAD_VALUE',
    ...(offset !== undefined && { offset }),
    path: `thaw.${step}`,
    message: `a kernel refuses to restore this: ${errno} in ${step}${gone}: ${message}${undefinedText}`,
    found: errno,
  })
}
