/** `--share` of cores: a new core with nothing in it but what is on a list. */
import { FormatError } from '../../errors.js'
import type { Core, Mapping } from '../../families/core.js'
import type { Registers, SignalInfo } from '../../formats/core/process-info.js'
import { systemOf } from '../../formats/core/registry.js'
import { type ByteSource, memorySource } from '../../io/source.js'
import { auxValue } from '../../readers/core/program-end.js'
import type { AbiName } from '../../schema/base.js'
import { PAGE_SIZE } from '../../systems/machines/page-sizes.js'
import { type BuildMemory, type BuildOptions, type BuildSystem, buildCore } from '../../writers/core/build/build-core.js'
import { type Fragment, moduleFragments, sharedStacks } from './share-memory.js'
import { sharedName } from './share-names.js'

export interface SharedCore {
  readonly format: string
  readonly source: ByteSource
  /** What was kept and what was left out, one line each. */
  readonly kept: string
  readonly left: string
  /** Names that are meant to be in the file. */
  readonly names: readonly string[]
}

/** Entries of the auxiliary vector that hold no pointer to text and no identity. */
const AUXV = ['AT_PHDR', 'AT_PHENT', 'AT_PHNUM', 'AT_PAGESZ', 'AT_BASE', 'AT_FLAGS', 'AT_ENTRY', 'AT_SYSINFO_EHDR', 'AT_SUN_LDDATA']

/**
 * Builds a core of signal, registers, return addresses, modules and build IDs; everything else is left out.
 *
 * @throws FormatError `LOST` when cores of the machine cannot be built
 */
export function shareCore(core: Core, { threadNames = false }: { readonly threadNames?: boolean } = {}): SharedCore {
  const { abi, process, threads, system } = core
  const name = system.name as BuildSystem
  if (!systemOf(`elf-core/${name}`)?.writableAbis.includes(abi.name as AbiName)) {
    const message = `--share: ${name} cores are not supported on ${abi.name}`
    throw new FormatError({ code: 'LOST', message, found: abi.name })
  }
  const isMapped = (value: bigint): boolean => core.mappings.some(({ start, end }) => value >= start && value < end)
  const texts = new TextWords(abi.register, isMapped)
  const stacks = sharedStacks(core)
  const fragments = [...moduleFragments(core), ...stacks]
  const alive = threads.filter(({ registers }) => Object.keys(registers).length > 0)
  const files = moduleFiles(core)
  const facts: BuildOptions = {
    system: name,
    abi: abi.name as AbiName,
    process: {
      pid: process.pid ?? alive[0]?.tid ?? 1,
      ...(process.signal && { signal: texts.signal(process.signal) }),
      ...(process.psStrings !== undefined && { psStrings: process.psStrings }),
    },
    threads: alive.map(({ tid, name: threadName, registers }, i) => ({
      tid: tid !== undefined && tid > 0 ? tid : i + 1,
      ...(threadNames && threadName !== undefined && { name: threadName }),
      registers: texts.registers(registers),
    })),
    memory: core.mappings.flatMap((mapping) => sharedMemory(mapping, fragments)),
    auxv: AUXV.flatMap((each) => {
      const value = auxValue(core, each)
      const type = core.auxv.find((entry) => system.auxv?.name(Number(entry.type), abi) === each)?.type
      return value === undefined || type === undefined ? [] : [{ type, value }]
    }),
    files,
    ...(core.header.e_flags && { machineFlags: core.header.e_flags }),
  }
  const words = stacks.reduce((sum, stack) => sum + stack.words, 0)
  const names = [
    ...new Set([...files.map(({ path }) => path), ...core.image.modules.flatMap(({ path }) => (path ? [sharedName(path)] : []))]),
  ]
  return {
    format: `elf-core/${name}`,
    source: memorySource(buildCore(facts).bytes()),
    kept: `${process.signal ? 'the signal, ' : ''}${alive.length} ${alive.length === 1 ? 'thread' : 'threads'}${threadNames ? ' with names' : ''}, ${words} words of stacks, ${core.image.modules.length} modules`,
    left: leftOut(core, texts.dropped),
    names,
  }
}

function leftOut(core: Core, dropped: readonly string[]): string {
  const { process, image, descriptors, mappings, container } = core
  const bytes = mappings.reduce((sum, { fileSize }) => sum + fileSize, 0n)
  return [
    `${bytes < BigInt(container.source.size) ? bytes : container.source.size} bytes of memory but for the above`,
    ...(process.arguments !== undefined || image.argv ? ['arguments'] : []),
    ...(image.environment ? ['environment'] : []),
    ...(process.name !== undefined ? ['names'] : []),
    'user IDs',
    ...(descriptors.length > 0 ? [`${descriptors.length} open files`] : []),
    'floating-point registers',
    ...(dropped.length > 0 ? [`text in ${[...new Set(dropped)].join(', ')}`] : []),
  ].join(', ')
}

/** Registers and addresses whose bytes are text are zeroed: code often has parts of strings in registers. */
class TextWords {
  readonly dropped: string[] = []

  constructor(
    private readonly width: number,
    private readonly isMapped: (value: bigint) => boolean,
  ) {}

  registers(registers: Registers): Registers {
    return Object.fromEntries(Object.entries(registers).map(([name, value]) => [name, this.#clean(name, value)]))
  }

  /** The signal without its sender. */
  signal({ number, code, tid, address }: SignalInfo): SignalInfo {
    return {
      number,
      ...(code !== undefined && { code }),
      ...(tid !== undefined && { tid }),
      ...(address !== undefined && { address: this.#clean('the fault address', address) }),
    }
  }

  #clean(name: string, value: bigint): bigint {
    if (this.isMapped(value) || !isText(value, this.width)) return value
    this.dropped.push(name)
    return 0n
  }
}

/** Whether a word is at least four printable characters with nothing but zeros around them. */
function isText(value: bigint, width: number): boolean {
  if (value > 1n << BigInt(8 * width)) return false
  const bytes = Array.from({ length: width }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn))
  const text = String.fromCharCode(...bytes).replace(/^\0+|\0+$/g, '')
  return /^[\t\n\r\x20-\x7e]{4,}$/.test(text) || /^(?:[\x20-\x7e]\0){2,}[\x20-\x7e]?$/.test(text)
}

/** The mapped files that are modules, by the names that may be shared. */
function moduleFiles(core: Core) {
  const code = core.mappings.filter(({ permissions }) => permissions.includes('x'))
  const paths = new Set<string>()
  for (const { path, start, end } of core.files)
    if (
      code.some((mapping) => mapping.start < end && mapping.end > start) ||
      core.image.modules.some((each) => each.path === path && each.buildId)
    )
      paths.add(path)
  return core.files.filter(({ path }) => paths.has(path)).map((file) => ({ ...file, path: sharedName(file.path) }))
}

const PAGE = BigInt(PAGE_SIZE)

/** A mapping without contents but for the pages that fragments are on. */
function sharedMemory({ start, end, permissions }: Mapping, fragments: readonly Fragment[]): BuildMemory[] {
  const own = fragments.filter(({ address, bytes }) => address < end && address + BigInt(bytes.length) > start)
  const runs: { start: bigint; end: bigint }[] = []
  for (const { address, bytes } of [...own].sort((a, b) => (a.address < b.address ? -1 : 1))) {
    const from = address - (address % PAGE) > start ? address - (address % PAGE) : start
    const past = ((address + BigInt(bytes.length) + PAGE - 1n) / PAGE) * PAGE
    const to = past < end ? past : end
    const last = runs.at(-1)
    if (last && from <= last.end) last.end = to > last.end ? to : last.end
    else runs.push({ start: from, end: to })
  }
  const memory: BuildMemory[] = []
  let at = start
  const empty = (to: bigint): void => void (to > at && memory.push({ address: at, size: to - at, permissions }))
  for (const run of runs) {
    empty(run.start)
    memory.push({ address: run.start, content: contentOf(run, own), permissions })
    at = run.end
  }
  empty(end)
  return memory
}

function contentOf({ start, end }: { readonly start: bigint; readonly end: bigint }, fragments: readonly Fragment[]): Uint8Array {
  const content = new Uint8Array(Number(end - start))
  for (const { address, bytes } of fragments) {
    const from = address > start ? address : start
    const to = address + BigInt(bytes.length) < end ? address + BigInt(bytes.length) : end
    if (to > from) content.set(bytes.subarray(Number(from - address), Number(to - address)), Number(from - start))
  }
  return content
}
