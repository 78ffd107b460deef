/**
 * openKvm and HashFile held to 18,392 recorded answers of NetBSD's libkvm (kvm.c 1.70, nlist, Berkeley DB 1.85) on dumps of 18 machines.
 * An answer that is marked unsure depends on what libkvm left undefined; it is not compared.
 */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { FormatError } from '../../src/errors.js'
import { memorySource } from '../../src/io/source.js'
import { type KvmDump, openKvm } from '../../src/readers/kcore/libkvm.js'
import { HashFile } from '../../src/readers/kcore/symbols/berkeley-db.js'
import { recorded } from './recorded.js'

/** Bytes of an answer: in full up to 16, else the start of their SHA-256. */
interface Bytes {
  bytes: number
  hex?: string
  sha256?: string
}

interface Op extends Bytes {
  op: 'open' | 'read' | 'mkheader' | 'wrtheader' | 'write' | 'inval' | 'nlist' | 'get' | 'records'
  unsure?: true
  address: string
  length: number
  offset: number
  memory: number
  header: boolean
  name: string
  key: string
  returns: number
  type: number
  value: string
  found: boolean
  count: number
}

interface Piece {
  base64?: string
  filler: number
  size: number
  salt: number
  patches?: [offset: number, base64: string][]
}

interface Entry {
  id: string
  part: string
  dump: { pieces: Piece[]; bytes?: [offset: number, value: number][]; cut?: number; sha256: string }
  kernel?: string
  names?: string
  file?: string
  ops: Op[]
}

const base64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Memory whose every word tells its own address. */
function fillerBytes({ filler: start, size, salt, patches = [] }: Piece): Uint8Array {
  const words = new DataView(new ArrayBuffer(size))
  const key = Math.imul(salt, 0x85ebca77)
  for (let at = 0; at < size; at += 4) {
    const index = (start + at) / 4
    let mixed = (index >>> 0) ^ ((Math.imul(Math.floor(index / 2 ** 32), 0x9e3779b1) + key) | 0)
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    words.setUint32(at, (mixed ^ (mixed >>> 16)) >>> 0, true)
  }
  const bytes = new Uint8Array(words.buffer)
  for (const [offset, patch] of patches) bytes.set(base64(patch), offset)
  return bytes
}

function dumpFile({ pieces, bytes = [], cut, sha256: expected }: Entry['dump']): Uint8Array {
  const all = Buffer.concat(pieces.map((piece) => (piece.base64 === undefined ? fillerBytes(piece) : base64(piece.base64))))
  const file = Uint8Array.from(all.subarray(0, cut ?? all.byteLength))
  for (const [offset, value] of bytes) file[offset] = value
  if (sha256(file) !== expected) throw new Error('the input was not built right')
  return file
}

/** What libkvm returns: -1 where exhume throws a FormatError. Any other error is a failure of the test. */
function returned<T>(work: () => T): T | -1 {
  try {
    return work()
  } catch (error) {
    if (error instanceof FormatError) return -1
    throw error
  }
}

/** Bytes in the form of an answer. */
const described = (bytes: Uint8Array): Bytes =>
  bytes.byteLength <= 16
    ? { bytes: bytes.byteLength, ...(bytes.byteLength > 0 && { hex: Buffer.from(bytes).toString('hex') }) }
    : { bytes: bytes.byteLength, sha256: sha256(bytes).slice(0, 24) }
const answered = ({ bytes, hex, sha256: hash }: Bytes): Bytes => ({ bytes, ...(hex && { hex }), ...(hash && { sha256: hash }) })

/** Each gives what exhume answers and what libkvm does. */
const dumpOperations: Record<string, (kvm: KvmDump, op: Op, file: Uint8Array) => [unknown, unknown]> = {
  open: ({ header }, op) => [header?.memoryOffset, op.header ? op.memory : undefined],
  read(kvm, op) {
    const bytes = returned(() => kvm.read(BigInt(op.address), op.length))
    return [described(bytes === -1 ? new Uint8Array(0) : bytes), answered(op)]
  },
  mkheader: (kvm, op) => [returned(() => kvm.makeHeader(op.offset)), op.returns],
  wrtheader(kvm, op) {
    const parts: Uint8Array[] = []
    const count = returned(() => kvm.writeHeader({ write: (bytes) => parts.push(bytes) }, op.memory))
    return [
      { count, ...(count !== -1 && described(Buffer.concat(parts))) },
      { count: op.returns, ...(op.returns !== -1 && answered(op)) },
    ]
  },
  write: (kvm, op) => [returned(() => kvm.write(0x1000n, new Uint8Array(1))), op.returns],
  inval(kvm, op, file) {
    const offset = returned(() => kvm.invalidate({ write: (at, bytes) => file.set(bytes, at) }))
    return [
      [offset === -1 ? -1 : 0, sha256(file).slice(0, 24)],
      [op.returns, op.sha256],
    ]
  },
  nlist(kvm, op) {
    const entries = returned(() => kvm.nlist([op.name]))
    if (entries === -1) return [-1, op.returns]
    const [entry] = entries
    return [
      [entry?.found ? 0 : 1, entry?.type, entry?.value],
      [op.returns, op.type, BigInt(op.value ?? 0)],
    ]
  },
}

const databaseOperations: Record<string, (file: HashFile, op: Op) => [unknown, unknown]> = {
  get(file, op) {
    const data = file.get(new TextEncoder().encode(op.key))
    return [data && described(data), op.found ? answered(op) : undefined]
  },
  records: (file, op) => [[...file.records()].length, op.count],
}

function* answersOf(entry: Entry): Generator<readonly [op: Op, actual: unknown, expected: unknown], void, undefined> {
  const ops = entry.ops.filter(({ unsure }) => !unsure)
  if (entry.part === 'database') {
    const database = HashFile.open(memorySource(base64(entry.file ?? '')))
    for (const op of ops) yield [op, ...(databaseOperations[op.op]?.(database, op) ?? ['unknown operation', op.op])]
    return
  }
  const file = dumpFile(entry.dump)
  const kvm = openKvm(memorySource(file), {
    ...(entry.kernel !== undefined && { kernel: memorySource(base64(entry.kernel)) }),
    ...(entry.names !== undefined && { names: memorySource(base64(entry.names)) }),
  })
  for (const op of ops) yield [op, ...(dumpOperations[op.op]?.(kvm, op, file) ?? ['unknown operation', op.op])]
}

test.each(['dumps', 'names'])('%s: every answer is that of libkvm', (part) => {
  const different: string[] = []
  let count = 0
  for (const entry of recorded<Entry>('kvm', part))
    for (const [op, actual, expected] of answersOf(entry)) {
      count++
      try {
        expect(actual).toEqual(expected)
      } catch {
        different.push(`${entry.id} ${op.op} ${op.address ?? op.name ?? op.key ?? ''}`)
      }
    }
  expect(different).toEqual([])
  expect(count).toBeGreaterThan(4000)
})
