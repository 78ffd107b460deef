/** The methods of a file that was built in memory and can be written several times. */
import { type ByteSink, memorySink } from '../io/sink.js'

export interface BuiltFile {
  /** Writes the file; does not commit it. */
  write(sink: ByteSink): void
  /** The same as `write`, but pauses regularly. */
  writing(sink: ByteSink): Generator<void, void, undefined>
  /** The file in memory. */
  bytes(): Uint8Array
}

/** Derives all methods from the one that pauses. */
export function builtFile(writing: BuiltFile['writing']): BuiltFile {
  const write = (sink: ByteSink): void => {
    for (const _ of writing(sink));
  }
  return {
    write,
    writing,
    bytes() {
      const sink = memorySink()
      write(sink)
      return sink.bytes()
    },
  }
}
