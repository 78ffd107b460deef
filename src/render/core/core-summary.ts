/** The default report of a core: what died, why, where, a line for each thread, and what else the core holds. */
import { programCounterOf, stackPointerOf } from '../../formats/core/register-names.js'
import { formatHex, plural } from '../../io/text-format.js'
import { crashedThread } from '../../readers/core/crashed-thread.js'
import { bytesInFile } from '../../readers/core/mappings.js'
import type { Core } from '../../readers/core/open.js'
import type { Thread } from '../../readers/core/threads.js'
import type { ReadOptions } from '../../readers/format-reader.js'
import { bold, cyan, red, unstyled } from '../ansi-color.js'
import { bytes, printable, table } from '../text-table.js'
import { locationText } from './address-text.js'
import { frameLines } from './backtrace-text.js'
import { headline } from './headline.js'
import { quoteArgument } from './part-text.js'
import { exceptionText, signalText } from './signal-text.js'
import { threadTitle } from './thread-title.js'

/** Threads that get a line; the others are counted. */
const LISTED_THREADS = 10
/** Frames that are shown of the thread that died. */
const SHOWN_FRAMES = 10
/** Characters of the command line that are shown. */
const COMMAND_LENGTH = 200

interface Styles {
  readonly signal: (text: string) => string
  readonly thread: (text: string) => string
  readonly address: (text: string) => string
}

const plain: Styles = { signal: unstyled, thread: unstyled, address: unstyled }
const colored: Styles = { signal: red, thread: bold, address: cyan }

export function* coreSummary(core: Core, { color = false }: ReadOptions): Generator<string, void, undefined> {
  const styles = color ? colored : plain
  yield `${styles.signal(headline(core))}\n`
  yield* processLines(core, styles)
  yield* threadLines(core, styles)
  yield* stackLines(core)
  yield* contentsLines(core)
}

function* processLines(core: Core, { signal, address }: Styles): Generator<string, void, undefined> {
  const { process, image } = core
  const { pid, name, ppid, uid, gid } = process
  yield `\n${pid === undefined ? 'Process' : `Process ${pid}`}${name === undefined ? '' : `: ${printable(name)}`}\n`
  const rows: string[][] = []
  const command = image.argv === undefined ? process.arguments : image.argv.map(quoteArgument).join(' ')
  if (command !== undefined) rows.push(['command', shortened(printable(command))])
  if (image.executable !== undefined) rows.push(['program', printable(image.executable)])
  if (process.exception) rows.push(['exception', signal(exceptionText(process.exception))])
  if (process.signal || !process.exception) rows.push(['signal', signal(signalText(process.signal, core))])
  if (process.dumpSignal) rows.push(['dump', `terminated by ${signalText(process.dumpSignal, core)}`])
  const thread = crashedThread(core)
  const pc = thread && programCounterOf(thread.registers)
  if (pc !== undefined) rows.push(['at', address(`${formatHex(pc)}, ${locationText(core, pc)}`)])
  const ids = [
    ...(ppid === undefined ? [] : [`parent ${ppid}`]),
    ...(uid === undefined ? [] : [`user ${uid}`]),
    ...(gid === undefined ? [] : [`group ${gid}`]),
  ]
  if (ids.length > 0) rows.push(['ids', ids.join(', ')])
  yield* table(rows)
}

const shortened = (text: string): string => (text.length > COMMAND_LENGTH ? `${text.slice(0, COMMAND_LENGTH)}...` : text)

function* threadLines(core: Core, styles: Styles): Generator<string, void, undefined> {
  const crashed = crashedThread(core)
  if (!crashed) {
    yield '\nNo threads in this core\n'
    return
  }
  const threads = [crashed, ...core.threads.filter((thread) => thread !== crashed)]
  yield `\n${plural(threads.length, 'thread')}\n`
  const rows = threads.slice(0, LISTED_THREADS).map((thread) => [threadTitle(thread), ...positionCells(core, thread)])
  let first = true
  for (const line of table(rows)) {
    yield first && threads.length > 1 ? `${styles.thread(line.slice(0, -1))}\n` : line
    first = false
  }
  if (threads.length > LISTED_THREADS) yield `  and ${threads.length - LISTED_THREADS} more (all with --only threads)\n`
}

/** The stack of the thread that died, where more of it is known than where it was. */
function* stackLines(core: Core): Generator<string, void, undefined> {
  const crashed = crashedThread(core)
  const frames = (crashed && core.tracer?.backtrace(crashed)) ?? []
  if (!crashed || frames.length < 2) return
  yield `\nBacktrace of ${threadTitle(crashed).replace('Thread', 'thread')}\n`
  yield* frameLines(frames, SHOWN_FRAMES)
}

function positionCells(core: Core, { registers }: Thread): string[] {
  const pc = programCounterOf(registers)
  const sp = stackPointerOf(registers, core.abi)
  if (pc === undefined) return [Object.keys(registers).length === 0 ? 'no registers in this core' : 'no program counter known']
  return [`pc ${formatHex(pc)}`, ...(sp === undefined ? [] : [`sp ${formatHex(sp)}`]), locationText(core, pc)]
}

function* contentsLines(core: Core): Generator<string, void, undefined> {
  const { mappings, container, image, auxv, files, descriptors, sections, notes } = core
  let held = 0n
  let size = 0n
  for (const { start, end, offset, fileSize } of mappings) {
    held += bytesInFile(offset, fileSize, container.source.size)
    size += end - start
  }
  const environment = image.environment?.length ?? 0
  const counts = [
    `${plural(mappings.length, 'mapping')} (${bytes(held)} of ${bytes(size)} in core)`,
    ...counted(image.modules.length, 'module'),
    ...counted(auxv.length, 'auxv entry', 'auxv entries'),
    ...counted(files.length, 'mapped file'),
    ...counted(descriptors.length, 'open file'),
    ...counted(environment, 'environment string'),
    ...counted(image.missing.length, 'missing range'),
    ...counted(sections.length, 'section'),
    ...counted(notes.length, 'note'),
  ]
  yield `\nContents: ${counts.join(', ')}\n`
  yield 'More: --full, or --only threads, registers, mappings, modules, ... (see --help)\n'
}

const counted = (count: number, noun: string, nouns?: string): string[] => (count === 0 ? [] : [plural(count, noun, nouns)])
