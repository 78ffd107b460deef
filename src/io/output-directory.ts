/** A directory that files are made in, of which none stays when the work fails. */

import { type FileSinkOptions, fileSink, TEMPORARY } from './file-sink.js'
import { createIoError, createRefusedError } from './io-error.js'
import { nodeBuiltin } from './node-builtins.js'
import type { ByteSink } from './sink.js'
import { cleanUpOnSignal, keepFile } from './temporary-files.js'

export interface OutputDirectory {
  readonly path: string
  /** Paths of the files that were committed, in that order. */
  readonly made: readonly string[]
  /**
   * Creates the directory if it does not exist.
   *
   * @throws FormatError `IO` when something is in it
   */
  beEmpty(): void
  /**
   * A new file of that name in it, which appears when it is committed.
   *
   * @param name or what makes it of the path of the file when that is written
   * @throws FormatError as fileSink()
   */
  create(name: string | ((written: string) => string)): ByteSink
  /** The work is done: a signal leaves the files alone from now on. */
  finish(): void
  /** Takes away every file that was made; so does a signal before finish(). */
  abort(): void
}

export function outputDirectory(path: string, options: FileSinkOptions = {}): OutputDirectory {
  const fs = nodeBuiltin('node:fs')
  const { join } = nodeBuiltin('node:path')
  const made: string[] = []
  const sinks = new Set<ByteSink>()
  let isNew = false
  const abort = (): void => {
    keepFile(path)
    for (const sink of sinks) sink.abort()
    // What was replaced with force is gone either way; a half of the work is worse than none.
    for (const file of made.splice(0)) fs.rmSync(file, { force: true })
    if (isNew) {
      try {
        fs.rmdirSync(path)
      } catch {
        // Somebody else put something there.
      }
    }
  }
  return {
    path,
    made,
    beEmpty() {
      try {
        isNew = fs.mkdirSync(path, { mode: 0o700, recursive: true }) !== undefined
        cleanUpOnSignal(path, abort)
        const found = fs.readdirSync(path)
        if (found.length === 0) return
        keepFile(path)
        const stale = found.filter((name) => name.startsWith(TEMPORARY))
        if (stale.length === found.length)
          throw createRefusedError('use', path, `it has temporary files of a run that was killed (${stale.join(', ')}); remove them`)
      } catch (error) {
        keepFile(path)
        throw createIoError('create', path, error)
      }
      throw createRefusedError('use', path, 'it is not empty')
    },
    create(name) {
      let file = join(path, typeof name === 'string' ? name : 'a new file')
      const sink = fileSink(
        file,
        typeof name === 'string' ? options : { ...options, name: (written) => (file = join(path, name(written))) },
      )
      sinks.add(sink)
      cleanUpOnSignal(path, abort)
      return {
        get position() {
          return sink.position
        },
        write: (bytes) => sink.write(bytes),
        skip: (length) => sink.skip(length),
        commit() {
          sink.commit()
          sinks.delete(sink)
          made.push(file)
        },
        abort: () => sink.abort(),
      }
    },
    finish: () => keepFile(path),
    abort,
  }
}
