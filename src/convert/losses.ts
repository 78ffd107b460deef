/** Collects what the converted core cannot store. */
import type { Diagnostic } from '../errors.js'
import type { Core } from '../families/core.js'

/** Adds a loss at a path of the core. */
export type ReportLoss = (path: string, message: string) => void

/** Creates a list of losses and a function that adds to it. */
export function collectLosses(): { readonly lost: Diagnostic[]; readonly lose: ReportLoss } {
  const lost: Diagnostic[] = []
  return { lost, lose: (path, message) => void lost.push({ code: 'LOST', path, message: `${path}: ${message}` }) }
}

/** Reports the notes that were not converted. */
export function reportLostNotes({ notes, system, container }: Core, lose: ReportLoss): void {
  const sketch = { abi: container.abi, osabi: 0, notes }
  const names = new Set<string>()
  for (const note of notes) {
    const { describe, registers } = note.found?.declaration ?? {}
    if ((describe || registers) && note.decoded) continue
    if (system.isRedundantNote?.(note, sketch)) continue
    names.add(note.name ?? `type ${note.type} of owner ${note.owner}`)
  }
  if (names.size > 0) lose('notes', `omitted: ${[...names].join(', ')}`)
}

/** Joins the losses from before and during the build. If open files are omitted altogether, losses about single files are dropped. */
export function allLost(before: readonly Diagnostic[], built: readonly Diagnostic[]): readonly Diagnostic[] {
  const untold = built.some(({ path }) => path === 'descriptors')
  return [...before.filter(({ path }) => !(untold && path === 'files')), ...built]
}
