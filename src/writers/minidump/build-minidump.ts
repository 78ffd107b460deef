/**
 * Builds minidumps from plain data: `buildMinidump({ abi, process, threads, memory, modules })`, as Breakpad writes them for Linux. All
 * memory is in one list at the end, the only part that may extend past 4 GiB; thread stacks refer to it.
 */

import { type Diagnostic, deduplicateDiagnostics, FormatError } from '../../errors.js'
import { contextKinds } from '../../formats/minidump/contexts/context-kinds.js'
import { roundUp } from '../../io/bytes.js'
import { writeLayers } from '../../io/layered-file.js'
import { type AbiName, abi as abis } from '../../schema/base.js'
import { PAGE_SIZE } from '../../systems/machines/page-sizes.js'
import { type BuiltFile, builtFile } from '../built-file.js'
import { rangesOf } from './memory-ranges.js'
import type { MinidumpContents } from './minidump-contents.js'
import { MinidumpOutput } from './minidump-layout.js'
import { addStreams } from './streams.js'

export type { MinidumpContents, MinidumpModule } from './minidump-contents.js'

export interface BuiltMinidump extends BuiltFile {
  /** Information that minidumps cannot store. */
  readonly lost: readonly Diagnostic[]
}

/** Machines that minidumps can be written for. */
export const minidumpAbis: readonly AbiName[] = [...new Set(contextKinds.flatMap(({ abis: names }) => names))]

const MAX_RVA = 0xffffffff
const MINIDUMP_WITH_FULL_MEMORY = 2n

/**
 * Builds a minidump.
 *
 * @throws FormatError `LOST` when minidumps do not support the machine's registers; `LIMIT` when everything except memory exceeds 4 GiB
 */
export function buildMinidump(facts: MinidumpContents): BuiltMinidump {
  const kind = contextKinds.find((each) => each.abis.includes(facts.abi))
  if (!kind) {
    const message = `minidumps are not supported on ${facts.abi}; expected one of ${minidumpAbis.join(', ')}`
    throw new FormatError({ code: 'LOST', message, found: facts.abi })
  }
  const abi = abis[facts.abi]
  const ranges = rangesOf(facts.memory)
  // Stacks refer to the memory, whose offset is known when everything else is laid out.
  const trial = new MinidumpOutput(abi)
  addStreams(trial, facts, kind, ranges, 0)
  const base = roundUp(trial.end, PAGE_SIZE)
  if (base > MAX_RVA) {
    const message = `everything except memory needs ${base} bytes, a minidump supports at most ${MAX_RVA}`
    throw new FormatError({ code: 'LIMIT', message, found: String(base) })
  }
  const out = new MinidumpOutput(abi)
  const lost = addStreams(out, facts, kind, ranges, base)
  out.finish(ranges.length > 0 ? MINIDUMP_WITH_FULL_MEMORY : 0n)
  let size = ranges.length > 0 ? base : out.end
  for (const { content } of ranges) {
    out.pieces.push({ offset: size, content })
    size += content.length
  }
  return { lost: deduplicateDiagnostics(lost), ...builtFile((sink) => writeLayers(out.pieces, size, sink)) }
}
