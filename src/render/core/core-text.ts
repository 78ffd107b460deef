/** A core as people read it: what `read` prints without a flag. */
import type { Credentials, ProcessInfo, Registers, SignalInfo } from '../../formats/core/process-info.js'
import type { Core } from '../../readers/core/open.js'
import { fileOf } from '../../readers/core/report.js'
import type { Thread } from '../../readers/core/threads.js'
import type { ReadOptions } from '../../readers/format-reader.js'
import { bytes, padded, printable, table } from '../text-table.js'
import { codeMeaning, signalMeaning } from './signal-descriptions.js'

/** The parts of the text. */
const PARTS = [
  'process',
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

/** The whole text, in pieces that include their newlines; `options.only` keeps the named parts, `registers` prints all register sets. */
export function* coreText(core: Core, options: ReadOptions = {}): Generator<string, void, undefined> {
  const wanted = new Set<string>(options.only ?? PARTS)
  const allRegisters = wanted.has('registers')
  yield `${core.title}, ${core.abi.name} (${core.bits}-bit, ${core.endian}-endian)\n`
  for (const part of PARTS) {
    if (!wanted.has(part) && !(part === 'threads' && allRegisters)) continue
    let any = false
    for (const piece of texts[part](core, allRegisters)) {
      any = true
      yield piece
    }
    // Who asks for it learns that it was looked for.
    if (!any && options.only) yield `\n${nothing[part] ?? `No ${part}`}\n`
  }
}

/** How a part is called that is not there. */
const nothing: Readonly<Record<string, string>> = {
  auxv: 'No auxiliary vector',
  files: 'No mapped files',
  descriptors: 'No open files are told',
  environment: 'No environment',
  missing: 'No missing memory',
}

const texts: Readonly<Record<(typeof PARTS)[number], (core: Core, allRegisters: boolean) => Generator<string, void, undefined>>> = {
  process: processText,
  *threads(core, allRegisters) {
    for (const thread of core.threads) yield* threadText(core, thread, allRegisters)
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

function* processText(core: Core): Generator<string, void, undefined> {
  const { pid, ppid, pgrp, sid, name, arguments: args, uid, gid, cwd, root, umask } = core.process
  const { argv, executable } = core.image
  const title = [pid === undefined ? 'Process' : `Process ${pid}`, ...(name === undefined ? [] : [printable(name)])].join(': ')
  yield `\n${title}\n`
  const rows: string[][] = []
  const command = argv === undefined ? args : argv.map(quoted).join(' ')
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
  rows.push(['signal', signalText(core.process.signal, core)])
  if (core.process.dumpSignal) rows.push(['dump', `ended by ${signalText(core.process.dumpSignal, core)}`])
  yield* table(rows)
}

/** As a shell would have to be told it. */
const quoted = (argument: string): string => (/^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`)

/** Users and groups where they are not all the same. */
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

/** `SIGSEGV (11), bad memory access: SEGV_MAPERR, nothing is mapped there, at 0x0`. */
function signalText(signal: SignalInfo | undefined, { system, abi }: Core): string {
  if (!signal) return 'none'
  const { number, code, address, sender, tid } = signal
  const name = system.signals.name(number, abi)
  const codeName = code === undefined ? undefined : system.signals.codeName(number, code, abi)
  const meaning = signalMeaning(name)
  const parts = [name === undefined ? `number ${number}` : `${name} (${number})`, ...(meaning === undefined ? [] : [meaning])]
  const details: string[] = []
  if (code !== undefined) {
    const what = codeMeaning(codeName)
    details.push(codeName ?? `code ${code}`, ...(what === undefined ? [] : [what]))
  }
  if (address !== undefined) details.push(`address 0x${address.toString(16)}`)
  if (sender) details.push(`from process ${sender.pid} of user ${sender.uid}`)
  if (tid !== undefined && tid !== 0) details.push(`for thread ${tid}`)
  if (tid === 0) details.push('for the whole process')
  return [parts.join(', '), ...(details.length > 0 ? [details.join(', ')] : [])].join(': ')
}

function* threadText(core: Core, thread: Thread, allRegisters: boolean): Generator<string, void, undefined> {
  const place = core.threads.indexOf(thread)
  const total = core.threads.length
  const title = thread.tid === undefined ? 'Thread' : `Thread ${thread.tid}`
  const name = thread.name === undefined ? '' : ` "${printable(thread.name)}"`
  yield `\n${title}${name}${total > 1 ? ` (${place + 1} of ${total}${place === 0 ? ', the one that dumped core' : ''})` : ''}\n`
  if (Object.keys(thread.registers).length === 0) yield '  no registers\n'
  else yield* registersText(thread.registers, core.bits)
  if (!allRegisters) return
  for (const [note, registers] of Object.entries(thread.extra)) {
    yield ` ${note}\n`
    yield* registersText(registers, core.bits)
  }
}

/** Width of the text in characters. */
const WIDTH = 100

/** Registers in columns, read down each row from left to right. */
function* registersText(registers: Registers, bits: number): Generator<string, void, undefined> {
  const entries = Object.entries(registers)
  // Registers of the same set differ in width: the widest says how wide the columns are.
  const widest = entries.reduce((most, [, value]) => Math.max(most, value.toString(16).length), 1)
  const digits = Math.max(bits / 4, Math.ceil(widest / 8) * 8)
  const nameWidth = entries.reduce((most, [name]) => Math.max(most, name.length), 0)
  const cell = nameWidth + digits + 5
  const columns = Math.max(1, Math.floor(WIDTH / cell))
  for (let start = 0; start < entries.length; start += columns) {
    const row = entries.slice(start, start + columns).map(([name, value]) => `${name.padEnd(nameWidth)} ${padded(value, digits * 4)}`)
    yield `  ${row.join('  ')}\n`
  }
}

function* mappingsText(core: Core): Generator<string, void, undefined> {
  const { mappings, bits } = core
  if (mappings.length === 0) return
  yield `\nMappings (${mappings.length})\n`
  const rows = mappings.map((mapping) => {
    const { start, end, permissions, fileSize } = mapping
    const length = end - start
    const held = fileSize === 0n ? 'none' : fileSize >= length ? 'all' : bytes(fileSize)
    return [padded(start, bits), padded(end, bits), permissions, bytes(length), held, printable(fileOf(mapping, core) ?? '')]
  })
  yield* table([['start', 'end', 'perm', 'size', 'in core', 'file'], ...rows], [3, 4])
}

/** Entries whose value is the address of a text. */
const TEXTS = new Set(['AT_EXECFN', 'AT_PLATFORM', 'AT_BASE_PLATFORM', 'AT_SUN_EXECNAME', 'AT_EXECPATH'])
/** Entries that are counts, sizes and numbers of users. */
const NUMBERS = /^AT_(?:PHENT|PHNUM|PAGESZ|CLKTCK|E?[UG]ID|R[UG]ID|SECURE|EXECFD|.*CACHESIZE|.*CACHEBSIZE|MINSIGSTKSZ|RSEQ_.*)$/

function* auxvText(core: Core): Generator<string, void, undefined> {
  if (core.auxv.length === 0) return
  yield `\nAuxiliary vector (${core.auxv.length})\n`
  yield* table(
    core.auxv.map(({ type, value }) => {
      const name = core.system.auxv?.name(Number(type), core.abi) ?? `type ${type}`
      if (TEXTS.has(name)) return [name, `0x${value.toString(16)}`, textAt(core, value)]
      return [name, NUMBERS.test(name) ? String(value) : `0x${value.toString(16)}`, '']
    }),
  )
}

/** The text at an address, in quotation marks; nothing where the core does not have it. */
function textAt({ memory }: Core, address: bigint): string {
  const found = memory.read(address, 256)
  const nul = found.indexOf(0)
  return nul < 1 ? '' : JSON.stringify(printable(new TextDecoder().decode(found.subarray(0, nul))))
}

function* filesText({ files, bits }: Core): Generator<string, void, undefined> {
  if (files.length === 0) return
  yield `\nMapped files (${files.length})\n`
  const rows = files.map(({ start, end, offset, path }) => [
    padded(start, bits),
    padded(end, bits),
    `0x${offset.toString(16)}`,
    printable(path),
  ])
  yield* table([['start', 'end', 'offset', 'file'], ...rows], [2])
}

function* modulesText({ image, bits }: Core): Generator<string, void, undefined> {
  const { modules } = image
  if (modules.length === 0) return
  yield `\nModules (${modules.length})\n`
  const rows = modules.map(({ start, end, path, soname, buildId }) => [
    padded(start, bits),
    padded(end, bits),
    buildId ?? '',
    printable(path ?? (soname === undefined ? '' : `[${soname}]`)),
  ])
  yield* table([['start', 'end', 'build ID', 'file'], ...rows])
}

function* descriptorsText({ descriptors }: Core): Generator<string, void, undefined> {
  if (descriptors.length === 0) return
  yield `\nOpen files (${descriptors.length})\n`
  const rows = descriptors.map(({ fd, kind, path, flags = [], offset, local, peer }) => {
    const ends = [local, peer].filter((end) => end !== undefined).join(' to ')
    return [String(fd), kind, flags.join(' '), offset === undefined ? '' : String(offset), printable(path ?? ends)]
  })
  yield* table([['fd', 'kind', 'opened for', 'offset', 'file'], ...rows], [0, 3])
}

function* environmentText({ image: { environment } }: Core): Generator<string, void, undefined> {
  if (!environment || environment.length === 0) return
  yield `\nEnvironment (${environment.length})\n`
  for (const variable of environment) yield `  ${printable(variable)}\n`
}

/** Ranges named one by one; the others are counted. */
const NAMED = 20

function* missingText({ image: { missing }, bits }: Core): Generator<string, void, undefined> {
  if (missing.length === 0) return
  yield `\nMissing memory (${missing.length})\n`
  yield* table(
    missing.slice(0, NAMED).map(({ start, end, why }) => [padded(start, bits), padded(end, bits), bytes(end - start), why]),
    [2],
  )
  if (missing.length > NAMED) yield `  and ${missing.length - NAMED} more (--json names all)\n`
}

function* sectionsText({ sections, bits }: Core): Generator<string, void, undefined> {
  if (sections.length === 0) return
  yield `\nSections (${sections.length})\n`
  const rows = sections.map(({ name, type, address, size, offset }) => [
    printable(name ?? ''),
    typeof type === 'number' ? `type ${type}` : type,
    padded(address, bits),
    bytes(size),
    `0x${offset.toString(16)}`,
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
