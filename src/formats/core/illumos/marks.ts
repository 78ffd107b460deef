/**
 * What illumos' kernel writes in p_flags of memory that it could not write: the number of the error, or a record of the signal, stands at
 * p_offset then, and p_filesz is 0. Source: illumos usr/src/uts/common/sys/elf.h.
 */
export const segmentMarks = {
  /** The memory is not in the file. */
  PF_SUNW_FAILURE: 0x00100000,
  /** A signal ended the dump here or before. */
  PF_SUNW_KILLED: 0x00200000,
  /** The signal is recorded at p_offset: int32 EINTR, 4 bytes, siginfo. */
  PF_SUNW_SIGINFO: 0x00400000,
} as const
