/** Converts a core to a DragonFly checkpoint: `convert CORE OUT --to checkpoint/dragonfly`. */
import { type Diagnostic, FormatError } from '../../errors.js'
import { openCheckpoint, systemFor, thaw } from '../../families/checkpoint.js'
import { type Core, openCore } from '../../families/core.js'
import { systemOf } from '../../formats/core/registry.js'
import { runSteps } from '../../io/event-loop.js'
import { memorySink } from '../../io/sink.js'
import { type ByteSource, memorySource } from '../../io/source.js'
import { type FileMap, noFiles, readFileMap } from '../../readers/checkpoint/file-map.js'
import { type BuildCheckpointOptions, type BuildCheckpointResult, buildCheckpoint } from '../../writers/checkpoint/build-checkpoint.js'
import type { Convert } from '../conversion.js'
import { collectLosses, reportLostNotes } from '../losses.js'
import { limitOf } from '../policy/options.js'
import { processOf } from './core-as-process.js'

export const toCheckpoint: Convert = async ({ file, source, options, turn }, sink) => {
  if (!systemOf(file.format))
    throw new FormatError({ code: 'LOST', message: `a checkpoint requires an ELF core, found ${file.format}`, found: file.format })
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
): { frozen: Extract<BuildCheckpointResult, { ok: true }>; lost: readonly Diagnostic[] } {
  const { abi } = core
  if (abi.name !== 'amd64' && abi.name !== 'i386')
    throw new FormatError({ code: 'LOST', message: `DragonFly checkpoints are not supported on ${abi.name}`, found: abi.name })
  const { process, lost } = processOf(core, source, files)
  if (process.threads.length === 0) throw new FormatError({ code: 'LOST', message: 'the core contains no thread with registers' })
  const frozen = buildCheckpoint(process, settings)
  if (!frozen.ok)
    throw new FormatError({ code: 'IO', message: `checkpoint not written: ${frozen.message} (${frozen.errno})`, found: frozen.errno })
  const rest = collectLosses()
  reportLostNotes(core, rest.lose)
  const warnings = frozen.warnings.map((message): Diagnostic => ({ code: 'LOST', message }))
  return { frozen, lost: [...lost, ...rest.lost, ...warnings, ...refusal(frozen)] }
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
