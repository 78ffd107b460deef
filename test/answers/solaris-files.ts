/** A file system in memory that fails as an answer of core.c was recorded with. */
import { basename } from 'node:path'
import type { DumpFileSystem, DumpIdentity } from '../../src/writers/dump/dump-core.js'

export const destinations = ['process', 'zone', 'global'] as const
export type Destination = (typeof destinations)[number]

/** A position relative to a part of a core, so that it stays valid when notes grow. */
export type Position = ['head' | 'memory' | 'end' | 'notes', number] | ['section', number, number]

/** The faults of one file. */
export interface Faults {
  readonly exists?: 'regular file' | 'other'
  readonly look?: string
  readonly access?: string
  readonly unlink?: string
  readonly create?: string
  readonly close?: string
  readonly unlinkAgain?: string
  readonly owner?: string
  readonly writes?: readonly { readonly from: Position; readonly to: number | null; readonly error: string }[]
  readonly dies?: { readonly at: Position; readonly error: string }
  readonly shortWrites?: number
  readonly signal?: Position
}

export interface WrittenFile {
  bytes: Buffer
  removed: boolean
}

const OTHER_OWNER = 60002
/** The destination of a path: base names begin with P, Z or G; others are directories. */
const destinationOf = (path: string): Destination | undefined => destinations['PZG'.indexOf(basename(path).charAt(0))]

function raise(code: string | undefined): void {
  if (code !== undefined) throw Object.assign(new Error(code), { code })
}

/** A write of `length` bytes at `offset`: how many bytes are written, or the error. */
class FaultyDevice {
  #dead = false

  constructor(
    private readonly faults: Faults,
    private readonly positionOf: (position: Position) => number,
  ) {}

  accept(offset: number, length: number): number {
    const { dies, writes = [], shortWrites } = this.faults
    let count = length
    if (dies) {
      const at = this.positionOf(dies.at)
      if (this.#dead || offset >= at) {
        this.#dead = true
        raise(dies.error)
      }
      count = Math.min(count, at - offset)
    }
    for (const { from, to, error } of writes) {
      const start = this.positionOf(from)
      const end = to === null ? Number.POSITIVE_INFINITY : start + to
      if (offset < start) count = Math.min(count, start - offset)
      else if (offset < end) {
        if (error === 'no progress') return 0
        raise(error)
      }
    }
    return shortWrites ? Math.min(count, shortWrites - (offset % shortWrites)) : count
  }
}

export interface FakeMachine {
  readonly files: DumpFileSystem
  readonly identity: DumpIdentity
  /** `[destination, call, user, path, mode]`. */
  readonly operations: unknown[][]
  readonly written: ReadonlyMap<Destination, WrittenFile>
}

/**
 * @param euid the user before anybody else is asked for
 * @param links symbolic links by path
 */
export function fakeMachine(
  euid: number,
  faultsOf: (destination: Destination) => Faults,
  links: Readonly<Record<string, string>>,
  positionOf: (destination: Destination, position: Position) => number,
  interrupt: () => void,
): FakeMachine {
  let user = euid
  const operations: unknown[][] = []
  const written = new Map<Destination, WrittenFile>()
  const existing = new Map(destinations.map((each) => [each, faultsOf(each).exists]))
  const closed = new Set<Destination>()
  const enter = (call: string, path: string, ...more: unknown[]): Destination | undefined => {
    const destination = destinationOf(path)
    if (destination) operations.push([destination, call, user, path, ...more])
    return destination
  }
  const must = (destination: Destination | undefined): Destination => {
    if (!destination) throw new Error('a core file was expected')
    return destination
  }
  const files: DumpFileSystem = {
    readlink: (path) => links[path],
    look(path) {
      const destination = enter('look', path)
      if (!destination) return 'other'
      raise(faultsOf(destination).look)
      return existing.get(destination)
    },
    checkWritable: (path) => raise(faultsOf(must(enter('access', path))).access),
    unlink(path) {
      const destination = must(enter('unlink', path))
      const faults = faultsOf(destination)
      raise(closed.has(destination) ? faults.unlinkAgain : faults.unlink)
      existing.set(destination, undefined)
      const file = written.get(destination)
      if (file) file.removed = true
    },
    create(path, mode) {
      const destination = must(enter('create', path, mode.toString(8)))
      const faults = faultsOf(destination)
      raise(faults.create)
      if (existing.get(destination)) raise('EEXIST')
      existing.set(destination, 'regular file')
      const device = new FaultyDevice(faults, (position) => positionOf(destination, position))
      const file: WrittenFile = { bytes: Buffer.alloc(0), removed: false }
      written.set(destination, file)
      const creator = user
      let room = Buffer.alloc(1 << 16)
      const grow = (size: number): void => {
        if (size <= file.bytes.length) return
        if (size > room.length) room = Buffer.concat([room], 2 * size)
        file.bytes = room.subarray(0, size)
      }
      return {
        write(bytes, offset) {
          const count = device.accept(offset, bytes.length)
          if (count === 0) return 0
          grow(offset + count)
          file.bytes.set(bytes.subarray(0, count), offset)
          if (faults.signal && offset + count > positionOf(destination, faults.signal)) interrupt()
          return count
        },
        extend: grow,
        owner() {
          enter('owner', path)
          if (faults.owner === 'other') return OTHER_OWNER
          raise(faults.owner)
          return creator
        },
        close() {
          enter('close', path)
          closed.add(destination)
          raise(faults.close)
        },
      }
    },
  }
  const identity: DumpIdentity = {
    run(as, work) {
      const before = user
      user = as.uid
      try {
        return work(as.uid)
      } finally {
        user = before
      }
    },
  }
  return { files, identity, operations, written }
}
