/** The entry points `exhume/formats/<system>`: nothing that is declared is missing. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { systems as coreSystems } from '../../src/formats/core/registry.js'
import { systems as traceSystems } from '../../src/formats/ktrace/registry.js'
import { structures } from '../../src/formats/structures.js'
import { entrySystems, formatEntries, heldBy } from '../../tools/format-entries.js'

const entry = async (system: string): Promise<Record<string, unknown>> =>
  (await import(`../../src/formats/${system}.ts`)) as Record<string, unknown>

test('the entry points are what the declarations say (npm run spec makes them anew)', async () => {
  const words = (text: string): string[] => [...text.replaceAll(/\btype\b/g, '').matchAll(/[\w./']+/g)].map(([word]) => word).sort()
  for (const [name, text] of await formatEntries()) {
    const stored = readFileSync(`src/formats/${name}`, 'utf8')
    expect(
      words(stored).filter((word) => /^\w+$/.test(word)),
      name,
    ).toEqual(words(text).filter((word) => /^\w+$/.test(word)))
  }
})

test.each(entrySystems)('exhume/formats/%s has every declared structure by name', async (system) => {
  const exported = new Set(Object.values(await entry(system)).flatMap((value) => heldBy(value)))
  const missing = structures.filter((each) => each.system === system && !exported.has(each.struct)).map(({ struct }) => struct.name)
  expect(missing).toEqual([])
  expect(exported.size).toBeGreaterThan(5)
})

test.each(entrySystems)('exhume/formats/%s has every note and record by name, signals and errors', async (system) => {
  const exported = await entry(system)
  const notes = coreSystems.find(({ name }) => name === system)?.notes.declarations ?? {}
  for (const [name, declaration] of Object.entries(notes)) expect(exported[name], name).toBe(declaration)
  const records = traceSystems.find(({ name }) => name === system)?.dialects.flatMap((dialect) => Object.keys(dialect.records)) ?? []
  const dialects = Object.values(exported).filter((value) => typeof value === 'object' && value !== null && 'KTR_SYSCALL' in value)
  for (const name of records)
    expect(exported[name] ?? dialects.find((dialect) => Object.hasOwn(dialect as object, name)), name).toBeDefined()
  expect(exported.signals).toHaveProperty('name')
  expect(exported.errno).toBeDefined()
})
