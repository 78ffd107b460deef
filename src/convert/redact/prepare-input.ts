/** `--redact`, `--share` and `--no-io` of every conversion: the input with everything that must not be in the output taken out of it first. */
import { type Diagnostic, FormatError } from '../../errors.js'
import type { Core } from '../../families/core.js'
import type { Trace } from '../../families/ktrace.js'
import { openAny } from '../../families/registry.js'
import { systemOf } from '../../formats/core/registry.js'
import { nodeBuiltin } from '../../io/node-builtins.js'
import type { OpenedFile } from '../../readers/format-reader.js'
import { windowedSource } from '../../readers/ktrace/chunk-source.js'
import type { ConversionInput } from '../conversion.js'
import { coreOf } from '../core-input.js'
import { traceFor } from '../ktrace/trace-input.js'
import { trimData, trimReport } from '../ktrace/trim-data.js'
import type { PhysicalSegment } from './find-ranges.js'
import { checkRedaction, readFill, readShare } from './options.js'
import { redactSteps } from './redact.js'
import type { Steps } from './search-bytes.js'
import { shareSteps } from './share.js'
import { parseTargets, type RedactionTarget, textTarget } from './targets.js'

export interface PreparedInput {
  readonly input: ConversionInput
  /** What the requests did. Complete when the input was read. */
  readonly diagnostics: () => readonly Diagnostic[]
}

/**
 * Redacts the input of a conversion.
 *
 * @param trims whether data of reads and writes is to be left out of a trace
 * @throws FormatError `BAD_VALUE` for an invalid request
 */
export async function prepareInput(input: ConversionInput, trims = false): Promise<PreparedInput> {
  const { options } = input
  const problem = checkRedaction(options)
  if (problem !== undefined) throw new FormatError({ code: 'BAD_VALUE', message: problem })
  const targets = targetsOf(options)
  const words = readShare(options)
  const diagnostics: Diagnostic[] = []
  let current = input
  if (words) {
    const { file, source } = input
    const wanted = { reviewed: words.has('reviewed'), threadNames: words.has('names') }
    const shared = await finish(shareSteps(file, source, coreIn(input), wanted), input)
    diagnostics.push(...shared.diagnostics)
    current = await reopened(input, shared.source, shared.format)
  }
  if (targets.length > 0) {
    const core = coreIn(current)
    const segments = core ? undefined : segmentsIn(current.file)
    const subject = { source: current.source, fields: () => current.file.fields(), ...(core && { core }), ...(segments && { segments }) }
    const redacted = await finish(redactSteps(subject, targets, { fill: readFill(options) }), input)
    diagnostics.push(...redacted.diagnostics)
    current = await reopened(current, redacted.source, current.file.format)
  }
  if (!trims) return { input: current, diagnostics: () => diagnostics }
  const { trace, leftOut } = trimData(traceFor(current.file, '--no-io and --max-data'), options)
  const { reference: _, ...rest } = current
  // What a conversion finds wrong with a payload; offsets are those of the shorter trace.
  const said = (): Diagnostic[] => trace.diagnostics.filter((each) => !isKnown(current.file, each)).map(({ offset: _, ...each }) => each)
  return { input: { ...rest, file: trace }, diagnostics: () => [...said(), ...diagnostics, trimReport(options, leftOut)] }
}

/** The segments of a kernel dump whose memory is in the file as it is. */
function segmentsIn(file: ConversionInput['file']): PhysicalSegment[] | undefined {
  if (!/^(?:vmcore|kcore)\//.test(file.format)) return undefined
  const { segments } = file.report({ only: ['segments'] }) as { segments?: Iterable<{ start?: unknown; end?: unknown; offset?: unknown }> }
  const known = [...(segments ?? [])].flatMap(({ start, end, offset }) =>
    typeof start === 'string' && typeof end === 'string' && Number.isSafeInteger(Number(offset)) && offset !== undefined
      ? [{ start: BigInt(start), end: BigInt(end), offset: Number(offset) }]
      : [],
  )
  return known.length > 0 ? known : undefined
}

/** Walks through steps, handling signals and progress between them. */
async function finish<T>(steps: Steps<T>, { turn }: ConversionInput): Promise<T> {
  let step = steps.next()
  while (!step.done) {
    const wait = turn()
    if (wait) await wait
    step = steps.next()
  }
  return step.value
}

/** The input with other bytes. Nothing of the output may refer to the original file. */
async function reopened(input: ConversionInput, source: ConversionInput['source'], format: string): Promise<ConversionInput> {
  const { reference: _, ...rest } = input
  // Zeros where names were may look like another machine's trace: it is read as before.
  const file = isTrace(input.file)
    ? input.file.withBytes((reuse) => windowedSource(source, { reuse }))
    : await openAny(source, { ...input.options, as: format })
  return { ...rest, file, source }
}

function isKnown({ diagnostics }: OpenedFile, { code, path, message }: Diagnostic): boolean {
  return diagnostics.some((each) => each.code === code && each.path === path && each.message === message)
}

const isTrace = (file: OpenedFile): file is Trace => file.format.startsWith('ktrace/')

/** The input as a core; undefined for other families. */
function coreIn(input: ConversionInput): Core | undefined {
  const { format } = input.file
  const isCore = systemOf(format) !== undefined || ['checkpoint/dragonfly', 'minidump/windows', 'aout-core/netbsd'].includes(format)
  return isCore ? coreOf({ file: input.file, source: input.source, copy: true }).core : undefined
}

function targetsOf(options: ConversionInput['options']): RedactionTarget[] {
  const targets = [options.redact ?? []].flat().flatMap((list) => parseTargets(String(list)))
  for (const file of [options.redactFrom ?? []].flat().map(String)) {
    const lines = readText(file).split(/\r?\n/)
    // The texts themselves are not repeated in messages.
    lines.forEach((line, i) => {
      if (line !== '') targets.push(textTarget(line, `${file === '-' ? 'standard input' : file}, line ${i + 1}`))
    })
  }
  return targets
}

function readText(file: string): string {
  try {
    return nodeBuiltin('node:fs').readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw new FormatError({
      code: 'IO',
      path: 'redactFrom',
      message: `cannot read ${file}: ${error instanceof Error ? error.message : error}`,
    })
  }
}
