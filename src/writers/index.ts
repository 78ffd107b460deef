/** Writing: documents and plain data to bytes. */

// Old names, kept for one minor release.
export {
  parseJson,
  splitLines,
  /** @deprecated Use splitLines. */
  splitLines as linesOf,
} from '../io/json-parse.js'
export {
  type BuildCheckpointOptions,
  /** @deprecated Use BuildCheckpointOptions. */
  type BuildCheckpointOptions as FreezeSettings,
  type BuildCheckpointResult,
  /** @deprecated Use BuildCheckpointResult. */
  type BuildCheckpointResult as Frozen,
  buildCheckpoint,
  type CheckpointInput,
  /** @deprecated Use CheckpointInput. */
  type CheckpointInput as FreezeProcess,
} from './checkpoint/build-checkpoint.js'
export {
  type FreezableProcess,
  type FreezeCall,
  type FreezeLogLine,
  type FreezeOutcome,
  type FreezePolicy,
  freezeProcess,
} from './checkpoint/freeze-process.js'
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
  /** @deprecated Use CoreContents. */
  type CoreContents as BuildFacts,
  type IllumosInfo,
  type SparcRegisters,
} from './core/build/build-core.js'
export { type ParsedDocument, parseDocument } from './document-input.js'
export * from './document-writer.js'
export { formatCoreadm, type ParsedCoreadm, parseCoreadmConf } from './dump/coreadm.js'
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
export * from './ktrace/index.js'
export {
  type BuiltMinidump,
  buildMinidump,
  type MinidumpContents,
  /** @deprecated Use MinidumpContents. */
  type MinidumpContents as MinidumpFacts,
  type MinidumpModule,
} from './minidump/build-minidump.js'
export { contentFromText, contentOf, contentOfFilter, formatContent, parseContent } from './policy/content-set.js'
export { type Expansion, expandCorePattern } from './policy/expand-pattern.js'
export { matchCorePattern } from './policy/match-pattern.js'
export type {
  PatternStyle,
  PatternValues,
  /** @deprecated Use PatternValues. */
  PatternValues as NameFacts,
} from './policy/pattern-styles.js'
export { writerFor } from './registry.js'
