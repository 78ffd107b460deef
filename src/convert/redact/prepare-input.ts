/** `--redact` and `--share` of every conversion: the input with everything that must not be in the output taken out of it first. */
import { type Diagnostic, FormatError } from '../../errors.js'
import type { Core } from '../../families/core.js'
import { openAny } from '../../families/registry.js'
import { systemOf } from '../../formats/core/registry.js'
import { nodeBuiltin } from '../../io/node-builtins.js'
import type { ConversionInput } from '../conversion.js'
import { coreOf } from '../core-input.js'
import { checkRedaction, readFill } from './options.js'
import { redactSteps } from './redact.js'
import { parseTargets, type RedactionTarget, textTarget } from './targets.js'

export interface PreparedInput {
  readonly input: ConversionInput
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Redacts the input of a conversion.
 *
 * @throws FormatError `BAD_VALUE` for an invalid request
 */
export async function prepareInput(input: ConversionInput): Promise<PreparedInput> {
  const { options } = input
  const problem = checkRedaction(options)
  if (problem !== undefined) throw new FormatError({ code: 'BAD_VALUE', message: problem })
  const targets = targetsOf(options)
  if (targets.length === 0) return { input, diagnostics: [] }
  const core = coreIn(input)
  const subject = { source: input.source, fields: () => input.file.fields(), ...(core && { core }) }
  const steps = redactSteps(subject, targets, { fill: readFill(options) })
  let step = steps.next()
  while (!step.done) {
    const wait = input.turn()
    if (wait) await wait
    step = steps.next()
  }
  const { source, diagnostics } = step.value
  return { input: await reopened(input, source), diagnostics }
}

/** The input with other bytes. Nothing of the output may refer to the original file. */
async function reopened(input: ConversionInput, source: ConversionInput['source']): Promise<ConversionInput> {
  const { reference: _, ...rest } = input
  const file = await openAny(source, { ...input.options, as: input.file.format })
  return { ...rest, file, source }
}

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
