/**
 * Dumps held to recorded answers of Solaris' own core.c: 2,100 names, and 1,000 dumps with faults of the file system, the device and the
 * process. Entries that the recording is not sure of are not compared.
 */
import { describe, expect, test } from 'vitest'
import { openCore } from '../../src/families/core.js'
import { memorySource } from '../../src/io/source.js'
import { abi as abis } from '../../src/schema/abi.js'
import { type Dumped, type DumpProcess, dumpCore, type ProcessIds, type ZoneSettings } from '../../src/writers/dump/dump-core.js'
import { expandCorePattern } from '../../src/writers/policy/expand-pattern.js'
import type { PatternValues } from '../../src/writers/policy/pattern-styles.js'
import { recorded } from './recorded.js'
import { type CoreLayout, lastPosition, layoutOf, offsetOf, restOf, sectionsOf, segmentsOf } from './solaris-core.js'
import { type Destination, destinations, type Faults, fakeMachine, type Position } from './solaris-files.js'

interface NameEntry {
  readonly id: string
  readonly unsure?: string
  readonly pattern: string
  readonly facts: PatternValues
  readonly answer: { readonly name: string } | { readonly errno: string }
}

/** First address and length of contents. */
type Contents = readonly [number, number]

interface DumpEntry {
  readonly id: string
  readonly unsure?: string
  readonly abi: 'amd64' | 'i386' | 'sparc' | 'sparc64'
  readonly give?: 'ids' | 'credentials' | 'facts'
  readonly process: {
    readonly pid: number
    readonly name: string
    readonly signal: number
    readonly ids: ProcessIds
    readonly directory: string
    readonly root?: string
    readonly pattern?: string
    readonly content?: string
    readonly limit?: number | Position
    readonly noCoreDump?: boolean
    readonly umask?: number
  }
  readonly memory: readonly (Pick<DumpProcess['memory'][number], 'permissions' | 'kind' | 'shared' | 'file'> & {
    readonly address: number
    readonly size: number
    readonly readable?: number
    readonly touched?: readonly number[]
  })[]
  readonly objects?: readonly {
    readonly address: number
    readonly fixed?: boolean
    readonly ctf?: Contents
    readonly symbols?: { readonly content: Contents; readonly strings: Contents; readonly info: number }
    readonly debug?: readonly { readonly name: string; readonly content: Contents; readonly align: number }[]
  }[]
  readonly names?: Partial<PatternValues>
  readonly zone: ZoneSettings
  readonly globalZone?: ZoneSettings
  readonly chunk: number
  readonly otherContract?: boolean
  readonly signalBefore?: boolean
  readonly compareEventNames?: boolean
  readonly links?: Readonly<Record<string, string>>
  readonly files?: Partial<Readonly<Record<Destination, Faults>>>
  readonly answer: {
    readonly operations: unknown[][]
    readonly outcomes: unknown[]
    readonly log: unknown[]
    readonly limitAction: unknown[]
    readonly event: { readonly signal: number; readonly files: Partial<Record<Destination, string>> } | null
    readonly returns: number
    readonly credentials?: Readonly<Record<string, number>>
    readonly files: Partial<Record<Destination, FileAnswer>>
  }
}

interface FileAnswer {
  readonly length: number
  readonly lengthUnsure?: boolean
  readonly end: [string, number]
  readonly memoryAt: number
  readonly loads: unknown[]
  readonly sections: unknown[] | null
  readonly rest: string
}

const generated = new Map<string, Uint8Array>()

/** The byte at address a is bits 16 to 23 of a * 0x9E3779B1, with the lowest bit set. */
function contentsAt(start: number, length: number): Uint8Array {
  const key = `${start} ${length}`
  const known = generated.get(key)
  if (known) return known
  const bytes = new Uint8Array(length)
  generated.set(key, bytes)
  for (let i = 0; i < length; i++) bytes[i] = (Math.imul(start + i, 0x9e3779b1) >>> 16) | 1
  return bytes
}

const pageOf = (name: string): number => (name.startsWith('sparc') ? 8192 : 4096)

/** The process of an entry. With `faulty` false, all of its memory can be read. */
function processOf(entry: DumpEntry, faulty: boolean, limit?: number): DumpProcess {
  const { process: p, give = 'both', abi, names = {} } = entry
  const { ruid, euid, suid, rgid, egid, sgid } = p.ids
  const own = give === 'facts'
  const bound = limit === undefined ? undefined : BigInt(limit)
  return {
    system: 'illumos',
    abi,
    process: {
      pid: p.pid,
      name: p.name,
      signal: { number: p.signal },
      uid: ruid,
      gid: rgid,
      ...(give !== 'ids' && { credentials: { ruid, euid, svuid: suid, rgid, egid, svgid: sgid } }),
      ...(faulty && p.umask !== undefined && { umask: p.umask }),
      ...(own && { cwd: p.directory, ...(p.root !== undefined && { root: p.root }) }),
      ...(own && bound !== undefined && { limits: [{ name: 'RLIMIT_CORE', soft: bound, hard: bound }] }),
    },
    threads: [{ tid: 1, registers: {} }],
    memory: entry.memory.map(({ address, size, readable, touched, ...more }) => ({
      ...more,
      address: BigInt(address),
      size: BigInt(size),
      content: contentsAt(address, faulty ? (readable ?? size) : size),
      ...(faulty && touched && { touched: (offset: number) => touched[Math.floor(offset / pageOf(abi))] === 1 }),
    })),
    objects: (entry.objects ?? []).map(({ address, fixed = false, ctf, symbols, debug }) => ({
      address: BigInt(address),
      fixed,
      ...(ctf && { ctf: contentsAt(...ctf) }),
      ...(symbols && { symbols: { ...symbols, content: contentsAt(...symbols.content), strings: contentsAt(...symbols.strings) } }),
      ...(debug && { debug: debug.map((each) => ({ ...each, content: contentsAt(...each.content) })) }),
    })),
    ...(give !== 'credentials' && { ids: p.ids }),
    ...(faulty && p.noCoreDump && { noCoreDump: true }),
    ...(!own && bound !== undefined && { limit: bound }),
    ...(p.pattern !== undefined && { pattern: p.pattern }),
    ...(p.content !== undefined && { content: p.content }),
    ...(!own && { directory: p.directory, ...(p.root !== undefined && { root: p.root }) }),
    names,
  }
}

/** The layouts of the cores that would be written if nothing failed. */
async function layoutsOf(entry: DumpEntry): Promise<Record<Destination, CoreLayout>> {
  const contents = {
    process: entry.process.content ?? entry.zone.defaultContent ?? 'default',
    zone: entry.zone.globalContent ?? 'default',
    global: entry.globalZone?.globalContent ?? 'default',
  }
  const made = new Map<string | bigint, CoreLayout>()
  const layoutFor = async (content: string | bigint): Promise<CoreLayout> => {
    const known = made.get(content)
    if (known) return known
    const machine = fakeMachine(
      0,
      () => ({}),
      {},
      () => 0,
      () => {},
    )
    const complete = { ...processOf(entry, false), pattern: '/P', content, directory: '/', root: '/' }
    const { files, identity } = machine
    await dumpCore(complete, { zone: { options: ['process', 'proc-setid'] }, coreChunk: entry.chunk, files, identity })
    const layout = layoutOf(machine.written.get('process')?.bytes ?? Buffer.alloc(0), abis[entry.abi])
    made.set(content, layout)
    return layout
  }
  return { process: await layoutFor(contents.process), zone: await layoutFor(contents.zone), global: await layoutFor(contents.global) }
}

/** After a file was closed because of its owner, the kernel looks again before it unlinks: not compared. */
function comparable(operations: readonly unknown[][]): unknown[][] {
  const closed = new Set<unknown>()
  return operations.filter(([destination, call]) => {
    if (call === 'close') closed.add(destination)
    return !(closed.has(destination) && (call === 'look' || call === 'access'))
  })
}

function eventOf({ event }: Dumped): DumpEntry['answer']['event'] {
  if (!event) return null
  const { signal, processFile, globalFile, zoneFile } = event
  return {
    signal,
    files: {
      ...(processFile !== undefined && { process: processFile }),
      ...(globalFile !== undefined && { zone: globalFile }),
      ...(zoneFile !== undefined && { global: zoneFile }),
    },
  }
}

/** Names of the event that are not compared become one text. */
const eventFor = (event: DumpEntry['answer']['event'], strict: boolean | undefined) =>
  event && { ...event, files: Object.fromEntries(Object.entries(event.files).map(([key, name]) => [key, strict ? name : 'named'])) }

function credentialsOf(bytes: Uint8Array): Record<string, unknown> {
  const value = openCore(memorySource(bytes)).notes.find(({ name }) => name === 'NT_PRCRED')?.value as Record<string, unknown>
  return Object.fromEntries(['euid', 'ruid', 'suid', 'egid', 'rgid', 'sgid'].map((id) => [id, value[`pr_${id}`]]))
}

async function compareDump(entry: DumpEntry): Promise<void> {
  const { answer } = entry
  const layouts = await layoutsOf(entry)
  const abort = new AbortController()
  if (entry.signalBefore) abort.abort()
  const { limit } = entry.process
  const machine = fakeMachine(
    entry.process.ids.euid,
    (destination) => entry.files?.[destination] ?? {},
    entry.links ?? {},
    (destination, position) => offsetOf(position, layouts[destination]),
    () => abort.abort(),
  )
  const result = await dumpCore(
    processOf(entry, true, Array.isArray(limit) ? offsetOf(limit, layouts.process) : (limit as number | undefined)),
    {
      zone: entry.zone,
      ...(entry.globalZone && { globalZone: entry.globalZone }),
      coreChunk: entry.chunk,
      abort: abort.signal,
      ...(entry.otherContract && { fromOtherContract: true }),
      files: machine.files,
      identity: machine.identity,
    },
  )
  expect(comparable(machine.operations), 'operations').toEqual(comparable(answer.operations))
  const outcomes = result.outcomes.map(({ destination, name, error }) => ({
    destination,
    ...(name !== undefined && { name }),
    error: error ?? null,
  }))
  expect(outcomes, 'outcomes').toEqual(answer.outcomes)
  expect(
    result.log.map(({ zone, text }) => [zone, text]),
    'log',
  ).toEqual(answer.log)
  expect(
    result.outcomes.flatMap(({ destination, limitAction }) => (limitAction ? [destination] : [])),
    'limit action',
  ).toEqual(answer.limitAction)
  expect(eventFor(eventOf(result), entry.compareEventNames), 'event').toEqual(eventFor(answer.event, entry.compareEventNames))
  expect(result.dumped ? 0 : 1, 'return value').toBe(answer.returns)
  const left = destinations.filter((each) => machine.written.get(each)?.removed === false)
  expect(left, 'files').toEqual(destinations.filter((each) => answer.files[each]))
  for (const destination of left)
    compareFile(machine.written.get(destination)?.bytes ?? Buffer.alloc(0), layouts[destination], answer, destination)
}

function compareFile(bytes: Buffer, layout: CoreLayout, { files, credentials }: DumpEntry['answer'], destination: Destination): void {
  const kernel = files[destination] as FileAnswer
  expect(segmentsOf(bytes, layout), `segments of ${destination}`).toEqual(kernel.loads)
  expect(sectionsOf(bytes, layout), `sections of ${destination}`).toEqual(kernel.sections)
  const samePlace = layout.memoryAt % 16 === kernel.memoryAt % 16
  const end = lastPosition(bytes.length, layout)
  if (kernel.end[0] === 'notes') expect(end[0], `end of ${destination}`).toBe('notes')
  else if (!kernel.lengthUnsure && (kernel.end[0] !== 'sections' || samePlace)) expect(end, `end of ${destination}`).toEqual(kernel.end)
  if (samePlace && !kernel.lengthUnsure) expect(restOf(bytes, layout), `rest of ${destination}`).toBe(kernel.rest)
  if (credentials && bytes.length >= layout.memoryAt) expect(credentialsOf(bytes), `NT_PRCRED of ${destination}`).toEqual(credentials)
}

/** The entries that differ, with the first difference of each. */
async function differing<T extends { readonly id: string; readonly unsure?: string }>(
  entries: readonly T[],
  compare: (entry: T) => void | Promise<void>,
): Promise<string[]> {
  const found: string[] = []
  for (const entry of entries) {
    if (entry.unsure !== undefined) continue
    try {
      await compare(entry)
    } catch (error) {
      found.push(`${entry.id}: ${error instanceof Error ? error.message : error}`)
    }
  }
  return found
}

describe('answers of core.c', () => {
  test('names', async () => {
    const entries = recorded<NameEntry>('solaris', 'names')
    expect(entries.length).toBeGreaterThan(2000)
    const compare = ({ pattern, facts, answer }: NameEntry): void => {
      const expansion = expandCorePattern(pattern, facts, 'illumos')
      expect('errno' in expansion ? { errno: expansion.errno } : 'path' in expansion ? { name: expansion.path } : expansion).toEqual(answer)
    }
    expect(await differing(entries, compare)).toEqual([])
  })

  test('dumps', { timeout: 60_000 }, async () => {
    const entries = recorded<DumpEntry>('solaris', 'dumps')
    expect(entries.length).toBeGreaterThan(1000)
    expect(await differing(entries, compareDump)).toEqual([])
  })
})
