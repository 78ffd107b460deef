/** The interface of a system's renderer, which prints records like its kdump(1). */
import type { Diagnostic } from '../../errors.js'
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import type { OutputBuffer } from '../../io/output-buffer.js'
import type { RecordFilter } from '../../readers/ktrace/filter.js'
import type { RecordWalker } from '../../readers/ktrace/record-walker.js'
import type { TextOptions } from './options.js'

/** Prints the records of one trace. */
export interface Renderer {
  /** Appends the lines of the walker's current record; none if the filter excludes it. */
  record(walker: RecordWalker): void
}

export interface RendererContext {
  readonly file: DialectLayout
  readonly out: OutputBuffer
  readonly options: TextOptions
  readonly filter: RecordFilter
  /** Called for payloads that cannot be printed. */
  readonly report: (diagnostic: Diagnostic) => void
}

export type MakeRenderer = (context: RendererContext) => Renderer
