/** Reading: bytes to models. */
export { type AoutCore, openAoutCore } from './aout/index.js'
export { type Checkpoint, openCheckpoint, type RestorePlan, systemFor, type Thawed, type ThawSystem, thaw } from './checkpoint/index.js'
export {
  type Core,
  type CoreMemory,
  type CoreNote,
  type Mapping,
  type MissingRange,
  type Module,
  openCore,
  type ProcessImage,
  type Thread,
} from './core/index.js'
export * from './format.js'
export { inspect } from './inspect.js'
export { type KvmDump, openKvm } from './kcore/libkvm.js'
export { openTrace, RecordWalker, streamTrace, type Trace, type TraceOptions, type TraceRecord } from './ktrace/index.js'
export { type Minidump, openMinidump } from './minidump/index.js'
export { allFormats, detect, type Identified, identify, openAny } from './registry.js'
