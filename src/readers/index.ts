/** Reading: bytes to models. */
export { type AoutCore, openAoutCore } from '../families/aout.js'
// Old names, kept for one minor release.
export {
  type Checkpoint,
  openCheckpoint,
  type RestorePlan,
  statedSystem,
  systemFor,
  type ThawResult,
  /** @deprecated Use ThawResult. */
  type ThawResult as Thawed,
  type ThawSystem,
  thaw,
} from '../families/checkpoint.js'
export {
  type BacktraceFrame,
  type BacktraceOptions,
  backtrace,
  type Core,
  type CoreMemory,
  type CoreNote,
  type CoreSymbols,
  type FrameTrust,
  type Mapping,
  type MissingRange,
  type Module,
  type OpenedCore,
  openCore,
  type ProcessImage,
  type SymbolizedAddress,
  symbolize,
  type Thread,
  type ThreadBacktrace,
} from '../families/core.js'
export { inspect } from '../families/inspect.js'
export {
  type KnownRecord,
  openTrace,
  type RecordOptions,
  RecordWalker,
  streamTrace,
  type Trace,
  type TraceCall,
  type TraceOf,
  type TraceOptions,
  type TraceRecord,
  type TraceViews,
  type TypedRecord,
  type UnknownRecord,
} from '../families/ktrace.js'
export { type Minidump, openMinidump } from '../families/minidump.js'
export {
  allFormats,
  detect,
  type IdentifiedFile,
  /** @deprecated Use IdentifiedFile. */
  type IdentifiedFile as Identified,
  identify,
  openAny,
} from '../families/registry.js'
export { calls, kdumpText, summary } from '../families/trace-views.js'
export { type FormatName, formatNames, type OpenAs } from './format-names.js'
export * from './format-reader.js'
export type { DumpNote } from './kcore/dump-notes.js'
export type { KernelDump } from './kcore/kernel-dump.js'
export type { Kvm, KvmRead, NlistEntry, ReadEnd } from './kcore/kvm.js'
export { KvmDump, type KvmOptions, openKvm, type WritableBytes, writableBytes } from './kcore/libkvm.js'
export type { KcoreHead } from './kcore/netbsd/kcore-headers.js'
export { isKernelDump, type OpenedKernelDump } from './kcore/opened-dump.js'
export type { PhysicalMemory, PhysicalRange } from './kcore/physical-memory.js'
export { HashFile } from './kcore/symbols/berkeley-db.js'
export type { KernelFile } from './kcore/symbols/elf.js'
export type { KernelSymbol, SymbolTable } from './kcore/symbols/table.js'
export type { MappedRange, Mapping as KernelMapping, Translation } from './kcore/translation.js'
export type { CallOptions, KdumpTextOptions, TimestampKind } from './ktrace/record-options.js'
export { defaultLimits, type Limits } from './limits.js'
