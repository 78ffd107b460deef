/** `convert` of the library is what the command line does. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { optionName } from '../../src/convert/convert-file.js'
import type { ConvertOptionsByTarget, ConvertTarget } from '../../src/convert/convert-options.js'
import { redactOptions } from '../../src/convert/redact/options.js'
import { conversions } from '../../src/convert/registry.js'
import { convert, fileSource, memorySink, memorySource } from '../../src/index.js'
import { exhume } from '../support/cli.js'
import { temporaryFolder } from '../support/temp.js'

const folder = temporaryFolder()
const core = 'examples/hello-linux.core'
const trace = 'examples/hello.ktrace'

type Names<T> = Record<keyof T, true>

const core5 = { onlyThreads: true, stripMemory: true, content: true, files: true } as const
const named = { limit: true, namePattern: true, patternStyle: true, zonePath: true } as const
const data = { maxData: true, io: true } as const
const selection = { pid: true, tid: true, type: true, excludeType: true, since: true, until: true, syscall: true, errors: true } as const
const callSelection = {
  only: true,
  pid: true,
  tid: true,
  since: true,
  until: true,
  syscall: true,
  errors: true,
  slow: true,
  path: true,
  fd: true,
  errno: true,
  emulation: true,
} as const
const dialect = { abi: true, keepUnknown: true, ...data } as const
const coreTarget = { ...core5, ...named, rebuild: true } as const

/** The typed options of each target: the compiler holds the names against the types, the test against the registry. */
const typed: { [K in ConvertTarget]: Names<ConvertOptionsByTarget[K]> } = {
  json: { inline: true, ...data },
  ndjson: { inline: true, jobs: true, ...data, ...callSelection },
  kdump: {
    ...data,
    ...selection,
    timestamps: true,
    ioHex: true,
    numeric: true,
    decimal: true,
    numbers: true,
    kdump: true,
    width: true,
    cpu: true,
    threads: true,
    emulation: true,
  },
  'chrome-trace': data,
  parquet: { jobs: true, ...data, ...callSelection },
  ktrace: { split: true, ...selection, ...data },
  'ktrace/netbsd-v0': dialect,
  'ktrace/netbsd-v1': dialect,
  'ktrace/netbsd-v2': dialect,
  'ktrace/freebsd': dialect,
  'ktrace/openbsd': dialect,
  'ktrace/dragonfly': dialect,
  'ktrace/darwin': dialect,
  'elf-core/linux': coreTarget,
  'elf-core/freebsd': coreTarget,
  'elf-core/netbsd': coreTarget,
  'elf-core/openbsd': coreTarget,
  'elf-core/dragonfly': coreTarget,
  'elf-core/illumos': coreTarget,
  'checkpoint/dragonfly': { ...named, files: true, form: true },
  minidump: core5,
  'vmcore/elf': { kernel: true, sparse: true, dropZeros: true, range: true },
  'vmcore/linux': { kernel: true, sparse: true, physicalOnly: true },
  'kdump-compressed/linux': { kernel: true, dropZeros: true, level: true, pages: true },
  'kcore/netbsd': { kernel: true, sparse: true, invalidate: true, zeroMissing: true, bounds: true },
}

test('every target and its options have types', () => {
  expect(Object.keys(typed).sort()).toEqual(conversions.map(({ name }) => name).sort())
  const common = new Set(redactOptions.map(({ flags }) => optionName(flags)))
  for (const { name, options = [] } of conversions) {
    const wanted = options.map(({ flags }) => optionName(flags)).filter((option) => !common.has(option))
    expect(Object.keys(typed[name as ConvertTarget]).sort(), name).toEqual(wanted.sort())
  }
})

test.each([
  ['json', trace, {}, []],
  ['ndjson', trace, { inline: true, maxData: 3 }, ['--inline', '--max-data', '3']],
  ['ndjson', trace, { only: 'calls', pid: [1159], fd: 1 }, ['--only', 'calls', '--pid', '1159', '--fd', '1']],
  [
    'kdump',
    trace,
    { timestamps: 'elapsed', numeric: 2, type: 'SYSCALL' },
    ['--timestamps', 'elapsed', '--numeric', '--numeric', '--type', 'SYSCALL'],
  ],
  ['chrome-trace', trace, { io: false }, ['--no-io']],
  ['parquet', trace, { jobs: 1 }, ['--jobs', '1']],
  ['ktrace/freebsd', trace, { keepUnknown: true }, ['--keep-unknown']],
  ['minidump', core, { stripMemory: ['heap', 'stack'] }, ['--strip-memory', 'heap,stack']],
  ['elf-core/netbsd', core, {}, []],
  ['elf-core/linux', core, { limit: 4096 }, ['--limit', '4096']],
  ['json', core, { redact: ['environment'], redactWith: 88 }, ['--redact', 'environment', '--redact-with', '88']],
] as const)('%s of %s with options %# is what the command line writes', async (target, input, options, flags) => {
  const name = `${target.replace('/', '-')}-${flags.length}-${input.length}`
  const mine = join(folder, name)
  const theirs = join(folder, `${name}.cli`)
  const result = await convert(input, target, mine, options as object)
  const { status, stderr } = await exhume('convert', input, theirs, '--to', target, ...flags)
  expect(readFileSync(mine)).toEqual(readFileSync(theirs))
  expect(result).toMatchObject({ target, files: [mine], ok: status === 0 })
  expect(
    stderr
      .trim()
      .split('\n')
      .filter((line) => line !== '').length,
  ).toBe(result.diagnostics.length)
})

test('bytes become bytes', async () => {
  const sink = memorySink()
  const { format } = await convert(memorySource(readFileSync(trace)), 'ndjson', sink)
  expect(format).toMatch(/^ktrace\//)
  expect(new TextDecoder().decode(sink.bytes()).split('\n').length).toBeGreaterThan(5)
  using source = fileSource(core)
  const dump = memorySink()
  await convert(source, 'minidump', dump)
  expect(new TextDecoder().decode(dump.bytes().subarray(0, 4))).toBe('MDMP')
})

test('what makes no sense is refused with the name of the option, and leaves nothing', async () => {
  const out = join(folder, 'never')
  const refused = (promise: Promise<unknown>, path: string) => expect(promise).rejects.toMatchObject({ code: 'BAD_VALUE', path })
  await refused(convert(trace, 'json', out, { jobs: 2 } as object), 'jobs')
  await refused(convert(trace, 'ndjson', out, { jobs: 0 }), 'jobs')
  await refused(convert(trace, 'nothing' as 'json', out), 'to')
  await refused(convert(trace, 'json', out, { as: 'no/format' }), 'as')
  await refused(convert(trace, 'json', out, { offset: 1e9 }), 'offset')
  await expect(convert('no/such/file', 'json', out)).rejects.toMatchObject({ code: 'IO' })
  await expect(convert(trace, 'json', trace, { force: true })).rejects.toMatchObject({ code: 'IO' })
  await expect(convert(trace, 'minidump', out)).rejects.toMatchObject({ code: 'LOST' })
  expect(() => readFileSync(out)).toThrow()
})
