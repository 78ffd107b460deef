/** Backtraces as text: one line for each call, identical stacks once. */
import { baseName } from '../../io/base-name.js'
import { formatHex } from '../../io/text-format.js'
import { crashedThread } from '../../readers/core/crashed-thread.js'
import type { BacktraceFrame, StackTracer, SymbolizedAddress } from '../../readers/core/frames.js'
import type { Core } from '../../readers/core/model.js'
import type { Thread } from '../../readers/core/threads.js'
import { printable } from '../text-table.js'
import { threadTitle } from './thread-title.js'

/** Threads that are named above a stack that they share. */
const NAMED_THREADS = 8

/** All threads; those with identical stacks together. */
export function* backtraceText(core: Core, tracer: StackTracer): Generator<string, void, undefined> {
  const crashed = crashedThread(core)
  const groups = new Map<string, { readonly frames: readonly BacktraceFrame[]; readonly threads: Thread[] }>()
  for (const thread of core.threads) {
    const frames = tracer.backtrace(thread)
    // The thread that died is shown alone.
    const key = thread === crashed ? 'crashed' : frames.map(({ pc }) => pc.toString(36)).join(' ')
    const group = groups.get(key)
    if (group) group.threads.push(thread)
    else groups.set(key, { frames, threads: [thread] })
  }
  for (const { frames, threads } of groups.values()) {
    yield `\n${groupTitle(threads, crashed)}\n`
    if (frames.length === 0) yield '  no program counter in this core\n'
    yield* frameLines(frames)
  }
}

function groupTitle(threads: readonly Thread[], crashed: Thread | undefined): string {
  const [first] = threads as readonly [Thread]
  if (threads.length === 1) return `${threadTitle(first)}${first === crashed ? ' (received the signal)' : ''}`
  const names = threads.slice(0, NAMED_THREADS).map(({ tid }) => String(tid ?? '?'))
  const more = threads.length > NAMED_THREADS ? ` and ${threads.length - NAMED_THREADS} more` : ''
  return `${threads.length} threads with the same stack: ${names.join(', ')}${more}`
}

/** `  #0  0x7f1234 main+0x1d in a.out+0x11d at main.c:12`. */
export function* frameLines(frames: readonly BacktraceFrame[], most = Number.POSITIVE_INFINITY): Generator<string, void, undefined> {
  const shown = Math.min(frames.length, most)
  const width = String(shown - 1).length
  const digits = frames.slice(0, shown).reduce((longest, { pc }) => Math.max(longest, formatHex(pc).length), 0)
  for (let i = 0; i < shown; i++) {
    const frame = frames[i] as BacktraceFrame
    const number = `#${String(i).padEnd(width)}`
    const place = frame.inlined ? 'inlined'.padEnd(digits) : formatHex(frame.pc).padEnd(digits)
    yield `  ${number} ${place}  ${frameText(frame)}\n`
  }
  if (shown < frames.length) yield `  and ${frames.length - shown} more (all with --only backtrace)\n`
}

/** How far an address that was not found by tables may be wrong. */
const DOUBT = { 'frame-pointer': '', scan: ' (guessed from the stack)', context: '', cfi: '' } as const

function frameText(frame: BacktraceFrame): string {
  const signal = frame.signalFrame ? ', signal handler called' : ''
  return `${placeText(frame)}${signal}${DOUBT[frame.trust]}`
}

/** `main+0x1d in a.out+0x11d at main.c:12`; `not in a module` where nothing is known. */
function placeText(place: Omit<SymbolizedAddress, 'address'> & { readonly inlined?: true }): string {
  const { function: name, functionOffset, module, moduleOffset, file, line } = place
  const parts: string[] = []
  if (name !== undefined)
    parts.push(`${printable(name)}${functionOffset === undefined || place.inlined ? '' : `+${formatHex(BigInt(functionOffset))}`}`)
  if (module !== undefined && moduleOffset !== undefined)
    parts.push(`${name === undefined ? '' : 'in '}${baseName(printable(module))}+${formatHex(moduleOffset)}`)
  if (file !== undefined) parts.push(`at ${baseName(printable(file))}${line === undefined ? '' : `:${line}`}`)
  return parts.length === 0 ? 'not in a module' : parts.join(' ')
}
