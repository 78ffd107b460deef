/** Fields that are decoded when they are asked for are those of the whole structure. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { structOf } from '../../../src/formats/core/note-registry.js'
import { systems } from '../../../src/formats/core/registry.js'
import { lazyFields } from '../../../src/readers/core/lazy-fields.js'
import { abi as abis } from '../../../src/schema/abi.js'
import { check } from '../../support/property.js'

test.each(systems.filter(({ name }) => name === 'linux' || name === 'freebsd'))('$name: the note that begins a thread', (system) => {
  for (const name of system.writableAbis) {
    const abi = abis[name]
    const type = system.notes.typeOf('NT_PRSTATUS', abi) ?? 0
    const declaration = system.notes.find(system.name === 'linux' ? 'CORE' : 'FreeBSD', type, abi)?.declaration
    const struct = declaration && structOf(declaration, abi, undefined)
    if (!struct) throw new Error(name)
    const layout = struct.for(abi)
    const plan = struct.planFor(abi)
    check(
      fc.uint8Array({ minLength: layout.size, maxLength: layout.size }),
      (bytes) => {
        const value = layout.decode(bytes) as Record<string, unknown>
        const fields = lazyFields(plan, bytes, abi, () => value) as Record<string, unknown>
        for (const key of Object.keys(value)) expect(fields[key], `${name} ${key}`).toEqual(value[key])
      },
      3,
    )
  }
})
