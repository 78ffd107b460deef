/**
 * ELF cores: the notes of 20,000 threads decoded, beside programs that print them, and a core of one system made one of another, beside
 * `cp`. The cores are made here.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { convertCore } from '../src/convert/core/to-core.js'
import { openCore } from '../src/families/core.js'
import { fileSink } from '../src/io/file-sink.js'
import { fileSource } from '../src/io/file-source.js'
import type { ByteSource } from '../src/io/source.js'
import { type BuildOptions, buildCore } from '../src/writers/core/build/build-core.js'

const MIB = 1024 * 1024
const THREADS = 20_000

const general = 'rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip eflags cs ss'.split(' ')

function threads(count: number): BuildOptions['threads'] {
  return Array.from({ length: count }, (_, i) => ({
    tid: 1000 + i,
    registers: Object.fromEntries(general.map((name, at) => [name, BigInt(i * 100 + at)])),
    floating: { mxcsr: 0x1f80n, fctrl: 0x37fn, ftag: 0xffffn, xmm0: BigInt(i) },
  }))
}

/** Bytes that no hole is made of, made when they are read. */
function noise(size: number): ByteSource {
  const pattern = new Uint8Array(2 * MIB)
  for (let index = 0; index < pattern.byteLength; index++) pattern[index] = ((index * 2654435761) >>> 13) | 1
  return { size, read: (offset, length) => pattern.subarray(offset % MIB, (offset % MIB) + Math.min(length, MIB)) }
}

function make(path: string, options: Omit<BuildOptions, 'abi' | 'process'>): void {
  const sink = fileSink(path)
  buildCore({ abi: 'amd64', process: { pid: 1000, name: 'bench', signal: { number: 11, code: 1 } }, ...options }).write(sink)
  sink.commit()
}

const seconds = (work: () => unknown): number => {
  const started = performance.now()
  work()
  return (performance.now() - started) / 1000
}

/** The best of three, in seconds. */
const best = (work: () => unknown): number => Math.min(seconds(work), seconds(work), seconds(work))

/** A program's time; undefined where it is not installed. */
function program(command: string, args: readonly string[]): number | undefined {
  if (spawnSync(command, ['--version']).status !== 0) return undefined
  return best(() => spawnSync(command, args, { stdio: ['ignore', 'ignore', 'ignore'] }))
}

const line = (what: string, time: number | undefined, more = ''): string =>
  `  ${what.padEnd(46)} ${time === undefined ? 'not installed here' : `${time.toFixed(2)} s${more}`}`

function decode(path: string): number {
  const source = fileSource(path)
  let registers = 0
  for (const thread of openCore(source).threads) {
    registers += Object.keys(thread.registers).length
    for (const set of Object.values(thread.extra)) registers += Object.keys(set).length
  }
  source.close()
  return registers
}

function open(path: string): void {
  const source = fileSource(path)
  openCore(source)
  source.close()
}

/** JavaScript packages that read ELF files; what each of them makes of a core. */
async function peers(path: string): Promise<string[]> {
  const bytes = readFileSync(path)
  const packages: Readonly<Record<string, (module: Parse) => unknown>> = {
    elfy: (module) => module.parse?.(bytes),
    'elf-tools': (module) => module.parse?.(bytes),
    elfinfo: (module) => module.open?.(bytes),
  }
  const lines: string[] = []
  for (const [name, parse] of Object.entries(packages)) {
    try {
      const loaded = (await import(name)) as Parse & { default?: Parse }
      const started = performance.now()
      await parse(loaded.default?.parse ? loaded.default : loaded)
      lines.push(line(`${name} (headers, no notes)`, (performance.now() - started) / 1000))
    } catch (error) {
      lines.push(`  ${name.padEnd(46)} fails: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return lines
}

interface Parse {
  readonly parse?: (bytes: Uint8Array) => unknown
  readonly open?: (bytes: Uint8Array) => unknown
}

export async function core(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'exhume-bench-'))
  const lines: string[] = []
  try {
    const many = join(folder, 'many.core')
    make(many, { system: 'linux', threads: threads(THREADS), memory: [] })
    lines.push(`${THREADS} threads, ${Math.round(statSync(many).size / MIB)} MiB of notes`)
    lines.push(
      line(
        'exhume, openCore()',
        best(() => open(many)),
      ),
    )
    lines.push(
      line(
        'exhume, and every register by its name',
        best(() => decode(many)),
      ),
    )
    lines.push(line('eu-readelf -n', program('eu-readelf', ['-n', many])))
    lines.push(line('readelf -n (does not decode registers)', program('readelf', ['-n', many])))
    lines.push(...(await peers(many)))

    const mib = Number(process.env.EXHUME_BENCH_MIB ?? 1024)
    const large = join(folder, 'large.core')
    make(large, { system: 'netbsd', threads: threads(1), memory: [{ address: 0x10000000n, content: noise(mib * MIB) }] })
    const copy = join(folder, 'copy')
    const converted = join(folder, 'converted')
    const cp = best(() => spawnSync('cp', [large, copy]))
    unlinkSync(copy)
    const before = process.memoryUsage.rss()
    const conversion = best(() => {
      const source = fileSource(large)
      const sink = fileSink(converted, { force: true })
      convertCore(openCore(source), source, 'linux').write(sink)
      sink.commit()
      source.close()
    })
    const grown = (process.memoryUsage.rss() - before) / MIB
    lines.push(`${mib} MiB of memory, NetBSD to Linux`)
    lines.push(line('cp', cp, `, ${Math.round(mib / cp)} MiB/s`))
    lines.push(line('exhume', conversion, `, ${Math.round(mib / conversion)} MiB/s, ${Math.round((100 * cp) / conversion)}% of cp`))
    lines.push(`  ${'memory while converting'.padEnd(46)} ${Math.max(0, Math.round(grown))} MiB more`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return lines
}
