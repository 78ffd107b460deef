/** Options of `read` and `convert` that only traces know. Without an import that does anything, so that a registry may list them. */
import type { ReaderOption } from '../format-reader.js'

export const KINDS = ['absolute', 'relative', 'elapsed'] as const
export const SIZES = ['1', '2', '4', '8', '16'] as const
export const SORT_KEYS = ['time', 'calls', 'errors', 'mean', 'p50', 'p99', 'max'] as const
export const RELEASES = ['1.4', '2003', '4', '5', '7', '10'] as const

/** What `read` offers for traces. Those that select records also hold for `--ndjson` and `--json`. */
export const traceOptions: readonly ReaderOption[] = [
  {
    flags: '--timestamps <kind>',
    description: 'print the time of each record: since 1970, since the previous record, since the first; may be repeated',
    choices: KINDS,
    repeat: true,
  },
  { flags: '--max-data <n>', description: 'print at most n bytes of the data of each read and write; 0: none' },
  { flags: '--no-io', description: 'leave the data of reads and writes out' },
  { flags: '--io-hex <size>', description: 'print data in hexadecimal, in words of this many bytes', choices: SIZES },
  {
    flags: '--numeric',
    description: 'print numbers instead of names of flags, signals and errors; twice: of returning calls too',
    counted: true,
  },
  { flags: '--decimal', description: 'print numbers in decimal' },
  { flags: '--numbers', description: 'print numbers of system calls instead of their names' },
  { flags: '--pid <pids>', description: 'only records of these processes (numbers, separated by commas)' },
  { flags: '--tid <tids>', description: 'only records of these threads' },
  { flags: '--type <types>', description: 'only records of these types: names such as SYSCALL,NAMEI or the letters of kdump -t' },
  { flags: '--exclude-type <types>', description: 'no records of these types' },
  { flags: '--since <time>', description: 'only records from this time on: seconds since 1970, or a date such as 2024-05-01T12:00:00Z' },
  { flags: '--until <time>', description: 'only records up to this time' },
  { flags: '--syscall <calls>', description: 'only calls and returns of these system calls (names or numbers)' },
  { flags: '--errors', description: 'only returns that failed' },
  { flags: '--sort <key>', description: 'with --only summary: order of the system calls (default: time)', choices: SORT_KEYS },
  { flags: '--slow <seconds>', description: 'with --only calls: only calls that took at least so long' },
  { flags: '--path <glob>', description: 'with --only calls: only calls about files whose path matches; * stands for any characters' },
  { flags: '--fd <n>', description: 'with --only calls: only calls about this descriptor' },
  { flags: '--errno <name>', description: 'with --only calls: only calls that failed with this error, such as ENOENT' },
  { flags: '--emulation <name>', description: 'the emulation of processes that the trace does not say it of' },
  { flags: '--kdump <release>', description: 'print as the kdump(1) of this release did (NetBSD)', choices: RELEASES },
  { flags: '--cpu', description: 'print the processor of each record (DragonFly)' },
  { flags: '--threads', description: 'print the thread of each record, also where a process has one (DragonFly)' },
  { flags: '--width <columns>', description: 'fold text of I/O data at this width (default: 80)' },
  { flags: '--follow', description: 'wait for more at the end of the file' },
]
