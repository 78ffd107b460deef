/** What the cores of a system cannot tell of an open file. */
import type { Diagnostic } from '../../../errors.js'
import type { OpenFile } from '../../../formats/core/process-info.js'
import { reportLoss } from './note-builder.js'

export interface SupportedFileInfo {
  /** Whether the system has files of the kind. */
  readonly kind: boolean
  /** How it was opened that the system has no words for. */
  readonly flags: readonly string[]
}

/** Names it. */
export function reportLostFile({ fd, kind, local, peer }: OpenFile, told: SupportedFileInfo, title: string, lost: Diagnostic[]): void {
  const gone = [
    ...(told.kind || kind === 'unknown' ? [] : [`that it is of the kind ${JSON.stringify(kind)}`]),
    ...(told.flags.length > 0 ? [`that it was opened with ${told.flags.join(', ')}`] : []),
    ...(local !== undefined || peer !== undefined ? ['the ends of the socket'] : []),
  ]
  if (gone.length > 0) reportLoss(lost, `descriptors[${fd}]`, `${title} cores do not tell ${gone.join(', ')}`)
}
