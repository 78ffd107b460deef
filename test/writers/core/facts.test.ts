/** Facts that a program gives wrongly are refused with their path. */
import { expect, test } from 'vitest'
import { openCore } from '../../../src/families/core.js'
import { memorySource } from '../../../src/io/source.js'
import { buildCore } from '../../../src/writers/core/build/build-core.js'

const systems = ['linux', 'freebsd', 'netbsd', 'openbsd', 'dragonfly', 'illumos'] as const
const facts = { system: 'linux', abi: 'amd64', process: {}, threads: [{ tid: 1, registers: {} }], memory: [] }

test.each([
  [{ process: undefined }, 'process'],
  [{ threads: undefined }, 'threads'],
  [{ threads: [null] }, 'threads[0]'],
  [{ threads: [{ registers: {} }] }, 'threads[0].tid'],
  [{ threads: [{ tid: 1, registers: { rip: 5 } }] }, 'threads[0].registers.rip'],
  [{ threads: [{ tid: 1, registers: {}, floating: { xmm0: '0x1' } }] }, 'threads[0].floating.xmm0'],
  [{ memory: 5 }, 'memory'],
  [{ memory: [{ address: 5 }] }, 'memory[0].address'],
  [{ memory: [{ address: 5n, size: 5 }] }, 'memory[0].size'],
  [{ memory: [{ address: 5n, content: 'text' }] }, 'memory[0].content'],
  [{ objects: [{}] }, 'objects[0].address'],
  [{ objects: [{ address: 1n, symbols: { content: new Uint8Array(1) } }] }, 'objects[0].symbols.strings'],
  [{ objects: [{ address: 1n, debug: [{ content: new Uint8Array(1) }] }] }, 'objects[0].debug[0].name'],
])('%o', (change, path) => {
  expect(() => buildCore({ ...facts, ...change } as never)).toThrow(
    expect.objectContaining({ name: 'FormatError', code: 'BAD_VALUE', path }),
  )
})

test.each(systems)('%s: a thread without registers has none', (system) => {
  const bytes = buildCore({ ...facts, system, threads: [{ tid: 1 }] } as never).bytes()
  expect(openCore(memorySource(bytes)).threads).toHaveLength(1)
})
