/** Backtraces and names of addresses on demand. The unwinder and the files with symbols are loaded when they are asked for. */
import type { BacktraceFrame, StackTracer, SymbolizedAddress } from '../readers/core/frames.js'
import type { Core } from '../readers/core/model.js'
import type { Thread } from '../readers/core/threads.js'

/** Where functions and lines are known from, beside the core itself. */
export interface BacktraceOptions {
  /** Paths of programs, libraries and debug files; each is used for the module with its build ID, or its name. */
  readonly symbols?: string | readonly string[]
  /** Directory with the files of the system that wrote the core, by their paths there. */
  readonly sysroot?: string
}

/** The frames of one thread. */
export interface ThreadBacktrace {
  readonly thread: Thread
  /** The innermost first; empty where the thread's registers are not known. */
  readonly frames: readonly BacktraceFrame[]
}

/** What `openCore` adds to a core: backtraces and names of addresses. */
export interface CoreSymbols {
  /**
   * The calls of a thread, the innermost first, with inlined ones; empty where the thread's registers are not known.
   *
   * @param thread default: the first, which is the one that got the signal
   * @throws FormatError `IO` when a named file cannot be opened, `UNKNOWN_FORMAT` when it is not an ELF file of code
   */
  backtrace(thread?: Thread, options?: BacktraceOptions): Promise<readonly BacktraceFrame[]>
  /**
   * What is at an address: module, function, source line, as far as each is known.
   *
   * @returns one entry, or several where functions were inlined: the innermost first
   * @throws FormatError as {@link backtrace}
   */
  symbolize(address: bigint, options?: BacktraceOptions): Promise<readonly SymbolizedAddress[]>
}

const tracers = new WeakMap<Core, Map<string, Promise<StackTracer>>>()

/** The tracer of a core with some files; made once. */
function tracerOf(core: Core, { symbols = [], sysroot }: BacktraceOptions): Promise<StackTracer> {
  let known = tracers.get(core)
  if (!known) {
    known = new Map()
    tracers.set(core, known)
  }
  const files = [symbols].flat()
  const key = JSON.stringify([sysroot, files])
  let tracer = known.get(key)
  if (!tracer) {
    tracer = import('./core-symbols.js').then(({ createTracer }) =>
      createTracer(core, { symbols: files, ...(sysroot !== undefined && { sysroot }) }),
    )
    known.set(key, tracer)
  }
  return tracer
}

/**
 * The calls of each thread of a core, or of one thread.
 *
 * @param core what `openCore`, `openMinidump`, `openAoutCore` or `openCheckpoint` gave
 * @throws FormatError `IO` when a named file cannot be opened, `UNKNOWN_FORMAT` when it is not an ELF file of code
 * @example
 * for (const { thread, frames } of await backtrace(core)) console.log(thread.tid, frames.map((frame) => frame.function))
 */
export async function backtrace(core: Core, thread?: Thread, options: BacktraceOptions = {}): Promise<readonly ThreadBacktrace[]> {
  const tracer = await tracerOf(core, options)
  return (thread ? [thread] : core.threads).map((each) => ({ thread: each, frames: tracer.backtrace(each) }))
}

/**
 * What is at an address of a core's process.
 *
 * @returns one entry, or several where functions were inlined: the innermost first
 * @throws FormatError as {@link backtrace}
 */
export async function symbolize(core: Core, address: bigint, options: BacktraceOptions = {}): Promise<readonly SymbolizedAddress[]> {
  return (await tracerOf(core, options)).symbolize(address)
}

/** The core with its methods. */
export function withSymbols(core: Core): Core & CoreSymbols {
  return Object.assign(core, {
    async backtrace(thread: Thread | undefined = core.threads[0], options: BacktraceOptions = {}): Promise<readonly BacktraceFrame[]> {
      return thread ? (await tracerOf(core, options)).backtrace(thread) : []
    },
    symbolize: (address: bigint, options: BacktraceOptions = {}) => symbolize(core, address, options),
  })
}
