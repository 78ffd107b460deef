/** Builds cores of plain facts: `buildCore({ system: 'linux', abi: 'amd64', process, threads, memory })`. */
import { type Diagnostic, FormatError } from '../../../errors.js'
import { fileLayoutOf } from '../../../formats/core/filelayout.js'
import { segmentFlags } from '../../../formats/elf/index.js'
import { type ByteSink, memorySink } from '../../../io/sink.js'
import type { ByteSource } from '../../../io/source.js'
import { type AbiName, abi as abis } from '../../../schema/base.js'
import { describedCore } from '../described.js'
import { paint } from '../paint.js'
import type { BuildFacts, BuildNotes } from './facts.js'
import { linuxBuilder } from './linux.js'
import { netbsdBuilder } from './netbsd.js'

export type { BuildFacts, BuildMemory, BuildThread } from './facts.js'

/** Systems that cores can be built for. */
const builders: Readonly<Record<string, BuildNotes>> = { linux: linuxBuilder, netbsd: netbsdBuilder }

export type BuildSystem = 'linux' | 'netbsd'

export interface BuildOptions extends BuildFacts {
  readonly system: BuildSystem
  readonly abi: AbiName
  /** e_flags: what the machine's ABI says of itself there; 0 without it. */
  readonly machineFlags?: number
}

export interface BuiltCore {
  /** The document of the core, to look at or to change; contents of sources are in it by the names that `open` knows. */
  readonly document: Record<string, unknown>
  /** What the system's structures have no room for. */
  readonly lost: readonly Diagnostic[]
  /** Writes the core; does not commit it. */
  write(sink: ByteSink): void
  /** The core in memory. */
  bytes(): Uint8Array
}

/**
 * Builds a core. What is not given is zero.
 *
 * @throws FormatError `BAD_VALUE` when the system has no such machine; `OUT_OF_RANGE` for a value that does not fit
 */
export function buildCore(options: BuildOptions): BuiltCore {
  const { system, memory } = options
  const abi = abis[options.abi]
  const builder = builders[system]
  if (!builder || !abi) {
    throw new FormatError({
      code: 'BAD_VALUE',
      message: `no cores of ${system} on ${options.abi} can be built`,
      found: `${system} ${options.abi}`,
    })
  }
  const lost: Diagnostic[] = []
  const notes = builder(options, abi, lost)
  const sources = new Map<string, ByteSource>()
  const notesFirst = fileLayoutOf(system).notes === 'first'
  const loads = memory.map(({ address, size, content, permissions = 'rw-' }) => ({
    p_type: 'PT_LOAD',
    p_vaddr: `0x${address.toString(16)}`,
    p_memsz: String(size ?? BigInt(lengthOf(content))),
    p_flags: flagsOf(permissions),
  }))
  const data = memory.flatMap(({ content }, i): Record<string, unknown>[] => {
    if (!content || lengthOf(content) === 0) return []
    const segment = notesFirst ? i + 1 : i
    if (content instanceof Uint8Array) return [{ segment, hex: content }]
    const file = `memory ${i}`
    sources.set(file, content)
    return [{ segment, from: { file, offset: 0, length: content.size } }]
  })
  const note = { p_type: 'PT_NOTE' }
  const document = {
    format: `elf-core/${system}`,
    abi: abi.name,
    header: options.machineFlags === undefined ? {} : { e_flags: options.machineFlags },
    programHeaders: notesFirst ? [note, ...loads] : [...loads, note],
    noteSegments: [{ segment: notesFirst ? 0 : loads.length, notes }],
    data,
  }
  const open = (file: string): ByteSource => {
    const source = sources.get(file)
    if (!source) throw new FormatError({ code: 'BAD_DOCUMENT', message: `${file} is none of the contents of memory` })
    return source
  }
  const write = (sink: ByteSink): void => {
    const { pieces, size } = describedCore(document, open)
    for (const _ of paint(pieces, size, sink));
  }
  return {
    document,
    lost,
    write,
    bytes() {
      const sink = memorySink()
      write(sink)
      return sink.bytes()
    },
  }
}

const lengthOf = (content: Uint8Array | ByteSource | undefined): number =>
  content === undefined ? 0 : content instanceof Uint8Array ? content.length : content.size

function flagsOf(permissions: string): number {
  const has = (letter: string, flag: number): number => (permissions.includes(letter) ? flag : 0)
  return has('r', segmentFlags.PF_R) | has('w', segmentFlags.PF_W) | has('x', segmentFlags.PF_X)
}
