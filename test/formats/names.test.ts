/** The unions of names are what the registries say. */
import { expect, expectTypeOf, test } from 'vitest'
import { systems as coreSystems } from '../../src/formats/core/registry.js'
import type { CoreSystemName, SystemName, TraceSystemName } from '../../src/formats/index.js'
import { systems as traceSystems } from '../../src/formats/ktrace/registry.js'
import { allFormats, type FormatName, formatNames } from '../../src/index.js'

test('FormatName has every format', async () => {
  expect([...formatNames].sort()).toEqual((await allFormats()).map(({ name }) => name).sort())
  expectTypeOf<'elf-core/linux'>().toExtend<FormatName>()
})

test('names of systems are those of the registries', () => {
  const cores: Record<CoreSystemName, true> = { linux: true, freebsd: true, netbsd: true, openbsd: true, dragonfly: true, illumos: true }
  const traces: Record<TraceSystemName, true> = { netbsd: true, freebsd: true, openbsd: true, dragonfly: true, darwin: true }
  expect(coreSystems.map(({ name }) => name).sort()).toEqual(Object.keys(cores).sort())
  expect(traceSystems.map(({ name }) => name).sort()).toEqual(Object.keys(traces).sort())
  expectTypeOf<CoreSystemName | TraceSystemName>().toExtend<SystemName>()
})
