/** System calls that other systems and generations do not have, or with other arguments: what tells the dialects without a mark apart. */
import type { Abi } from '../../schema/base.js'

type Call = readonly [code: number, words: number]

/** By the name of the header layout. */
const calls: Readonly<Record<string, readonly Call[]>> = {
  v0: [
    [477, 6],
    [478, 3],
  ],
  v1: [
    [477, 6],
    [560, 6],
  ],
  comm24: [
    [49, 6],
    [166, 3],
  ],
  comm17: [
    [197, 7],
    [53, 2],
  ],
  time32: [
    [291, 2],
    [292, 2],
  ],
  old: [
    [291, 2],
    [292, 2],
  ],
  threads: [
    [475, 2],
    [472, 3],
  ],
  'no-threads': [
    [475, 2],
    [472, 3],
  ],
  '10.4': [
    [197, 6],
    [199, 3],
  ],
  '10.2': [
    [220, 5],
    [327, 0],
  ],
  '10.0': [
    [220, 5],
    [189, 2],
  ],
}

/** Calls with an offset of 64 bits, which takes two words where words are small. */
const withOffset: readonly number[] = [477, 478, 49, 166, 197]

const isDarwin = (layout: string): boolean => layout.startsWith('10.')

export function tellingCalls(layout: string, { register }: Abi): readonly Call[] {
  const narrow = register === 4 && !isDarwin(layout)
  return (calls[layout] ?? []).map(([code, words]) => [code, narrow && withOffset.includes(code) ? words + 1 : words])
}

/** Whether the last field of the header is an address in the kernel, as old ones have it. */
export const hasKernelAddress = (layout: string): boolean => isDarwin(layout) || ['pre-4', 'old', 'no-threads'].includes(layout)
