import { describe, expect, test } from 'vitest'
import { abi, c, residueFromJson, residueToJson, struct } from '../../src/schema/index.js'
import { hex } from '../support/common.js'

const header = struct('header', { type: c.short, pid: c.int, comm: c.chars(8), end: c.char })
const layout = header.for(abi.amd64)

describe('residue', () => {
  const stale = hex('0100 aabb 02000000 6b74007265737400 07 010203')

  test('keeps stale padding and what stands behind a NUL', () => {
    const { value, residue } = layout.decodeLossless(stale)
    expect(value).toEqual({ type: 1, pid: 2, comm: 'kt', end: 7 })
    expect(residue).toEqual({ 'pad@2': hex('aabb'), comm: hex('6b74007265737400'), 'pad@17': hex('010203') })
    expect(layout.encode(value, { residue: residue ?? {} })).toEqual(stale)
    const json: unknown = JSON.parse(JSON.stringify(residueToJson(residue)))
    expect(residueFromJson(json, 'residue')).toEqual(residue)
  })

  test('a clean value has none', () => {
    expect(layout.decodeLossless(hex('0100 0000 02000000 6b74000000000000 07 000000')).residue).toBeUndefined()
  })

  test('what a changed value contradicts is left out, the rest stays', () => {
    const { value, residue } = layout.decodeLossless(stale)
    const changed = layout.encode({ ...value, comm: 'sh' }, { residue: residue ?? {} })
    expect(changed).toEqual(hex('0100 aabb 02000000 7368000000000000 07 010203'))
  })

  test('text that is not UTF-8', () => {
    const name = struct('name', { path: c.text })
    const bytes = hex('2f ff fe 61')
    const { value, residue } = name.for(abi.amd64).decodeLossless(bytes)
    expect(value.path).toBe('/\ufffd\ufffda')
    expect(name.for(abi.amd64).encode(value, { residue: residue ?? {} })).toEqual(bytes)
    // U+FFFD and a byte order mark written as such are text like any other.
    for (const text of ['\ufffd', '\ufeffa']) {
      const written = name.for(abi.amd64).encode({ path: text })
      expect(name.for(abi.amd64).decodeLossless(written)).toEqual({ value: { path: text } })
    }
  })

  test('what follows the structure in a larger room', () => {
    const longer = hex('0100 0000 02000000 6b74000000000000 07 000000 dead')
    const { value, residue } = layout.decodeLossless(longer)
    expect(residue).toEqual({ extra: hex('dead') })
    expect(layout.encode(value, { residue: residue ?? {} })).toEqual(longer)
  })
})
