/**
 * Converts any kernel dump to an ELF file with its physical memory and, where addresses can be translated, the kernel's virtual memory.
 * Both kinds of program headers refer to the same bytes.
 */

import { type Diagnostic, FormatError } from '../../errors.js'
import type { ByteSink } from '../../io/sink.js'
import type { OpenedKernelDump } from '../../readers/kcore/opened-dump.js'
import type { Convert } from '../conversion.js'
import { copyMemory, copyRange } from './copy-range.js'
import { withDump } from './dump-input.js'
import { type Extent, type ExtentOptions, extentsOf, virtualExtents } from './elf-extents.js'
import { encodeHeaders } from './elf-headers.js'

export interface ElfOptions extends ExtentOptions {
  /** Write runs of zeros as holes. */
  readonly sparse?: boolean
  readonly turn?: () => Promise<void> | undefined
}

/** `convert DUMP OUT --to vmcore/elf`. */
export const toElf: Convert = (input, sink) => {
  const { options, turn } = input
  const range = rangeOption(options.range)
  const how = { turn, sparse: options.sparse === true, dropZeros: options.dropZeros === true, ...(range && { range }) }
  return withDump(input, 'an ELF dump', (dump) => writeElf(dump, sink, how))
}

/** `START-END`, decimal or hex. @throws FormatError `BAD_VALUE` */
function rangeOption(option: unknown): [number, number] | undefined {
  if (option === undefined) return undefined
  const number = '(0[xX][0-9a-fA-F]+|\\d+)'
  const match = new RegExp(`^${number}-${number}$`).exec(String(option))
  const range = match && ([Number(match[1]), Number(match[2])] as [number, number])
  if (!range || range[0] >= range[1])
    throw new FormatError({
      code: 'BAD_VALUE',
      path: 'range',
      message: `--range: expected START-END (physical addresses), found ${String(option)}`,
    })
  return range
}

/**
 * Writes a kernel dump as an ELF file.
 *
 * @returns what the ELF file does not contain
 * @throws FormatError `LOST` when the machine has no ELF machine number
 */
export async function writeElf(opened: OpenedKernelDump, sink: ByteSink, options: ElfOptions = {}): Promise<Diagnostic[]> {
  const turn = options.turn ?? (() => undefined)
  const lost: Diagnostic[] = []
  const extents = await extentsOf(opened, options, turn, lost)
  const virtual = virtualExtents(opened, extents, lost)
  for (const bytes of encodeHeaders(opened, extents, virtual, lost)) sink.write(bytes)
  await writeExtents(opened, extents, sink, options.sparse ?? false, turn)
  return lost
}

/** Writes the memory of extents at their offsets. */
export async function writeExtents(
  opened: OpenedKernelDump,
  extents: readonly Extent[],
  sink: ByteSink,
  sparse: boolean,
  turn: () => Promise<void> | undefined,
): Promise<void> {
  for (const extent of extents) {
    if (extent.zero) continue
    sink.skip(extent.offset - sink.position)
    await writeExtent(opened, extent, sink, sparse, turn)
  }
}

async function writeExtent(
  opened: OpenedKernelDump,
  extent: Extent,
  sink: ByteSink,
  sparse: boolean,
  turn: () => Promise<void> | undefined,
): Promise<void> {
  const { source, memory } = opened.dump
  if (extent.from !== undefined) {
    await copyRange(source, extent.from, extent.size, sink, { sparse, turn })
    return
  }
  // What the extents hold was there when they were laid out; what is missing now is of a file that has changed.
  await copyMemory(memory, extent.start, extent.size, sink, { sparse, turn })
}
