/**
 * The marks of an illumos core for memory that could not be written: the program header and, at the offset of the memory, the errno or a
 * record of the signal. Source: illumos usr/src/uts/common/os/core.c, exec/elf/elf.c, by behaviour.
 */

import { segmentMarks } from '../../formats/core/illumos/unsaved-segments.js'
import type { ProgramHeader } from '../../formats/elf/index.js'
import type { Abi } from '../../schema/base.js'
import { illumosSignals } from '../../systems/illumos/signals.js'
import { type DumpErrno, errnoNumber } from './dump-errno.js'

const { PF_SUNW_FAILURE, PF_SUNW_KILLED, PF_SUNW_SIGINFO } = segmentMarks

/** Why a segment is missing: an error, a signal at this segment, or an earlier signal. */
export type Failure = 'error' | 'signal' | 'earlier signal'

const flags: Readonly<Record<Failure, number>> = {
  error: PF_SUNW_FAILURE,
  signal: PF_SUNW_FAILURE | PF_SUNW_KILLED | PF_SUNW_SIGINFO,
  'earlier signal': PF_SUNW_FAILURE | PF_SUNW_KILLED,
}

/** The program header of missing memory. */
export const failedSegmentHeader = (header: ProgramHeader, failure: Failure): ProgramHeader => ({
  ...header,
  p_filesz: 0n,
  p_flags: header.p_flags | flags[failure],
})

/** The record at p_offset of memory that could not be written. */
export function errorRecord(error: DumpErrno, { endian }: Abi): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, errnoNumber(error), endian === 'little')
  return bytes
}

const SIGINFO_AT = 8
/** int32, padding and a siginfo of 256 bytes; in 32-bit processes, the bytes after 136 are unused. */
const KILL_RECORD = 264

/** The record at p_offset of memory at which a signal arrived whose sender is not known. */
export function signalRecord(signal: number, { endian }: Abi): Uint8Array {
  const bytes = new Uint8Array(KILL_RECORD)
  const view = new DataView(bytes.buffer)
  const little = endian === 'little'
  view.setInt32(0, errnoNumber('EINTR'), little)
  const unknown = illumosSignals.codeNumber('SI_NOINFO') as number
  view.setInt32(SIGINFO_AT, signal, little)
  view.setInt32(SIGINFO_AT + 4, unknown, little)
  return bytes
}
