/** Random damage to headers, page tables, bitmaps and kernel files: diagnostics or a FormatError, in bounded time. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FormatError } from '../../../src/errors.js'
import { reader } from '../../../src/families/kcore.js'
import { memorySource } from '../../../src/io/source.js'
import { radix } from '../../../src/readers/kcore/radix-page-table.js'
import { amd64Tables } from '../../../src/readers/kcore/translate/x86.js'
import { architectures, elfMachines, kernelSpace } from '../../support/kernel.js'
import { minidump } from '../../support/minidump.js'
import { check, runs } from '../../support/property.js'

const dumps = architectures.flatMap((of) => {
  const space = kernelSpace(of)
  const kernel = space.kernel(elfMachines[of.abi.name] as number)
  return [
    { kernel, bytes: space.file(), as: 'kcore/netbsd', of },
    { kernel, bytes: space.device(), as: 'kcore/netbsd', of },
    { kernel, bytes: minidump(space, { version: of.name === 'amd64' ? 3 : 2, ranges: true }), as: 'minidump/freebsd', of },
  ]
})

/** Where bytes are changed: mostly in headers and in the first tables. */
const place = fc.oneof(fc.nat({ max: 600 }), fc.nat({ max: 0x20000 }))
const changes = fc.array(fc.tuple(place, fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 0x10)), { minLength: 1, maxLength: 20 })

function exercise(bytes: Uint8Array, kernel: Uint8Array, as: string, base: bigint): void {
  try {
    const file = reader.open(memorySource(bytes), { kernel: memorySource(kernel), as })
    for (let step = 0n; step < 8n; step++) {
      file.memory?.read(base + step * 0x123456n, 256)
      file.memory?.read(base + 0x400000n + step * 4090n, 64)
    }
    file.report()
    let pieces = 0
    for (const _ of file.text({})) if (++pieces > 2000) break
    let fields = 0
    for (const _ of file.fields()) if (++fields > 2000) break
    let ranges = 0
    for (const _ of file.dump.translation?.mapped?.({ tables: 64 }) ?? []) if (++ranges > 2000) break
    for (const { code, message } of file.diagnostics) expect([typeof code, typeof message]).toEqual(['string', 'string'])
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
  }
}

test('damaged dumps', () => {
  check(
    fc.tuple(fc.constantFrom(...dumps), changes),
    ([{ bytes, kernel, as, of }, list]) => {
      const damaged = bytes.slice()
      for (const [at, value] of list) damaged[at % damaged.byteLength] = value
      exercise(damaged, kernel, as, of.base)
    },
    Math.min(runs, 150),
  )
})

test('dumps that are cut anywhere', () => {
  check(
    fc.tuple(fc.constantFrom(...dumps), fc.oneof(fc.nat({ max: 700 }), fc.nat({ max: 0x600000 }))),
    ([{ bytes, kernel, as, of }, length]) => exercise(bytes.subarray(0, length), kernel, as, of.base),
    Math.min(runs, 100),
  )
})

test('damaged kernel files', () => {
  check(
    fc.tuple(fc.constantFrom(...dumps), fc.array(fc.tuple(fc.nat({ max: 2000 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 20 })),
    ([{ bytes, kernel, as, of }, list]) => {
      const damaged = kernel.slice()
      for (const [at, value] of list) damaged[at % damaged.byteLength] = value
      exercise(bytes, damaged, as, of.base)
    },
    Math.min(runs, 100),
  )
})

test('strict: the first thing that is wrong is thrown', () => {
  const [{ bytes, as }] = dumps as [(typeof dumps)[number]]
  const cut = memorySource(bytes.subarray(0, bytes.byteLength - 1))
  expect(() => reader.open(cut, { as, strict: true })).toThrow(expect.objectContaining({ code: 'TRUNCATED' }))
})

test('tables that lead to themselves end the list at its limit', () => {
  const page = new Uint8Array(4096)
  const view = new DataView(page.buffer)
  for (let index = 0; index < 512; index++) view.setBigUint64(index * 8, 3n, true)
  const memory = { read: (at: number, length: number) => page.subarray(at, at + length), ranges: () => [] }
  const walk = amd64Tables(memory, { root: 0 }).mapped?.({ tables: 1000 })
  let count = 0
  let step = walk?.next()
  for (; step && !step.done; step = walk?.next()) count++
  expect(step?.value).toBe(true)
  expect(count).toBeLessThan(1000 * 512)
  // A level that goes on for ever cannot be said: there are as many steps as levels.
  const loop = radix(memory, { root: 0, levels: [{ shift: 12, bits: 9 }], entrySize: 8, little: true, entry: () => ({ table: 0 }) })
  expect(loop.translate(0n)).toBeUndefined()
})
