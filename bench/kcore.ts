/** Kernel dumps: reads of kernel memory, and a raw dump saved as a file beside `cp`. The dump is made here: a NetBSD/amd64 one. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { saveDump } from '../src/convert/kcore/savecore.js'
import { amd64 as cpuHeader } from '../src/formats/kcore/netbsd/cpu-kcore-hdr.js'
import { kcoreDeviceHeader } from '../src/formats/kcore/netbsd/header-bytes.js'
import { physRamSeg } from '../src/formats/kcore/netbsd/headers.js'
import { fileSink } from '../src/io/file-sink.js'
import { fileSource } from '../src/io/file-source.js'
import { openKvm } from '../src/readers/kcore/libkvm.js'
import { abi } from '../src/schema/index.js'

const PAGE = 4096
const MIB = 1024 * 1024
const BASE = 0xffffffff80000000n
/** Pages that are mapped one by one, in scattered order. */
const MAPPED = 48 * MIB

/** Writes a raw dump of so many MiB: four levels of tables in the first MiB, then memory with a pattern. */
function makeDump(path: string, mib: number): void {
  const of = abi.amd64
  const cpu = new Uint8Array(504)
  cpu.set(cpuHeader.for(of).encode({ ptdpaddr: 0n, nmemsegs: 1n }))
  cpu.set(physRamSeg.for(of).encode({ start: 0n, size: BigInt(mib * MIB) }), 16)
  const tables = new Uint8Array(MIB)
  const view = new DataView(tables.buffer)
  const entry = (table: number, index: number, value: number): void => view.setBigUint64(table * PAGE + index * 8, BigInt(value) | 3n, true)
  entry(0, 511, 1 * PAGE)
  entry(1, 510, 2 * PAGE)
  const pages = MAPPED / PAGE
  for (let index = 0; index < pages / 512; index++) entry(2, index, (3 + index) * PAGE)
  for (let index = 0; index < pages; index++) {
    // 12,288 pages in an order that no cache of the system guesses.
    const frame = (index * 5003) % pages
    entry(3 + Math.floor(index / 512), index % 512, 2 * MIB + frame * PAGE)
  }
  const file = openSync(path, 'w')
  const pattern = new Uint8Array(8 * MIB)
  for (let index = 0; index < pattern.byteLength; index++) pattern[index] = (index * 2654435761) >>> 13
  writeSync(file, kcoreDeviceHeader(of, 157, 8, cpu))
  writeSync(file, tables)
  for (let left = mib * MIB - MIB; left > 0; left -= pattern.byteLength) writeSync(file, pattern, 0, Math.min(left, pattern.byteLength))
  closeSync(file)
}

const seconds = (work: () => void): number => {
  const started = performance.now()
  work()
  return (performance.now() - started) / 1000
}

export async function kcore(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'exhume-bench-'))
  const raw = join(folder, 'raw')
  const lines: string[] = []
  const mib = Number(process.env.EXHUME_BENCH_MIB ?? 4096)
  try {
    makeDump(raw, mib)
    lines.push(...reads(raw))
    lines.push(...(await copies(folder, raw, mib)))
  } finally {
    rmSync(folder, { recursive: true })
  }
  return lines
}

function reads(raw: string): string[] {
  const source = fileSource(raw)
  const kvm = openKvm(source)
  kvm.makeHeader(0)
  const lines: string[] = []
  const sequential = (size: number): void => {
    let bytes = 0
    const took = seconds(() => {
      for (let round = 0; round < 4; round++)
        for (let at = 0; at < MAPPED; at += size) bytes += kvm.read(BASE + BigInt(at), size).byteLength
    })
    const count = (4 * MAPPED) / size
    lines.push(
      `sequential reads of ${size} bytes   ${Math.round(count / took).toLocaleString('en')} /s, ${(bytes / MIB / took).toFixed(0)} MiB/s`,
    )
  }
  sequential(64)
  sequential(4096)
  sequential(MIB)
  const COUNT = 1 << 20
  const addresses = Array.from({ length: COUNT }, (_, index) => BASE + BigInt(((index * 2654435761) % (MAPPED / 8)) * 8))
  let sum = 0
  const random = (): number =>
    seconds(() => {
      for (const address of addresses) sum += kvm.read(address, 8)[0] ?? 0
    })
  random()
  const times = Array.from({ length: 7 }, random).sort((a, b) => a - b)
  lines.push(
    `random reads of 8 bytes, warm     ${Math.round(COUNT / (times[3] as number)).toLocaleString('en')} /s (median of 7, ${sum >= 0 ? COUNT : 0} reads each)`,
  )
  source.close()
  return lines
}

async function copies(folder: string, raw: string, mib: number): Promise<string[]> {
  const copy = join(folder, 'copy')
  const saved = join(folder, 'saved')
  const ratios: number[] = []
  const ours: number[] = []
  let peak = 0
  for (let round = 0; round < 5; round++) {
    const cp = seconds(() => spawnSync('cp', ['--reflink=never', raw, copy]))
    unlinkSync(copy)
    const started = performance.now()
    const source = fileSource(raw)
    const sink = fileSink(saved, { force: true })
    await saveDump(source, sink)
    sink.commit()
    source.close()
    const took = (performance.now() - started) / 1000
    peak = Math.max(peak, process.memoryUsage().rss)
    if (statSync(saved).size < mib * MIB) return ['the saved dump is too short']
    unlinkSync(saved)
    ours.push(took)
    ratios.push(cp / took)
  }
  const median = (list: number[]): number => list.sort((a, b) => a - b)[list.length >> 1] as number
  return [
    `a raw dump of ${mib} MiB saved          ${(mib / median(ours)).toFixed(0)} MiB/s, ${(median(ratios) * 100).toFixed(0)}% of cp (median of 5 pairs)`,
    `resident memory at most            ${(peak / MIB).toFixed(0)} MiB`,
  ]
}
