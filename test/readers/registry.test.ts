import { expect, test } from 'vitest'
import { allFormats, detect, identify, openAny, type ReaderEntry, readerEntry, readers } from '../../src/families/registry.js'
import { memorySource } from '../../src/io/source.js'
import { fakeReader, registerFake } from '../support/fake.js'

registerFake()
const fake = memorySource(Buffer.from('FAKE\0abc'))

test('a family is loaded only when its magic number is there', async () => {
  let loads = 0
  const entry: ReaderEntry = {
    families: ['rare'],
    magic: (head) => head[0] === 0xee,
    load: async () => {
      loads++
      return { reader: { ...fakeReader, formats: [], detect: () => ({ format: 'rare/x', confidence: 0.5, reasons: [] }) } }
    },
  }
  ;(readers as ReaderEntry[]).push(entry)
  expect(await detect(fake)).toMatchObject({ format: 'fake/test' })
  expect(loads).toBe(0)
  expect(await detect(memorySource(Uint8Array.of(0xee)))).toMatchObject({ format: 'rare/x' })
  expect(loads).toBe(1)
  ;(readers as ReaderEntry[]).pop()
})

test('what nobody knows is undefined, or an error that says what was tried', async () => {
  const nothing = memorySource(Buffer.from('%PDF-1.4 something else altogether, of some length'))
  expect(await detect(nothing)).toBeUndefined()
  await expect(openAny(nothing)).rejects.toMatchObject({
    code: 'UNKNOWN_FORMAT',
    offset: 0,
    message: expect.stringContaining('tried: fake, '),
  })
  await expect(openAny(nothing, { as: 'fake' })).rejects.toMatchObject({ message: expect.stringMatching(/tried: fake$/) })
})

test('a name is a format, a family, or an error', async () => {
  expect(readerEntry('fake/anything')?.families).toEqual(['fake'])
  expect(readerEntry('none/x')).toBeUndefined()
  expect((await openAny(fake, { as: 'fake' })).format).toBe('fake/test')
  expect((await identify(memorySource(Buffer.from('other')), 'fake/test')).detection.reasons).toEqual(['it was said so'])
  for (const as of ['fake/nothing', 'none/x', 'none']) {
    await expect(openAny(fake, { as })).rejects.toMatchObject({ code: 'UNKNOWN_FORMAT', found: as })
  }
})

test('every format has a name of a family of its own entry, and a title', async () => {
  const formats = await allFormats()
  expect(new Set(formats.map(({ name }) => name)).size).toBe(formats.length)
  for (const { name, title } of formats) {
    expect(readerEntry(name), name).toBeDefined()
    expect(title).not.toBe('')
  }
})
