/** Writing: documents and plain data to bytes. */

export { parseJson, splitLines } from '../io/json-parse.js'
export {
  type BuildCheckpointOptions,
  type BuildCheckpointResult,
  buildCheckpoint,
  type CheckpointInput,
} from './checkpoint/build-checkpoint.js'
export {
  type BuildDebugSection,
  type BuildMemory,
  type BuildObject,
  type BuildOptions,
  type BuildSymbols,
  type BuildThread,
  type BuiltCore,
  buildCore,
  type CoreContents,
} from './core/build/build-core.js'
export { type ParsedDocument, parseDocument } from './document-input.js'
export * from './document-writer.js'
export {
  type CoreadmOption,
  type CoreEvent,
  type DumpCredentials,
  type DumpErrno,
  type Dumped,
  type DumpFile,
  type DumpFileSystem,
  type DumpIdentity,
  type DumpMemory,
  type DumpOutcome,
  type DumpProcess,
  type DumpSettings,
  dumpCore,
  type FailedSegment,
  type LogLine,
  machineFiles,
  type ProcessIds,
  programIdentity,
  type ZoneSettings,
} from './dump/dump-core.js'
export {
  type Credentials,
  type Errno,
  facilities,
  fileTo,
  type IoVector,
  KTRFAC_INHERIT,
  KTRFAC_ROOT,
  KTRFLAG_DESCEND,
  KTROP_CLEAR,
  KTROP_CLEARFILE,
  KTROP_SET,
  type NewProcess,
  type PlainRecord,
  type SessionOptions,
  type ToValue,
  type TraceFile,
  TraceSession,
  TraceWriter,
  type TraceWriterOptions,
} from './ktrace/index.js'
export { type BuiltMinidump, buildMinidump, type MinidumpContents, type MinidumpModule } from './minidump/build-minidump.js'
export { contentFromText, contentOf, contentOfFilter, formatContent, parseContent } from './policy/content-set.js'
export { type Expansion, expandCorePattern } from './policy/expand-pattern.js'
export { matchCorePattern } from './policy/match-pattern.js'
export type { PatternStyle, PatternValues } from './policy/pattern-styles.js'
export { writerFor } from './registry.js'
