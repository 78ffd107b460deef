/** Failed calls in the terms of the emulation that made them. */
import type { SyscallNamer } from '../../formats/ktrace/dialect.js'
import type { RecordWalker } from './record-walker.js'

/** Whether the record that a namer has seen last is the return of a failed call. */
export function isFailure(namer: SyscallNamer, record: RecordWalker): boolean {
  return namer.error === undefined ? record.file.dialect.failed(record) : namer.error > 0
}

/** Whether a return has the error as a 32-bit number behind its code, where all systems store it. */
export function storesError({ view, payload, little }: RecordWalker, error: number): boolean {
  return view.getInt32(payload + 4, little) === error
}
