/** Cores with what is secret written over. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LONGEST_MATCH, searchPatterns } from '../../../src/convert/redact/search-bytes.js'
import { parseTarget } from '../../../src/convert/redact/targets.js'
import { openCore } from '../../../src/families/core.js'
import { memorySource } from '../../../src/io/source.js'
import { type BuildSystem, buildCore } from '../../../src/writers/core/build/build-core.js'
import { load } from '../../readers/core/helper.js'
import { exhume } from '../../support/cli.js'
import { describeSamples, sample } from '../../support/samples.js'
import { temporaryFolder, thrown } from '../../support/temp.js'

const folder = temporaryFolder()
const encoder = new TextEncoder()

/** A stack as a kernel leaves it: count, arguments, environment, auxiliary vector, texts. */
function stackOf(
  base: bigint,
  argv: readonly string[],
  environment: readonly string[],
  auxv: readonly (readonly [bigint, bigint])[],
): Uint8Array {
  const bytes = new Uint8Array(8192)
  const view = new DataView(bytes.buffer)
  let text = 6144
  let at = 4096
  const word = (value: bigint): void => {
    view.setBigUint64(at, value, true)
    at += 8
  }
  const put = (value: string): bigint => {
    const address = base + BigInt(text)
    const encoded = encoder.encode(`${value}\0`)
    bytes.set(encoded, text)
    text += encoded.length
    return address
  }
  word(BigInt(argv.length))
  for (const each of argv) word(put(each))
  word(0n)
  for (const each of environment) word(put(each))
  word(0n)
  for (const [type, value] of auxv) {
    word(type)
    word(value)
  }
  return bytes
}

const STACK = 0x7fff0000n
const AUXV: readonly (readonly [bigint, bigint])[] = [
  [6n, 4096n],
  [9n, 0x401000n],
  [11n, 1000n],
  [0n, 0n],
]
const ARGUMENTS = ['./server', '--password=hunter2']
const ENVIRONMENT = ['HOME=/home/anna', 'API_TOKEN=s3cr3t', 'LANG=C.UTF-8']

function made(system: BuildSystem): Uint8Array {
  const heap = new Uint8Array(3 * 4096)
  heap.set(encoder.encode('card 4111-1111-1111-1111 end'), 4096 - 10)
  heap.set(encoder.encode('API_TOKEN=s3cr3t in a copy'), 5000)
  return buildCore({
    system,
    abi: 'amd64',
    process: { pid: 7, name: 'server', arguments: ARGUMENTS.join(' '), signal: { number: 11, code: 1 } },
    threads: [{ tid: 7, registers: { rip: 0x401000n, rsp: STACK + 2000n }, floating: { mxcsr: 0x1f80n } }],
    memory: [
      { address: 0x401000n, content: new Uint8Array(4096).fill(0x90), permissions: 'r-x' },
      { address: 0x500000n, content: heap },
      { address: STACK, content: stackOf(STACK, ARGUMENTS, ENVIRONMENT, AUXV) },
    ],
    auxv: AUXV.map(([type, value]) => ({ type, value })),
  }).bytes()
}

async function redacted(bytes: Uint8Array, system: string, ...options: string[]) {
  const input = join(folder, 'in.core')
  const out = join(folder, 'out.core')
  writeFileSync(input, bytes)
  const result = await exhume('convert', input, out, '--to', `elf-core/${system}`, '--force', ...options)
  const after = result.status === 2 ? new Uint8Array(0) : new Uint8Array(readFileSync(out))
  return { ...result, after, text: Buffer.from(after).toString('latin1') }
}

describe.each(['linux', 'freebsd', 'netbsd', 'openbsd', 'illumos'] as const)('%s', (system) => {
  const bytes = made(system)

  test('the environment', async () => {
    const { status, stderr, after, text } = await redacted(bytes, system, '--redact', 'environment')
    expect([status, stderr]).toEqual([0, expect.anything()])
    expect(stderr).toMatch(/REDACTED: environment: 4 strings, \d+ bytes\n.*REMAINS: .*names.*: not asked for/)
    // On the stack, and the copy on the heap.
    for (const variable of ENVIRONMENT) expect(text).not.toContain(variable)
    expect(text).toContain('--password=hunter2')
    expect(after.length).toBe(bytes.length)
    expect(openCore(memorySource(after)).threads[0]?.registers.rip).toBe(0x401000n)
  })

  test('arguments, on the stack and in the notes', async () => {
    const { status, text, after } = await redacted(bytes, system, '--redact', 'arguments', '--redact-with', '0x78')
    expect(status).toBe(0)
    expect(text).not.toContain('hunter2')
    expect(text).toContain('API_TOKEN=s3cr3t')
    const { process } = openCore(memorySource(after))
    expect(process.name).toBe('server')
    if (process.arguments !== undefined) expect(process.arguments).toMatch(/^x*$/)
  })

  test('addresses, over the end of a page', async () => {
    const { status, after } = await redacted(bytes, system, '--redact', '0x500ff0-0x501010', '--redact-with', '1')
    expect(status).toBe(0)
    const memory = openCore(memorySource(after)).memory.read(0x500fe0n, 64)
    expect([...memory].map((byte) => byte === 1)).toEqual(Array.from({ length: 64 }, (_, i) => i >= 16 && i < 48))
  })

  test('patterns and texts, wherever they are', async () => {
    const { status, text } = await redacted(
      bytes,
      system,
      '--redact',
      'pattern:\\d{4}(-\\d{4}){3}',
      '--redact',
      'text:hunter2',
      '--redact-with',
      '0x2a',
    )
    expect(status).toBe(0)
    expect(text).toContain('card ******************* end')
    expect(text).not.toContain('hunter2')
    expect(text).toContain('--password=*******')
  })

  test('whole mappings by their kind', async () => {
    const { status, after } = await redacted(bytes, system, '--redact', 'stack')
    expect(status).toBe(0)
    const { memory } = openCore(memorySource(after))
    expect(memory.read(STACK, 8192).every((byte) => byte === 0)).toBe(true)
    expect(memory.read(0x401000n, 16)).toEqual(new Uint8Array(16).fill(0x90))
  })

  test('on the way to another system', async () => {
    const target = system === 'linux' ? 'freebsd' : 'linux'
    const { text } = await redacted(bytes, target, '--redact', 'environment', '--redact', 'arguments')
    for (const secret of ['hunter2', 'HOME=/home/anna']) expect(text).not.toContain(secret)
  })
})

test('an environment that cannot be found is no silent success', async () => {
  const bytes = buildCore({
    system: 'linux',
    abi: 'amd64',
    process: {},
    threads: [{ tid: 1, registers: { rsp: 0x1100n } }],
    memory: [{ address: 0x1000n, content: new Uint8Array(4096).fill(7) }],
  }).bytes()
  const { status, stderr } = await redacted(bytes, 'linux', '--redact', 'environment')
  expect(status).toBe(1)
  expect(stderr).toContain('redact the stack to be safe')
})

test('what can be redacted', () => {
  expect(parseTarget('0x10-0x20')).toMatchObject({ what: 'range', start: 16n, end: 32n })
  expect(parseTarget('16+16')).toMatchObject({ what: 'range', start: 16n, end: 32n })
  expect(parseTarget('heap')).toMatchObject({ what: 'kind', kind: 'heap' })
  for (const wrong of ['0x20-0x10', 'pattern:(', 'pattern:a*', 'text:', 'nothing', ''])
    expect(
      thrown(() => parseTarget(wrong)),
      wrong,
    ).toMatchObject({ code: 'BAD_VALUE' })
})

test('a match is found wherever it lies', () => {
  const PIECE = 1024 * 1024
  const bytes = new Uint8Array(3 * PIECE)
  const places = [0, PIECE - 3, PIECE + 6, 2 * PIECE - 1, bytes.length - 6]
  for (const at of places) bytes.set(encoder.encode('secret'), at)
  const pattern = parseTarget('text:secret')
  if (pattern.what !== 'pattern') throw new Error('no pattern')
  const found = [...searchPatterns(memorySource(bytes), { start: 0, end: bytes.length }, pattern.patterns)]
  expect(found.map(({ start, end }) => [start, end - start])).toEqual(places.map((at) => [at, 6]))
  expect(LONGEST_MATCH).toBeLessThan(PIECE)
})

test('letters that are not ASCII', () => {
  const bytes = encoder.encode('..Grüße, 世界..')
  for (const [text, length] of [
    ['text:Grüße', 7],
    ['pattern:世.+界', 0],
    ['pattern:世界', 6],
  ] as const) {
    const target = parseTarget(text)
    if (target.what !== 'pattern') throw new Error('no pattern')
    expect(
      [...searchPatterns(memorySource(bytes), { start: 0, end: bytes.length }, target.patterns)].map(({ start, end }) => end - start),
      text,
    ).toEqual(length ? [length] : [])
  }
})

describeSamples('real cores', (samples) => {
  test('linux-amd64.core without its environment', async () => {
    const bytes = load(sample(samples, 'elf-core', 'linux-amd64.core'))
    const environment = openCore(memorySource(bytes)).image.environment ?? []
    expect(environment.length).toBeGreaterThan(0)
    const { status, text, after } = await redacted(bytes, 'linux', '--redact', 'environment')
    expect(status).toBe(0)
    for (const variable of environment) expect(text).not.toContain(`\0${variable}\0`)
    expect(openCore(memorySource(after)).threads[0]?.registers).toEqual(openCore(memorySource(bytes)).threads[0]?.registers)
  })
})

test('texts of a minidump are overwritten in memory and in streams', async () => {
  const input = join(folder, 'in.core')
  const dump = join(folder, 'in.dmp')
  const out = join(folder, 'out.dmp')
  writeFileSync(input, made('linux'))
  await exhume('convert', input, dump, '--to', 'minidump', '--force')
  expect(readFileSync(dump, 'latin1')).toContain('hunter2')
  const { status } = await exhume('convert', dump, out, '--to', 'minidump', '--redact', 'text:HUNTER2', '--force')
  expect(status).toBe(0)
  expect(readFileSync(out, 'latin1')).not.toContain('hunter2')
  expect((await exhume('check', out)).status).toBe(0)
})
