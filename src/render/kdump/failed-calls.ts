/** The text of `--errors`: of each call that failed, the call with its arguments, the paths that it looked up, and the return. */
import type { OutputBuffer } from '../../io/output-buffer.js'
import type { ReadOptions } from '../../readers/format-reader.js'
import { isFailure } from '../../readers/ktrace/failure.js'
import { RecordFilter } from '../../readers/ktrace/filter.js'
import { namerOptions } from '../../readers/ktrace/option-values.js'
import { MORE, RECORD, type RecordWalker } from '../../readers/ktrace/record-walker.js'
import type { Renderer } from './renderer.js'

/** Records that a call is told by. */
const TYPES = 'SYSCALL,SYSRET,NAMEI'

/** Lines of one call that are kept; no call has more. */
const MOST_LINES = 64
/** Threads with an open call. */
const MOST_THREADS = 1_000_000
const PIECE = 64 * 1024

/** What the renderer prints: the records of all calls, of which those that failed are taken. */
export const callRecords = ({ pid, tid, since, until, excludeType }: ReadOptions): ReadOptions => ({
  ...(pid !== undefined && { pid }),
  ...(tid !== undefined && { tid }),
  ...(since !== undefined && { since }),
  ...(until !== undefined && { until }),
  ...(excludeType !== undefined && { excludeType }),
  type: TYPES,
})

/**
 * The lines of failed calls, in the order in which they return.
 *
 * @param renderer prints to `out` what {@link callRecords} selects
 * @param options select the returns
 */
export function* failedCalls(
  walker: RecordWalker,
  renderer: Renderer,
  out: OutputBuffer,
  options: ReadOptions,
): Generator<Uint8Array, void, undefined> {
  const { file } = walker
  const filter = new RecordFilter(file, options)
  const namer = file.dialect.createSyscallNamer(file.abi, namerOptions(file.dialect, options))
  const callType = [...file.types.values()].find(({ name }) => name === 'KTR_SYSCALL')?.type
  const pending = new Map<string, string[]>()
  let text = ''
  do {
    for (let step = walker.step(); step !== MORE; step = walker.step()) {
      if (step !== RECORD) continue
      const name = namer.see(walker)
      renderer.record(walker)
      const printed = Buffer.from(out.all()).toString('latin1')
      const { type } = walker
      const key = `${walker.pid} ${walker.tid ?? ''}`
      if (type === file.dialect.returnType) {
        if (filter.accepts(walker, name, isFailure(namer, walker))) text += (pending.get(key) ?? []).join('') + printed
        pending.delete(key)
      } else if (printed !== '') {
        const lines = type === callType ? undefined : pending.get(key)
        if (lines && lines.length < MOST_LINES) lines.push(printed)
        else if (!lines && type === callType && pending.size < MOST_THREADS) pending.set(key, [printed])
      }
      if (text.length > PIECE) {
        yield Buffer.from(text, 'latin1')
        text = ''
      }
    }
    if (text !== '') yield Buffer.from(text, 'latin1')
    text = ''
  } while (walker.more())
}
