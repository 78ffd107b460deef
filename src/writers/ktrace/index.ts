/** Writes ktrace files. (`document.ts` writes documents and loads zod.) */
export {
  type Credentials,
  type Errno,
  type Exec,
  facilities,
  fileTo,
  type IoPart,
  type IoVector,
  type KernelRelease,
  KTRFAC_INHERIT,
  KTRFAC_ROOT,
  KTRFLAG_DESCEND,
  KTROP_CLEAR,
  KTROP_CLEARFILE,
  KTROP_SET,
  type NewProcess,
  type SessionOptions,
  type SyscallLookup,
  type TraceFile,
  TraceSession,
} from './session/trace-session.js'
export { type PlainRecord, type ToValue, TraceWriter, type TraceWriterOptions } from './trace-writer.js'
