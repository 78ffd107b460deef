/** What a system's folder beside this file exports: how its kdump(1) prints records. */
import type { Diagnostic } from '../../errors.js'
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import type { OutputBuffer } from '../../io/output-buffer.js'
import type { RecordFilter } from '../../readers/ktrace/filter.js'
import type { RecordWalker } from '../../readers/ktrace/record-walker.js'
import type { TextOptions } from './options.js'

/** Prints the records of one trace. */
export interface Renderer {
  /** Appends the lines of the record that the walker stands on; none when the filter does not let it through. */
  record(walker: RecordWalker): void
}

export interface RendererContext {
  readonly file: DialectLayout
  readonly out: OutputBuffer
  readonly options: TextOptions
  readonly filter: RecordFilter
  /** Is told of payloads that cannot be printed. */
  readonly report: (diagnostic: Diagnostic) => void
}

export type MakeRenderer = (context: RendererContext) => Renderer
