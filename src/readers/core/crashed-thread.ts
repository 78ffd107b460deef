/** The thread that a core is about. */
import type { Core } from './model.js'
import type { Thread } from './threads.js'

/** The thread that received the signal: the one that the signal names, else the first. Undefined for a core without threads. */
export function crashedThread({ threads, process }: Pick<Core, 'threads' | 'process'>): Thread | undefined {
  const tid = process.signal?.tid
  return (tid ? threads.find((thread) => thread.tid === tid) : undefined) ?? threads[0]
}
