/** What people ask of a trace, as plain data: see `views.ts`, which makes it. */
export interface CallSummary {
  readonly name: string
  calls: number
  errors: number
  /** Between call and return, in nanoseconds, of those calls whose return is in the trace. */
  nanoseconds: number
  returned: number
  /** Of the calls that returned, in nanoseconds. Absent where none did. */
  p50?: number
  p99?: number
  max?: number
}

export interface ThreadSummary {
  readonly pid: number
  readonly tid?: number
  calls: number
  errors: number
  nanoseconds: number
}

export interface FileUse {
  readonly path: string
  readonly call: string
  /** `ok`, `errno 2`, or nothing where the call does not return in the trace. */
  readonly result: string
  count: number
}

export interface DescriptorUse {
  readonly pid: number
  readonly fd: number
  reads: number
  bytesRead: number
  writes: number
  bytesWritten: number
}

export interface TreeProcess {
  readonly pid: number
  parent?: number
  /** Commands in the order in which they were run. */
  readonly commands: string[]
  /** Programs that it executed. */
  readonly programs: string[]
}

export interface TraceViews {
  summary: { calls: CallSummary[]; threads: ThreadSummary[]; types: Record<string, number> }
  files: FileUse[]
  io: DescriptorUse[]
  tree: TreeProcess[]
}

export type ViewName = keyof TraceViews
export const viewNames: readonly ViewName[] = ['summary', 'files', 'io', 'tree']

/** The views among the parts that were asked for. */
export const viewsOf = (only: readonly string[] | undefined): ViewName[] => viewNames.filter((name) => only?.includes(name))
