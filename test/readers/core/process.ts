/** Memory of a process as kernel and run-time linker leave it: stack, ELF objects, the linker's list. */
import { dynamicEntry, dynamicTag, elfHeader, linkMap, noteHeader, programHeader, rDebug } from '../../../src/formats/elf/index.js'
import type { Abi, Struct } from '../../../src/schema/base.js'
import { type BuildMemory, buildCore } from '../../../src/writers/core/build/build-core.js'

export interface MadeModule {
  /** What the linker's list calls it. */
  readonly name: string
  readonly address: bigint
  readonly soname: string
  /** In hex. */
  readonly buildId: string
}

export interface MadeImage {
  readonly memory: readonly BuildMemory[]
  readonly auxv: readonly { readonly type: bigint; readonly value: bigint }[]
  readonly stackPointer: bigint
}

interface Given {
  readonly argv: readonly string[]
  readonly environment: readonly string[]
  /** The program first; each has a page of text and one of data. */
  readonly modules: readonly MadeModule[]
  /** Whether the last one is followed by the first. */
  readonly circular?: boolean
}

const PAGE = 4096
const HEAP = 0x10000000n
const STACK = 0x7fff0000n
const STACK_SIZE = 16 * PAGE
const encoder = new TextEncoder()

/** Bytes that are filled in at places. */
class Area {
  readonly bytes: Uint8Array
  constructor(
    readonly base: bigint,
    size: number,
    private readonly abi: Abi,
  ) {
    this.bytes = new Uint8Array(size)
  }

  put(at: number, bytes: Uint8Array): number {
    this.bytes.set(bytes, at)
    return at + bytes.length
  }

  struct<T>(at: number, struct: Struct<T>, value: T): number {
    return this.put(at, struct.for(this.abi).encode(value))
  }

  words(at: number, words: readonly bigint[]): number {
    const view = new DataView(this.bytes.buffer)
    const little = this.abi.endian === 'little'
    const size = this.abi.bits / 8
    words.forEach((word, i) => {
      if (size === 8) view.setBigUint64(at + i * 8, word, little)
      else view.setUint32(at + i * 4, Number(word), little)
    })
    return at + words.length * size
  }
}

export function imageOf(abi: Abi, { argv, environment, modules, circular }: Given): MadeImage {
  const program = modules[0] as MadeModule
  const auxv = [
    { type: 3n, value: program.address + BigInt(elfHeader.for(abi).size) },
    { type: 6n, value: BigInt(PAGE) },
    { type: 9n, value: program.address + 0x800n },
    { type: 31n, value: 0n },
    { type: 0n, value: 0n },
  ]
  const stack = new Area(STACK, STACK_SIZE, abi)
  let text = STACK_SIZE / 2
  const place = (each: string): bigint => {
    const at = STACK + BigInt(text)
    text = stack.put(text, encoder.encode(`${each}\0`))
    return at
  }
  const texts = [argv.map(place), environment.map(place)] as const
  ;(auxv[3] as { value: bigint }).value = place(argv[0] ?? '')
  const vector = auxv.flatMap(({ type, value }) => [type, value])
  const start = STACK_SIZE / 4
  stack.words(start, [BigInt(argv.length), ...texts[0], 0n, ...texts[1], 0n, ...vector])

  const heap = new Area(HEAP, PAGE, abi)
  const list = modules.map((_, i) => HEAP + BigInt(0x100 + i * 0x100))
  heap.struct(0, rDebug, { r_version: 1, r_map: list[0] as bigint, r_brk: 0n, r_state: 0, r_ldbase: 0n })
  modules.forEach(({ name, address }, i) => {
    const at = 0x100 + i * 0x100
    heap.put(at + 0x80, encoder.encode(`${name}\0`))
    const next = list[i + 1] ?? (circular ? (list[0] as bigint) : 0n)
    const dynamic = address + BigInt(PAGE)
    heap.struct(at, linkMap, { l_addr: address, l_name: HEAP + BigInt(at + 0x80), l_ld: dynamic, l_next: next, l_prev: list[i - 1] ?? 0n })
  })
  return {
    memory: [
      ...modules.flatMap((module, i) => objectOf(abi, module, i === 0)),
      { address: HEAP, content: heap.bytes },
      { address: STACK, content: stack.bytes },
    ],
    auxv,
    stackPointer: STACK + BigInt(start - 64),
  }
}

/** Text with the headers and the build ID, data with the dynamic section. */
function objectOf(abi: Abi, { address, soname, buildId }: MadeModule, isProgram: boolean): BuildMemory[] {
  const text = new Area(address, PAGE, abi)
  const data = new Area(address + BigInt(PAGE), PAGE, abi)
  const headers = programHeader(abi).for(abi)
  const headerSize = elfHeader.for(abi).size
  // The header of a core is that of the machine; only type and table are another's.
  const core = buildCore({ system: 'linux', abi: abi.name as 'amd64', process: {}, threads: [{ tid: 1, registers: {} }], memory: [] })
  const header = elfHeader.for(abi).decode(core.bytes())
  text.struct(0, elfHeader, { ...header, e_type: 3, e_phoff: BigInt(headerSize), e_phnum: 4, e_phentsize: headers.size })
  const id = Buffer.from(buildId, 'hex')
  const noteAt = 0x400
  const after = text.struct(noteAt, noteHeader, { n_namesz: 4, n_descsz: id.length, n_type: 3 })
  text.put(text.put(after, encoder.encode('GNU\0')), id)
  const named = 0x600
  text.put(named, encoder.encode(`\0${soname}\0`))
  const given = [
    { p_type: 1, p_vaddr: 0n, p_memsz: BigInt(PAGE), p_flags: 5 },
    { p_type: 1, p_vaddr: BigInt(PAGE), p_memsz: BigInt(PAGE), p_flags: 6 },
    { p_type: 4, p_vaddr: BigInt(noteAt), p_memsz: BigInt(16 + id.length), p_flags: 4 },
    { p_type: 2, p_vaddr: BigInt(PAGE), p_memsz: 256n, p_flags: 6 },
  ]
  given.forEach((each, i) => {
    const value = { ...each, p_offset: each.p_vaddr, p_paddr: 0n, p_filesz: each.p_memsz, p_align: 4n }
    text.put(headerSize + i * headers.size, headers.encode(value as never))
  })
  const entries: [number, bigint][] = [
    [dynamicTag.DT_STRTAB, BigInt(named)],
    [dynamicTag.DT_STRSZ, 64n],
    [dynamicTag.DT_SONAME, 1n],
    ...(isProgram ? [[dynamicTag.DT_DEBUG, HEAP] as [number, bigint]] : []),
    [dynamicTag.DT_NULL, 0n],
  ]
  let at = 0
  for (const [tag, value] of entries) at = data.struct(at, dynamicEntry, { d_tag: BigInt(tag), d_un: value })
  return [
    { address, content: text.bytes, permissions: 'r-x' },
    { address: address + BigInt(PAGE), content: data.bytes, permissions: 'rw-' },
  ]
}
