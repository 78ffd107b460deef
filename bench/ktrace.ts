/**
 * Traces: how fast they are printed, counted and converted, and in how much memory, by the command as it is installed; beside
 * what else is there. The trace is made here: NetBSD, amd64, the mix of a busy system. EXHUME_BENCH_MIB is the largest size.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeBlock, type TraceBlock } from './ktrace-trace.js'

const MIB = 1024 * 1024
const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const MOST = Number(process.env.EXHUME_BENCH_MIB ?? 256)
/** Conversions to tables take long enough at this size. */
const TABLE = 64

interface Run {
  seconds: number
  /** Resident memory at its peak, in MiB; undefined where the program does not say. */
  memory: number | undefined
}

/** Has the command say how much memory it took, as the last line of standard error. */
const REPORT = `data:text/javascript,process.on('exit',()=>process.stderr.write('\\nmaxRSS '+process.resourceUsage().maxRSS))`

function exhume(...args: string[]): Run {
  return run(process.execPath, ['--import', REPORT, MAIN, ...args])
}

function run(program: string, args: readonly string[]): Run {
  const nowhere = openSync('/dev/null', 'w')
  const started = performance.now()
  const { status, stderr, error } = spawnSync(program, args, { stdio: ['ignore', nowhere, 'pipe'], encoding: 'utf8' })
  const seconds = (performance.now() - started) / 1000
  closeSync(nowhere)
  // A conversion to another system may say that something was lost.
  if (error || (status !== 0 && !(status === 1 && stderr.includes(': LOST: '))))
    throw new Error(`${program} ${args.join(' ')}: ${error ?? stderr}`)
  const kib = /\nmaxRSS (\d+)$/.exec(stderr)?.[1]
  return { seconds, memory: kib === undefined ? undefined : Number(kib) / 1024 }
}

/** A file of so many MiB, in whole blocks. */
function makeFile(path: string, mib: number, { bytes, records }: TraceBlock): number {
  const blocks = Math.max(1, Math.round((mib * MIB) / bytes.length))
  const file = openSync(path, 'w')
  for (let block = 0; block < blocks; block++) writeSync(file, bytes)
  closeSync(file)
  return blocks * records
}

interface Task {
  name: string
  args: (input: string, folder: string) => string[]
  /** Largest size, in MiB. */
  most?: number
  /** By the bytes of the file, not by records. */
  bytes?: boolean
}

const out = (folder: string, name: string): string => join(folder, name)

const TASKS: readonly Task[] = [
  { name: 'text', args: (input) => ['read', input] },
  { name: 'records as NDJSON', args: (input) => ['read', input, '--ndjson'] },
  { name: 'document as NDJSON', args: (input) => ['convert', input, '-', '--to', 'ndjson'] },
  { name: 'records counted by type', args: (input) => ['read', input, '--json', '--only', 'types'], bytes: true },
  { name: 'NetBSD amd64 to FreeBSD', args: (input, to) => ['convert', input, out(to, 'fb'), '--force', '--to', 'ktrace/freebsd'] },
  {
    name: 'NetBSD amd64 to sparc64',
    args: (input, to) => ['convert', input, out(to, 'be'), '--force', '--to', 'ktrace/netbsd-v2', '--abi', 'sparc64'],
  },
  {
    name: 'parts of 16 MiB',
    args: (input, to) => ['convert', input, out(to, `parts${parts++}`), '--to', 'ktrace', '--split', '16M'],
    bytes: true,
  },
  ...[1, 2].map((jobs) => ({
    name: `parquet, ${jobs === 1 ? 'one job' : `${jobs} jobs`}`,
    args: (input: string, to: string) => ['convert', input, out(to, 'x.parquet'), '--force', '--jobs', String(jobs)],
    most: TABLE,
  })),
]
let parts = 0

const rate = (amount: number, seconds: number): string =>
  Math.round(amount / seconds)
    .toLocaleString('en')
    .padStart(11)

export function ktrace(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'exhume-bench-'))
  try {
    const block = makeBlock(20_000)
    const sizes = [...new Set([10, TABLE, MOST].filter((mib) => mib <= MOST))]
    const files = sizes.map((mib) => {
      const path = join(folder, `${mib}.ktrace`)
      return { mib, path, records: makeFile(path, mib, block) }
    })
    return [...ours(files, folder), ...peers(files.at(-1) as SizedFile, folder)]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

interface SizedFile {
  mib: number
  path: string
  records: number
}

function ours(files: readonly SizedFile[], folder: string): string[] {
  return TASKS.map(({ name, args, most = Number.POSITIVE_INFINITY, bytes }) => {
    const runs = files.filter(({ mib }) => mib <= most).map((file) => ({ file, ...exhume(...args(file.path, folder)) }))
    const { file, seconds } = runs.at(-1) as (typeof runs)[number]
    const speed = bytes ? `${rate(file.mib, seconds)} MiB/s` : `${rate(file.records, seconds)} records/s`
    const memory = runs.map((each) => `${each.memory?.toFixed(0)} at ${each.file.mib}`).join(', ')
    return `${name.padEnd(26)} ${speed.padEnd(22)} of ${file.mib} MiB; resident MiB: ${memory}`
  })
}

/** Counts by type with what Python has for that. */
const PYTHON = `
import struct, sys
counts = {}
with open(sys.argv[1], 'rb') as f: data = f.read()
at, end, header = 0, len(data), struct.Struct('<ih')
while at < end:
    length, kind = header.unpack_from(data, at)
    counts[kind] = counts.get(kind, 0) + 1
    at += 56 + length
print(counts)
`

function peers({ mib, path, records }: SizedFile, folder: string): string[] {
  const lines: string[] = []
  const add = (name: string, program: string, args: readonly string[], byBytes: boolean): void => {
    if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error) {
      lines.push(`${name.padEnd(26)} absent: there is no ${program} here`)
      return
    }
    const { seconds } = run(program, args)
    lines.push(`${name.padEnd(26)} ${byBytes ? `${rate(mib, seconds)} MiB/s` : `${rate(records, seconds)} records/s`}`)
  }
  lines.push(`beside it, ${mib} MiB, ${records.toLocaleString('en')} records:`)
  add('kdump(1), text', 'kdump', ['-f', path], false)
  add('python3 struct, by type', 'python3', ['-c', PYTHON, path], true)
  add('cp', 'cp', [path, join(folder, 'copy')], true)
  add('wc -l', 'wc', ['-l', path], true)
  return lines
}
