/** Carries out the requests of a redaction. */
import type { Diagnostic } from '../../errors.js'
import type { Core } from '../../families/core.js'
import { sourceRun, writeLayers } from '../../io/layered-file.js'
import { type Patch, patchedSource } from '../../io/patched-source.js'
import { mergeRanges, type Range, subtractRanges } from '../core/edit/remove-ranges.js'
import { type Finding, findRanges, type Subject } from './find-ranges.js'
import type { Redacted, RedactionResult, RedactOptions } from './redaction.js'
import type { Steps } from './search-bytes.js'
import type { RedactionTarget } from './targets.js'

/** Redacts any file, in steps between which the caller can do something else. */
export function* redactSteps(subject: Subject, targets: readonly RedactionTarget[], { fill = 0 }: RedactOptions = {}): Steps<Redacted> {
  const { findings, packed } = yield* findRanges(subject, targets)
  const source = patchedSource(subject.source, patchesFor(findings, packed, fill))
  const results = findings.map(resultOf)
  return {
    source,
    results,
    diagnostics: [...diagnosticsOf(findings, results), ...notAskedFor(subject.core, targets)],
    write(sink) {
      for (const _ of writeLayers([{ offset: 0, content: sourceRun(source, 0, source.size) }], source.size, sink));
    },
  }
}

/** The fill byte where zeros would change what follows: `*`. */
const VISIBLE = 0x2a

function patchesFor(findings: readonly Finding[], packed: readonly Range[], fill: number): Patch[] {
  const all = mergeRanges(findings.flatMap(({ ranges }) => ranges))
  if (fill !== 0) return all.map((range) => ({ ...range, fill }))
  const plain = subtractRanges(all, packed)
  const visible = subtractRanges(all, plain)
  return [...plain.map((range) => ({ ...range, fill })), ...visible.map((range) => ({ ...range, fill: VISIBLE }))].sort(
    (a, b) => a.start - b.start,
  )
}

const UNITS: Readonly<Record<RedactionTarget['what'], readonly [one: string, many: string]>> = {
  environment: ['string', 'strings'],
  arguments: ['string', 'strings'],
  field: ['field', 'fields'],
  kind: ['mapping', 'mappings'],
  range: ['range', 'ranges'],
  pattern: ['place', 'places'],
  gaps: ['range', 'ranges'],
}

function resultOf({ target, ranges, count, kept, hint }: Finding): RedactionResult {
  const bytes = ranges.reduce((sum, { start, end }) => sum + end - start, 0)
  const [one, many] = UNITS[target.what]
  const amount = count === 0 ? `0 ${many}` : `${count} ${count === 1 ? one : many}, ${bytes} bytes`
  const label = target.preset === undefined ? target.label : `${target.preset}: ${target.label}`
  const stays = kept > 0 ? `; ${kept} more in headers, which stay` : ''
  return {
    request: target.preset ?? target.label,
    places: count,
    bytes,
    message: `${label}: ${amount}${stays}${hint === undefined ? '' : ` (${hint})`}`,
  }
}

function diagnosticsOf(findings: readonly Finding[], results: readonly RedactionResult[]): Diagnostic[] {
  const met = new Set(results.filter(({ places }) => places > 0).map(({ request }) => request))
  const kept = new Set(results.filter((_, i) => (findings[i]?.kept ?? 0) > 0).map(({ request }) => request))
  return results.flatMap(({ request, places, message }, i): Diagnostic[] => {
    const failed = !met.has(request) || kept.has(request)
    // Of a preset, what is not there is not worth a line, unless there is nothing at all.
    if (findings[i]?.target.preset !== undefined && places === 0 && met.has(request)) return []
    return [{ code: failed ? 'NO_MATCH' : 'REDACTED', path: 'redact', message }]
  })
}

/** Who redacts environment or arguments is told what else may name a person or a machine. */
function notAskedFor(core: Core | undefined, targets: readonly RedactionTarget[]): Diagnostic[] {
  if (!core || !targets.some(({ what }) => what === 'environment' || what === 'arguments')) return []
  const asked = new Set(targets.flatMap((target) => (target.what === 'field' ? [target.word] : [])))
  const { process, threads, files, descriptors, image } = core
  const rest = [
    ...(process.name || threads.some(({ name }) => name) ? (['names'] as const) : []),
    ...(files.length > 0 || descriptors.length > 0 || image.executable !== undefined ? (['paths'] as const) : []),
    ...(process.uid !== undefined ? (['ids'] as const) : []),
  ].filter((word) => !asked.has(word))
  if (rest.length === 0) return []
  return [{ code: 'REMAINS', path: 'redact', message: `${rest.join(', ')}: not asked for; --redact ${rest.join(',')} overwrites them` }]
}
