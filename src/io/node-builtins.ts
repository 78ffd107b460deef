/**
 * Node's own modules, fetched when they are first used. No file of the library imports them statically, so the same
 * modules load in a browser, where memory and Blob sources work and files do not; and the command line starts faster.
 */
import type * as Crypto from 'node:crypto'
import type * as Fs from 'node:fs'
import type Module from 'node:module'
import type * as Os from 'node:os'
import type * as Path from 'node:path'
import type * as Threads from 'node:worker_threads'
import type * as Zlib from 'node:zlib'
import { FormatError } from '../errors.js'

interface Builtins {
  'node:crypto': typeof Crypto
  'node:module': typeof Module
  'node:fs': typeof Fs
  'node:os': typeof Os
  'node:path': typeof Path
  'node:worker_threads': typeof Threads
  'node:zlib': typeof Zlib
}

/**
 * One of Node's modules.
 *
 * @throws FormatError `IO` where there is no Node (a browser).
 */
export function nodeBuiltin<Name extends keyof Builtins>(name: Name): Builtins[Name] {
  const get = globalThis.process?.getBuiltinModule
  if (!get) throw new FormatError({ code: 'IO', message: `no ${name} here: files can be opened only where Node's modules are` })
  return get(name) as Builtins[Name]
}

/** Waits without giving up the thread; for a pipe that is not ready, where the caller is synchronous. */
export function sleepSync(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
