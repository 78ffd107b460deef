/** Converts a core to a DragonFly checkpoint: `convert CORE OUT --to checkpoint/dragonfly`. */
import { type Diagnostic, FormatError } from '../../errors.js'
import { openCheckpoint, systemFor, thaw } from '../../families/checkpoint.js'
import { type Core, openCore } from '../../families/core.js'
import { systemOf } from '../../formats/core/registry.js'
import { runSteps } from '../../io/event-loop.js'
import { memorySink } from '../../io/sink.js'
import { type ByteSource, memorySource } from '../../io/source.js'
import { type FileMap, noFiles, readFileMap } from '../../readers/checkpoint/file-map.js'
import { dragonflySignals } from '../../systems/dragonfly/signals.js'
import {
  type BuildCheckpointOptions,
  type BuildCheckpointResult,
  buildCheckpoint,
  type CheckpointInput,
} from '../../writers/checkpoint/build-checkpoint.js'
import type { Convert } from '../conversion.js'
import { collectLosses, reportLostNotes } from '../losses.js'
import { limitOf } from '../policy/options.js'
import { processOfFile } from './checkpoint-process.js'
import { processOf } from './core-as-process.js'
import { withoutResumeFlag } from './resume-flag.js'

export const toCheckpoint: Convert = async ({ file, source, options, turn }, sink) => {
  const own = isOwnFile(file.format, source)
  if (!own && !systemOf(file.format))
    throw new FormatError({ code: 'LOST', message: `a checkpoint requires an ELF core, found ${file.format}`, found: file.format })
  const files = typeof options.files === 'string' ? readFileMap(options.files) : noFiles
  const limit = limitOf(options)
  const settings = { ...(typeof options.form === 'string' && { form: options.form }), ...(limit !== undefined && { limit }) }
  const { frozen, lost } = own
    ? checkpointOfFile(source, settings)
    : checkpointOfCore(openCore(source, { as: file.format }), source, files, settings)
  await runSteps(frozen.writing(sink), turn)
  return lost
}

/** Whether the file is a checkpoint, or a DragonFly core, which has the same structures. */
const isOwnFile = (format: string, source: ByteSource): boolean =>
  format === 'checkpoint/dragonfly' || (format === 'elf-core/dragonfly' && openCheckpoint(source).siginfo !== undefined)

/**
 * The checkpoint of the process in a DragonFly core or another checkpoint, in its own revision unless another one is stated.
 *
 * @throws FormatError `LOST` when the file contains no thread; `IO` with its errno when the kernel would refuse
 */
export function checkpointOfFile(source: ByteSource, settings: BuildCheckpointOptions = {}): WrittenCheckpoint {
  const { process, form, lost } = processOfFile(source)
  const cleared: Diagnostic[] = []
  const threads = process.threads.map((thread, i) => ({ ...thread, registers: withoutResumeFlag(thread.registers ?? {}, i, cleared) }))
  const frozen = freeze({ ...process, threads }, { ...(form !== undefined && { form }), ...settings })
  const signal = openCheckpoint(source).threads[0]?.status.pr_cursig ?? 0
  const name = dragonflySignals.name(signal) ?? String(signal)
  const path = 'process.signal'
  if (signal !== 0 && name !== 'SIGCKPT')
    cleared.push({ code: 'LOST', path, message: `${path}: ${name}: checkpoints always contain SIGCKPT` })
  return { frozen, lost: [...lost, ...cleared, ...consequences(frozen)] }
}

export interface WrittenCheckpoint {
  readonly frozen: Extract<BuildCheckpointResult, { ok: true }>
  readonly lost: readonly Diagnostic[]
}

function freeze(process: CheckpointInput, settings: BuildCheckpointOptions): WrittenCheckpoint['frozen'] {
  if (process.threads.length === 0) throw new FormatError({ code: 'LOST', message: 'the core contains no thread with registers' })
  const frozen = buildCheckpoint(process, settings)
  if (frozen.ok) return frozen
  throw new FormatError({ code: 'IO', message: `checkpoint not written: ${frozen.message} (${frozen.errno})`, found: frozen.errno })
}

/** Warnings of the writer, and what a restore would refuse. */
const consequences = (frozen: WrittenCheckpoint['frozen']): Diagnostic[] => [
  ...frozen.warnings.map((message): Diagnostic => ({ code: 'LOST', message })),
  ...refusal(frozen),
]

/**
 * The checkpoint of a core's process.
 *
 * @param source the bytes that the core was opened from
 * @param files handles of the mapped and open files
 * @throws FormatError `LOST` when DragonFly does not support the machine, or the core has no thread; `IO` with its errno when the kernel would refuse
 */
export function checkpointOfCore(
  core: Core,
  source: ByteSource,
  files: FileMap = noFiles,
  settings: BuildCheckpointOptions = {},
): WrittenCheckpoint {
  const { abi } = core
  if (abi.name !== 'amd64' && abi.name !== 'i386')
    throw new FormatError({ code: 'LOST', message: `DragonFly checkpoints are not supported on ${abi.name}`, found: abi.name })
  const { process, lost } = processOf(core, source, files)
  const frozen = freeze(process, settings)
  const rest = collectLosses()
  reportLostNotes(core, rest.lose)
  return { frozen, lost: [...lost, ...rest.lost, ...consequences(frozen)] }
}

/** Reports what the target kernel would reject on restore, such as invalid registers. */
function refusal(frozen: Extract<BuildCheckpointResult, { ok: true }>): Diagnostic[] {
  const head = memorySink()
  const memory = frozen.parts.find(({ name }) => name.startsWith('segment'))?.offset ?? frozen.size
  // A restore maps memory; it does not read it.
  for (const _ of frozen.writing(head)) if (head.position >= memory) break
  const written = memorySource(head.bytes())
  const thawed = thaw(written, systemFor(openCheckpoint(written)))
  if (thawed.ok) return []
  const { errno, step, message } = thawed
  return [
    {
      code: 'BAD_VALUE',
      path: `thaw.${step}`,
      message: `restore of the checkpoint would fail with ${errno} in ${step}: ${message}`,
      found: errno,
    },
  ]
}
