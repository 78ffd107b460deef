/** Information about an open file that a system's cores cannot store. */
import type { Diagnostic } from '../../../errors.js'
import type { OpenFile } from '../../../formats/core/process-info.js'
import { reportLoss } from './note-builder.js'

export interface SupportedFileInfo {
  /** Whether the system defines this kind of file. */
  readonly kind: boolean
  /** Open flags that the system does not define. */
  readonly flags: readonly string[]
}

/** Reports it. */
export function reportLostFile({ fd, kind, local, peer }: OpenFile, told: SupportedFileInfo, title: string, lost: Diagnostic[]): void {
  const gone = [
    ...(told.kind || kind === 'unknown' ? [] : [`kind ${JSON.stringify(kind)}`]),
    ...(told.flags.length > 0 ? [`open flags ${told.flags.join(', ')}`] : []),
    ...(local !== undefined || peer !== undefined ? ['socket addresses'] : []),
  ]
  if (gone.length > 0) reportLoss(lost, `descriptors[${fd}]`, `${title} cores cannot store ${gone.join(', ')}`)
}
