/** `convert CORE OUT --to checkpoint/dragonfly`: a process that is dead, as one that could be thawed. */
import { type Diagnostic, FormatError } from '../../errors.js'
import { thaw } from '../../families/checkpoint.js'
import { type Core, openCore } from '../../families/core.js'
import { systemOf } from '../../formats/core/registry.js'
import { runSteps } from '../../io/event-loop.js'
import { memorySink } from '../../io/sink.js'
import { type ByteSource, memorySource } from '../../io/source.js'
import { type BuildCheckpointOptions, type BuildCheckpointResult, buildCheckpoint } from '../../writers/checkpoint/build-checkpoint.js'
import type { Convert } from '../conversion.js'
import { collectLosses, reportLostNotes } from '../losses.js'
import { limitOf } from '../policy/options.js'
import { processOf } from './core-as-process.js'
import { type FileMap, noFiles, readFileMap } from './handle-map.js'

export const toCheckpoint: Convert = async ({ file, source, options, turn }, sink) => {
  if (!systemOf(file.format))
    throw new FormatError({ code: 'LOST', message: `a checkpoint is made of an ELF core, not of ${file.format}`, found: file.format })
  const files = typeof options.files === 'string' ? readFileMap(options.files) : noFiles
  const limit = limitOf(options)
  const { frozen, lost } = checkpointOfCore(openCore(source, { as: file.format }), source, files, {
    ...(typeof options.form === 'string' && { form: options.form }),
    ...(limit !== undefined && { limit }),
  })
  await runSteps(frozen.writing(sink), turn)
  return lost
}

/**
 * The checkpoint of the process that a core is of.
 *
 * @param source the bytes that the core was opened from
 * @param files handles of the files that are mapped or open
 * @throws FormatError `LOST` when DragonFly has no such machine, or the core has no thread; `IO` with its errno when the kernel would refuse
 */
export function checkpointOfCore(
  core: Core,
  source: ByteSource,
  files: FileMap = noFiles,
  settings: BuildCheckpointOptions = {},
): { frozen: Extract<BuildCheckpointResult, { ok: true }>; lost: readonly Diagnostic[] } {
  const { abi } = core
  if (abi.name !== 'amd64' && abi.name !== 'i386')
    throw new FormatError({ code: 'LOST', message: `there are no checkpoints on ${abi.name}`, found: abi.name })
  const { process, lost } = processOf(core, source, files)
  if (process.threads.length === 0) throw new FormatError({ code: 'LOST', message: 'the core has no thread with registers to go on with' })
  const frozen = buildCheckpoint(process, settings)
  if (!frozen.ok)
    throw new FormatError({ code: 'IO', message: `no checkpoint is written: ${frozen.message} (${frozen.errno})`, found: frozen.errno })
  const rest = collectLosses()
  reportLostNotes(core, rest.lose)
  const warnings = frozen.warnings.map((message): Diagnostic => ({ code: 'LOST', message }))
  return { frozen, lost: [...lost, ...rest.lost, ...warnings, ...refusal(frozen, abi.bits, settings.form ?? 'final')] }
}

/** What the kernel that it is for would not take, such as registers that no program of it can have. */
function refusal(frozen: Extract<BuildCheckpointResult, { ok: true }>, bits: 32 | 64, form: string): Diagnostic[] {
  const head = memorySink()
  const memory = frozen.parts.find(({ name }) => name.startsWith('segment'))?.offset ?? frozen.size
  // Memory is mapped, not read.
  for (const _ of frozen.writing(head)) if (head.position >= memory) break
  const thawed = thaw(memorySource(head.bytes()), { bits, form, checkpointGroup: -1 })
  if (thawed.ok) return []
  const { errno, step, message } = thawed
  return [
    {
      code: 'BAD_VALUE',
      path: `thaw.${step}`,
      message: `a kernel will refuse to thaw the checkpoint: ${errno} in ${step}: ${message}`,
      found: errno,
    },
  ]
}
