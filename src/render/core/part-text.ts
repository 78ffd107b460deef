/** The parts of a core's text report, each a heading with a table. */
import type { Credentials, ProcessInfo } from '../../formats/core/process-info.js'
import { formatHex } from '../../io/text-format.js'
import { crashSignature } from '../../readers/core/crash-signature.js'
import { crashedThread } from '../../readers/core/crashed-thread.js'
import { bytesInFile } from '../../readers/core/mappings.js'
import { kindsOf } from '../../readers/core/memory-kinds.js'
import { memoryTagsOf } from '../../readers/core/memory-tags.js'
import type { Core } from '../../readers/core/open.js'
import { fileOf } from '../../readers/core/report.js'
import type { Thread } from '../../readers/core/threads.js'
import { bytes, printable, table } from '../text-table.js'
import { backtraceText, frameLines } from './backtrace-text.js'
import { headline } from './headline.js'
import { registerTable } from './register-table.js'
import { exceptionText, signalText } from './signal-text.js'
import { threadTitle } from './thread-title.js'

export const parts = [
  'crash',
  'process',
  'backtrace',
  'threads',
  'mappings',
  'modules',
  'auxv',
  'files',
  'descriptors',
  'environment',
  'missing',
  'sections',
  'notes',
] as const

export type CorePart = (typeof parts)[number]

export interface PartSettings {
  /** Width of the output in characters. */
  readonly columns: number
  /** Whether threads show all their register sets, not only the general one. */
  readonly allRegisters: boolean
}

/** The text of one part; nothing where the core does not have it. */
export function partText(part: CorePart, core: Core, settings: PartSettings): Generator<string, void, undefined> {
  return texts[part](core, settings)
}

const texts: Readonly<Record<CorePart, (core: Core, settings: PartSettings) => Generator<string, void, undefined>>> = {
  crash: crashText,
  process: processText,
  *backtrace(core) {
    if (core.tracer) yield* backtraceText(core, core.tracer)
  },
  *threads(core, settings) {
    const crashed = crashedThread(core)
    for (const [index, thread] of core.threads.entries()) {
      const total = core.threads.length
      const place = total > 1 ? ` (${index + 1} of ${total}${thread === crashed ? ', received the signal' : ''})` : ''
      yield `\n${threadTitle(thread)}${place}\n`
      yield* threadText(thread, settings)
    }
  },
  mappings: mappingsText,
  modules: modulesText,
  auxv: auxvText,
  files: filesText,
  descriptors: descriptorsText,
  environment: environmentText,
  missing: missingText,
  sections: sectionsText,
  notes: notesText,
}

function* crashText(core: Core, { columns }: PartSettings): Generator<string, void, undefined> {
  yield `\n${headline(core)}\n`
  const thread = crashedThread(core)
  if (!thread) return
  const frames = core.tracer?.backtrace(thread) ?? []
  yield* frameLines(frames)
  const signature = crashSignature(frames)
  if (signature !== undefined) yield `  signature ${signature}\n`
  yield `\n${threadTitle(thread)}\n`
  yield* threadText(thread, { columns, allRegisters: false })
}

function* processText(core: Core): Generator<string, void, undefined> {
  const { pid, ppid, pgrp, sid, name, arguments: args, uid, gid, cwd, root, umask } = core.process
  const { argv, executable } = core.image
  const title = [pid === undefined ? 'Process' : `Process ${pid}`, ...(name === undefined ? [] : [printable(name)])].join(': ')
  yield `\n${title}\n`
  const rows: string[][] = []
  const command = argv === undefined ? args : argv.map(quoteArgument).join(' ')
  if (command !== undefined) rows.push(['command', printable(command)])
  if (executable !== undefined) rows.push(['program', printable(executable)])
  if (cwd !== undefined) rows.push(['directory', [printable(cwd), ...(root === undefined ? [] : [`root ${printable(root)}`])].join(', ')])
  const relatives = [
    ppid === undefined ? '' : `parent ${ppid}`,
    pgrp === undefined ? '' : `group ${pgrp}`,
    sid === undefined ? '' : `session ${sid}`,
  ].filter((each) => each !== '')
  if (relatives.length > 0) rows.push(['process', relatives.join(', ')])
  if (uid !== undefined || gid !== undefined) rows.push(['user', [uid, ...(gid === undefined ? [] : [`group ${gid}`])].join(', ')])
  rows.push(...identityRows(core.process, uid, gid))
  if (umask !== undefined) rows.push(['umask', `0${umask.toString(8)}`])
  if (core.process.exception) rows.push(['exception', exceptionText(core.process.exception)])
  if (core.process.signal || !core.process.exception) rows.push(['signal', signalText(core.process.signal, core)])
  if (core.process.dumpSignal) rows.push(['dump', `terminated by ${signalText(core.process.dumpSignal, core)}`])
  yield* table(rows)
}

/** An argument quoted for a shell. */
export const quoteArgument = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`

/** Real, effective and saved ids where they differ. */
function identityRows({ credentials, groups }: ProcessInfo, uid: number | undefined, gid: number | undefined): string[][] {
  const differ = (ids: readonly (number | undefined)[], own: number | undefined): boolean =>
    ids.some((id) => id !== undefined && id !== own)
  const { ruid, euid, svuid, rgid, egid, svgid }: Credentials = credentials ?? {}
  const text = (ids: readonly (number | undefined)[]): string =>
    ['real', 'effective', 'saved'].flatMap((name, i) => (ids[i] === undefined ? [] : [`${name} ${ids[i]}`])).join(', ')
  return [
    ...(differ([ruid, euid, svuid], uid) ? [['users', text([ruid, euid, svuid])]] : []),
    ...(differ([rgid, egid, svgid], gid) ? [['groups', text([rgid, egid, svgid])]] : []),
    ...(groups && groups.length > 0 ? [['member of', groups.join(', ')]] : []),
  ]
}

function* threadText(thread: Thread, { columns, allRegisters }: PartSettings): Generator<string, void, undefined> {
  if (Object.keys(thread.registers).length === 0) yield '  no registers in this core\n'
  else yield registerTable(thread.registers, columns)
  if (!allRegisters) return
  for (const [note, registers] of Object.entries(thread.extra)) {
    yield ` ${note}\n`
    yield registerTable(registers, columns)
  }
}

/** `7fff0000-7fff1000`, aligned by the longest. */
const range = (start: bigint, end: bigint): string => `${formatHex(start)}-${formatHex(end)}`

function* mappingsText(core: Core): Generator<string, void, undefined> {
  const { mappings } = core
  if (mappings.length === 0) return
  yield `\nMappings (${mappings.length})\n`
  const kinds = kindsOf(core)
  const rows = mappings.map((mapping, i) => {
    const { start, end, permissions, offset, fileSize } = mapping
    const length = end - start
    const held = bytesInFile(offset, fileSize, core.container.source.size)
    const inCore = held === 0n ? 'none' : held >= length ? 'all' : bytes(held)
    return [range(start, end), permissions, bytes(length), inCore, kinds[i] ?? 'unknown', printable(fileOf(mapping, core) ?? '')]
  })
  yield* table([['address range', 'perm', 'size', 'in core', 'kind', 'file'], ...rows], [2, 3])
  for (const { start, end, granule, tags } of memoryTagsOf(core))
    yield `\nMemory tags of ${range(start, end)}, one digit for each ${granule} bytes\n${tags.replace(/.{1,64}/g, (line) => `  ${line}\n`)}`
}

/** Entries whose value is the address of a string. */
const TEXTS = new Set(['AT_EXECFN', 'AT_PLATFORM', 'AT_BASE_PLATFORM', 'AT_SUN_EXECNAME', 'AT_EXECPATH'])
/** Entries whose value is a count, a size or an id. */
const NUMBERS = /^AT_(?:PHENT|PHNUM|PAGESZ|CLKTCK|E?[UG]ID|R[UG]ID|SECURE|EXECFD|.*CACHESIZE|.*CACHEBSIZE|MINSIGSTKSZ|RSEQ_.*)$/

function* auxvText(core: Core): Generator<string, void, undefined> {
  if (core.auxv.length === 0) return
  yield `\nAuxiliary vector (${core.auxv.length})\n`
  yield* table(
    core.auxv.map(({ type, value }) => {
      const name = core.system.auxv?.name(Number(type), core.abi) ?? `type ${type}`
      if (TEXTS.has(name)) return [name, formatHex(value), textAt(core, value)]
      return [name, NUMBERS.test(name) ? String(value) : formatHex(value), '']
    }),
  )
}

/** The string at an address, quoted; empty where the core does not hold it. */
function textAt({ memory }: Core, address: bigint): string {
  const found = memory.read(address, 256)
  const nul = found.indexOf(0)
  return nul < 1 ? '' : JSON.stringify(printable(new TextDecoder().decode(found.subarray(0, nul))))
}

function* filesText({ files }: Core): Generator<string, void, undefined> {
  if (files.length === 0) return
  yield `\nMapped files (${files.length})\n`
  const rows = files.map(({ start, end, offset, path }) => [range(start, end), formatHex(offset), printable(path)])
  yield* table([['address range', 'offset', 'file'], ...rows], [1])
}

function* modulesText({ image }: Core): Generator<string, void, undefined> {
  const { modules } = image
  if (modules.length === 0) return
  yield `\nModules (${modules.length})\n`
  for (const { start, end, path, soname, buildId } of modules) {
    yield `  ${range(start, end)}  ${printable(path ?? (soname === undefined ? '' : `[${soname}]`))}\n`
    if (buildId !== undefined) yield `    build ID ${buildId}\n`
  }
}

function* descriptorsText({ descriptors }: Core): Generator<string, void, undefined> {
  if (descriptors.length === 0) return
  yield `\nOpen files (${descriptors.length})\n`
  const rows = descriptors.map(({ fd, kind, path, flags = [], offset, fsid, handle, local, peer }) => {
    const ends = [local, peer].filter((end) => end !== undefined).join(' to ')
    return [
      String(fd),
      kind,
      flags.join(' '),
      offset === undefined ? '' : String(offset),
      printable(path ?? (handle === undefined ? ends : `handle ${handle} on ${fsid}`)),
    ]
  })
  yield* table([['fd', 'kind', 'access', 'offset', 'file'], ...rows], [0, 3])
}

function* environmentText({ image: { environment } }: Core): Generator<string, void, undefined> {
  // Variables that were overwritten with zeros are not shown.
  const variables = environment?.filter((variable) => variable !== '') ?? []
  if (variables.length === 0) return
  yield `\nEnvironment (${variables.length})\n`
  for (const variable of variables) yield `  ${printable(variable)}\n`
}

/** Ranges that are listed; the others are counted. */
const NAMED = 20

function* missingText({ image: { missing } }: Core): Generator<string, void, undefined> {
  if (missing.length === 0) return
  yield `\nMissing memory (${missing.length})\n`
  yield* table(
    missing.slice(0, NAMED).map(({ start, end, why }) => [range(start, end), bytes(end - start), why]),
    [1],
  )
  if (missing.length > NAMED) yield `  and ${missing.length - NAMED} more (all with --json)\n`
}

function* sectionsText({ sections }: Core): Generator<string, void, undefined> {
  if (sections.length === 0) return
  yield `\nSections (${sections.length})\n`
  const rows = sections.map(({ name, type, address, size, offset }) => [
    printable(name ?? ''),
    typeof type === 'number' ? `type ${type}` : type,
    formatHex(address),
    bytes(size),
    formatHex(offset),
  ])
  yield* table([['name', 'type', 'address', 'size', 'offset'], ...rows], [3, 4])
}

function* notesText({ notes }: Core): Generator<string, void, undefined> {
  if (notes.length === 0) return
  yield `\nNotes (${notes.length})\n`
  const rows = notes.map(({ owner, type, name, size, decoded }) => [
    printable(owner),
    name ?? `type ${type}`,
    `${size} bytes`,
    decoded ? '' : 'not decoded',
  ])
  yield* table(rows, [2])
}
