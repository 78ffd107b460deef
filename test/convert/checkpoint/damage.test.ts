/** Damaged checkpoints and cores: a result or a FormatError, in bounded time. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coreOfCheckpoint } from '../../../src/convert/checkpoint/checkpoint-as-core.js'
import { checkpointOfCore } from '../../../src/convert/checkpoint/to-checkpoint.js'
import { convertCore } from '../../../src/convert/core/to-core.js'
import { FormatError } from '../../../src/errors.js'
import { openCheckpoint, statedSystem, thaw } from '../../../src/families/checkpoint.js'
import { openCore } from '../../../src/families/core.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { buildCheckpoint } from '../../../src/writers/checkpoint/build-checkpoint.js'
import { buildCore } from '../../../src/writers/core/build/build-core.js'
import { checkpointOf, process, variants } from '../../readers/checkpoint/lives.js'
import { check, fileRuns } from '../../support/property.js'

/** Some bytes changed, within the first ones. */
const changes = (length: number) =>
  fc.array(fc.tuple(fc.nat({ max: length - 1 }), fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 0xff, 0x7f, 0x80))), {
    minLength: 1,
    maxLength: 4,
  })

function damaged(bytes: Uint8Array, list: readonly (readonly [number, number])[]): Uint8Array {
  const bad = bytes.slice()
  // The magic number, the class and the byte order stay: without them it is no such file.
  for (const [at, byte] of list) if (at > 5) bad[at] = byte
  return bad
}

/** Does some work, whose refusals are FormatErrors. */
function tolerant(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
  }
}

describe.each(variants)('%s, form %s', (abi, form) => {
  const bytes = checkpointOf(abi, form)
  const headers = bytes.length - 0x3000

  test('a damaged checkpoint as a core', () => {
    check(
      fc.tuple(changes(headers), fc.constantFrom('linux', 'netbsd', 'dragonfly', 'illumos')),
      ([list, system]) => {
        tolerant(() => {
          const source = memorySource(damaged(bytes, list))
          const { core } = coreOfCheckpoint(source)
          const built = convertCore(core, source, system)
          // Memory that is claimed may be more than there is room for.
          if (core.mappings.every(({ start, end }) => end - start < 1n << 24n)) built.bytes()
        })
      },
      fileRuns,
    )
  })

  test('on a system that is stated: an errno or a plan', () => {
    const statements = fc.constantFrom(
      'group=0',
      'descriptors=5',
      'data-limit=1',
      'max-text=1',
      'mounted=none',
      'padding=8',
      'bits=32',
      'bits=64',
    )
    check(
      fc.tuple(changes(headers), fc.uniqueArray(statements, { minLength: 1, selector: (each) => each.split('=')[0] })),
      ([list, stated]) => {
        const bad = memorySource(damaged(bytes, list))
        tolerant(() => {
          const thawed = thaw(bad, statedSystem(stated.join(','))(openCheckpoint(bad)))
          expect(thawed.ok ? thawed.plan.name : thawed.errno).toBeTypeOf('string')
        })
      },
      fileRuns,
    )
  })
})

test.each(['linux', 'netbsd', 'openbsd', 'illumos'] as const)('a damaged core of %s as a checkpoint', (system) => {
  const bytes = buildCore({
    system,
    abi: 'amd64',
    process: { pid: 7, name: 'p', signal: { number: 11 } },
    threads: [{ tid: 7, registers: { rip: 1n, cs: 0x33n, eflags: 0x202n } }],
    memory: [
      { address: 0x400000n, permissions: 'r-x', size: 8192n, content: new Uint8Array(4096).fill(1) },
      { address: 0x600000n, content: new Uint8Array(4096).fill(2) },
    ],
  }).bytes()
  check(
    changes(Math.min(bytes.length, 1024)),
    (list) => {
      tolerant(() => {
        const source = memorySource(damaged(bytes, list))
        const { frozen } = checkpointOfCore(openCore(source), source)
        if (frozen.size < 1 << 24) openCheckpoint(memorySource(frozen.bytes()))
      })
    },
    fileRuns,
  )
})

test('zeros behind the contents of memory are not written one by one', () => {
  const mappings = [{ start: 0x1000n, end: 0x1000n + (1n << 50n), permissions: 'rw-', top: 'default' as const, contents: Uint8Array.of(1) }]
  const frozen = buildCheckpoint(process('amd64', { mappings }))
  if (!frozen.ok) throw new Error(frozen.message)
  const memory = memorySink()
  let skipped = 0
  const sink = {
    ...memory,
    skip(length: number) {
      skipped += length
    },
  }
  frozen.write(sink)
  expect(memory.position + skipped).toBe(frozen.size)
  expect(memory.position).toBeLessThan(1 << 16)
  expect(() =>
    buildCheckpoint(process('amd64', { mappings: [{ start: 0n, end: 1n << 60n, permissions: 'rw-', top: 'default' }] })),
  ).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
})
