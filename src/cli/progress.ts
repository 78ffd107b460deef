/** Progress of long work on a terminal. */
import type { Output } from './output.js'

export interface Progress {
  /** Reports bytes done of a total. */
  update(done: number, total: number): void
  /** Clears the line; call it before printing anything else on the terminal. */
  clear(): void
}

const FIRST = 1000
const INTERVAL = 200

export interface ProgressOptions {
  write: (text: string) => void
  /** Milliseconds. */
  now?: () => number
}

/** Shows nothing in the first second, then updates one line five times a second. */
export function progressLine(label: string, { write, now = () => performance.now() }: ProgressOptions): Progress {
  const start = now()
  let next = start + FIRST
  let drawn = false
  return {
    update(done, total) {
      const time = now()
      if (time < next || total <= 0) return
      next = time + INTERVAL
      drawn = true
      write(`\r\u001b[K${label}: ${progressText(done, total, time - start)}`)
    },
    clear() {
      if (drawn) write('\r\u001b[K')
      drawn = false
    },
  }
}

/** `1.2 GiB of 4.0 GiB, 30%, 12 s left`. */
export function progressText(done: number, total: number, elapsed: number): string {
  const percent = Math.floor((100 * done) / total)
  const left = done > 0 ? Math.ceil(((total - done) * elapsed) / done / 1000) : undefined
  return `${size(done)} of ${size(total)}, ${percent}%${left === undefined ? '' : `, ${duration(left)} left`}`
}

function size(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

const silent: Progress = { update() {}, clear() {} }

/** Progress on standard error where that is a terminal, else none. */
export function progressOn(output: Output, label: string): Progress {
  if (!output.errorIsTerminal) return silent
  const fs = process.getBuiltinModule('node:fs')
  return progressLine(label, {
    write(text) {
      try {
        fs.writeSync(2, text)
      } catch {
        // The terminal is busy; the next update follows soon.
      }
    },
  })
}
