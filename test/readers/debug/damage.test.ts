/** Damaged debug data ends in an error or in nothing, never in a loop or an internal error. Needs gcc. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FormatError } from '../../../src/errors.js'
import { memorySource } from '../../../src/io/source.js'
import { frameRow } from '../../../src/readers/debug/call-frame-rows.js'
import { CallFrameTable } from '../../../src/readers/debug/call-frame-table.js'
import { ElfFile } from '../../../src/readers/debug/elf-file.js'
import { SourceIndex } from '../../../src/readers/debug/source-index.js'
import { SymbolIndex } from '../../../src/readers/debug/symbol-index.js'
import { abi } from '../../../src/schema/index.js'
import { describeWith, run } from '../../support/critics.js'
import { temporaryFolder } from '../../support/temp.js'

/** A generator of numbers that a test can repeat: xorshift32. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

describeWith('gcc', 'damaged debug data', () => {
  const program = join(temporaryFolder(), 'program')
  run('gcc', ['-g', '-O2', '-pthread', new URL('../unwind/crash.c', import.meta.url).pathname, '-o', program])
  const whole = new Uint8Array(readFileSync(program))

  test.each(['.debug_info', '.debug_abbrev', '.debug_line', '.debug_rnglists', '.eh_frame'])(
    '%s with random bytes changed',
    (name) => {
      const file = ElfFile.open(memorySource(whole), program)
      const header = file.section(name)?.header
      if (!header) throw new Error(`no ${name}`)
      const next = numbers(name.length * 7919)
      const addresses = Array.from({ length: 24 }, (_, i) => 0x1080n + BigInt(i * 23))
      for (let round = 0; round < 200; round++) {
        const bytes = whole.slice()
        for (let i = 0; i < 3; i++) bytes[Number(header.sh_offset) + (next() % Number(header.sh_size))] = next() & 255
        const damaged = ElfFile.open(memorySource(bytes), 'damaged')
        if (name === '.eh_frame') lookUpFrames(damaged, addresses)
        else for (const address of addresses) expect(Array.isArray(SourceIndex.of(damaged, () => {})?.at(address))).toBe(true)
      }
    },
    60_000,
  )
})

function lookUpFrames(file: ElfFile, addresses: readonly bigint[]): void {
  const bytes = file.contents('.eh_frame')
  const header = file.section('.eh_frame')?.header
  if (!bytes || !header) throw new Error('no .eh_frame')
  const table = new CallFrameTable({ kind: 'eh', bytes, offset: Number(header.sh_addr), base: 0n, abi: abi.amd64 })
  for (const address of addresses) {
    try {
      const frame = table.find(Number(address))
      if (frame) frameRow(frame, Number(address), 0n, abi.amd64)
    } catch (error) {
      expect(error).toBeInstanceOf(FormatError)
    }
  }
}

test('symbols: the best of several at an address, and none beyond the end of a function', () => {
  const names = ['', '_start_of', 'work', 'label', 'inner']
  const strings = new TextEncoder().encode(`${names.join('\0')}\0`)
  const offsets = names.map((_, i) => names.slice(0, i).reduce((sum, name) => sum + name.length + 1, 0))
  const entries = new Uint8Array(24 * 4)
  const view = new DataView(entries.buffer)
  const symbol = (i: number, name: number, info: number, value: number, size: number): void => {
    view.setUint32(i * 24, offsets[name] as number, true)
    view.setUint8(i * 24 + 4, info)
    view.setUint16(i * 24 + 6, 1, true)
    view.setBigUint64(i * 24 + 8, BigInt(value), true)
    view.setBigUint64(i * 24 + 16, BigInt(size), true)
  }
  symbol(0, 1, 0x02, 0x100, 0x40)
  symbol(1, 2, 0x12, 0x100, 0x40)
  symbol(2, 3, 0x00, 0x110, 0)
  symbol(3, 4, 0x02, 0x200, 0)
  const index = new SymbolIndex([{ entries, strings, abi: abi.amd64, base: 0n, isCode: () => true }])
  expect(index.at(0x105)?.name).toBe('work')
  expect(index.at(0x118)?.name).toBe('work')
  // A symbol without a size reaches to the next one.
  expect(index.at(0x150)?.name).toBe('label')
  expect(index.at(0x250)?.name).toBe('inner')
  expect(index.at(0x50)).toBeUndefined()
})
