/** The case book of sharing: each case by its id. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openCore } from '../../src/families/core.js'
import { redact } from '../../src/index.js'
import { memorySource } from '../../src/io/source.js'
import { exhume } from '../support/cli.js'
import { temporaryFolder } from '../support/temp.js'
import { adjoiningHeap, found, plainSecrets, secretCore, secretGaps, systems } from './secret-cores.js'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
for (const system of systems) writeFileSync(at(`${system}.core`), secretCore(system))
writeFileSync(at('gaps.core'), secretGaps())
writeFileSync(at('heap.core'), adjoiningHeap())

/** Converts with options; the bytes of the output, unpacked. */
async function convert(input: string, target: string, ...options: string[]) {
  const out = at('out')
  const result = await exhume('convert', at(input), out, '--to', target, '--force', ...options)
  const bytes = readFileSync(out)
  return { ...result, bytes: bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes }
}

const STARTUP = ['SECRETENV1', 'SECRETENV2', 'SECRETEXECFN', 'SECRETPLAT', 'SECRETSTACKLOCAL']

describe('what is left out feeds nothing else', () => {
  test.each([
    ['--content', 'none'],
    ['--strip-memory', 'stack,heap,anon,data,rodata,text'],
    ['--strip-memory', 'stack,anon,heap'],
  ])('SHARE-A1: core to minidump with %s %s', async (...options) => {
    const { status, bytes, stderr } = await convert('linux.core', 'minidump', ...options)
    expect([status, found(bytes, [...STARTUP, 'SECRETHEAP', 'SECRETANON'])]).toEqual([0, []])
    expect(stderr).toContain('REMAINS: arguments, names, paths and user IDs remain in the notes')
    writeFileSync(at('x.dmp'), bytes)
    expect((await exhume('read', at('x.dmp'), '--only', 'environment')).stdout).not.toContain('Environment')
  })

  test('SHARE-A1: minidump to minidump with --redact stack', async () => {
    writeFileSync(at('whole.dmp'), (await convert('linux.core', 'minidump')).bytes)
    const { status, bytes } = await convert('whole.dmp', 'minidump', '--redact', 'stack')
    expect([status, found(bytes, STARTUP)]).toEqual([0, ['SECRETENV1']])
    // The copy on the heap is not on the stack.
    const { bytes: both } = await convert('whole.dmp', 'minidump', '--redact', 'stack,environment')
    expect(found(both, STARTUP)).toEqual([])
    const { bytes: stripped } = await convert('whole.dmp', 'minidump', '--content', 'none')
    expect(found(stripped, STARTUP)).toEqual([])
  })

  test('SHARE-A1: nor does it feed a core of another system, or its name', async () => {
    const { bytes } = await convert('linux.core', 'elf-core/freebsd', '--content', 'none')
    expect(found(bytes, STARTUP)).toEqual([])
    const { stdout } = await exhume(
      'convert',
      at('linux.core'),
      folder,
      '--to',
      'elf-core/illumos',
      '--redact',
      'names,arguments',
      '--name-pattern',
      'n%f',
    )
    expect(stdout).not.toContain('SECRET')
  })
})

describe('kinds of memory', () => {
  test('SHARE-2.1: a heap that adjoins the program is redacted, and nothing else', async () => {
    const { status, bytes, stderr } = await convert('heap.core', 'elf-core/linux', '--redact', 'heap')
    expect([status, found(bytes, ['SECRET-IN-HEAP', 'THREAD-LOCAL'])]).toEqual([0, ['THREAD-LOCAL']])
    expect(stderr).toMatch(/REDACTED: heap: 1 mapping, 4096 bytes/)
    const stripped = await convert('heap.core', 'elf-core/linux', '--strip-memory', 'heap')
    expect(found(stripped.bytes, ['SECRET-IN-HEAP', 'THREAD-LOCAL'])).toEqual(['THREAD-LOCAL'])
    const kept = await convert('heap.core', 'elf-core/linux', '--content', 'stack+heap')
    expect(found(kept.bytes, ['SECRET-IN-HEAP', 'THREAD-LOCAL'])).toEqual(['SECRET-IN-HEAP'])
  })

  test.each(['netbsd', 'freebsd', 'openbsd'])('SHARE-2.1: %s has no heap that can be told, which is said', async (system) => {
    const { status, stderr } = await convert(`${system}.core`, `elf-core/${system}`, '--redact', 'heap')
    expect([status, stderr]).toEqual([1, expect.stringMatching(/NO_MATCH: heap: 0 mappings .*kind anon/)])
  })

  test('SHARE-2.1: each mapping shows its kind', async () => {
    const { stdout } = await exhume('read', at('heap.core'), '--only', 'mappings')
    expect(stdout).toMatch(/0x403000-0x404000 .* heap\n/)
    const { mappings } = JSON.parse((await exhume('read', at('heap.core'), '--json', '--only', 'mappings')).stdout)
    expect(mappings.map(({ kind }: { kind: string }) => kind)).toEqual(['text', 'data', 'heap', 'anon', 'rodata', 'stack'])
  })
})

describe('requests', () => {
  test.each(['text:nosuchtext', 'pattern:nosuch+text', 'heap', 'host'])(
    'SHARE-2.2: %s that meets nothing ends with status 1',
    async (what) => {
      const { status, stderr, bytes } = await convert('netbsd.core', 'elf-core/netbsd', '--redact', what)
      expect([status, stderr.split('\n').length]).toEqual([1, 2])
      expect(stderr).toContain(`NO_MATCH: ${what}: 0 `)
      expect(bytes.equals(Buffer.from(secretCore('netbsd')))).toBe(true)
    },
  )

  test('SHARE-2.2: what was done is said, one line each; lists are taken', async () => {
    const { status, stderr } = await convert(
      'linux.core',
      'elf-core/linux',
      '--redact',
      'environment,arguments',
      '--redact',
      'text:SECRETDATA',
    )
    expect(status).toBe(0)
    expect(
      stderr
        .trim()
        .split('\n')
        .map((line) => line.replace(/^.*?: /, '')),
    ).toEqual([
      expect.stringMatching(/^REDACTED: environment: \d+ strings, \d+ bytes$/),
      expect.stringMatching(/^REDACTED: arguments: \d+ strings, \d+ bytes$/),
      'REDACTED: text:SECRETDATA: 1 place, 10 bytes',
      'REMAINS: names, paths, ids: not asked for; --redact names,paths,ids overwrites them',
    ])
  })

  test('SHARE-2.2: one request that meets nothing does not hide behind others', async () => {
    expect((await convert('linux.core', 'elf-core/linux', '--redact', 'environment,text:nosuchtext')).status).toBe(1)
  })

  test('SHARE-2.2: an option is not taken for a value, and an empty environment is not printed', async () => {
    expect((await exhume('convert', at('linux.core'), at('x'), '--redact', '--force')).status).toBe(2)
    const { bytes } = await convert('linux.core', 'elf-core/linux', '--redact', 'environment')
    writeFileSync(at('clean.core'), bytes)
    expect((await exhume('read', at('clean.core'), '--only', 'environment')).stdout).not.toContain('Environment')
  })

  test.each(systems)('SHARE-B1: copies of the environment on the heap of %s', async (system) => {
    const { status, bytes } = await convert(`${system}.core`, `elf-core/${system}`, '--redact', 'environment')
    expect([status, found(bytes, ['SECRETENV1', 'SECRETENV2', 'SECRETHEAPENV'])]).toEqual([0, []])
    expect(found(bytes, ['SECRETSTACKLOCAL', 'SECRETDATA'])).toHaveLength(2)
  })

  test.each(systems)('SHARE-B1: arguments of %s', async (system) => {
    const { status, bytes } = await convert(`${system}.core`, `elf-core/${system}`, '--redact', 'arguments')
    expect([status, found(bytes, ['SECRETARG1', 'SECRETARGV0'])]).toEqual([0, []])
  })

  test('SHARE-B2: bytes outside of notes and segments, UTF-16, any case', async () => {
    const texts = ['SECRETGAP', 'SECRETTAIL', 'SECRETUTF16']
    const options = texts.flatMap((text) => ['--redact', `text:${text.toLowerCase()}`])
    const { status, bytes, stderr } = await convert('gaps.core', 'elf-core/linux', ...options)
    expect([status, found(bytes, texts)]).toEqual([0, []])
    expect(stderr).toContain('text:secretutf16: 2 places')
    const pattern = await convert('gaps.core', 'elf-core/linux', '--redact', 'pattern:SECRET[GTU]\\w+')
    expect([pattern.status, found(pattern.bytes, texts)]).toEqual([0, []])
  })

  test('SHARE-B2: a register that holds a part of a text', async () => {
    const { bytes } = await convert('linux.core', 'elf-core/linux', '--redact', 'text:SECRETRGISTERED')
    expect(openCore(memorySource(bytes)).threads[0]?.registers.rax).toBe(0n)
  })

  test('SHARE-B2: a text that goes on in the next mapping', async () => {
    const { redactSteps } = await import('../../src/convert/redact/redact.js')
    const { parseTargets } = await import('../../src/convert/redact/targets.js')
    const { buildCore } = await import('../../src/writers/core/build/build-core.js')
    const { page } = await import('./secret-cores.js')
    const bytes = buildCore({
      system: 'linux',
      abi: 'amd64',
      process: {},
      threads: [],
      memory: [
        { address: 0x2000n, content: page(4096, [0, 'ACROSS']) },
        { address: 0x1000n, content: page(4096, [4090, 'SECRET']) },
      ],
    }).bytes()
    const source = memorySource(bytes)
    const steps = redactSteps({ source, core: openCore(source), fields: () => [] }, parseTargets('text:SECRETACROSS'))
    let step = steps.next()
    while (!step.done) step = steps.next()
    expect(found(step.value.source.read(0, bytes.length), ['SECRET', 'ACROSS'])).toEqual([])
  })

  test.each(systems)('SHARE-B3: all of %s', async (system) => {
    const { status, bytes } = await convert(`${system}.core`, `elf-core/${system}`, '--redact', 'all,registers')
    expect([status, found(bytes, plainSecrets)]).toEqual([0, []])
  })

  test('SHARE-B3: names, paths and IDs by their words', async () => {
    const { status, bytes } = await convert('freebsd.core', 'elf-core/freebsd', '--redact', 'names,paths,ids')
    expect([status, found(bytes, ['SECRETNAME', 'SECRETTHR', 'SECRETUSER', 'SECRETFD'])]).toEqual([0, []])
    const { process, threads } = openCore(memorySource(bytes))
    expect([process.uid, process.gid, threads[0]?.registers.rip]).toEqual([0, 0, 0x401000n])
  })

  test('SHARE-B3: paths that the kernel put on the stack', async () => {
    const { status, bytes } = await convert('linux.core', 'elf-core/linux', '--redact', 'paths,names')
    expect([status, found(bytes, ['SECRETEXECFN', 'SECRETUSER', 'SECRETNAME'])]).toEqual([0, []])
    expect(found(bytes, ['SECRETARG1'])).toHaveLength(1)
  })

  test('SHARE-B3: documents hold redacted bytes only, and do not refer to the original', async () => {
    const { status, bytes } = await convert('gaps.core', 'json', '--redact', 'all,registers')
    expect(status).toBe(0)
    writeFileSync(at('doc.json'), bytes)
    expect((await exhume('write', at('doc.json'), at('doc.core'), '--force')).status).toBe(0)
    expect(found(readFileSync(at('doc.core')), [...plainSecrets, 'SECRETGAP', 'SECRETTAIL'])).toEqual([])
    expect(bytes.toString()).not.toContain('gaps.core')
  })

  test('SHARE-M2: texts from a file, which messages do not repeat; presets', async () => {
    writeFileSync(at('texts'), 'secretheap\n\nSECRETNOWHERE\r\n')
    const { status, stderr, bytes } = await convert('linux.core', 'elf-core/linux', '--redact-from', at('texts'))
    expect([status, found(bytes, ['SECRETHEAP'])]).toEqual([1, []])
    expect(stderr).toMatch(/REDACTED: .*texts, line 1: 2 places.*\n.*NO_MATCH: .*texts, line 3: 0 places\n/)
    expect(stderr).not.toMatch(/secretheap|SECRETNOWHERE/)
    const preset = await convert('linux.core', 'elf-core/linux', '--redact', 'secrets')
    expect([preset.status, found(preset.bytes, ['SECRETENV1', 'SECRETARG1', 'SECRETHEAPENV'])]).toEqual([0, []])
    expect((await exhume('convert', at('linux.core'), at('x'), '--to', 'json', '--redact-from', at('nosuchfile'))).status).toBe(2)
  })

  test('the library does the same', async () => {
    const core = openCore(memorySource(secretCore('linux')))
    const { source, results, diagnostics } = await redact(core, ['environment', 'text:nosuchtext'])
    expect(results.map(({ request, places }) => [request, places > 0])).toEqual([
      ['environment', true],
      ['text:nosuchtext', false],
    ])
    expect(diagnostics.map(({ code }) => code)).toEqual(['REDACTED', 'NO_MATCH', 'REMAINS'])
    expect(openCore(source).image.environment?.join('')).toBe('')
  })
})
