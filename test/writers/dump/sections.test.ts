/** The sections that illumos adds to a core, and what a limit leaves of such a core. */
import { describe, expect, test } from 'vitest'
import { openCore } from '../../../src/families/core.js'
import { writeLayers } from '../../../src/io/layered-file.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { abi } from '../../../src/schema/abi.js'
import { type BuildObject, type BuildOptions, buildCore } from '../../../src/writers/core/build/build-core.js'
import { type DumpProcess, dumpCore } from '../../../src/writers/dump/dump-core.js'
import { markTruncatedSegments } from '../../../src/writers/dump/mark-truncated.js'
import { limitedSink } from '../../../src/writers/policy/limit.js'
import { dumped, failure, fakeFiles, memory, nobody } from './process.js'

const bytes = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value)

const program: BuildObject = {
  address: 0x400000n,
  fixed: true,
  symbols: { content: bytes(48, 1), strings: bytes(13, 2), info: 2 },
}
const library: BuildObject = {
  address: 0x700000n,
  ctf: bytes(31, 3),
  symbols: { content: memorySource(bytes(72, 4)), strings: bytes(7, 5), dynamic: true, address: 0x1d0n, stringsAddress: 0x218n, info: 1 },
  debug: [{ name: '.debug_line', content: bytes(9, 6) }],
}
const objects = [program, library]
const system = 'illumos' as const
const ALL = 0x3fffn
const CTF = 0x800n
const SYMTAB = 0x1000n

const { process, threads, abi: machine } = dumped()
/** What `dumpCore` adds by itself: the names of this machine. */
const illumos = { zone: 'global', uname: { sysname: 'SunOS', nodename: 'node', machine: 'i86pc' } }
const facts: BuildOptions = { system, abi: machine, process, threads, memory, objects, illumos }
const sectionsOf = (core: ReturnType<typeof openCore>) =>
  core.sections.map(({ name, address, index }) => {
    const { sh_link, sh_info } = core.sectionHeaders[index] as { sh_link: number; sh_info: number }
    return [name, address, sh_link, sh_info]
  })
const names = (content: bigint) => openCore(memorySource(buildCore({ ...facts, content }).bytes())).sections.map(({ name }) => name)

describe('sections of objects', () => {
  const whole = buildCore(facts).bytes()
  const core = openCore(memorySource(whole))

  test('in the order of the kernel, with its addresses and links', () => {
    expect(core.diagnostics.list).toEqual([])
    expect(sectionsOf(core)).toEqual([
      ['.symtab', 0x400000n, 2, 2],
      ['.strtab', 0x400000n, 0, 0],
      ['.debug_line', 0x700000n, 0, 0],
      ['.SUNW_ctf', 0x700000n, 5, 0],
      ['.dynsym', 0x7001d0n, 6, 1],
      ['.dynstr', 0x700218n, 0, 0],
      ['.shstrtab', 0n, 0, 0],
    ])
    const held = core.sections.map(({ offset, size }) => [whole[Number(offset)], Number(size)])
    expect(held.slice(0, 6)).toEqual([
      [1, 48],
      [2, 13],
      [6, 9],
      [3, 31],
      [4, 72],
      [5, 7],
    ])
    // Behind all memory, symbols at a multiple of their words.
    const end = Math.max(...core.programHeaders.map(({ p_offset, p_filesz }) => Number(p_offset + p_filesz)))
    expect(core.sections[0]?.offset).toBe(BigInt(Math.ceil(end / 8) * 8))
  })

  test.each([
    [0n, []],
    [CTF, ['.SUNW_ctf', '.dynsym', '.dynstr', '.shstrtab']],
    [SYMTAB, ['.symtab', '.strtab', '.dynsym', '.dynstr', '.shstrtab']],
  ] as const)('content 0x%s has its own', (content, expected) => {
    expect(names(content)).toEqual(expected)
  })

  test('more of them than the ELF header can count', () => {
    const debug = Array.from({ length: 0xff00 }, () => ({ name: '.debug_x', content: bytes(1, 1) }))
    const { document } = buildCore({ ...facts, memory: [], objects: [{ address: 0x1000n, debug }] })
    expect(document.header).toEqual({ e_shnum: 0, e_shstrndx: 0xffff })
    expect((document.sectionHeaders as object[])[0]).toEqual({ sh_size: 0xff02, sh_link: 0xff01 })
  })

  test('other systems have no place for them, and say so', () => {
    const { lost } = buildCore({ ...facts, system: 'linux' })
    expect(lost).toContainEqual(expect.objectContaining({ code: 'LOST', path: 'objects' }))
  })
})

async function dump(changes: Partial<DumpProcess>, hooks: Parameters<typeof fakeFiles>[0] = {}) {
  const files = fakeFiles(hooks)
  const { outcomes } = await dumpCore(dumped({ system, objects, illumos, content: ALL, ...changes }), { files, identity: nobody })
  return { outcome: outcomes[0], bytes: [...files.made.values()][0]?.bytes ?? new Uint8Array(0) }
}

describe('a dump', () => {
  const inOne = buildCore({ ...facts, content: ALL })

  test('has them behind its memory, as the builder does', async () => {
    const { outcome, bytes: file } = await dump({})
    expect(outcome).toMatchObject({ failed: [] })
    expect(Buffer.compare(file, inOne.bytes())).toBe(0)
  })

  test('a section that cannot be read has no contents', async () => {
    const broken = {
      size: 40,
      read: (): Uint8Array => {
        throw failure('EIO')
      },
    }
    const { outcome, bytes: file } = await dump({ objects: [{ ...program, ctf: broken }] })
    expect(outcome?.error).toBeUndefined()
    const core = openCore(memorySource(file))
    expect(core.sections.map(({ name, size, offset }) => [name, size > 0n && offset > 0n])).toEqual([
      ['.SUNW_ctf', false],
      ['.symtab', true],
      ['.strtab', true],
      ['.shstrtab', true],
    ])
  })

  test('their headers are written last: cut before, there are none', async () => {
    const size = inOne.bytes().length
    const { outcome, bytes: file } = await dump({ limit: BigInt(size - 3) })
    expect(outcome).toMatchObject({ error: 'EFBIG', failed: [] })
    expect(openCore(memorySource(file)).sections).toEqual([])
    expect(openCore(memorySource(file)).memory.read(0x7ffff000n, 1)[0]).toBe(0x44)
  })

  test('and a core cut at a limit are the same file', async () => {
    const laid = inOne.laidOut()
    const core = openCore(memorySource(inOne.bytes()))
    const limits = new Set<number>()
    for (const { p_offset, p_filesz } of core.programHeaders)
      for (const at of [p_offset, p_offset + 2n, p_offset + p_filesz - 1n, p_offset + p_filesz]) limits.add(Number(at))
    for (const { offset, size } of core.sections) for (const by of [-1n, 0n]) limits.add(Number(offset + size + by))
    for (const limit of limits) {
      if (limit === 0) continue
      const { bytes: file } = await dump({ limit: BigInt(limit) })
      const marked = markTruncatedSegments(laid, abi.amd64, BigInt(limit))
      const out = memorySink()
      for (const _step of writeLayers(marked.pieces, marked.size, limitedSink(out, BigInt(limit))));
      // A dump that ends before its notes has nothing of the room for section headers.
      const whole = Buffer.alloc(limit)
      whole.set(file)
      expect([limit, Buffer.compare(whole, out.bytes())]).toEqual([limit, 0])
    }
  })
})
