/** The system calls of a trace, and one line per call as strace prints it: `open("/etc/motd", O_RDONLY) = -1 ENOENT <0.000027>`. */
import type { Diagnostic } from '../../errors.js'
import type { SyscallNamer } from '../../formats/ktrace/dialect.js'
import { OutputBuffer } from '../../io/output-buffer.js'
import type { ReadOptions } from '../../readers/format-reader.js'
import { CallFilter } from '../../readers/ktrace/call-filter.js'
import type { TraceCall } from '../../readers/ktrace/call-model.js'
import { bigField, numberField, textField } from '../../readers/ktrace/field-readers.js'
import { RecordFilter } from '../../readers/ktrace/filter.js'
import { createOptionError, namerOptions } from '../../readers/ktrace/option-values.js'
import { Payloads } from '../../readers/ktrace/payload.js'
import { commandOf, Times } from '../../readers/ktrace/record-times.js'
import { MORE, RECORD, type RecordWalker } from '../../readers/ktrace/record-walker.js'
import { darwinErrors } from '../../systems/darwin/errno.js'
import { dragonflyErrors } from '../../systems/dragonfly/errno.js'
import type { ErrnoTable } from '../../systems/errno-table.js'
import { freebsdErrors } from '../../systems/freebsd/errno.js'
import { netbsdErrors } from '../../systems/netbsd/errno.js'
import { openbsdErrors } from '../../systems/openbsd/errno.js'
import { argumentsWithPaths, callKind, FileTable, type NamedCall, pathCount, quoted } from './call-arguments.js'
import { textOptions } from './options.js'
import { renderers } from './registry.js'
import type { Renderer } from './renderer.js'

const errorTables: Readonly<Record<string, ErrnoTable | undefined>> = {
  netbsd: netbsdErrors,
  freebsd: freebsdErrors,
  openbsd: openbsdErrors,
  dragonfly: dragonflyErrors,
  darwin: darwinErrors,
}

interface Pending extends NamedCall {
  readonly index: number
  readonly start: string
  readonly comm: string
  readonly tid: number | undefined
  readonly seconds: number
  readonly fraction: number
  readonly paths: string[]
  /** Whether it is among the system calls that are asked for. */
  readonly isNamed: boolean
}

/** How a call ended. */
interface Outcome {
  readonly result: string
  readonly nanoseconds?: number
  readonly errno?: number
  readonly retval?: bigint | undefined
}

const NO_RETURN: Outcome = { result: '?' }

/** Paths of a call that are kept; none has more. */
const MOST_PATHS = 16
/** Threads with an open call. */
const MOST_THREADS = 1_000_000

/**
 * The calls of a trace in the order in which they return. Calls that do not return come last. Undefined stands where a followed trace waits.
 *
 * @param report is told of payloads that cannot be read
 * @throws FormatError `BAD_VALUE` for options that make no sense
 */
export function* tracedCalls(
  walker: RecordWalker,
  report: (diagnostic: Diagnostic) => void,
  options: ReadOptions = {},
): Generator<TraceCall | undefined, void, undefined> {
  const tracer = new CallTracer(walker, report, options)
  do {
    for (let step = walker.step(); step !== MORE; step = walker.step()) {
      if (step !== RECORD) continue
      tracer.see()
      if (tracer.done.length > 0) yield* tracer.done.splice(0)
    }
    yield undefined
  } while (walker.more())
  tracer.end()
  yield* tracer.done
}

const PIECE = 64 * 1024

/** The calls as text, in pieces of whole lines. */
export function* callLines(...given: Parameters<typeof tracedCalls>): Generator<string, void, undefined> {
  let text = ''
  for (const call of tracedCalls(...given)) {
    if (call) text += lineOf(call)
    if (text.length > PIECE || (!call && text !== '')) {
      yield text
      text = ''
    }
  }
  yield text
}

function lineOf({ pid, tid, name, arguments: args, result, duration, path, paths = [] }: TraceCall): string {
  const thread = tid === undefined ? '' : ` ${String(tid).padStart(6)}`
  const time = duration === undefined ? '' : ` <${(duration / 1e9).toFixed(6)}>`
  // Paths that stand for no argument, such as that of an interpreter.
  const rest = (path === undefined ? [] : [path, ...paths]).slice(pathCount(name, args.length)).map(quoted)
  const others = rest.length === 0 ? '' : `  ${rest.join(' ')}`
  return `${String(pid).padStart(6)}${thread} ${name}(${args.join(', ')}) = ${result}${time}${others}\n`
}

class CallTracer {
  readonly #pending = new Map<string, Pending>()
  readonly #files = new FileTable()
  readonly #filter: RecordFilter
  readonly #calls: CallFilter
  readonly #namer: SyscallNamer
  readonly #payloads: Payloads
  readonly #renderer: Renderer | undefined
  readonly #out = new OutputBuffer()
  readonly #errors: ErrnoTable | undefined
  readonly #times = new Times()
  /** Calls that have ended since they were last taken. */
  readonly done: TraceCall[] = []

  constructor(
    private readonly walker: RecordWalker,
    report: (diagnostic: Diagnostic) => void,
    options: ReadOptions,
  ) {
    const { file } = walker
    if (options.excludeType !== undefined) throw createOptionError('excludeType', 'nothing: --only calls prints calls', options.excludeType)
    if (options.type !== undefined)
      throw createOptionError('type', 'nothing: --only calls prints calls, whatever records they are of', options.type)
    this.#filter = new RecordFilter(file, options)
    this.#errors = errorTables[file.system.name]
    this.#calls = new CallFilter(options, this.#errors)
    this.#namer = file.dialect.createSyscallNamer(file.abi, namerOptions(file.dialect, options))
    this.#payloads = new Payloads(file, report)
    // Arguments and results are those of kdump. It sees every record, because some change what later ones mean.
    this.#renderer = renderers[file.system.name]?.({
      file,
      out: this.#out,
      options: textOptions({ ...options, timestamps: undefined, maxData: 0 }),
      filter: new RecordFilter(file),
      report,
    })
  }

  see(): void {
    const { walker } = this
    const name = this.#namer.see(walker)
    const type = walker.file.types.get(walker.type)?.name
    if (type === 'KTR_GENIO') return
    this.#renderer?.record(walker)
    const printed = Buffer.from(this.#out.all()).toString('latin1')
    if (type === 'KTR_SYSCALL') this.#begin(name, printed)
    else if (type === 'KTR_SYSRET') this.#end(printed)
    else if (type === 'KTR_NAMEI') this.#path()
  }

  /** Calls that have not returned. */
  end(): void {
    for (const call of this.#pending.values()) this.#add(call, NO_RETURN)
    this.#pending.clear()
  }

  #key(): string {
    return `${this.walker.pid} ${this.walker.tid ?? ''}`
  }

  #begin(known: string | undefined, printed: string): void {
    const { walker } = this
    const key = this.#key()
    const before = this.#pending.get(key)
    if (before) this.#add(before, NO_RETURN)
    this.#pending.delete(key)
    if (!this.#filter.acceptsProcess(walker) || this.#pending.size >= MOST_THREADS) return
    const text = printed.slice(printed.lastIndexOf('CALL  ') + 6).trimEnd()
    const open = text.indexOf('(')
    const args = open < 0 ? [] : splitArguments(text.slice(open + 1, text.endsWith(')') ? -1 : undefined))
    const name = known ?? (open < 0 ? text : text.slice(0, open))
    const { pid, tid, seconds, fraction, index, file } = walker
    this.#pending.set(key, {
      index,
      start: this.#times.of(walker),
      comm: commandOf(walker),
      system: file.system.name,
      abi: file.abiName,
      emulation: this.#namer.emulation,
      pid,
      tid,
      name,
      args,
      seconds,
      fraction,
      paths: [],
      isNamed: this.#filter.acceptsCall(walker, known) && this.#filter.acceptsTime(walker),
      file: this.#files.of(pid, args[0]),
    })
  }

  #path(): void {
    const layout = this.#payloads.layoutOf(this.walker)
    const path = layout && textField(layout, 'path')?.(this.walker)
    const paths = this.#pending.get(this.#key())?.paths
    if (path !== undefined && paths && paths.length < MOST_PATHS) paths.push(path)
  }

  #end(printed: string): void {
    const { walker } = this
    const key = this.#key()
    const call = this.#pending.get(key)
    if (!call) return
    this.#pending.delete(key)
    const layout = this.#payloads.layoutOf(walker)
    const stored = layout && numberField(layout, 'ktr_error')?.(walker)
    const error = this.#namer.error ?? stored ?? 0
    const value = printed
      .slice(printed.lastIndexOf('RET   ') + 6)
      .trimEnd()
      .replace(/^\S+ /, '')
    const nanoseconds = (walker.seconds - call.seconds) * 1e9 + (walker.fraction - call.fraction) * (walker.header.digits === 9 ? 1 : 1000)
    const retval = layout && error === 0 ? bigField(layout, 'ktr_retval')?.(walker) : undefined
    const result = error > 0 ? `-1 ${this.#errors?.name(error) ?? `errno ${error}`}` : value
    this.#add(call, { result, nanoseconds, errno: error, retval })
    if (error === 0) this.#files.returned(call, Number.parseInt(value, 10))
  }

  #add(call: Pending, { result, nanoseconds, errno, retval }: Outcome): void {
    if (!this.#isWanted(call, nanoseconds, errno)) return
    const { index, start, pid, tid, comm, name, file } = call
    const [path, ...paths] = call.paths
    const error = errno !== undefined && errno > 0 ? this.#errors?.name(errno) : undefined
    this.done.push({
      index,
      start,
      ...(nanoseconds !== undefined && { duration: nanoseconds }),
      pid,
      ...(tid !== undefined && { tid }),
      comm,
      name,
      arguments: argumentsWithPaths(call),
      ...(path !== undefined && { path }),
      ...(paths.length > 0 && { paths }),
      ...(file !== undefined && { file }),
      result,
      ...(retval !== undefined && { retval }),
      ...(errno !== undefined && errno > 0 && { errno }),
      ...(error !== undefined && { error }),
    })
  }

  #isWanted(call: Pending, nanoseconds: number | undefined, error: number | undefined): boolean {
    if (this.#filter.onlyFailed && (error === undefined || error <= 0)) return false
    if (!call.isNamed) return false
    if (!this.#filter.acceptsThread(call.tid)) return false
    const fd = callKind(call.name).descriptor ? Number(call.args[0]) : undefined
    return this.#calls.accepts({ nanoseconds, error, fd, paths: call.file === undefined ? call.paths : [...call.paths, call.file] })
  }
}

/** Splits at commas that are not in parentheses or braces. */
function splitArguments(text: string): string[] {
  if (text === '') return []
  const args: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '(' || c === '{') depth++
    else if (c === ')' || c === '}') depth--
    else if (c === ',' && depth === 0) {
      args.push(text.slice(from, i).trim())
      from = i + 1
    }
  }
  args.push(text.slice(from).trim())
  return args
}
