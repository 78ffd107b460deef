/** Damaged cores: only diagnostics, in no time, and the document is lossless all the same. */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FormatError } from '../../../src/errors.js'
import { openCore } from '../../../src/families/core.js'
import { loadCoreReader } from '../../../src/families/core-reader.js'
import { memorySource } from '../../../src/io/source.js'
import { buildCore } from '../../../src/writers/core/build/build-core.js'
import { describeSamples, sample } from '../../support/samples.js'
import { expectLossless, fileOf, load, numbers, open, readAll } from './helper.js'

const { reader } = await loadCoreReader()

/** A core that is opened, read and written back; or refused, when it is no ELF file any more. */
function survives(bytes: Uint8Array, label: string): void {
  try {
    readAll(bytes)
    expectLossless(bytes, label)
  } catch (error) {
    expect(error, label).toBeInstanceOf(FormatError)
    expect((error as FormatError).code, label).toBe('UNKNOWN_FORMAT')
  }
}

describeSamples('damaged cores', (folder) => {
  const names = readdirSync(sample(folder, 'elf-core'))

  test.each(names)('%s cut at every header and note, and a byte before', (name) => {
    const bytes = load(sample(folder, 'elf-core', name))
    const cuts = new Set([4, 5, 6, 7, 16, 18, 20])
    let behindName = false
    for (const { offset, length, path } of open(bytes).fields()) {
      // Every field of the ELF header; the start of each other header, of each note, its name and its descriptor; the end of segments.
      const starts = /^header\.|\.(p_type|sh_name|n_namesz|owner)$/.test(path) || (behindName && !path.endsWith('.(padding)'))
      behindName = path.endsWith('.owner') || (behindName && path.endsWith('.(padding)'))
      const edge = path.endsWith('.contents') ? offset + length : starts ? offset : undefined
      if (edge === undefined) continue
      for (const at of [edge - 1, edge]) if (at > 3 && at < bytes.length) cuts.add(at)
    }
    for (const cut of cuts) {
      const part = bytes.slice(0, cut)
      const label = `${name} cut at ${cut}`
      const file = readAll(part)
      expect(file.diagnostics.length, label).toBeGreaterThan(0)
      if (cut % 8 === 0) expectLossless(part, label)
    }
  })

  test.each(names)('%s with bytes changed', (name) => {
    const bytes = load(sample(folder, 'elf-core', name)).slice(0, 50_000)
    const draw = numbers(0x5eed)
    for (let i = 0; i < 24; i++) {
      const changed = bytes.slice()
      // Mostly headers: that is where numbers are believed.
      const reach = i % 2 === 0 ? Math.min(600, bytes.length) : Math.min(12_000, bytes.length)
      for (let changes = draw(4); changes >= 0; changes--) changed[draw(reach)] = [0, 0xff, 0x7f, draw(256)][draw(4)] as number
      survives(changed, `${name}, change ${i}`)
    }
  })

  test('a cut in a note keeps the notes before it and the fields that are there', () => {
    const bytes = load(sample(folder, 'elf-core', 'linux-amd64.core'))
    const whole = open(bytes)
    const prpsinfo = [...whole.fields()].find((span) => span.path.endsWith('NT_PRPSINFO.pr_fname'))
    const cut = (prpsinfo?.offset ?? 0) + 2
    const file = open(bytes.slice(0, cut))
    const { notes } = file.report() as { notes: Iterable<Record<string, unknown>> }
    const [first, second, ...rest] = [...notes]
    expect(first).toMatchObject({ name: 'NT_PRSTATUS', decoded: true })
    expect(second).toMatchObject({ name: 'NT_PRPSINFO', decoded: true, fields: { pr_pid: 17, pr_sid: 1 } })
    expect(second?.fields).not.toHaveProperty('pr_fname')
    expect(rest).toEqual([])
    expect(file.diagnostics).toContainEqual(expect.objectContaining({ code: 'TRUNCATED', offset: cut }))
    expect(file.report()).toMatchObject({ process: { pid: 17 } })
  })

  test('strict: the first thing that is wrong is thrown', () => {
    const bytes = load(sample(folder, 'elf-core', 'linux-amd64.core')).slice(0, 5000)
    expect(() => reader.open(memorySource(bytes), { strict: true })).toThrow(expect.objectContaining({ code: 'TRUNCATED' }))
  })
})

test('what is no ELF file is refused', () => {
  expect(() => open(new TextEncoder().encode('#!/bin/sh\n'))).toThrow(expect.objectContaining({ code: 'UNKNOWN_FORMAT' }))
  expect(() => open(new Uint8Array(0))).toThrow(FormatError)
  expect(() => open(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 9, 1]))).toThrow(/EI_CLASS 9/)
  expect(reader.detect(memorySource(new Uint8Array(3)))).toBeUndefined()
})

describeSamples('cores whose program headers are gone', (folder) => {
  test.each(['linux-amd64.core', 'linux-s390x.core', 'freebsd-i386-cut.core', 'netbsd-amd64-2lwp.core', 'openbsd-sparc64.core.gz'])(
    '%s: its notes are found all the same',
    (name) => {
      const bytes = load(sample(folder, 'elf-core', name))
      const whole = openCore(memorySource(bytes))
      const { offset = 0, stride = 0, count = 0 } = whole.container.programTable ?? {}
      const damaged = bytes.slice().fill(0xee, offset, offset + stride * count)
      const core = openCore(memorySource(damaged))
      expect(core.format).toBe(whole.format)
      expect(core.process).toEqual(whole.process)
      expect(core.threads.map(({ tid, registers }) => ({ tid, registers }))).toEqual(
        whole.threads.map(({ tid, registers }) => ({ tid, registers })),
      )
      expect(core.diagnostics.list).toContainEqual(
        expect.objectContaining({ code: 'INCONSISTENT', offset: whole.notes[0]?.offset, path: 'programHeaders' }),
      )
      expectLossless(damaged, name)
    },
  )
})

const page = new Uint8Array(4096).fill(1)
const built = (memory: { address: bigint; size?: bigint; content?: Uint8Array }[]) =>
  buildCore({ system: 'linux', abi: 'amd64', process: { pid: 1 }, threads: [{ tid: 1, registers: {} }], memory }).bytes()
const diagnosticsOf = (bytes: Uint8Array) => openCore(memorySource(bytes)).diagnostics.list

test('a core without any notes is searched and nothing is found', () => {
  const document = { format: 'elf-core/linux', abi: 'amd64', header: {}, programHeaders: [{ p_type: 'PT_LOAD' }] }
  expect(openCore(memorySource(fileOf(document))).notes).toEqual([])
})

test('memory that two segments claim, said once', () => {
  const bytes = built([
    { address: 0x1000n, size: 0x4000n, content: page },
    { address: 0x2000n, size: 0x1000n, content: page },
    { address: 0x3000n, size: 0x1000n, content: page },
  ])
  expect(diagnosticsOf(bytes)).toEqual([
    {
      code: 'BAD_BOUNDS',
      path: 'programHeaders[2].p_vaddr',
      message: 'programHeaders[2]: memory from 0x2000 on is also that of programHeaders[1] (and 1 more like it)',
      found: '0x2000',
    },
  ])
})

test('memory behind the end of the address space; more bytes in the file than in memory', () => {
  const bytes = built([{ address: 0xffff_ffff_ffff_f000n, size: 0x2000n, content: page }])
  expect(diagnosticsOf(bytes)).toMatchObject([{ code: 'BAD_BOUNDS', path: 'programHeaders[1].p_memsz' }])
  const small = built([{ address: 0x1000n, size: 0x100n, content: page }])
  expect(diagnosticsOf(small)).toMatchObject([{ code: 'INCONSISTENT', path: 'programHeaders[1].p_filesz', found: '4096' }])
})
