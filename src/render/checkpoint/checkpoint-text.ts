/** A checkpoint as people read it: what `read` prints without a flag. */
import { decodeSignalSet } from '../../formats/checkpoint/dragonfly/index.js'
import { formatHex } from '../../io/text-format.js'
import { type FileMap, noFiles } from '../../readers/checkpoint/file-map.js'
import type { Checkpoint } from '../../readers/checkpoint/model.js'
import { type HandleReport, handleReport, mappingsReport, signalsReport } from '../../readers/checkpoint/report.js'
import { accessOf, type RestorePlan, type ThawResult } from '../../readers/checkpoint/thaw/thaw.js'
import type { ReadOptions } from '../../readers/format-reader.js'
import { dragonflySignals } from '../../systems/dragonfly/signals.js'
import { registerTable } from '../core/register-table.js'
import { bytes, padded, printable, table } from '../text-table.js'
import { DEFAULT_COLUMNS, wrapLines } from '../wrap-lines.js'

const PARTS = ['process', 'threads', 'mappings', 'signals', 'files', 'thaw', 'notes'] as const

/** The text of a checkpoint, in pieces of whole lines; `options.only` selects parts. */
export function checkpointText(
  checkpoint: Checkpoint,
  thawed: ThawResult,
  options: ReadOptions = {},
  files: FileMap = noFiles,
): Iterable<string> {
  return wrapLines(checkpointLines(checkpoint, thawed, options, files), options.columns)
}

function* checkpointLines(
  checkpoint: Checkpoint,
  thawed: ThawResult,
  options: ReadOptions,
  files: FileMap,
): Generator<string, void, undefined> {
  const wanted = new Set<string>(options.only ?? PARTS)
  const { abi, form } = checkpoint
  yield `DragonFly process checkpoint, ${abi.name} (${abi.bits}-bit)${form ? `, form ${form.name}` : ''}\n`
  if (wanted.has('process')) yield* processText(checkpoint)
  if (wanted.has('threads') || wanted.has('registers')) yield* threadsText(checkpoint, options.columns ?? DEFAULT_COLUMNS)
  if (wanted.has('mappings')) yield* mappingsText(checkpoint, files)
  if (wanted.has('signals')) yield* signalsText(checkpoint)
  if (wanted.has('files')) yield* filesText(checkpoint, files)
  if (wanted.has('thaw')) yield* thawText(thawed, abi.bits, files)
  if (wanted.has('notes')) yield* notesText(checkpoint)
}

function* processText({ process, threads, vminfo }: Checkpoint): Generator<string, void, undefined> {
  yield `\nProcess${process ? `: ${printable(process.pr_fname)}` : ''}\n`
  const rows: string[][] = []
  const status = threads[0]?.status
  if (status)
    rows.push(
      ['signal', `${dragonflySignals.name(status.pr_cursig) ?? ''} (${status.pr_cursig})`.trim()],
      ['kernel', String(status.pr_osreldate)],
    )
  if (vminfo) {
    rows.push(['text', `${vminfo.cvm_tsize} pages at 0x${vminfo.cvm_taddr.toString(16)}`])
    rows.push(['data', `${vminfo.cvm_dsize} pages at 0x${vminfo.cvm_daddr.toString(16)}`])
  }
  yield* table(rows)
}

function* threadsText({ threads }: Checkpoint, columns: number): Generator<string, void, undefined> {
  for (const [i, { tid, registers }] of threads.entries()) {
    yield `\nThread ${tid}${i === 0 ? '' : ' (not restored by a thaw)'}\n`
    yield registerTable(registers, columns)
  }
}

function* mappingsText(checkpoint: Checkpoint, files: FileMap): Generator<string, void, undefined> {
  const mappings = mappingsReport(checkpoint, files)
  if (mappings.length === 0) return
  yield `\nMappings (${mappings.length})\n`
  const rows = mappings.map(({ start, end, permissions, in: where, ...rest }) => [
    `${formatHex(BigInt(String(start)))}-${formatHex(BigInt(String(end)))}`,
    String(permissions),
    bytes(BigInt(String(end)) - BigInt(String(start))),
    where === 'checkpoint' ? 'in the checkpoint' : fileText(rest as unknown as HandleReport),
  ])
  yield* table(rows, [2])
}

/** A file as people know it: its path, or its inode; with the handle. */
function fileText({ fsid, inode, handle, path }: HandleReport): string {
  const known = path ?? (inode === undefined ? undefined : `inode ${inode}`)
  return known === undefined ? `file ${handle} on ${fsid}` : `${printable(known)} on ${fsid}, handle ${handle}`
}

const names = (list: unknown): string => (Array.isArray(list) && list.length > 0 ? list.join(' ') : '-')

export function* signalsText({ siginfo }: Pick<Checkpoint, 'siginfo'>): Generator<string, void, undefined> {
  if (!siginfo) return
  const { actions, mask, timer, parentSignal, ignored, caught } = signalsReport(siginfo) as {
    actions: { signal: string; handler: string; mask: string[]; flags: string[] }[]
    mask?: string[]
    ignored?: string[]
    caught?: string[]
    timer: Record<'interval' | 'value', { seconds: bigint; microseconds: bigint }>
    parentSignal: string
  }
  yield '\nSignals\n'
  const time = ({ seconds, microseconds }: { seconds: bigint; microseconds: bigint }): string =>
    `${seconds}.${String(microseconds).padStart(6, '0')} s`
  yield* table([
    ['blocked', names(mask)],
    ['ignored', names(ignored)],
    ['caught', names(caught)],
    ['timer', `${time(timer.value)}, then every ${time(timer.interval)}`],
    ['to the parent', String(parentSignal)],
  ])
  yield* table(actions.map(({ signal, handler, mask, flags }) => [String(signal), handler, names(mask), names(flags)]))
}

function* filesText({ files }: Checkpoint, map: FileMap): Generator<string, void, undefined> {
  if (files.length === 0) return
  yield `\nOpen files (${files.length})\n`
  yield* table(
    files.map(({ cfi_index, cfi_flags, cfi_offset, cfi_fh, cfi_ckflags = 0, beyond }) => {
      const notes = [cfi_ckflags & 1 ? 'the checkpoint itself' : '', beyond ? 'not read by the kernel' : ''].filter((each) => each !== '')
      if (cfi_index < 0) return ['-', '-', '', ['placeholder', ...notes].join(', ')]
      return [String(cfi_index), accessOf(cfi_flags), `at ${cfi_offset}`, [fileText(handleReport(cfi_fh, map)), ...notes].join(', ')]
    }),
  )
}

function* thawText(thawed: ThawResult, bits: 32 | 64, files: FileMap): Generator<string, void, undefined> {
  yield '\nThaw\n'
  yield* thawLines(thawed, bits, files)
}

/** The plan of a thaw, or why it is refused. */
export function* thawLines(thawed: ThawResult, bits: 32 | 64, files: FileMap = noFiles): Generator<string, void, undefined> {
  yield `  ${thawSummary(thawed)}\n`
  if (!thawed.ok) {
    yield `  ${thawed.message}\n`
    if (thawed.undefinedBehavior !== undefined) yield `  the kernel's behavior is undefined: ${thawed.undefinedBehavior}\n`
    return
  }
  const { plan } = thawed
  yield `  restores 1 thread as ${printable(plan.name)}, in which sys_checkpoint returns ${plan.retval}\n`
  yield* table([
    ['registers', registersLine(plan.registers)],
    ['signals', signalsLine(plan)],
  ])
  const rows = plan.mappings.map(({ start, length, permissions, handle, offset }) => [
    `map ${padded(start, bits)}`,
    padded(start + length, bits),
    permissions,
    `offset 0x${offset.toString(16)}`,
    handle ? `of ${fileText(handleReport(handle, files))}` : 'of the checkpoint',
  ])
  yield* table(rows)
  yield* table(
    plan.descriptors.map(({ descriptor, access, offset, handle }) => [
      `open ${descriptor}`,
      access,
      `at ${offset}`,
      handle ? fileText(handleReport(handle, files)) : 'the checkpoint itself',
    ]),
  )
  yield* wrapped(`not restored: ${plan.notRestored.join(', ')}`)
  for (const warning of plan.warnings) yield* wrapped(warning)
}

/** Indented lines of at most 100 characters. */
function* wrapped(text: string): Generator<string, void, undefined> {
  let line = ' '
  for (const word of text.split(' ')) {
    if (line.length + word.length + 1 > 100) {
      yield `${line}\n`
      line = '   '
    }
    line += ` ${word}`
  }
  yield `${line}\n`
}

const FIRST = ['rip', 'eip', 'rsp', 'esp', 'eflags']

function registersLine(registers: RestorePlan['registers']): string {
  const shown = FIRST.filter((name) => name in registers)
  const rest = Object.keys(registers).length - shown.length
  return `${shown.map((name) => `${name} 0x${(registers[name] ?? 0n).toString(16)}`).join(', ')}, and ${rest} more`
}

function signalsLine({ signals, actionsRestored }: RestorePlan): string {
  const handlers = signals.csi_sigacts.ps_sigact.slice(0, actionsRestored).filter((handler) => handler !== 0n).length
  const { tv_sec, tv_usec } = signals.csi_itimerval.it_value
  const blocked = signals.csi_sigmask ? decodeSignalSet(signals.csi_sigmask) : []
  const timer = tv_sec === 0n && tv_usec === 0n ? 'no timer' : `a timer of ${tv_sec}.${String(tv_usec).padStart(6, '0')} s`
  const mask = blocked.length === 0 ? 'none' : blocked.map((signal) => dragonflySignals.name(signal) ?? signal).join(' ')
  return `${handlers} action${handlers === 1 ? '' : 's'} of ${actionsRestored}, blocked: ${mask}, ${timer}`
}

function* notesText({ notes }: Checkpoint): Generator<string, void, undefined> {
  if (notes.length === 0) return
  yield `\nNotes (${notes.length})\n`
  yield* table(
    notes.map(({ owner, name, type, size, layout }) => [
      printable(owner),
      name ?? `type ${type}`,
      `${size} bytes`,
      layout ? '' : 'not decoded',
    ]),
    [2],
  )
}

/** One line: what a thaw comes to. */
function thawSummary(thawed: ThawResult): string {
  if (!thawed.ok) {
    const { errno, step, offset, oldSpaceGone } = thawed
    const where = offset === undefined ? '' : ` at 0x${offset.toString(16)}`
    return `a thaw is refused: ${errno} in ${step}${where}${oldSpaceGone ? ', after the old memory is gone' : ''}`
  }
  const { mappings, descriptors, threadsDropped } = thawed.plan
  const files = mappings.filter(({ handle }) => handle).length
  const of = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
  const dropped = threadsDropped > 0 ? `, ${of(threadsDropped, 'thread')} dropped` : ''
  return `a thaw maps ${files} of files and ${mappings.length - files} of the checkpoint, opens ${of(descriptors.length, 'descriptor')}${dropped}`
}
