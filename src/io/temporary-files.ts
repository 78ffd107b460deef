/** Temporary files that a signal must not leave behind. */
import { nodeBuiltin } from './node-builtins.js'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const paths = new Set<string>()

/**
 * From now until forget(), SIGINT, SIGTERM and SIGHUP remove the file before they end the process as they would have.
 * A signal arrives when the event loop turns: long synchronous work awaits `turn()` (turn.ts) now and then.
 */
export function removeOnSignal(path: string): void {
  if (paths.size === 0) for (const signal of signals) process.on(signal, leave)
  paths.add(path)
}

export function keepFile(path: string): void {
  paths.delete(path)
  if (paths.size === 0) for (const signal of signals) process.off(signal, leave)
}

function leave(signal: NodeJS.Signals): void {
  for (const path of paths) {
    try {
      nodeBuiltin('node:fs').unlinkSync(path)
    } catch {
      // Already removed.
    }
  }
  paths.clear()
  for (const each of signals) process.off(each, leave)
  process.kill(process.pid, signal)
}
