/** Overwrites what a file must not tell: `redact(core, ['environment', 'text:hunter2'])`. The work is loaded when it is asked for. */
import type { Diagnostic } from '../../errors.js'
import type { Core } from '../../families/core.js'
import type { ByteSink } from '../../io/sink.js'
import type { ByteSource } from '../../io/source.js'

export interface RedactOptions {
  /** The byte to overwrite with (default 0). */
  readonly fill?: number
}

/** What one request met. */
export interface RedactionResult {
  /** The request, such as `environment`. */
  readonly request: string
  /** Number of texts, fields, mappings or places that were overwritten. */
  readonly places: number
  readonly bytes: number
  /** One line for people: `environment: 28 strings, 2911 bytes`. */
  readonly message: string
}

export interface Redacted {
  /** The file with the bytes overwritten; its size does not change. */
  readonly source: ByteSource
  /** What each request did, in order. A request with 0 places met nothing. */
  readonly results: readonly RedactionResult[]
  /** The same as diagnostics: `REDACTED`, or `NO_MATCH` for a request that met nothing. */
  readonly diagnostics: readonly Diagnostic[]
  /** Writes the file to a sink; does not commit it. Runs of zeros become holes. */
  write(sink: ByteSink): void
}

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
