/** What becomes of the sections of illumos' cores when these are converted. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { convertCore } from '../../../src/convert/core/to-core.js'
import { type Core, openCore } from '../../../src/families/core.js'
import { memorySource } from '../../../src/io/source.js'
import { buildCore } from '../../../src/writers/core/build/build-core.js'
import { load } from '../../readers/core/helper.js'
import { exhume } from '../../support/cli.js'
import { temporaryFolder } from '../../support/temp.js'

const page = 4096
const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value)
const bytes = buildCore({
  system: 'illumos',
  abi: 'amd64',
  process: { pid: 7, name: 'p', signal: { number: 11, code: 1 } },
  threads: [{ tid: 1, registers: { rip: 0x400010n, rsp: 0x1800n } }],
  memory: [
    { address: 0x1000n, content: filled(page, 0x5a) },
    { address: 0x400000n, content: filled(2 * page, 0x5b), permissions: 'r-x' },
    { address: 0x700000n, content: filled(page, 0x5c), permissions: 'r-x' },
  ],
  content: 0x3fffn,
  objects: [
    { address: 0x400000n, fixed: true, symbols: { content: filled(48, 1), strings: filled(5, 2), info: 1 } },
    {
      address: 0x700000n,
      ctf: filled(30, 3),
      symbols: { content: filled(24, 4), strings: filled(9, 5), dynamic: true, address: 0x100n, stringsAddress: 0x180n },
      debug: [{ name: '.debug_info', content: filled(2 * page, 6) }],
    },
  ],
}).bytes()

/** Sections with their addresses, links and what is in them. */
const sectionsOf = (core: Core, file: Uint8Array) =>
  core.sections.map(({ name, address, offset, size, index }) => {
    const { sh_link = 0 } = core.sectionHeaders[index] ?? {}
    return [name, address, sh_link, Buffer.from(file.subarray(Number(offset), Number(offset + size))).toString('hex')]
  })

const source = openCore(memorySource(bytes))
const folder = temporaryFolder()
const input = join(folder, 'in.core')
writeFileSync(input, bytes)
const out = join(folder, 'out.core')
const convert = (...options: string[]) => exhume('convert', input, out, '--force', ...options)

test('built anew, a core of illumos has the same ones', () => {
  const { lost, ...built } = convertCore(source, memorySource(bytes), 'illumos')
  const again = built.bytes()
  expect(sectionsOf(openCore(memorySource(again)), again)).toEqual(sectionsOf(source, bytes))
  expect(lost.filter(({ path }) => path !== 'notes')).toEqual([])
})

test('other systems have no place for them', () => {
  const { lost } = convertCore(source, memorySource(bytes), 'netbsd')
  expect(lost).toContainEqual(expect.objectContaining({ code: 'LOST', path: 'objects' }))
})

test('those that are not all in the file are named', () => {
  const cut = memorySource(bytes.subarray(0, Number(source.sections[2]?.offset) + 3))
  const { lost } = convertCore(openCore(cut), cut, 'illumos')
  expect(lost).toContainEqual(
    expect.objectContaining({ path: 'sections', message: expect.stringContaining('3 sections are missing or truncated') }),
  )
})

describe('a copy', () => {
  const to = ['--to', 'elf-core/illumos']

  test('keeps them', async () => {
    expect(await convert(...to, '--strip-memory', 'text')).toMatchObject({ status: 0 })
    const file = load(out)
    expect(file.length).toBe(bytes.length - 3 * page)
    expect(sectionsOf(openCore(memorySource(file)), file)).toEqual(sectionsOf(source, bytes))
  })

  test.each([
    ['default', ['.debug_info']],
    ['default+debug-symtab', ['.symtab', '.strtab']],
    ['default-ctf', ['.debug_info', '.SUNW_ctf']],
    ['stack', ['.symtab', '.strtab', '.debug_info', '.SUNW_ctf', '.dynsym', '.dynstr']],
  ])('of the content %s has those of it', async (content, gone) => {
    expect(await convert(...to, '--content', content)).toMatchObject({ status: 0 })
    const file = load(out)
    const core = openCore(memorySource(file))
    expect(core.diagnostics.list).toEqual([])
    const after = sectionsOf(core, file)
    const kept = sectionsOf(source, bytes).filter(([name]) => !gone.includes(name as string))
    if (content === 'stack') {
      expect([core.sectionHeaders.length, core.header.e_shoff, core.header.e_shnum, core.header.e_shstrndx]).toEqual([0, 0n, 0, 0])
      return
    }
    // Everything but the links, which are indices, stays.
    expect(after.map(([name, address, , held]) => [name, address, held])).toEqual(
      kept.map(([name, address, , held]) => [name, address, held]),
    )
    const linked = (sections: Core) =>
      sections.sections.map(({ name, index }) => {
        const link = sections.sectionHeaders[index]?.sh_link ?? 0
        return [name, link === 0 ? undefined : sections.sections.find((each) => each.index === link)?.name]
      })
    expect(linked(core)).toEqual(linked(source).filter(([name]) => !gone.includes(name as string)))
  })

  test('that is cut at a limit says what is not there', async () => {
    const { p_offset } = source.programHeaders.at(-1) ?? { p_offset: 0n }
    const limit = Number(p_offset) + 100
    expect(await convert(...to, '--limit', String(limit))).toMatchObject({ status: 1, stderr: expect.stringContaining('LIMIT') })
    const core = openCore(memorySource(load(out)))
    expect(core.programHeaders.map(({ p_flags }) => p_flags >>> 20)).toEqual([0, 0, 0, 0, 1])
    expect(core.diagnostics.list).toEqual([expect.objectContaining({ message: expect.stringContaining('EFBIG') })])
    expect(core.sections).toEqual([])
  })
})
