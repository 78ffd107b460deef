/** Cores with a secret in every place where a core can hold text; each begins with SECRET. */
import { type BuildSystem, buildCore } from '../../src/writers/core/build/build-core.js'

const encoder = new TextEncoder()

/** Zeros with texts or bytes at offsets. */
export function page(size: number, ...texts: readonly (readonly [offset: number, text: string | Uint8Array])[]): Uint8Array {
  const bytes = new Uint8Array(size)
  for (const [offset, text] of texts) bytes.set(typeof text === 'string' ? encoder.encode(text) : text, offset)
  return bytes
}

const STACK = 0x7f7fffff0000n

/** A stack as a process starts with: count, arguments, environment, auxiliary vector, strings. */
function startedStack() {
  const bytes = page(0x10000, [0x8000, 'SECRETSTACKLOCAL'], [0x4000, 'TOKEN=SECRETENV1\0'])
  const view = new DataView(bytes.buffer)
  let at = 0xf800
  const put = (text: string): bigint => {
    const address = STACK + BigInt(at)
    const encoded = encoder.encode(`${text}\0`)
    bytes.set(encoded, at)
    at += encoded.length
    return address
  }
  const argv = ['/usr/bin/SECRETARGV0', '--password=SECRETARG1'].map(put)
  const environment = ['TOKEN=SECRETENV1', 'HOME=/home/SECRETENV2', 'EMPTY='].map(put)
  const auxv: (readonly [bigint, bigint])[] = [
    [3n, 0x400040n],
    [4n, 56n],
    [5n, 2n],
    [6n, 4096n],
    [9n, 0x401000n],
    [31n, put('/opt/SECRETEXECFN/prog')],
    [15n, put('x86SECRETPLAT')],
  ]
  let word = 0xf000
  for (const value of [2n, ...argv, 0n, ...environment, 0n, ...auxv.flat(), 0n, 0n]) {
    view.setBigUint64(word, value, true)
    word += 8
  }
  return { bytes, auxv: auxv.map(([type, value]) => ({ type, value })) }
}

export const systems = ['linux', 'netbsd', 'freebsd', 'openbsd', 'dragonfly', 'illumos'] as const satisfies readonly BuildSystem[]

/** Texts that a core of the function below holds. */
export const plainSecrets =
  'SECRETARGV0 SECRETARG1 SECRETENV1 SECRETENV2 SECRETHEAPENV SECRETEXECFN SECRETPLAT SECRETSTACKLOCAL SECRETHEAP SECRETUTF16 SECRETTEXT SECRETDATA SECRETANON SECRETNAME SECRETTHR SECRETUSER SECRETFD SECRETRG'.split(
    ' ',
  )

export function secretCore(system: BuildSystem): Uint8Array {
  const { bytes: stack, auxv } = startedStack()
  const heap = page(
    0x4000,
    [0x100, 'TOKEN=SECRETENV1\0'],
    [0x200, 'DBPASS=SECRETHEAPENV\0'],
    [0x300, 'SECRETHEAP'],
    [0x400, Buffer.from('SECRETUTF16', 'utf16le')],
    [0x500, Buffer.from('SECRETUTF16', 'utf16le').swap16()],
  )
  return buildCore({
    system,
    abi: 'amd64',
    process: {
      pid: 1159,
      ppid: 1,
      name: 'SECRETNAME',
      arguments: '/usr/bin/SECRETARGV0 --password=SECRETARG1',
      uid: 1000,
      gid: 1000,
      signal: { number: 11, code: 1, address: 0x10n },
    },
    threads: [
      {
        tid: system === 'linux' ? 1159 : 1,
        name: 'SECRETTHR',
        registers: { rip: 0x401000n, rsp: STACK + 0x8000n, rbp: STACK + 0xe000n, rax: 0x4752544552434553n, eflags: 0x202n },
      },
    ],
    auxv,
    files: [{ start: 0x400000n, end: 0x401000n, offset: 0n, path: '/home/SECRETUSER/app' }],
    descriptors: [{ fd: 3, kind: 'regular', path: '/home/SECRETFD/key.pem' }],
    memory: [
      { address: 0x400000n, content: page(0x1000, [0x100, 'SECRETTEXT']), permissions: 'r-x' },
      { address: 0x600000n, content: page(0x2000, [0x100, 'SECRETDATA']), permissions: 'rw-' },
      { address: 0x800000n, content: heap, permissions: 'rw-' },
      { address: 0x7000000000n, content: page(0x2000, [0x100, 'SECRETANON']), permissions: 'rw-' },
      { address: STACK, content: stack, permissions: 'rw-' },
    ],
  }).bytes()
}

/** A Linux core with texts between the notes and the first segment, and behind the last. */
export function secretGaps(): Uint8Array {
  const bytes = Buffer.concat([secretCore('linux'), Buffer.from('xxSECRETTAILxx'.padEnd(64, '\0'))])
  for (let at = 64; at < 64 + 56 * bytes.readUInt16LE(56); at += 56) {
    if (bytes.readUInt32LE(at) !== 4) continue
    bytes.write('SECRETGAP', Number(bytes.readBigUInt64LE(at + 8) + bytes.readBigUInt64LE(at + 32)) + 4)
  }
  return Uint8Array.from(bytes)
}

const file = (path: string, start: bigint, end: bigint) => ({ path, start, end, offset: 0n })

/** A Linux core of a program that was not randomized: its heap lies right behind its data, another mapping right before libc. */
export function adjoiningHeap(): Uint8Array {
  return buildCore({
    system: 'linux',
    abi: 'amd64',
    process: { pid: 7, name: 'prog', signal: { number: 11 } },
    threads: [{ tid: 7, registers: { rip: 0x401000n, rsp: 0x7ffffff00800n } }],
    auxv: [
      { type: 9n, value: 0x401000n },
      { type: 0n, value: 0n },
    ],
    files: [file('/bin/prog', 0x400000n, 0x403000n), file('/lib/libc.so.6', 0x7ffff7dd2000n, 0x7ffff7dd3000n)],
    memory: [
      { address: 0x401000n, content: page(4096, [0, 'code']), permissions: 'r-x' },
      { address: 0x402000n, content: page(4096, [0, 'data']) },
      { address: 0x403000n, content: page(4096, [0, 'SECRET-IN-HEAP']) },
      { address: 0x7ffff7dcf000n, content: page(4096, [0, 'THREAD-LOCAL']) },
      { address: 0x7ffff7dd2000n, content: page(4096, [0, 'libc']), permissions: 'r--' },
      { address: 0x7ffffff00000n, content: page(4096, [0, 'stack']) },
    ],
  }).bytes()
}

/** The texts that bytes hold, in UTF-8 or UTF-16 of either byte order. */
export function found(bytes: Uint8Array, texts: readonly string[]): string[] {
  const all = Buffer.from(bytes)
  return texts.filter((text) => {
    const wide = Buffer.from(text, 'utf16le')
    return [Buffer.from(text), wide, Buffer.from(wide).swap16()].some((each) => all.includes(each))
  })
}
