/** How a descriptor stands in a document. */
import { expect, test } from 'vitest'
import { descriptorFromJson, descriptorToJson, layoutFor } from '../../../src/formats/core/descriptor-json.js'
import { elfPrpsinfo } from '../../../src/formats/core/linux/prpsinfo.js'
import { netbsdNotes } from '../../../src/formats/core/netbsd/notes.js'
import { isZero } from '../../../src/io/bytes.js'
import { abi } from '../../../src/schema/abi.js'

test('stale bytes are kept beside the fields', () => {
  const layout = elfPrpsinfo.for(abi.amd64)
  const bytes = new Uint8Array(140)
  bytes.set(new TextEncoder().encode('demo\0junk'), layout.offsets.pr_fname)
  bytes[5] = 7
  bytes.set([1, 2, 3, 4], 136)
  const form = descriptorToJson(layout, bytes)
  expect(form?.fields.pr_fname).toBe('demo')
  expect(Object.keys(form?.residue ?? {}).sort()).toEqual(['extra', 'pad@4', 'pr_fname'])
  expect(descriptorFromJson(layout, JSON.parse(JSON.stringify(form)), 'notes[3]')).toEqual(bytes)
})

test('what cannot be given by fields is not', () => {
  expect(descriptorToJson(elfPrpsinfo.for(abi.amd64), new Uint8Array(100))).toBeUndefined()
})

test('the structure is told by size, or by the fields', () => {
  const declaration = netbsdNotes.find('NetBSD-CORE', 1, abi.amd64)?.declaration
  if (!declaration) return expect.unreachable('the note is known')
  const of = (fields: object, size?: number): number | undefined => layoutFor(declaration, abi.amd64, fields, size)?.size
  expect([of({}, 156), of({}, 160)]).toEqual([156, 160])
  const old = layoutFor(declaration, abi.amd64, {}, 156)?.plan.fields.map(({ name }) => [name, 0])
  expect(of(Object.fromEntries(old ?? []))).toBe(156)
  return expect(of({ cpi_siglwp: 1 })).toBe(160)
})

test('all zero, from any byte to any byte', () => {
  const bytes = new Uint8Array(40)
  for (let start = 0; start < 9; start++) {
    for (let end = start; end < 20; end++) {
      expect(isZero(bytes.subarray(3), start, end)).toBe(true)
      for (let at = start; at < end; at++) {
        bytes[3 + at] = 1
        expect(isZero(bytes.subarray(3), start, end)).toBe(false)
        bytes[3 + at] = 0
      }
    }
  }
})
