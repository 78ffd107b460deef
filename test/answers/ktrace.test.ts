/** TraceSession and kdump text against recorded answers: kern_ktrace.c 1.77 in a mock kernel, and NetBSD's kdump of 2015-04. */
import { expect, test } from 'vitest'
import { openTrace } from '../../src/families/ktrace.js'
import { memorySource } from '../../src/io/index.js'
import { type Credentials, type Errno, type IoPart, type TraceFile, TraceSession } from '../../src/writers/ktrace/index.js'
import { hexBytes, recorded } from './recorded.js'

interface Node {
  readonly kind: string
  readonly errors: readonly (string | null)[]
}

interface Known extends Credentials {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly setId: boolean
  readonly emulation: string
  readonly comm: string
  readonly descriptors: Readonly<Record<string, number>>
}

type Memory = string | { readonly unreadable: number }

type Operation =
  | { do: 'ktrace'; by: number; name: string; ops: number; facilities: number; pid: number }
  | { do: 'fktrace'; by: number; descriptor: number; ops: number; facilities: number; pid: number }
  | { do: 'syscall'; pid: number; code: number; realCode: number; args: string[] }
  | { do: 'sysret'; pid: number; code: number; error: number; values: string[] }
  | { do: 'namei'; pid: number; path: string }
  | { do: 'genio'; pid: number; descriptor: number; direction: 'read' | 'write'; error: number; vector: Memory[] }
  | { do: 'psig'; pid: number; signal: number; action: string; mask: number[]; code: number }
  | { do: 'csw'; pid: number; out: boolean; user: boolean }
  | { do: 'utrace'; pid: number; label: string | null; data: Memory }
  | { do: 'user'; pid: number; label: string; data: string }
  | { do: 'mmsg'; pid: number; data: string }
  | { do: 'kmem'; pid: number; type: number; data: string }
  | { do: 'fork'; parent: number; child: number }
  | { do: 'exit'; pid: number }
  | { do: 'exec'; pid: number; comm: string; emulation: string; setId: boolean; credentials?: Credentials }

interface Scenario {
  readonly id: string
  readonly abi: string
  readonly page: number
  readonly nodes: readonly Node[]
  readonly files: readonly { type: TraceFile['type']; node: number; writable: boolean }[]
  readonly processes: readonly Known[]
  readonly operations: readonly Operation[]
  readonly answer: Answer
}

interface Answer {
  readonly returns: readonly (string | null)[]
  /** Hexadecimal bytes by the name of the node. */
  readonly traces: Readonly<Record<string, string>>
  readonly facilities: Readonly<Record<string, number>>
  readonly log: readonly string[]
  readonly yields: number
}

/** KTRFAC_ACTIVE is not recorded. */
const ACTIVE = 0x20000000
const EMULATIONS = ['netbsd', 'linux', 'darwin']

const argumentWords = (emulation: string, code: number): number => (7 * (code & 511) + 3 * EMULATIONS.indexOf(emulation)) % 9
const readable = (memory: Memory): IoPart => (typeof memory === 'string' ? hexBytes(memory) : undefined)
const sizeOf = (memory: Memory): number => (typeof memory === 'string' ? memory.length / 2 : memory.unreadable)

/** A recorded node, and the bytes that were written to it. */
class Disk {
  readonly parts: Uint8Array[] = []
  #writes = 0

  constructor(readonly node: Node) {}

  open(type: TraceFile['type'], writable: boolean): TraceFile {
    return {
      type: this.node.kind === 'directory' ? 'directory' : type,
      node: this,
      writable,
      append: (record) => {
        const error = this.node.errors[this.#writes++]
        if (error) return error
        this.parts.push(record.slice())
        return undefined
      },
    }
  }
}

function operate(session: TraceSession, o: Operation): Errno | undefined {
  switch (o.do) {
    case 'ktrace':
      return session.ktrace(o.by, o.name, o.ops, o.facilities, o.pid)
    case 'fktrace':
      return session.fktrace(o.by, o.descriptor, o.ops, o.facilities, o.pid)
    case 'utrace':
      return session.utrace(o.pid, o.label ?? undefined, readable(o.data) as Uint8Array | undefined, sizeOf(o.data))
    case 'syscall':
      return void session.syscall(o.pid, o.realCode, o.args.map(BigInt), o.code)
    case 'sysret':
      return void session.sysret(o.pid, o.code, o.error, o.values.map(BigInt))
    case 'namei':
      return void session.namei(o.pid, o.path)
    case 'genio':
      return void session.genio(o.pid, o.descriptor, o.direction, o.vector.map(readable), o.error)
    case 'psig':
      return void session.psig(o.pid, o.signal, BigInt(o.action), o.mask, o.code)
    case 'csw':
      return void session.csw(o.pid, o.out, o.user)
    case 'user':
      return void session.user(o.pid, o.label, hexBytes(o.data))
    case 'mmsg':
      return void session.mmsg(o.pid, hexBytes(o.data))
    case 'kmem':
      return void session.kernelMemory(o.pid, o.type, hexBytes(o.data))
    case 'fork':
      return void session.fork(o.parent, o.child)
    case 'exit':
      return void session.exit(o.pid)
    case 'exec':
      return void session.exec(o.pid, { ...o, ...(o.credentials && { credentials: o.credentials }) })
  }
}

function play({ abi, page, nodes, files, processes, operations, answer }: Scenario): Answer {
  const disks = nodes.map((node) => new Disk(node))
  const opened = files.map(({ type, node, writable }) => disks[node]?.open(type, writable) as TraceFile)
  const log: string[] = []
  let yields = 0
  let operation = 0
  let reading = 0
  const session = new TraceSession({
    ...{ format: 'ktrace/netbsd-v0', layout: 'pre-4', abi, page, buffer: 0n, argumentWords },
    now: () => `${1000000000 + operation}.${String(reading++).padStart(6, '0')}`,
    open: (name) => (/^v\d+$/.test(name) ? (disks[Number(name.slice(1))]?.open('regular', true) ?? 'ENOENT') : 'ENOENT'),
    log: (line) => log.push(line),
    yield: () => yields++,
  })
  for (const { descriptors, uid, euid, svuid, gid, svgid, ...process } of processes) {
    const open = Object.fromEntries(Object.entries(descriptors).map(([number, file]) => [number, opened[file] as TraceFile]))
    session.add({ ...process, credentials: { uid, euid, svuid, gid, svgid }, descriptors: open })
  }
  const returns: (string | null)[] = []
  for (const each of operations) {
    operation++
    reading = 0
    const result = operate(session, each)
    if (/^(f?ktrace|utrace)$/.test(each.do)) returns.push(result ?? null)
  }
  const written = disks.map(({ parts }, i): [string, string] => [`v${i}`, Buffer.concat(parts).toString('hex')])
  return {
    returns,
    traces: Object.fromEntries(written.filter(([, hex]) => hex !== '')),
    facilities: masked(Object.fromEntries(Object.keys(answer.facilities).map((pid) => [pid, session.facilitiesOf(Number(pid))]))),
    log,
    yields,
  }
}

const masked = (facilities: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(facilities).map(([pid, flags]) => [pid, (flags & ~ACTIVE) >>> 0]))

test('810 tracing sessions are as in the kernel', () => {
  const scenarios = recorded<Scenario>('ktrace', 'session')
  expect(scenarios).toHaveLength(810)
  for (const scenario of scenarios) {
    const { returns, traces, facilities, log, yields } = scenario.answer
    expect(play(scenario), scenario.id).toEqual({ returns, traces, facilities: masked(facilities), log, yields })
  }
})

interface Printed {
  readonly id: string
  /** The file in base64. */
  readonly trace: string
  readonly runs: readonly {
    /** Options of `exhume read --kdump 7`. */
    readonly exhume: readonly string[]
    /** kdump's lines by record; each character is a byte. */
    readonly records: readonly string[]
    /** Records that are not compared. */
    readonly unsure: readonly number[]
  }[]
}

/** Command-line options as options of the library. */
function optionsOf(words: readonly string[]): Record<string, unknown> {
  const options: Record<string, unknown> = { kdump: '7' }
  for (let i = 0; i < words.length; i++) {
    const name = (words[i] as string).slice(2).replace(/-(.)/g, (_match, letter: string) => letter.toUpperCase())
    const value = words[i + 1]
    if (value !== undefined && !value.startsWith('--')) {
      options[name] = value
      i++
    } else options[name] = name === 'numeric' ? Number(options[name] ?? 0) + 1 : true
  }
  return options
}

/** The text by record: a line that begins with a process ID begins a record. */
function byRecord(text: string): string[] {
  const records: string[] = []
  for (const line of text.replace(/\n$/, '').split('\n')) {
    if (records.length === 0 || /^ {0,5}\d+ /.test(line)) records.push(line)
    else records.push(`${records.pop()}\n${line}`)
  }
  return records
}

test('5900 records are printed as by kdump of 2015', () => {
  let compared = 0
  for (const { id, trace, runs } of recorded<Printed>('ktrace', 'kdump')) {
    for (const { exhume, records, unsure } of runs) {
      const pieces = openTrace(memorySource(Buffer.from(trace, 'base64'))).text(optionsOf(exhume))
      const text = Buffer.concat(Array.from(pieces, (piece) => Buffer.from(piece))).toString('latin1')
      const shown = text === '' ? [] : byRecord(text)
      const where = `${id} ${exhume.join(' ')}`
      expect(shown.length, where).toBe(records.length)
      for (const [index, expected] of records.entries()) {
        if (unsure.includes(index)) continue
        compared++
        expect(shown[index], `${where}, record ${index}`).toBe(expected.replace(/\n$/, ''))
      }
    }
  }
  expect(compared).toBe(5900)
})
