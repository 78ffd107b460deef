/** Builds cores from plain data: `buildCore({ system: 'linux', abi: 'amd64', process, threads, memory })`. */

import { type Diagnostic, deduplicateDiagnostics, FormatError } from '../../../errors.js'
import { fileLayoutOf } from '../../../formats/core/file-layout.js'
import { systemOf } from '../../../formats/core/registry.js'
import { PN_XNUM, SHN_LORESERVE, SHN_XINDEX } from '../../../formats/elf/index.js'
import { flagsOf } from '../../../formats/elf/segment-permissions.js'
import { roundUp } from '../../../io/bytes.js'
import { writeLayers } from '../../../io/layered-file.js'
import type { ByteSource } from '../../../io/source.js'
import { type Abi, type AbiName, abi as abis, toJson } from '../../../schema/base.js'
import { PAGE_SIZE } from '../../../systems/machines/page-sizes.js'
import { type BuiltFile, builtFile } from '../../built-file.js'
import { sizesOf } from '../default-headers.js'
import { coreDocumentToFile } from '../document-pieces.js'
import type { CoreDocument } from '../document-schema.js'
import type { FileImage } from '../place-pieces.js'
import type { BuildMemory, BuiltNote, BuiltSection, CoreBuilder, CoreContents } from './core-contents.js'
import { dragonflyBuilder } from './dragonfly.js'
import { freebsdBuilder } from './freebsd.js'
import { illumosBuilder } from './illumos.js'
import { linuxBuilder } from './linux.js'
import { netbsdBuilder } from './netbsd.js'
import { reportLoss } from './note-builder.js'
import { openbsdBuilder } from './openbsd.js'
import { validateCoreContents } from './validate-input.js'

export type { BuildDebugSection, BuildMemory, BuildObject, BuildSymbols, BuildThread, CoreContents } from './core-contents.js'
export type { IllumosInfo, SparcRegisters } from './illumos-facts.js'

/** The systems whose cores can be built. */
const builders = {
  linux: linuxBuilder,
  freebsd: freebsdBuilder,
  netbsd: netbsdBuilder,
  openbsd: openbsdBuilder,
  dragonfly: dragonflyBuilder,
  illumos: illumosBuilder,
} as const satisfies Readonly<Record<string, CoreBuilder>>

export type BuildSystem = keyof typeof builders

export interface BuildOptions extends CoreContents {
  readonly system: BuildSystem
  readonly abi: AbiName
  /** e_flags of the machine (default: 0). */
  readonly machineFlags?: number
  /** Builds cores also of machines that the system never ran on, for test inputs. */
  readonly anyMachine?: boolean
}

/** The same with values that may be left out. */
export type BuildInput = Omit<BuildOptions, 'memory'> & Partial<Pick<BuildOptions, 'memory'>>

export interface BuiltCore extends BuiltFile {
  /** The document of the core. Contents that come from sources are references. */
  readonly document: Record<string, unknown>
  /** Information that the system's cores cannot store. */
  readonly lost: readonly Diagnostic[]
  /** The core as layers of a file; its memory is read when they are written. */
  laidOut(): FileImage
}

/**
 * Builds a core. Missing values are zero.
 *
 * @throws FormatError `BAD_VALUE` with the path of an invalid value, or when the system does not support the machine; `OUT_OF_RANGE` for a value that does not fit
 */
export function buildCore(given: BuildInput): BuiltCore {
  const valid = validateCoreContents({ ...given, memory: given.memory ?? [] })
  const { system } = valid
  const abi = abis[valid.abi]
  const builder: CoreBuilder | undefined = Object.hasOwn(builders, system) ? builders[system] : undefined
  const supported = given.anyMachine || systemOf(`elf-core/${system}`)?.writableAbis.includes(valid.abi)
  if (!builder || !abi || !supported) {
    throw new FormatError({
      code: 'BAD_VALUE',
      message: `building ${system} cores on ${valid.abi} is not supported`,
      found: `${system} ${valid.abi}`,
    })
  }
  const dumped = builder.omitsEmptyMemory ? { ...valid, memory: valid.memory.filter(({ content }) => lengthOf(content) > 0) } : valid
  const options = builder.sortsMemory ? { ...dumped, memory: byAddress(dumped.memory) } : dumped
  const lost: Diagnostic[] = []
  const omitted = valid.memory.length - dumped.memory.length
  if (omitted > 0)
    reportLoss(
      lost,
      'memory',
      `${titleOf(system)} cores cannot store memory without contents; ${omitted} mapping${omitted === 1 ? '' : 's'} omitted`,
    )
  const noteSegments = builder.notes(options, abi, lost)
  const { objects = [], descriptors = [] } = options
  if (descriptors.length > 0 && !builder.descriptors)
    reportLoss(lost, 'descriptors', `${titleOf(system)} cores cannot store open files; ${descriptors.length} omitted`)
  if (objects.length > 0 && !builder.sections)
    reportLoss(lost, 'objects', `${titleOf(system)} cores cannot store sections of mapped objects`)
  if (options.illumos && system !== 'illumos')
    reportLoss(lost, 'illumos', `${titleOf(system)} cores cannot store the zone, privileges and other information of illumos`)
  const sources = new Map<string, ByteSource>()
  const open = (file: string): ByteSource => {
    const source = sources.get(file)
    if (!source) throw new FormatError({ code: 'BAD_DOCUMENT', message: `${file} does not refer to contents of memory` })
    return source
  }
  const assemble = (note: (note: BuiltNote) => Record<string, unknown>) => documentOf(options, builder, abi, noteSegments, sources, note)
  const laidOut = (): FileImage => coreDocumentToFile(assemble(bytesOf) as CoreDocument, open)
  const file = builtFile(function* (sink) {
    const { pieces, size } = laidOut()
    yield* writeLayers(pieces, size, sink)
  })
  let document: Record<string, unknown> | undefined
  return {
    get document() {
      document ??= assemble((each) => fieldsOf(each, abi))
      return document
    },
    lost: deduplicateDiagnostics(lost),
    laidOut,
    ...file,
  }
}

const byAddress = (memory: readonly BuildMemory[]): BuildMemory[] =>
  [...memory].sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0))

const titleOf = (system: BuildSystem): string => systemOf(`elf-core/${system}`)?.title.replace(/ ELF core file$/, '') ?? system

const fieldsOf = ({ owner, type, name, struct, bytes }: BuiltNote, abi: Abi): Record<string, unknown> => ({
  owner,
  type,
  name,
  fields: toJson(struct.planFor(abi), struct.for(abi).decode(bytes)),
})

const bytesOf = ({ owner, type, bytes }: BuiltNote): Record<string, unknown> => ({ owner, type, hex: bytes })

function documentOf(
  options: BuildOptions,
  builder: CoreBuilder,
  abi: Abi,
  noteSegments: readonly (readonly BuiltNote[])[],
  sources: Map<string, ByteSource>,
  note: (note: BuiltNote) => Record<string, unknown>,
): Record<string, unknown> {
  const { system, memory } = options
  const first = fileLayoutOf(system).notes === 'first'
  const firstLoad = first ? noteSegments.length : 0
  const loads = memory.map((each) => ({
    p_type: 'PT_LOAD',
    p_vaddr: `0x${each.address.toString(16)}`,
    p_memsz: String(each.size ?? BigInt(lengthOf(each.content))),
    p_flags: flagsOf(each.permissions ?? 'rw-') | (builder.segmentFlags?.(each, options) ?? 0),
  }))
  const sections = builder.sections?.(options, abi) ?? []
  const data = [
    ...memory.flatMap(({ content }, i) => contentOf(content, `memory ${i}`, { segment: firstLoad + i }, sources)),
    ...sections.flatMap(({ content }, i) => contentOf(content, `section ${i}`, { section: i }, sources)),
  ]
  const noteHeaders = noteSegments.map(() => ({ p_type: 'PT_NOTE' }))
  const notes = noteSegments.map((list, i) => ({ segment: first ? i : loads.length + i, notes: list.map(note) }))
  const behind = builder.behindNotes?.(options, abi)
  const document = {
    format: `elf-core/${system}`,
    abi: abi.name,
    header: { ...(options.machineFlags !== undefined && { e_flags: options.machineFlags }), ...countsOf(sections) },
    programHeaders: first ? [...noteHeaders, ...loads] : [...loads, ...noteHeaders],
    ...(sections.length > 0 && { sectionHeaders: sectionHeadersOf(sections, loads.length + noteHeaders.length) }),
    noteSegments: notes,
    data,
  }
  return behind ? { ...document, ...placedBehind(behind, document, options, abi, noteSegments) } : document
}

/** Inserts bytes between the notes and the memory. */
function placedBehind(
  behind: Uint8Array,
  document: { readonly programHeaders: readonly object[]; readonly data: readonly object[] },
  { memory }: BuildOptions,
  abi: Abi,
  noteSegments: readonly (readonly BuiltNote[])[],
): Record<string, unknown> {
  const { header, program } = sizesOf(abi)
  const NOTE_HEADER = 12
  const lengths = noteSegments.flat().map(({ owner, bytes }) => roundUp(NOTE_HEADER + owner.length + 1, 4) + roundUp(bytes.length, 4))
  const at = header + program * document.programHeaders.length + lengths.reduce((sum, length) => sum + length, 0)
  let offset = roundUp(at + behind.length, PAGE_SIZE)
  const placed = memory.map((each) => {
    const here = offset
    offset = roundUp(offset + lengthOf(each.content), PAGE_SIZE)
    return here
  })
  const programHeaders = document.programHeaders.map((each, i) => {
    const own = placed[i - noteSegments.length]
    return own === undefined ? each : { ...each, p_offset: own }
  })
  return { programHeaders, data: [{ offset: at, hex: behind }, ...document.data] }
}

type Contents = BuildMemory['content']

/** The data entry of a content, unless it is empty. */
function contentOf(content: Contents, file: string, where: object, sources: Map<string, ByteSource>): Record<string, unknown>[] {
  if (!content || lengthOf(content) === 0) return []
  if (content instanceof Uint8Array) return [{ ...where, hex: content }]
  sources.set(file, content)
  return [{ ...where, from: { file, offset: 0, length: content.size } }]
}

/** The section fields of the ELF header; section 0 stores numbers that do not fit. */
function countsOf({ length }: readonly BuiltSection[]): Record<string, number> {
  if (length === 0) return {}
  return {
    ...(length >= SHN_LORESERVE && { e_shnum: 0 }),
    e_shstrndx: length - 1 >= SHN_LORESERVE ? SHN_XINDEX : length - 1,
  }
}

function sectionHeadersOf(sections: readonly BuiltSection[], programHeaders: number): Record<string, unknown>[] {
  const { length } = sections
  const first = {
    ...(length >= SHN_LORESERVE && { sh_size: length }),
    ...(length - 1 >= SHN_LORESERVE && { sh_link: length - 1 }),
    ...(programHeaders >= PN_XNUM && { sh_info: programHeaders }),
  }
  return sections.map(({ header }, i) => (i === 0 ? first : { ...header }))
}

const lengthOf = (content: Contents): number => (content === undefined ? 0 : content instanceof Uint8Array ? content.length : content.size)
