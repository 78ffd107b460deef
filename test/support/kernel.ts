/** A kernel's memory for tests: page tables in physical memory, a kernel file with symbols, a message buffer. */
import { type Architecture, PAGE, type Segment } from '../../src/corpus/generators/kernel/architectures.js'
import { KernelMemory } from '../../src/corpus/generators/kernel/kernel-memory.js'
import { words } from '../../src/corpus/generators/kernel/words.js'
import type { Abi } from '../../src/schema/index.js'

export { type Architecture, architectures, PAGE } from '../../src/corpus/generators/kernel/architectures.js'
export { words }

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.byteLength
  }
  return all
}

const SEGMENTS: readonly Segment[] = [
  { start: 0x1000, size: 0x40000 },
  { start: 0x100000, size: 0x100000 },
  { start: 0x400000, size: 0x400000 },
]

/** Memory of three ranges, and the symbols of what is in it. */
export class Space extends KernelMemory {
  readonly symbols: { name: string; value: bigint }[] = []

  constructor(of: Architecture) {
    super(of, SEGMENTS)
  }

  /** An ELF kernel with the symbols, and no contents. */
  kernel(elfMachine: number): Uint8Array {
    return elfKernel(this.of.abi, elfMachine, this.symbols)
  }
}

export const elfMachines: Readonly<Record<string, number>> = { amd64: 62, i386: 3, aarch64: 183, riscv64: 243 }

export function elfKernel(of: Abi, elfMachine: number, symbols: readonly { name: string; value: bigint }[]): Uint8Array {
  const wide = of.bits === 64
  let strings = '\0'
  const entries: Uint8Array[] = [new Uint8Array(wide ? 24 : 16)]
  for (const { name, value } of symbols) {
    const at = strings.length
    strings += `${name}\0`
    const tail = join(Uint8Array.of(0x11, 0), words([2, 1]))
    entries.push(wide ? join(words([4, at]), tail, words([8, value], [8, 64])) : join(words([4, at], [4, value], [4, 64]), tail))
  }
  const symtab = join(...entries)
  const strtab = new TextEncoder().encode(strings)
  const header = wide ? 64 : 52
  const o = wide ? 8 : 4
  const section = (type: number, offset: number, size: number, link: number): Uint8Array =>
    words([4, 0], [4, type], [o, 0], [o, 0], [o, offset], [o, size], [4, link], [4, 0], [o, 8], [o, 0])
  const sections = join(
    section(0, 0, 0, 0),
    section(2, header, symtab.byteLength, 2),
    section(3, header + symtab.byteLength, strtab.byteLength, 0),
  )
  const start = header + symtab.byteLength + strtab.byteLength
  const ident = Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  const rest = words(
    [2, 2],
    [2, elfMachine],
    [4, 1],
    [o, 0],
    [o, 0],
    [o, start],
    [4, 0],
    [2, header],
    [2, 0],
    [2, 0],
    [2, wide ? 64 : 40],
    [2, 3],
    [2, 0],
  )
  return join(ident, rest, symtab, strtab, sections)
}

export const MESSAGES = 'Copyright (c) 2026\n<4>panic: made for a test\nrebooting\n'
export const VERSION = 'NetBSD 10.1 (TEST) #0: made from plain data\n'
export const PANIC = 'made for a test'

/**
 * A kernel: scattered small pages with one hole, one large page, the first and last page of ranges, symbols and a message buffer that has wrapped.
 */
export function kernelSpace(of: Architecture): Space {
  const space = new Space(of)
  const { base } = of
  // Small pages: virtual order is not physical order; page 7 is not mapped.
  const frames = Array.from({ length: 24 }, (_, index) => 0x100000 + ((index * 11) % 256) * PAGE)
  frames[20] = 0x40000
  frames[21] = 0x1ff000
  frames[22] = 0x7ff000
  for (const [index, physical] of frames.entries()) if (index !== 7) space.map(base + 0x400000n + BigInt(index * PAGE), physical)
  space.map(base + 0x800000n, 0x400000, true)
  const at = (page: number, offset = 0): { virtual: bigint; physical: number } => ({
    virtual: base + 0x400000n + BigInt(page * PAGE + offset),
    physical: (frames[page] as number) + offset,
  })
  const place = (name: string, page: number, offset: number, bytes: Uint8Array): bigint => {
    const { virtual, physical } = at(page, offset)
    space.poke(physical, bytes)
    space.symbols.push({ name, value: virtual })
    return virtual
  }
  const encoder = new TextEncoder()
  const word = of.abi.bits === 64 ? 8 : 4
  place('version', 0, 0x100, encoder.encode(`${VERSION}\0`))
  place('hostname', 0, 0x400, encoder.encode('crashed.example\0'))
  const text = place('panictext', 1, 0x10, encoder.encode(`${PANIC}\0`))
  place('panicstr', 1, 0x80, words([word, text]))
  place('dumpmag', 1, 0xff8, words([4, 0x8fca0101], [4, 0xffffffff]))
  // The ring has wrapped: its oldest byte is in the middle.
  const ring = new Uint8Array(256)
  const message = encoder.encode(MESSAGES)
  const write = 200
  for (const [index, byte] of message.entries()) ring[(write + index) % ring.byteLength] = byte
  const buffer = place('msgbuf', 3, 0, join(words([word, 0x063061], [word, write], [word, 0], [word, ring.byteLength]), ring))
  place('msgbufp', 2, 0, words([word, buffer]))
  return space
}
