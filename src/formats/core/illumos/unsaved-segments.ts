/**
 * What illumos' kernel writes in p_flags of memory that it could not write: the number of the error, or a record of the signal, stands at
 * p_offset then, and p_filesz is 0. Source: illumos usr/src/uts/common/sys/elf.h, os/core.c.
 */
import { type Abi, c, type Struct, struct } from '../../../schema/base.js'
import { illumosErrors } from '../../../systems/illumos/errno.js'
import type { ProgramHeader } from '../../elf/index.js'
import type { MissingReason } from '../core-system.js'
import { isUnknownSignal, siginfo, signalOf } from './siginfo.js'

export const segmentMarks = {
  /** The memory is not in the file. */
  PF_SUNW_FAILURE: 0x00100000,
  /** A signal ended the dump here or before. */
  PF_SUNW_KILLED: 0x00200000,
  /** The signal is recorded at p_offset. */
  PF_SUNW_SIGINFO: 0x00400000,
} as const

export const failureRecord = struct(
  'failure',
  { errno: c.int32 },
  { doc: 'Stands where the memory would have been that could not be written.', source: 'illumos usr/src/uts/common/os/core.c' },
)

export const killRecord = struct(
  'killinfo',
  { errno: c.int32.doc('EINTR'), pad: c.bytes(4), siginfo },
  { doc: 'Stands where the memory would have been at which a signal ended the dump.', source: 'illumos usr/src/uts/common/os/core.c' },
)

/** Why the memory of a segment is not in the file, where its flags say that it is not; `at` decodes what is at an offset of the file. */
export function missingReason(
  { p_flags, p_offset }: ProgramHeader,
  _abi: Abi,
  at: <T>(struct: Struct<T>, offset: bigint) => T | undefined,
): MissingReason | undefined {
  const has = (mark: number): boolean => (p_flags & mark) !== 0
  if (!has(segmentMarks.PF_SUNW_FAILURE)) return undefined
  if (has(segmentMarks.PF_SUNW_SIGINFO)) {
    const info = at(killRecord, p_offset)?.siginfo
    const signal = info && !isUnknownSignal(info.si_signo) ? signalOf(info.si_signo, info, undefined) : undefined
    return { by: 'signal', ...(signal && { signal }) }
  }
  if (has(segmentMarks.PF_SUNW_KILLED)) return { by: 'earlier signal' }
  // gcore(1) leaves p_offset 0 and puts the number where no header leads to.
  const number = p_offset === 0n ? undefined : at(failureRecord, p_offset)?.errno
  if (number === undefined) return { by: 'error' }
  return { by: 'error', errno: illumosErrors.name(number) ?? `error ${number}` }
}
