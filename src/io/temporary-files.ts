/** What a signal must not leave behind: temporary files, and directories of which only a part was written. */
import { nodeBuiltin } from './node-builtins.js'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const cleanups = new Map<string, () => void>()
let listening = false

/**
 * From now until keepFile(), SIGINT, SIGTERM and SIGHUP remove the file before they end the process as they would have.
 * A signal arrives when the event loop turns: long synchronous work awaits `turn()` (event-loop.ts) now and then.
 */
export function removeOnSignal(path: string): void {
  cleanUpOnSignal(path, () => {
    try {
      nodeBuiltin('node:fs').unlinkSync(path)
    } catch {
      // Already removed.
    }
  })
}

/** The same with work of the caller's own, which must not throw. */
export function cleanUpOnSignal(path: string, cleanUp: () => void): void {
  cleanups.set(path, cleanUp)
  if (listening) return
  listening = true
  for (const signal of signals) process.on(signal, leave)
}

/**
 * Nothing is done about the path any more. The handlers stay until the event loop has turned: a signal that arrived before would be lost
 * without them.
 */
export function keepFile(path: string): void {
  cleanups.delete(path)
  if (cleanups.size > 0) return
  setTimeout(() => {
    if (cleanups.size > 0 || !listening) return
    listening = false
    for (const signal of signals) process.off(signal, leave)
  }, 0).unref()
}

function leave(signal: NodeJS.Signals): void {
  for (const cleanUp of [...cleanups.values()]) cleanUp()
  cleanups.clear()
  listening = false
  for (const each of signals) process.off(each, leave)
  process.kill(process.pid, signal)
}
