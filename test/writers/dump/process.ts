/** A process to be dumped, and file systems that fail on demand. */
import type { DumpFile, DumpFileSystem, DumpMemory, DumpProcess } from '../../../src/writers/dump/dump-core.js'

export const page = 4096

const filled = (pages: number, byte: number): Uint8Array => new Uint8Array(pages * page).fill(byte)

export const memory: readonly DumpMemory[] = [
  { address: 0x400000n, permissions: 'r-x', file: true, content: filled(2, 0x11) },
  { address: 0x600000n, permissions: 'rw-', file: true, content: filled(1, 0x22) },
  { address: 0x700000n, permissions: 'rw-', kind: 'heap', content: filled(3, 0x33) },
  { address: 0x7ffff000n, permissions: 'rw-', kind: 'stack', content: filled(1, 0x44) },
]

export function dumped(changes: Partial<DumpProcess> = {}): DumpProcess {
  return {
    system: 'linux',
    abi: 'amd64',
    process: { pid: 1159, name: 'vi', signal: { number: 11, code: 1, address: 0n } },
    threads: [{ tid: 1159, registers: { rip: 0x400123n, rsp: 0x7ffff800n } }],
    memory,
    ...changes,
  }
}

/** An error as Node's own file functions throw it. */
export const failure = (code: string): Error => Object.assign(new Error(code), { code })

export interface FakeFile {
  bytes: Uint8Array
  closed: boolean
}

/** Files in memory. Each hook may throw; `write` may say how many bytes are taken. */
export function fakeFiles(
  hooks: {
    look?: DumpFileSystem['look']
    checkWritable?: (path: string) => void
    create?: (path: string, mode: number) => void
    write?: (bytes: Uint8Array, offset: number) => number
    owner?: number
    close?: () => void
  } = {},
): DumpFileSystem & { readonly made: Map<string, FakeFile>; readonly unlinked: string[] } {
  const made = new Map<string, FakeFile>()
  const unlinked: string[] = []
  return {
    made,
    unlinked,
    look: hooks.look ?? ((path) => (made.has(path) ? 'regular file' : undefined)),
    checkWritable: hooks.checkWritable ?? (() => {}),
    unlink(path) {
      unlinked.push(path)
      made.delete(path)
    },
    create(path, mode): DumpFile {
      hooks.create?.(path, mode)
      const file: FakeFile = { bytes: new Uint8Array(0), closed: false }
      made.set(path, file)
      const grow = (size: number): void => {
        if (size <= file.bytes.length) return
        const larger = new Uint8Array(size)
        larger.set(file.bytes)
        file.bytes = larger
      }
      return {
        write(bytes, offset) {
          const count = hooks.write ? hooks.write(bytes, offset) : bytes.length
          grow(offset + count)
          file.bytes.set(bytes.subarray(0, count), offset)
          return count
        },
        extend: grow,
        owner: () => hooks.owner,
        close() {
          file.closed = true
          hooks.close?.()
        },
      }
    },
  }
}

/** Files belong to nobody. */
export const nobody = { run: <T>(_: unknown, work: (owner: number | undefined) => T): T => work(undefined) }
