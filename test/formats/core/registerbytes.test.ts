/** Registers straight from bytes are those that decoding gives, for every set of every note on every machine. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { structOf } from '../../../src/formats/core/note-registry.js'
import { registersIn } from '../../../src/formats/core/register-bytes.js'
import { readRegisterSet } from '../../../src/formats/core/register-set.js'
import { systems } from '../../../src/formats/core/registry.js'
import { abi } from '../../../src/schema/base.js'

const cases = systems.flatMap((system) =>
  Object.entries(system.notes.declarations).flatMap(([name, declaration]) =>
    Object.values(abi).flatMap((of) => {
      const set = declaration.registers?.(of)
      if (!set || (declaration.abis && !(declaration.abis as readonly string[]).includes(of.name))) return []
      const struct = structOf(declaration, of, set.struct.for(of).size)
      return struct?.for(of).fixed ? [{ title: `${system.name} ${name} on ${of.name}`, set, struct, of }] : []
    }),
  ),
)

test('there are such sets', () => {
  expect(cases.length).toBeGreaterThan(100)
})

test.each(cases)('$title', ({ set, struct, of }) => {
  const layout = struct.for(of)
  let direct = 0
  fc.assert(
    fc.property(fc.uint8Array({ minLength: layout.size, maxLength: layout.size }), (bytes) => {
      const found = registersIn(set, layout.plan, bytes, of)
      if (found === undefined) return
      direct++
      expect(found).toEqual(readRegisterSet(set, layout.decode(bytes), of))
    }),
    { numRuns: 20 },
  )
  expect(direct, 'sets read straight from bytes').toBe(20)
})
