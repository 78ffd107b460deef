/** Overwrites what a file must not tell: `redact(core, ['environment', 'text:hunter2'])`. The work is loaded when it is asked for. */
import type { Core } from '../../families/core.js'
import type { Redacted, RedactOptions } from './redaction.js'

/**
 * Overwrites parts of a core: its environment, kinds of memory, texts wherever they are. The core must be opened again from `source`
 * to take anything from it.
 *
 * @param core what `openCore`, `openMinidump`, `openAoutCore` or `openCheckpoint` gave
 * @param requests as `--redact` takes them: `environment`, `heap,stack`, `text:TEXT`, `pattern:REGEX`, `0x1000-0x2000`
 * @throws FormatError `BAD_VALUE` for an unknown request
 * @example
 * const { source, results } = await redact(openCore(file), ['secrets', 'text:hunter2'])
 */
export async function redact(core: Core, requests: readonly string[], options: RedactOptions = {}): Promise<Redacted> {
  const [{ redactSteps }, { parseTargets }, { openAny }] = await Promise.all([
    import('./redact.js'),
    import('./targets.js'),
    import('../../families/registry.js'),
  ])
  const { source } = core.container
  const file = await openAny(source, { as: core.format })
  const steps = redactSteps({ source, core, fields: () => file.fields() }, requests.flatMap(parseTargets), options)
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}
