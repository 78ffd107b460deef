/** The corpus: deterministic, accepted by `check`, and mutants end as the manifest says. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryFile, fileFormats } from '../../src/corpus/arbitrary-file.js'
import { type CorpusFile, type CorpusOptions, corpus, dictionary } from '../../src/corpus/index.js'
import { minimize } from '../../src/corpus/minimize.js'
import { checkBytes } from '../../src/corpus/verdict.js'
import { allFormats } from '../../src/families/registry.js'
import { fileRuns, seed } from '../support/property.js'

async function all(format: string, options: CorpusOptions): Promise<CorpusFile[]> {
  const files: CorpusFile[] = []
  for await (const file of corpus(format, options)) files.push(file)
  return files
}

const summary = (files: readonly CorpusFile[]): unknown =>
  files.map(({ name, mutation, changes, verdict }) => ({ name, mutation, changes, verdict }))

describe.each([1, seed])('seed %i', (own) => {
  test('valid files are accepted as their format, and are the same twice', async () => {
    const files = await all('all', { count: 60, seed: own })
    expect(files).toHaveLength(60)
    expect(new Set(files.map(({ format }) => format)).size).toBe(fileFormats.length)
    for (const { bytes, format, variant } of files) {
      expect((await checkBytes(bytes)).verdict, `${format} ${variant}`).toEqual({ status: 0, format, codes: [] })
    }
    expect(summary(await all('all', { count: 60, seed: own }))).toEqual(summary(files))
  })

  test('mutants differ from valid files where the manifest says, and end by a diagnostic or none', async () => {
    const files = await all('all', { count: 80, seed: own, mutate: true })
    expect(files).toHaveLength(80)
    expect(new Set(files.map(({ mutation }) => mutation?.split(',')[0])).size).toBeGreaterThan(10)
    for (const { bytes, changes = [], mutation, verdict, format, variant } of files) {
      expect(verdict.internalError, `${format} ${variant} ${mutation}`).toBeUndefined()
      expect(changes.length).toBeGreaterThan(0)
      const last = changes.at(-1)
      if (last && /^[0-9a-f]{2,64}$/.test(last.new)) expect(hexAt(bytes, last.offset, last.new.length / 2)).toBe(last.new)
    }
    expect(summary(await all('all', { count: 80, seed: own, mutate: true }))).toEqual(summary(files))
  })
})

const hexAt = (bytes: Uint8Array, offset: number, length: number): string =>
  Buffer.from(bytes.subarray(offset, offset + length)).toString('hex')

test('files of every format that exhume reads can be generated', async () => {
  const known = (await allFormats()).filter(({ read }) => read).map(({ name }) => name)
  expect([...fileFormats].sort()).toEqual(known.sort())
})

test('another seed gives other files', async () => {
  const [one, two] = await Promise.all([all('ktrace', { count: 5, seed: 1 }), all('ktrace', { count: 5, seed: 2 })])
  const names = new Set(one.map(({ name }) => name))
  expect(two.filter(({ name }) => names.has(name))).toEqual([])
})

test('no file is larger than asked, and more files begin with those of fewer', async () => {
  const files = await all('elf-core/freebsd', { count: 24, maxSize: 8192 })
  expect(files.length).toBeGreaterThan(0)
  for (const { bytes } of files) expect(bytes.length).toBeLessThanOrEqual(8192)
  const few = await all('elf-core/freebsd', { count: 3, maxSize: 8192 })
  expect(summary(few)).toEqual(summary(files.slice(0, 3)))
})

test('a minimal set has fewer files and the same coverage', async () => {
  const files = await all('ktrace/darwin', { count: 24 })
  const kept = minimize(files)
  expect(kept.length).toBeGreaterThan(2)
  expect(kept.length).toBeLessThan(files.length)
})

test('an unknown format is refused', async () => {
  await expect(all('elf-core/plan9', {})).rejects.toThrow(/elf-core\/linux/)
  expect(() => arbitraryFile('elf-core/plan9')).toThrow(/elf-core\/linux/)
})

test('every line of the dictionary is of the syntax that AFL and libFuzzer share', () => {
  const lines = dictionary().trim().split('\n').slice(1)
  expect(lines.length).toBeGreaterThan(300)
  for (const line of lines) expect(line).toMatch(/^[A-Za-z_]\w*="(?:[ !#-[\]-~]|\\x[0-9a-f]{2})+"$/)
  expect(new Set(lines.map((line) => line.split('=')[0])).size).toBe(lines.length)
})

test.each(fileFormats)('files of %s shrink to files', async (format) => {
  const bytes = fc.sample(arbitraryFile(format), { numRuns: Math.min(fileRuns, 5), seed })
  for (const each of bytes) expect(each.length).toBeGreaterThan(50)
})
