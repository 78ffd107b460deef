/** Writes ktrace files of the BSDs. (Documents: `document.ts`, which loads zod.) */
export { type PlainRecord, TraceWriter, type TraceWriterOptions } from './trace.js'
