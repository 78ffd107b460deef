/** A directory that files are made in, of which none stays when the work fails. */

import { type FileSinkOptions, fileSink } from './file-sink.js'
import { createIoError, createRefusedError } from './io-error.js'
import { nodeBuiltin } from './node-builtins.js'
import type { ByteSink } from './sink.js'

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
  /** Takes away every file that was made. */
  abort(): void
}

export function outputDirectory(path: string, options: FileSinkOptions = {}): OutputDirectory {
  const fs = nodeBuiltin('node:fs')
  const { join } = nodeBuiltin('node:path')
  const made: string[] = []
  const sinks = new Set<ByteSink>()
  let isNew = false
  return {
    path,
    made,
    beEmpty() {
      try {
        isNew = fs.mkdirSync(path, { mode: 0o700, recursive: true }) !== undefined
        if (fs.readdirSync(path).length === 0) return
      } catch (error) {
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
    abort() {
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
    },
  }
}
