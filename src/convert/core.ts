/** Any ELF core to one of another system on the same machine: registers, signal, memory; what has no place there is named. */
import { type Diagnostic, FormatError } from '../errors.js'
import type { AuxEntry, Registers, SignalFacts } from '../formats/core/facts.js'
import { floatingOf as linuxFloating, generalOf as linuxGeneral } from '../formats/core/linux/registers/index.js'
import { floatingOf as netbsdFloating, generalOf as netbsdGeneral } from '../formats/core/netbsd/registers/index.js'
import type { RegisterNames } from '../formats/core/registers.js'
import type { System } from '../formats/core/system.js'
import { systemOf } from '../formats/core/systems.js'
import { type ByteSource, sliceSource } from '../io/source.js'
import { type Core, openCore, type Thread } from '../readers/core/index.js'
import type { Abi, AbiName } from '../schema/base.js'
import { type BuildMemory, type BuildSystem, type BuildThread, type BuiltCore, buildCore } from '../writers/core/build/index.js'
import type { Convert } from './format.js'

interface Target {
  readonly general: (abi: Abi) => { readonly names: RegisterNames } | undefined
  readonly floating: (abi: Abi) => { readonly names: RegisterNames } | undefined
}

const targets: Readonly<Record<BuildSystem, Target>> = {
  linux: { general: linuxGeneral, floating: linuxFloating },
  netbsd: { general: netbsdGeneral, floating: netbsdFloating },
}

/** `convert CORE OUT --to elf-core/linux`. */
export const toCore =
  (system: BuildSystem): Convert =>
  async ({ file, source }, sink) => {
    if (!systemOf(file.format))
      throw new FormatError({ code: 'LOST', message: `an ELF core is made of an ELF core, not of ${file.format}`, found: file.format })
    const built = convertCore(openCore(source, { as: file.format }), source, system)
    built.write(sink)
    return built.lost
  }

/**
 * Builds a core of `system` with what another core tells.
 *
 * @param source the bytes that the core was opened from
 * @throws FormatError `LOST` when the system has no cores of that machine
 */
export function convertCore(core: Core, source: ByteSource, system: BuildSystem): BuiltCore {
  const { abi, process } = core
  const target = systemOf(`elf-core/${system}`)
  if (!target?.buildable.includes(abi.name as AbiName)) {
    const message = `there are no cores of ${system} on ${abi.name}`
    throw new FormatError({ code: 'LOST', message, found: abi.name })
  }
  const lost: Diagnostic[] = []
  const lose = (path: string, message: string): void => void lost.push({ code: 'LOST', path, message: `${path}: ${message}` })
  const threads = threadsOf(core, system, lose)
  const { signal, pid, ...rest } = process
  if (pid === undefined) lose('process.pid', 'the core does not tell it; it is that of the first thread')
  const translated = signal && signalFor(signal, core, target, lose)
  const built = buildCore({
    system,
    abi: abi.name as AbiName,
    process: { ...rest, pid: pid ?? threads[0]?.tid ?? 1, ...(translated && { signal: translated }) },
    threads,
    memory: core.mappings.map((mapping) => memoryOf(core, source, target, mapping, lose)),
    ...(core.auxv.length > 0 && { auxv: auxvFor(core, target, lose) }),
    ...(core.files.length > 0 && { files: core.files }),
    ...(core.header.e_flags && { machineFlags: core.header.e_flags }),
  })
  loseNotes(core, lose)
  return { ...built, lost: [...lost, ...built.lost] }
}

type Lose = (path: string, message: string) => void

/** The threads, the one that the signal was for first. */
function threadsOf(core: Core, system: BuildSystem, lose: Lose): BuildThread[] {
  const { abi, process } = core
  const target = targets[system]
  const general = target.general(abi)?.names ?? {}
  const floating = target.floating(abi)?.names ?? {}
  const alive = core.threads.filter(({ registers }) => Object.keys(registers).length > 0)
  if (alive.length < core.threads.length)
    lose('threads', `${core.threads.length - alive.length} threads without registers, which had exited, are left out`)
  const first = alive.findIndex(({ tid }) => tid !== undefined && tid === process.signal?.tid)
  const ordered = first > 0 ? [alive[first] as Thread, ...alive.filter((_, i) => i !== first)] : alive
  // Debuggers take thread 0 for none.
  const renumbered = ordered.some(({ tid }) => tid === undefined || tid <= 0)
  if (renumbered) lose('threads', 'threads are numbered from 1, as one of them has no number above 0')
  return ordered.map(({ tid, name, registers, extra }, i) => {
    const id = renumbered ? i + 1 : (tid ?? i + 1)
    const others: Record<string, bigint> = Object.assign({}, ...Object.values(extra))
    const own = narrowed({ ...only(others, general), ...outside(abi), ...registers }, abi)
    const floats = only(others, floating)
    const unplaced = Object.keys(others).filter((each) => !(each in general) && !(each in floating) && !isWhole(each, others))
    if (unplaced.length > 0) lose(`threads[${i}]`, `no place for the registers ${unplaced.join(', ')}`)
    return {
      tid: id,
      ...(name !== undefined && { name }),
      registers: own,
      ...(Object.keys(floats).length > 0 && { floating: floats }),
    }
  })
}

const only = (registers: Registers, names: RegisterNames): Registers =>
  Object.fromEntries(Object.entries(registers).filter(([name]) => Object.hasOwn(names, name)))

/** Kernels with wider registers sign-extend those of 32-bit processes. */
function narrowed(registers: Registers, { register }: Abi): Registers {
  if (register === 8) return registers
  return Object.fromEntries(Object.entries(registers).map(([name, value]) => [name, BigInt.asUintN(32, value)]))
}

/** Where a register says which system call a thread is in: none. */
function outside({ name }: Abi): Registers {
  if (name === 'amd64' || name === 'x32') return { orig_rax: BigInt.asUintN(64, -1n) }
  return name === 'i386' ? { orig_eax: BigInt.asUintN(32, -1n) } : {}
}

/** Whether a vector register says no more than the smaller one that it begins with. */
function isWhole(name: string, registers: Registers): boolean {
  const index = /^[yz]mm(\d+)$/.exec(name)?.[1]
  return index !== undefined && registers[name] === registers[`xmm${index}`]
}

/** One name for each signal that systems call differently. */
const sameSignal: Readonly<Record<string, string>> = { SIGCLD: 'SIGCHLD', SIGPOLL: 'SIGIO', SIGIOT: 'SIGABRT' }
const plain = (name: string | undefined): string | undefined => (name === undefined ? undefined : (sameSignal[name] ?? name))
const SIGNALS = Array.from({ length: 127 }, (_, i) => i + 1)
/** Codes that any system has names for. */
const CODES = [...Array.from({ length: 200 }, (_, i) => i - 70), ...Array.from({ length: 8 }, (_, i) => 0x10000 + i), 32767]

/** The signal in the numbering of another system. */
function signalFor(signal: SignalFacts, { system, abi }: Core, target: System, lose: Lose): SignalFacts | undefined {
  if (system.name === target.name) return signal
  const { number, code, tid, ...rest } = signal
  const name = plain(system.signalName(number, abi))
  const theirs = name === undefined ? undefined : SIGNALS.find((each) => plain(target.signalName(each, abi)) === name)
  if (theirs === undefined) {
    lose('process.signal', `${name ?? number} is no signal of ${target.name}`)
    return undefined
  }
  const codeName = code === undefined ? undefined : system.signalCodeName(number, code, abi)
  const theirCode = codeName === undefined ? undefined : CODES.find((each) => target.signalCodeName(theirs, each, abi) === codeName)
  if (code !== undefined && theirCode === undefined) lose('process.signal.code', `no code of ${target.name} for ${codeName ?? code}`)
  return { number: theirs, ...rest, ...(theirCode !== undefined && { code: theirCode }), ...(tid !== undefined && { tid }) }
}

/** Entries that say the same on every system. */
const PORTABLE = new Set(
  'NULL IGNORE EXECFD PHDR PHENT PHNUM PAGESZ BASE FLAGS ENTRY UID EUID GID EGID'.split(' ').map((name) => `AT_${name}`),
)
const sameEntry: Readonly<Record<string, string>> = {
  AT_RUID: 'AT_UID',
  AT_RGID: 'AT_GID',
  AT_SUN_UID: 'AT_EUID',
  AT_SUN_RUID: 'AT_UID',
  AT_SUN_GID: 'AT_EGID',
  AT_SUN_RGID: 'AT_GID',
}
const entryName = (system: System, type: number, abi: Abi): string | undefined => {
  const name = system.auxName(type, abi)
  return name === undefined ? undefined : (sameEntry[name] ?? name)
}
const ENTRIES = [...Array.from({ length: 60 }, (_, i) => i), ...Array.from({ length: 40 }, (_, i) => 2000 + i)]

function auxvFor({ auxv, system, abi }: Core, target: System, lose: Lose): readonly AuxEntry[] {
  if (system.name === target.name) return auxv
  const gone: string[] = []
  const entries = auxv.flatMap(({ type, value }): AuxEntry[] => {
    const name = entryName(system, Number(type), abi)
    const theirs = name !== undefined && PORTABLE.has(name) ? ENTRIES.find((each) => entryName(target, each, abi) === name) : undefined
    if (theirs !== undefined) return [{ type: BigInt(theirs), value }]
    gone.push(system.auxName(Number(type), abi) ?? String(type))
    return []
  })
  if (gone.length > 0) lose('auxv', `no entries of ${target.name} for ${gone.join(', ')}`)
  return entries
}

/** A part of another file, and zeros up to a size. */
function padded(source: ByteSource, size: number): ByteSource {
  return {
    size,
    read(offset, length) {
      const count = Math.max(0, Math.min(length, size - offset))
      const part = offset < source.size ? source.read(offset, Math.min(count, source.size - offset)) : new Uint8Array(0)
      if (part.length === count) return part
      const bytes = new Uint8Array(count)
      bytes.set(part)
      return bytes
    },
  }
}

function memoryOf(core: Core, source: ByteSource, target: System, mapping: Core['mappings'][number], lose: Lose): BuildMemory {
  const { start, end, offset, fileSize, permissions, segment } = mapping
  const size = end - start
  const header = core.programHeaders[segment]
  const flags = { p_flags: header?.p_flags ?? 0 }
  const held = offset >= BigInt(source.size) ? 0n : smaller(fileSize, BigInt(source.size) - offset)
  const whole = held === fileSize
  const content = sliceSource(source, held > 0n ? Number(offset) : 0, Number(smaller(held, size)))
  const wasZero = core.system.zeroFilled?.(flags) ?? false
  const willBeZero = target.zeroFilled?.(flags) ?? false
  // Zeros that the one system leaves out and the other one has to have.
  const zeros = whole && wasZero && !willBeZero && held < size && size <= BigInt(Number.MAX_SAFE_INTEGER)
  if (held < size && willBeZero && !(whole && wasZero))
    lose(`programHeaders[${segment}]`, `${size - held} bytes from 0x${(start + held).toString(16)} on were not dumped and read as zeros`)
  const bytes = zeros ? padded(content, Number(size)) : content
  return { address: start, size, permissions, ...(bytes.size > 0 && { content: bytes }) }
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** Names the notes that nothing was taken of. */
function loseNotes({ notes, system, container }: Core, lose: Lose): void {
  const sketch = { abi: container.abi, osabi: 0, notes }
  const names = new Set<string>()
  for (const note of notes) {
    if (note.found?.declaration.facts && note.decoded) continue
    if (system.ignores?.(note, sketch)) continue
    names.add(note.name ?? `type ${note.type} of owner ${note.owner}`)
  }
  if (names.size > 0) lose('notes', `nothing is taken of ${[...names].join(', ')}`)
}
